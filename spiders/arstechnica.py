"""Ars Technica."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class ArsTechnicaSpider(SiteSpider):
    name = "arstechnica"
    allowed_domains = ("arstechnica.com",)
    timezone = "America/New_York"
    language = "en"
    sources = (
        Feed("https://feeds.arstechnica.com/arstechnica/index"),
        Listing("https://arstechnica.com/"),
    )
    article_url = r"^/[a-z0-9-]+/\d{4}/\d\d/[^/]+/?$"
    every = "1h"
    evidence = "stored pages"
    checked = (2016,)
    layouts = (
        Layout(
            name="article-guts",
            when="article .article-guts",
            body=".article-content",
            teaser=(".prev-next-links",),
            nav=(".page-numbers",),
            share=("#social-footer .share-links",),
            comments=("#social-footer",),
            newsletter=(".newsletter-wrapper",),
        ),
    )
