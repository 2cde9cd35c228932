"""GIGA."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class GigaSpider(SiteSpider):
    name = "giga"
    allowed_domains = ("giga.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://www.giga.de/feed/giga/"),
        Listing("https://www.giga.de/"),
    )
    article_url = (
        r"^/(news|artikel|tipp|test|ratgeber)/[^/]+/?$|^/[^/]+/[^/]+/(news|artikel|tipps|tests|specials)/[^/]+/?$"
    )
    every = "2h"
    evidence = "public configurations"
    checked = (2017,)
    layouts = (
        Layout(
            name="alice",
            when="article#article .article-body",
            nav=(".product-box-related-content",),  # leads to lists, not to articles
            other=(".product-box-links",),
        ),
    )
