"""To whom the credentials of a user go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.small_site import FAST, Reply, SmallSite, article, crawl, scrapy

OURS = json.dumps({"Authorization": "Basic Zm9v", "Cookie": "a=b"})
PLAIN = {"Content-Type": "text/plain"}
TWO_HOSTS = """
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider

class TwoHosts(SiteSpider):
    name = "twohosts"
    allowed_domains = ("127.0.0.1", "127.0.0.2")
    sources = (Listing("{at}/", links="a"),)
    article_url = "/news/"
"""


@pytest.fixture
def other() -> Iterator[SmallSite]:
    """A second host; whether it is one of the site's is for the test to say."""
    with SmallSite("127.0.0.2") as second:
        second.pages = {f"/news/weg-{n}.html": article(f"Anderswo {n}", f"<p>{n}</p>" * n) for n in (1, 2)}
        second.pages["/robots.txt"] = Reply("User-agent: *\nAllow: /\n", headers=PLAIN)
        yield second


def test_a_second_host_of_the_site_gets_none(
    site: SmallSite, other: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/"] = f'<a href="/news/weg-1.html">x</a><a href="{other.at}/news/weg-2.html">y</a>'
    site.pages["/news/weg-1.html"] = Reply("", 302, {"Location": f"{other.at}/news/weg-1.html"})
    (tmp_path / "twohosts.py").write_text(TWO_HOSTS.format(at=site.at))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    own = {"SPIDER_MODULES": "twohosts", "ALLOW_ADDRESSES": "127.0.0.0/8", "DEFAULT_REQUEST_HEADERS": OURS}
    run = scrapy("crawl", "twohosts", "-o", "-:jsonl", settings={**FAST, **own})
    assert len(run.records) == 2, run.err
    assert {value for _, value in site.credentials} == {"Basic Zm9v", "a=b"}
    assert {"/news/weg-1.html", "/news/weg-2.html"} < set(other.log)
    assert other.credentials == []


def test_a_robots_txt_that_leads_elsewhere_gets_none(site: SmallSite, other: SmallSite) -> None:
    site.pages["/robots.txt"] = Reply("", 302, {"Location": f"{other.at}/robots.txt"})
    run = crawl(site, ALLOW_ADDRESSES="127.0.0.0/8", DEFAULT_REQUEST_HEADERS=OURS)
    assert len(run.records) == 3, run.err
    assert ("/news/artikel-101.html", "Basic Zm9v") in site.credentials
    assert other.log == ["/robots.txt"]
    assert other.credentials == []


def test_what_is_not_on_the_site_is_not_asked(site: SmallSite, other: SmallSite) -> None:
    site.pages["/news/artikel-101.html"] = Reply("", 302, {"Location": f"{other.at}/news/weg-1.html"})
    run = crawl(site, ALLOW_ADDRESSES="127.0.0.0/8", DEFAULT_REQUEST_HEADERS=OURS)
    assert len(run.records) == 2, run.err
    assert other.log == []


def test_a_page_that_the_user_names_gets_them(site: SmallSite, tmp_path: Path) -> None:
    page = f"{site.at}/news/artikel-101.html"
    done = scrapy("overlay", page, "-o", str(tmp_path / "x.html"), settings={**FAST, "DEFAULT_REQUEST_HEADERS": OURS})
    assert done.code == 0, done.err
    assert ("/news/artikel-101.html", "a=b") in site.credentials
