from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from crawler.discovery import sitemap
from crawler.discovery.sitemap import Sitemap

URL = "https://www.example.org/sitemap.xml"
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

INDEX = f"""<?xml version="1.0"?><sitemapindex {XMLNS}>
<sitemap><loc>https://www.example.org/sitemap-2026-10.xml</loc><lastmod>2026-10-31</lastmod></sitemap>
<sitemap><loc>https://www.example.org/sitemap-2026-11.xml</loc><lastmod>2026-11-20T10:00:00+01:00</lastmod></sitemap>
<sitemap><loc>/sitemap-undated.xml</loc></sitemap></sitemapindex>"""

NEWS = f"""<urlset {XMLNS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://www.example.org/news/eins-1.html </loc><lastmod>2026-11-21</lastmod><news:news>
<news:publication_date>2026-11-20T08:00:00+01:00</news:publication_date><news:title>Eins</news:title></news:news></url>
<url><loc>/news/zwei-2.html</loc></url><url><lastmod>2026-11-21</lastmod></url></urlset>"""

ENTITIES = """<?xml version="1.0"{0}?><!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<urlset><url><loc>https://www.example.org/&b;</loc></url></urlset>"""


def read(body: str | bytes, since: datetime | None = None) -> sitemap.Found:
    return Sitemap(URL).read(body.encode() if isinstance(body, str) else body, URL, since=since)


def test_index_gives_its_sitemaps_newest_first() -> None:
    assert read(INDEX).pages == [
        "https://www.example.org/sitemap-2026-11.xml",
        "https://www.example.org/sitemap-2026-10.xml",
        "https://www.example.org/sitemap-undated.xml",
    ]


def test_since_prunes_sitemaps_that_did_not_change_after_it() -> None:
    assert "https://www.example.org/sitemap-2026-10.xml" not in read(INDEX, datetime(2026, 11, 1, tzinfo=UTC)).pages
    assert len(read(INDEX, datetime(2026, 10, 31, 12, tzinfo=UTC)).pages) == 3  # a day counts until its end


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_news_sitemap(pack: type) -> None:
    first, second = read(pack(NEWS.encode())).links
    assert (first.url, first.title) == ("https://www.example.org/news/eins-1.html", "Eins")
    assert first.published == datetime.fromisoformat("2026-11-20T08:00:00+01:00")
    assert (second.url, second.published) == ("https://www.example.org/news/zwei-2.html", None)


def test_truncated_gzip_gives_what_there_is() -> None:
    packed = gzip.compress(NEWS.encode())
    found = read(packed[: len(packed) - 12])
    assert len(found.links) >= 1
    assert "in part" in found.troubles[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "end", ["<url><loc>https://www.example.org/news/hal", "<url><lo", "", "<url><loc>/\0</loc></url><url>"]
)
def test_a_sitemap_that_breaks_off_is_taken_and_told(end: str, encoding: str) -> None:
    found = read((NEWS.removesuffix("</urlset>") + end).encode(encoding))
    assert [link.url.rpartition("/")[2] for link in found.links][:2] == ["eins-1.html", "zwei-2.html"]
    assert not any("hal" in link.url for link in found.links)
    assert "in part" in found.troubles[0]


def test_an_index_that_breaks_off_is_told() -> None:
    found = read(INDEX[: INDEX.index("sitemap-undated")])
    assert len(found.pages) == 2
    assert "in part" in found.troubles[0]


@pytest.mark.parametrize("fault", ["?a=1&b=2", "&nbsp;", "\x02"])
def test_a_fault_that_costs_no_entry_is_none(fault: str) -> None:
    found = read(NEWS.replace("zwei-2.html", f"zwei-2.html{fault}"))
    assert len(found.links) == 2
    assert not found.troubles


def test_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_BYTES", 1000)
    assert "uncompressed" in read(gzip.compress(b"<urlset>" + b" " * 100_000)).troubles[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_and_reported(encoding: str) -> None:
    found = read(ENTITIES.format(f' encoding="{encoding}"').encode(encoding))
    assert found.links == []
    assert "entities" in found.troubles[0]


@pytest.mark.parametrize("body", ["", "no xml", "<html><body>404</body></html>", "\x1f\x8b broken", "<urlset", "\x00"])
def test_what_is_no_sitemap_raises_nothing(body: str) -> None:
    found = read(body.encode("latin-1"))
    assert not found.links
    assert not found.pages
    assert found.troubles or body == "<urlset"


def test_the_number_of_links_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_LINKS", 3)
    assert len(read("<urlset>" + "<url><loc>https://www.example.org/1</loc></url>" * 9 + "</urlset>").links) == 3
