"""chip.de."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class ChipSpider(SiteSpider):
    name = "chip"
    allowed_domains = ("chip.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://www.chip.de/rss/rss_topnews.xml"),
        Listing("https://www.chip.de/news/"),
    )
    article_url = r"^/(news|test|artikel)/[^/]+_\d+\.html$"
    every = "2h"
    evidence = "public configurations"
    checked = (2019,)
    layouts = (
        Layout(
            name="test-report",
            when="article.TestReport",
            body="article.TestReport",
            caption=(".vjs-dock-text",),
            author_bio=(".Quote-Editor__Figcaption",),
        ),
    )
