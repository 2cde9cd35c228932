"""t3n."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class T3nSpider(SiteSpider):
    name = "t3n"
    allowed_domains = ("t3n.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://t3n.de/rss.xml"),
        Listing("https://t3n.de/news/"),
    )
    article_url = r"^/(news|magazin)/[^/]+-\d{5,}/?$"
    every = "1h"
    evidence = "stored pages"
    checked = (2023,)
    layouts = (
        Layout(
            name="c-entry",
            when="article #main-content .c-entry",
            headline="#article h2.u-text-extralarge",
            kicker="#article div.h3",
            body=".c-entry",
            nav=(".c-breadcrumb",),
        ),
    )
