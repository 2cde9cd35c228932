"""heise online."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class HeiseSpider(SiteSpider):
    name = "heise"
    allowed_domains = ("heise.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://www.heise.de/rss/heise-atom.xml"),
        Listing("https://www.heise.de/newsticker/", links="article a"),
    )
    article_url = r"^/(news|tests?|ratgeber|hintergrund|meinung|meldung|newsticker/meldung)/[^/]+-\d+\.html$"
    every = "1h"
    evidence = "stored pages"
    checked = (2024,)
    layouts = (
        Layout(
            name="meldung",
            when="article .a-article-header__title",
            headline=".a-article-header__title",
            standfirst=".a-article-header__lead",
            byline=(".creator", ".a-publish-info", ".redakteurskuerzel"),
            body=".article-content",
            caption=("figcaption.a-caption",),
            teaser=("[data-component=RecommendationBox]", "[data-component=TeaserContainer]"),
            ad=(".ad-label", "a-ad"),
            other=("a-opt-in", "article a-collapse"),
            share=(".article-sharing",),
            tags=(".article-topics",),
            newsletter=(".article-newsletter-subscription",),
            comments=("a.comment-button",),
            single_page="seite=all",
        ),
    )
