"""ZDNet.de."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class ZDNetDeSpider(SiteSpider):
    name = "zdnet_de"
    allowed_domains = ("zdnet.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://www.zdnet.de/feed/"),
        Listing("https://www.zdnet.de/"),
    )
    article_url = r"^/\d{8}/[^/]+/?$"
    every = "6h"
    evidence = "public configurations"
    checked = (2017,)
    layouts = (
        Layout(
            name="article-content",
            when="#articleContent",
            teaser=("#editorial-popin",),
            ad=("#custom_html-7",),
            other=("[id^=polls-widget]", ".polls-loading", ".vote"),
        ),
    )
