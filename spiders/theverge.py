"""The Verge."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider


class TheVergeSpider(SiteSpider):
    name = "theverge"
    allowed_domains = ("theverge.com",)
    timezone = "America/New_York"
    language = "en"
    sources = (
        Feed("https://www.theverge.com/rss/index.xml"),
        Listing("https://www.theverge.com/"),
    )
    article_url = r"^/(\d{4}/\d{1,2}/\d{1,2}|[a-z0-9-]+)/\d{5,}/[^/]+$"
    every = "1h"
