from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.discovery.feed import MAX_BYTES, Feed

URL = "https://www.example.org/rss.xml"

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>
<item><title>Zwei Ohren &amp; ein Test</title><link>/news/zwei-ohren-12.html?utm_source=rss</link>
<pubDate>Sun, 22 Nov 2026 10:00:00 +0100</pubDate></item>
<item><title>No date</title><link>https://www.example.org/news/undatiert-13.html</link></item>
<item><title>Script</title><link>javascript:alert(1)</link></item>
<item><title>No link</title></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<entry><title>Ein Gerät</title><link href="https://www.example.org/test/geraet-14.html"/>
<published>2026-11-01T08:00:00Z</published><updated>2026-11-02T08:00:00Z</updated></entry></feed>"""

ENTITIES = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(25))
BOMB = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol">{ENTITIES}]><rss version="2.0"><channel><item><title>&z;</title><link>https://www.example.org/news/x-1.html</link></item>
</channel></rss>"""


def test_rss_gives_absolute_links_with_titles_and_dates() -> None:
    found = Feed(URL).read(RSS.encode(), URL)
    assert [link.url for link in found.links] == [
        "https://www.example.org/news/zwei-ohren-12.html?utm_source=rss",
        "https://www.example.org/news/undatiert-13.html",
    ]
    assert found.links[0].title == "Zwei Ohren & ein Test"
    assert found.links[0].published == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert found.links[1].published is None
    assert not found.troubles


def test_atom_tells_publication_from_change() -> None:
    (link,) = Feed(URL).read(ATOM.encode(), URL).links
    assert (link.published, link.modified) == (
        datetime(2026, 11, 1, 8, tzinfo=UTC),
        datetime(2026, 11, 2, 8, tzinfo=UTC),
    )


def test_the_charset_of_the_header_counts() -> None:
    body = RSS.replace('<?xml version="1.0"?>', "").replace("Ohren", "Öhren").encode("latin-1")
    assert Feed(URL).read(body, URL, encoding="iso-8859-1").links[0].title == "Zwei Öhren & ein Test"


def test_entities_are_not_expanded_and_reported() -> None:
    found = Feed(URL).read(BOMB.encode(), URL)
    assert any("entities" in trouble for trouble in found.troubles)
    assert all(len(link.title or "") < 1000 for link in found.links)


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"<html><p>502 Bad Gateway", b"{}", b"<rss", b"\x1f\x8b\x08"])
def test_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    found = Feed(URL).read(body, URL)
    assert found.links == []
    assert found.troubles or body == b"<rss"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_breaks_off_is_taken_and_told(encoding: str) -> None:
    found = Feed(URL).read(RSS[: RSS.index("Script")].encode(encoding), URL, encoding=encoding)
    assert len(found.links) == 2
    assert "in part" in found.troubles[0]


@pytest.mark.parametrize("fault", ["a & b", "a&nbsp;b", "a</b>", "\x02"])
def test_a_fault_that_costs_no_entry_is_none(fault: str) -> None:
    found = Feed(URL).read(RSS.replace("No date", fault).encode(), URL)
    assert len(found.links) == 2
    assert not found.troubles


def test_a_huge_feed_is_not_read() -> None:
    assert Feed(URL).read(b" " * (MAX_BYTES + 1), URL).troubles


def test_absurd_dates_are_no_dates() -> None:
    body = RSS.replace("Sun, 22 Nov 2026 10:00:00 +0100", "Mon, 99 Xxx 999999999999 10:00:00 +9999")
    assert Feed(URL).read(body.encode(), URL).links[0].published is None
