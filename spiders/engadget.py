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
    # A number at the end until 2025, one before the headline since; dates in the years before 2020.
    article_url = r"^/(\d{7,}|\d{4}/\d\d/\d\d)/[^/]+/?$|^/([a-z0-9-]+/)*([^/]+-\d{9}|\d{4}-\d\d-\d\d-[^/]+)\.html$"
    every = "1h"
    evidence = "stored pages"
    checked = (2020,)
    layouts = (
        Layout(
            name="article-text",
            when=".article-text",
            standfirst="article header .t-d7\\@m-",
            teaser=(".o-aside-posts", ".i-context_nav__related_btn"),
        ),
    )
