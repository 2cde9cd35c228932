"""`scrapy sites`, as a user calls it."""

from __future__ import annotations

from crawler.catalogue import Entry, entry, plain
from crawler.discovery.feed import Feed
from crawler.discovery.listing import Listing
from crawler.exits import Exit
from crawler.spider import SiteSpider
from pipelines.items import Layout
from tests.crawler.small_site import ROOT, scrapy


class ExampleSpider(SiteSpider):
    name = "example"
    allowed_domains = ("example.org",)
    language = "de"
    sources = (Feed("https://example.org/a"), Feed("https://example.org/b"), Listing("https://example.org/"))
    evidence = "stored pages"
    checked = (2019, 2025)
    layouts = (Layout(when="article.old"), Layout(name="new", when="article.new"))


def test_a_site_in_the_table() -> None:
    found = entry(ExampleSpider)
    assert found == Entry(
        "example", "example.org", "de", "1d", "2 feeds, listing", "stored pages", "article.old, new", "2019, 2025"
    )
    assert entry(SiteSpider.__class__("Bare", (SiteSpider,), {"name": "bare"}))[-2:] == ("generic", "none")
    head, row = plain([found]).splitlines()
    assert head.index("domain") == row.index("example.org")


def test_the_list_and_the_document() -> None:
    listed = scrapy("sites", settings={})
    assert listed.code == Exit.FINISHED, listed.err
    assert [line.split()[0] for line in listed.out.splitlines()][:2] == ["site", "9to5mac"]
    assert scrapy("sites", "--markdown", settings={}).out == (ROOT / "docs" / "SITES.md").read_text("utf-8")


def test_no_argument_is_taken() -> None:
    run = scrapy("sites", "heise", settings={})
    assert run.code == Exit.BAD_INPUT
    assert run.err.splitlines() == ["scrapy: sites takes no argument, not 'heise': scrapy sites [--markdown]"]
