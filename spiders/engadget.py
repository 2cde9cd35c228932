"""Engadget."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


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
    layouts = (
        Layout(
            name="article-text",
            when=".article-text",
            standfirst="article header .t-d7\\@m-",
            teaser=(".o-aside-posts", ".i-context_nav__related_btn"),
        ),
    )
