"""Every site is a declaration, and its addresses are told apart from others (urls/*.toml)."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawler.spider import SiteSpider
from pipelines.items import Layout
from pipelines.links import split
from pipelines.rules.select import select

SITES = get_spider_loader(Settings({"SPIDER_MODULES": ["spiders"]}))
NAMES = SITES.list()
URLS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "urls").glob("*.toml"))
}
WORDS = {
    *("name", "allowed_domains", "timezone", "language", "sources", "article_url", "every", "layouts"),
    *("evidence", "checked"),
}
NO_SELECTOR = {"name", "single_page"}


@pytest.mark.parametrize("name", NAMES)
def test_a_site_only_declares(name: str) -> None:
    site = SITES.load(name)
    assert issubclass(site, SiteSpider)
    own = {word for word in vars(site) if not word.startswith("__")}
    assert own <= WORDS, f"the machine lacks a word: {own - WORDS}"
    assert site.sources
    assert site.allowed_domains
    assert re.fullmatch(r"[a-z]{2}", site.language or "")
    assert ZoneInfo(site.timezone)
    assert re.fullmatch(r"[1-9]\d*[mhd]", site.every)
    assert re.compile(site.article_url)


@pytest.mark.parametrize("name", NAMES)
def test_layouts_are_named_css(name: str) -> None:
    layouts = SITES.load(name).layouts
    assert len({layout.name for layout in layouts} - {""}) == len(layouts)
    for layout in layouts:
        for field in fields(Layout):
            value = getattr(layout, field.name)
            for css in () if field.name in NO_SELECTOR or not value else [value] if isinstance(value, str) else value:
                assert select(css), f"{name}: {field.name}"


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_of_the_site(name: str) -> None:
    site = SITES.load(name)()
    for source in site.sources:
        parts = split(source.url)
        assert parts
        assert parts.scheme == "https"
        assert site.on_site(source.url), source.url
        assert not site.is_article(source.url), source.url


def test_no_two_sites_are_alike() -> None:
    files = [path.stem for path in (Path(__file__).parents[2] / "spiders").glob("*.py") if path.stem != "__init__"]
    assert len(NAMES) == len(files), "a file without a spider, or two spiders of one name"
    sources = Counter(source.url for name in NAMES for source in SITES.load(name).sources)
    assert [url for url, count in sources.items() if count > 1] == []


def test_example_addresses_belong_to_a_site() -> None:
    assert set(URLS) <= set(NAMES)


@pytest.mark.parametrize("name", URLS)
def test_articles_are_told_from_other_pages(name: str) -> None:
    site = SITES.load(name)()
    assert [url for url in URLS[name]["articles"] if not site.is_article(url)] == []
    assert [url for url in URLS[name]["others"] if site.is_article(url)] == []
    assert URLS[name]["articles"]
    assert URLS[name]["others"]


def test_an_article_belongs_to_one_site() -> None:
    sites = [SITES.load(name)() for name in NAMES]
    for name, urls in URLS.items():
        for url in urls["articles"]:
            assert [site.name for site in sites if site.is_article(url)] == [name]
