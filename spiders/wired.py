"""WIRED."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class WiredSpider(SiteSpider):
    name = "wired"
    allowed_domains = ("wired.com",)
    timezone = "America/New_York"
    language = "en"
    sources = (
        Feed("https://www.wired.com/feed/rss"),
        Listing("https://www.wired.com/"),
    )
    article_url = r"^/(story|review|gallery|\d{4}/\d\d)/[^/]+/?$"
    every = "2h"
    evidence = "stored pages"
    checked = (2016, 2024)
    layouts = (
        Layout(
            name="product-embed",
            when=".body__inner-container",
            standfirst="[class^=ContentHeaderDek]",
            body=".body__inner-container",
            teaser=("[class^=RecircMostPopularWrapper]",),
            tags=("[class^=TagCloudWrapper]",),
            author_bio=("[class^=ContributorBioWrapper]",),
            nav=("ol.paywall", "div.heading-h4:contains('Table of Contents')"),
            caption=("[class*=CaptionWrapper]", "[class*=ImageCreditWrapper]"),
            kicker="[class*=ContentHeaderRubricContainer]",
        ),
    )
