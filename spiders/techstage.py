"""TechStage: heise's magazine for consumer technology, on Ring Publishing."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.discovery.sitemap import Sitemap
from crawler.spider import SiteSpider
from pipelines.items import Layout


class TechStageSpider(SiteSpider):
    name = "techstage"
    allowed_domains = ("techstage.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://www.techstage.de/rss.xml"),
        Listing("https://www.techstage.de/", links="article a"),
        Listing("https://www.techstage.de/news/", links="article a", next_page="a[rel=next]"),
        Listing("https://www.techstage.de/test/", links="article a", next_page="a[rel=next]"),
        Listing("https://www.techstage.de/ratgeber/", links="article a", next_page="a[rel=next]"),
        Listing("https://www.techstage.de/bestenliste/", links="article a", next_page="a[rel=next]"),
        Sitemap("https://www.techstage.de/sitemap.xml"),
    )
    # A number at the end in older addresses, a short id after the headline in newer ones.
    article_url = r"^/(news|test|ratgeber|bestenliste)/([^/]+-\d+\.html|[^/]+/[a-z0-9]{6,8})$"
    every = "2h"
    evidence = "public configurations"
    layouts = (
        Layout(
            name="ring",
            when="#article-content-body",
            standfirst="#lead",
            body=".ringCommonDetail",
            caption=".ringBlockType-image",
            teaser=("aside.popular", ".ringBlockType-related"),
            affiliate=(".price-box", ".shop-button"),
            other=(".ringBlockType-factbox", ".ringBlockType-embed"),
            single_page="seite=all",
        ),
    )
