"""netzpolitik.org."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider


class NetzpolitikSpider(SiteSpider):
    name = "netzpolitik"
    allowed_domains = ("netzpolitik.org",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://netzpolitik.org/feed/"),
        Listing("https://netzpolitik.org/"),
    )
    article_url = r"^/\d{4}/[^/]+/?$"
    every = "2h"
    evidence = "stored pages"
    checked = (2024,)
