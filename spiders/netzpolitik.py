"""netzpolitik.org."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class NetzpolitikSpider(SiteSpider):
    name = "netzpolitik"
    allowed_domains = ("netzpolitik.org",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://netzpolitik.org/feed/"),
        Listing("https://netzpolitik.org/"),
    )
    article_url = r"^/\d{4}/[^/]+/?$"
    every = "2h"
    evidence = "stored pages"
    checked = (2024,)
    layouts = (
        Layout(
            name="entry-content",
            when="article.article-area .entry-content",
            standfirst=".entry-excerpt",
            byline=".entry-meta",
            body=".entry-content",
            teaser=(".related__articles",),
            newsletter=("#vorschaltbanner",),
            comments=("#comments",),
        ),
    )
