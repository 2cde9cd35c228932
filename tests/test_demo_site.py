"""The demo site is what it says: every article in each design, lists that parse, trouble as ordered."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from lxml import etree

from tests.demo_site import DESIGNS, DemoSite, Diary, Library, expected, render

BASE = "http://127.0.0.1/"
LIBRARY = Library()


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def get(site: DemoSite, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and raw body, no redirects followed, nothing unpacked."""
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("design", DESIGNS)
def test_every_article_shows_its_truth(design: str) -> None:
    for article in LIBRARY.articles():
        root = etree.fromstring(render(article, design, BASE, page=0), etree.HTMLParser())
        shown = " ".join("".join(root.itertext()).split())
        truth = expected(article, BASE)
        for text in [truth.headline, truth.standfirst, *(text for _, text in truth.body), *truth.disclosures]:
            assert " ".join(text.split()) in shown, (article.path, text)
        links = {anchor.get("href") for anchor in root.iter("a")}
        assert set(truth.affiliate_links) <= links
        assert {teaser.url.removeprefix(BASE.rstrip("/")) for teaser in truth.teasers} <= links


def test_the_magazine_is_large_and_varied() -> None:
    articles = list(LIBRARY.articles())
    assert len({article.headline for article in articles}) >= 60
    assert sum(article.language == "en" for article in articles) >= 8
    assert {article.design for article in articles if article.bare} == set(DESIGNS)
    assert any(article.truncated for article in articles)
    assert any(len(article.pages) > 1 for article in articles)
    shown = {part.kind for article in articles for part in article.parts}
    assert shown >= set("list table quote code figure embed fact also price button".split())


def test_addresses_lead_back_to_their_articles() -> None:
    for library in (LIBRARY, Library(500)):
        paths = [library.path(index) for index in range(len(library))]
        assert [library.find(path) for path in paths] == list(range(len(library)))


def test_more_articles_than_written_are_all_different() -> None:
    library = Library(300)
    assert len({article.headline for article in library.articles()}) == 300
    listed = [index for start in range(0, 300, 20) for index in library.listed("", start, 20)]
    assert listed == list(range(300))


def test_sections_page_to_their_end(site: DemoSite) -> None:
    seen: list[str] = []
    path: str | None = "/news/"
    while path:
        root = etree.fromstring(get(site, path)[2], etree.HTMLParser())
        seen += root.xpath("//article//a/@href")
        path = next(iter(root.xpath("//a[@rel='next']/@href")), None)
    assert len(seen) == len(set(seen)) == sum(LIBRARY.path(at).startswith("/news/") for at in range(len(LIBRARY)))


def test_sitemaps_name_every_article(site: DemoSite) -> None:
    index = etree.fromstring(get(site, "/sitemap.xml")[2])
    found = set()
    for loc in index.xpath("//*[local-name()='sitemap']/*[local-name()='loc']/text()"):
        body = get(site, urlsplit(loc).path)[2]
        body = gzip.decompress(body) if loc.endswith(".gz") else body
        found |= {urlsplit(url).path for url in etree.fromstring(body).xpath("//*[local-name()='loc']/text()")}
    assert found == {article.path for article in LIBRARY.articles()}


@pytest.mark.parametrize("path", ["/rss.xml", "/atom.xml"])
def test_feeds_parse_and_are_conditional(site: DemoSite, path: str) -> None:
    status, headers, body = get(site, path)
    assert status == 200
    assert etree.fromstring(body) is not None
    assert get(site, path, If_None_Match=headers["ETag"])[0] == 304


def test_articles_are_conditional_and_logged(site: DemoSite) -> None:
    path = LIBRARY.path(0)
    _, headers, _ = get(site, path)
    assert get(site, path, If_None_Match=headers["ETag"])[0] == 304
    assert get(site, path, If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert site.counts[path] >= 3
    assert site.log[-1].path == path


def test_the_next_edition_changes_adds_and_removes() -> None:
    with DemoSite() as site:
        changed, gone = LIBRARY.path(1), LIBRARY.path(Library.GONE)
        before = get(site, changed)[2]
        site.advance()
        assert get(site, changed)[2] != before
        assert get(site, gone)[0] == 410
        assert get(site, site.library.path(-1))[0] == 200
        front = get(site, "/")[2].decode()
        assert site.library.path(-1) in front
        assert gone not in front


@pytest.mark.parametrize(
    ("path", "status", "header"),
    [
        ("/trouble/status/404", 404, None),
        ("/trouble/status/410", 410, None),
        ("/trouble/status/429", 429, ("Retry-After", "2")),
        ("/trouble/chain/3", 302, ("Location", "/trouble/chain/2")),
        ("/trouble/loop", 302, ("Location", "/trouble/loop")),
        ("/trouble/to/file", 302, ("Location", "file:///etc/passwd")),
        ("/trouble/to/private", 302, ("Location", "http://10.0.0.1/")),
        ("/trouble/nohtml/pdf?type=text/html", 200, ("Content-Type", "text/html")),
        ("/trouble/calendar/2026/11/30", 200, None),
        ("/trouble/hostile", 200, None),
        ("/news/no-such-1.html", 404, None),
    ],
)
def test_trouble_comes_as_ordered(site: DemoSite, path: str, status: int, header: tuple[str, str] | None) -> None:
    got, headers, _ = get(site, path)
    assert got == status
    assert header is None or headers[header[0]] == header[1]


@pytest.mark.parametrize(("fault", "first"), [("500", 500), ("503", 503), ("429", 429)])
def test_what_fails_once_heals(site: DemoSite, fault: str, first: int) -> None:
    path = f"/trouble/once/{fault}?status={fault}"
    assert [get(site, path)[0] for _ in range(3)] == [first, 200, 200]


def test_bodies_break_as_ordered(site: DemoSite) -> None:
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        get(site, "/trouble/fail/reset")
    with pytest.raises(EOFError):
        gzip.decompress(get(site, "/trouble/fail/truncated")[2])
    assert len(get(site, "/trouble/bomb")[2]) < 1_000_000
    assert get(site, "/trouble/deep")[2].count(b"<div>") == 50_000
    with pytest.raises(UnicodeDecodeError):
        get(site, "/trouble/charset/wrong")[2].decode()


def test_faults_hit_a_share_of_the_articles_once() -> None:
    with DemoSite() as site:
        site.faults(1.0, seed=3, kinds=("503",))
        assert [get(site, LIBRARY.path(0))[0] for _ in range(2)] == [503, 200]


def test_robots_obeys_its_switch() -> None:
    with DemoSite(crawl_delay=1) as site:
        assert b"Crawl-delay: 1" in get(site, "/robots.txt")[2]
        site.robots = 500
        assert get(site, "/robots.txt")[0] == 500


def test_a_diary_fills_as_time_passes() -> None:
    start = datetime(2026, 11, 2, tzinfo=UTC)  # a Monday
    diary = Diary(start, 14)
    with DemoSite(library=diary) as site:
        seen: list[set[str]] = []
        for day in range(15):
            diary.at = start + timedelta(days=day)
            index = etree.fromstring(get(site, "/sitemap.xml")[2])
            found: set[str] = set()
            for loc in index.xpath("//*[local-name()='sitemap']/*[local-name()='loc']/text()"):
                body = get(site, urlsplit(loc).path)[2]
                body = gzip.decompress(body) if loc.endswith(".gz") else body
                found |= {urlsplit(url).path for url in etree.fromstring(body).xpath("//*[local-name()='loc']/text()")}
            assert all(path in get(site, "/")[2].decode() for path in map(diary.path, diary.listed("", 0, 20)))
            seen.append(found)
        appeared = [len(after - before) for before, after in pairwise(seen)]
        assert min(appeared[:5]) > max(appeared[5:7])
        gone = set.union(*seen) - seen[-1]
        assert gone
        assert {get(site, path)[0] for path in gone} == {410}
        changed = next(path for path in seen[1] - seen[0] if "[Update]" in get(site, path)[2].decode())
        diary.at = start + timedelta(days=1)
        assert "[Update]" not in get(site, changed)[2].decode()
        assert get(site, diary.path(diary.present[0] - 1))[0] == 404  # it comes tomorrow
