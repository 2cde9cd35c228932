"""MacRumors."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class MacRumorsSpider(SiteSpider):
    name = "macrumors"
    allowed_domains = ("macrumors.com",)
    timezone = "America/Los_Angeles"
    language = "en"
    sources = (
        Feed("https://feeds.macrumors.com/MacRumors-All"),
        Listing("https://www.macrumors.com/"),
    )
    article_url = r"^/(\d{4}/\d\d/\d\d|guide|how-to|review)/[^/]+/?$"
    every = "1h"
    evidence = "stored pages"
    checked = (2017,)
    layouts = (
        Layout(
            name="js-article",
            when="article.js-article .js-content",
            teaser=("[class^=colLinks--]",),
            comments=("#comments",),
        ),
    )
