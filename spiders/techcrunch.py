"""TechCrunch."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class TechCrunchSpider(SiteSpider):
    name = "techcrunch"
    allowed_domains = ("techcrunch.com",)
    timezone = "America/Los_Angeles"
    language = "en"
    sources = (
        Feed("https://techcrunch.com/feed/"),
        Listing("https://techcrunch.com/"),
    )
    article_url = r"^/\d{4}/\d\d/\d\d/[^/]+/?$"
    every = "1h"
    evidence = "stored pages"
    checked = (2024,)
    layouts = (
        Layout(
            name="article-content",
            when="article.article--post .article-content",
            byline=".article__byline",
            body=".article-content",
        ),
    )
