"""GameStar."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.spider import SiteSpider


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
