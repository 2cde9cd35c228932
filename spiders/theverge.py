"""The Verge."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class TheVergeSpider(SiteSpider):
    name = "theverge"
    allowed_domains = ("theverge.com",)
    timezone = "America/New_York"
    language = "en"
    sources = (
        Feed("https://www.theverge.com/rss/index.xml"),
        Listing("https://www.theverge.com/"),
    )
    article_url = r"^/([a-z0-9-]+/){1,4}\d{5,}/[^/]+/?$"
    every = "1h"
    evidence = "stored pages"
    checked = (2016, 2019)
    layouts = (
        Layout(
            name="chorus",
            when="#content .c-entry-content",
            body=".c-entry-content",
            teaser=(".c-recirc-module",),
            tags=(".c-entry-group-labels",),
            byline=(".c-entry-stat--comment",),
        ),
    )
