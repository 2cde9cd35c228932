"""9to5Mac."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider


class NineToFiveMacSpider(SiteSpider):
    name = "9to5mac"
    allowed_domains = ("9to5mac.com",)
    timezone = "America/Los_Angeles"
    language = "en"
    sources = (
        Feed("https://9to5mac.com/feed/"),
        Listing("https://9to5mac.com/"),
    )
    article_url = r"^/\d{4}/\d\d/\d\d/[^/]+/?$"
    every = "1h"
    evidence = "public configurations"
