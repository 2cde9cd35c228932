"""PCWorld."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class PCWorldSpider(SiteSpider):
    name = "pcworld"
    allowed_domains = ("pcworld.com",)
    timezone = "America/Los_Angeles"
    language = "en"
    sources = (
        Feed("https://www.pcworld.com/feed"),
        Listing("https://www.pcworld.com/"),
    )
    article_url = r"^/article/\d+/[^/]+\.html$"
    every = "2h"
    evidence = "stored pages"
    checked = (2025, 2026)
    layouts = (
        Layout(
            name="product-chart",
            when=".entry-content #link_wrapped_content",
            kicker=".entry-eyebrow",
            body="#link_wrapped_content",
            affiliate=(".price-comparison",),
        ),
    )
