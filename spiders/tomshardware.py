"""Tom's Hardware."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider


class TomsHardwareSpider(SiteSpider):
    name = "tomshardware"
    allowed_domains = ("tomshardware.com",)
    timezone = "America/New_York"
    language = "en"
    sources = (
        Feed("https://www.tomshardware.com/feeds/all"),
        Listing("https://www.tomshardware.com/news"),
    )
    article_url = (
        r"^/(reviews|best-picks|how-to|features)/[^/]+$"
        r"|^/(?!author/|tag/)([a-z0-9-]+/)+[^/,-]+(-[^/,-]+){3,}(,\d+\.html)?$"  # a rubric's name is short
    )
    every = "2h"
    evidence = "public configurations"
