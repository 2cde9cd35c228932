"""golem.de."""

from __future__ import annotations

from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout


class GolemSpider(SiteSpider):
    name = "golem"
    allowed_domains = ("golem.de",)
    timezone = "Europe/Berlin"
    language = "de"
    sources = (
        Feed("https://rss.golem.de/rss.php?feed=RSS2.0"),
        Listing("https://www.golem.de/", links="a"),
    )
    article_url = r"^/news/[^/]+-\d{4}-\d+\.html$"  # further parts end in -2.html and are joined to the first
    every = "1h"
    evidence = "stored pages"
    checked = (2024,)
    layouts = (
        Layout(
            name="cluster-header",
            when="article .cluster-header h1",
            headline=".cluster-header h1 .head5",
            kicker=".cluster-header h1 .head1",
            standfirst=".cluster-header hgroup > p",
            byline=".cluster-header .authors",
            body=".formatted",
            caption=("figure.hero figcaption",),
            teaser=(".teaser-widget", ".minihp", ".list-articles"),
            affiliate=(".list-articles .highlight-box",),
            ad=("aside.supplementary", ".career-widget"),
            other=(".formatted figcaption ul",),  # what readers with an ad blocker are offered
            share=(".social-tools",),
            tags=("#breadcrumbs",),
            newsletter=(".subscribe-newsletter",),
            comments=("#comments", ".social-tools .comments"),
            next_page="#atoc_next",
        ),
    )
