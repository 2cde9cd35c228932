"""Engadget."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider


class EngadgetSpider(SiteSpider):
    name = "engadget"
    allowed_domains = ("engadget.com",)
    timezone = "America/New_York"
    language = "en"
    sources = (
        Feed("https://www.engadget.com/rss.xml"),
        Listing("https://www.engadget.com/"),
    )
    article_url = r"^/([a-z0-9-]+/)*[^/]+-\d{9}\.html$|^/\d{4}/\d\d/\d\d/[^/]+/?$"
    every = "1h"
