"""Phoronix."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider


class PhoronixSpider(SiteSpider):
    name = "phoronix"
    allowed_domains = ("phoronix.com",)
    timezone = "America/New_York"
    language = "en"
    sources = (
        Feed("https://www.phoronix.com/rss.php"),
        Listing("https://www.phoronix.com/"),
    )
    article_url = r"^/(news|review)/[^/]+$"
    every = "2h"
    evidence = "stored pages"
