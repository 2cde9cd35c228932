"""Every site is a declaration, and its addresses are told apart from others."""

from __future__ import annotations

import re

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawler.spider import SiteSpider
from pipelines.rules.select import select

SITES = get_spider_loader(Settings({"SPIDER_MODULES": ["spiders"]}))
WORDS = {"name", "allowed_domains", "timezone", "language", "sources", "article_url", "every", "layouts"}

ARTICLES = {
    "techstage": [
        "https://www.techstage.de/news/beispiel-123456.html",
        "https://www.techstage.de/test/beispiel-geraet-3989315.html",
        "https://www.techstage.de/ratgeber/beispiel-geraete/flxjgm9",
    ],
    "heise": ["https://www.heise.de/news/Beispiel-9691259.html", "https://www.heise.de/tests/Beispiel-4711.html"],
    "golem": ["https://www.golem.de/news/beispiel-2404-184627.html"],
}
OTHERS = {
    "techstage": ["https://www.techstage.de/ratgeber/", "https://www.heise.de/ratgeber/beispiel-123456.html"],
    "heise": ["https://www.heise.de/newsticker/", "https://www.heise.de/thema/Beispiel"],
    "golem": ["https://www.golem.de/news/beispiel-2404-184627-2.html", "https://www.golem.de/specials/beispiel/"],
}


@pytest.mark.parametrize("name", SITES.list())
def test_a_site_only_declares(name: str) -> None:
    site = SITES.load(name)
    assert issubclass(site, SiteSpider)
    own = {word for word in vars(site) if not word.startswith("__")}
    assert own <= WORDS, f"the machine lacks a word: {own - WORDS}"
    assert site.sources
    assert re.compile(site.article_url)
    for layout in site.layouts:
        assert layout.name
        for css in (layout.when, layout.next_page):
            assert not css or select(css)


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_are_told_from_other_pages(name: str) -> None:
    site = SITES.load(name)()
    assert all(site.is_article(url) for url in ARTICLES[name])
    assert not any(site.is_article(url) for url in OTHERS[name])
    assert all(site.on_site(source.url) for source in site.sources)
