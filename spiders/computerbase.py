"""ComputerBase."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.spider import SiteSpider


class ComputerBaseSpider(SiteSpider):
    name = "computerbase"
    allowed_domains = ("computerbase.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://www.computerbase.de/rss/news.xml"),
        Feed("https://www.computerbase.de/rss/artikel.xml"),
    )
    article_url = r"^/(\d{4}-\d\d/[^/]+|(news|artikel)/([^/]+/)?[^/]+\.\d+)/?$"
    every = "1h"
    evidence = "public configurations"
    checked = (2007,)
