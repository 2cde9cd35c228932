"""WinFuture."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.sitemap import Sitemap
from crawler.spider import SiteSpider
from pipelines.items import Layout


class WinFutureSpider(SiteSpider):
    name = "winfuture"
    allowed_domains = ("winfuture.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://static.winfuture.de/feeds/WinFuture-News-rss2.0.xml"),
        Sitemap("https://winfuture.de/sitemap-latest-news.xml.gz"),
    )
    article_url = r"^/news,\d+\.html$"
    every = "1h"
    evidence = "stored pages"
    checked = (2024,)
    layouts = (
        Layout(
            name="news-content",
            when="#news_content",
            body="#news_content",
            disclosure=(".mark_anzeige",),
            affiliate=(".changelog_list a", ".right_orangeBx"),
            other=(".box_news_einsenden",),
        ),
    )
