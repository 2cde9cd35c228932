"""ComputerBase."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.spider import SiteSpider
from pipelines.items import Layout


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
    layouts = (
        Layout(
            name="article-view",
            when="article.article-view .article-view__content",
            byline=".article-view__meta",
            body=".article-view__content",
            caption=(".article-view__content figcaption",),
            teaser=(".article-view__entry-nav", ".related-list"),
            share=(".article-view__share-links-top",),
            tags=(".article-view__taglist",),
            author_bio=("#autor",),
            newsletter=(".abo-box",),
        ),
    )
