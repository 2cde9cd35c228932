"""The Register."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider


class TheRegisterSpider(SiteSpider):
    name = "theregister"
    allowed_domains = ("theregister.com",)
    timezone = "Europe/London"
    language = "en"
    sources = (
        Feed("https://www.theregister.com/headlines.atom"),
        Listing("https://www.theregister.com/"),
    )
    article_url = r"^/\d{4}/\d\d/\d\d/[^/]+/?$"
    every = "1h"
    evidence = "public configurations"
