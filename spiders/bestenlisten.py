"""heise bestenlisten: TechStage's successor on heise.de, with its kind of addresses."""

from __future__ import annotations

from crawler.discovery.listing import Listing
from crawler.discovery.sitemap import Sitemap
from crawler.spider import SiteSpider


class BestenlistenSpider(SiteSpider):
    name = "bestenlisten"
    allowed_domains = ("heise.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Listing("https://www.heise.de/bestenlisten/", links="a"),
        Sitemap("https://www.heise.de/bestenlisten/sitemap-articles-index.xml.gz"),
    )
    article_url = r"^/bestenlisten/[a-z-]+/[^/]+/[a-z0-9]{6,8}$"
    every = "6h"
    evidence = "public configurations"
