"""Macwelt."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class MacweltSpider(SiteSpider):
    name = "macwelt"
    allowed_domains = ("macwelt.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://www.macwelt.de/feed"),
        Listing("https://www.macwelt.de/"),
    )
    article_url = r"^/(article/\d+/[^/]+|(news|ratgeber|tests?|tipps|produkte|international)/[^/]+-\d{5,})\.html$"
    every = "2h"
    evidence = "public knowledge"
    checked = (2021,)
    layouts = (
        Layout(
            name="linkdb",
            when="article.article .linkdb-marker",
            body="article.article",
            byline=(".schema-author",),
            caption=(".visual .description", ".video-detail .description"),
            ad=(".marketplace",),
            other=("#feedback_info",),
            nav=("#social",),
        ),
    )
