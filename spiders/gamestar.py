"""GameStar."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.spider import SiteSpider
from pipelines.items import Layout


class GameStarSpider(SiteSpider):
    name = "gamestar"
    allowed_domains = ("gamestar.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://www.gamestar.de/rss/gamestar.rss"),
        Feed("https://www.gamestar.de/news/rss/news.rss"),
    )
    article_url = r"^/artikel/[^/,]+,\d+\.html$"
    every = "1h"
    evidence = "stored pages"
    checked = (2024,)
    layouts = (
        Layout(
            name="article-content",
            when=".main .article-content",
            tags=(".content-labels",),
            share=("#socialshare",),
            other=(".article-content > p.info",),
            nav=("#footer-brand", ".info-box p.info"),
        ),
    )
