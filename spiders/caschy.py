"""Caschys Blog."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider


class CaschySpider(SiteSpider):
    name = "caschy"
    allowed_domains = ("stadt-bremerhaven.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://stadt-bremerhaven.de/feed/"),
        Listing("https://stadt-bremerhaven.de/"),
    )
    article_url = r"^/[^/-]+(-[^/-]+){2,}/?$"
    every = "1h"
    evidence = "public configurations"
