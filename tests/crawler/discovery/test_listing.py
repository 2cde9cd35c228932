from __future__ import annotations

import time

import pytest

from crawler.discovery.listing import MAX_LINKS, Listing

URL = "https://www.example.org/news/"

PAGE = b"""<nav><a href="/about">About</a></nav>
<article><h2><a href="eins-1.html">Eins</a></h2><a href="#comments">3</a></article>
<article><a href="//www.example.org/news/zwei-2.html">Zwei</a><a href="mailto:x@example.org">mail</a></article>
<a rel="next" href="?seite=2">weiter</a>"""


def test_selected_links_and_the_next_page() -> None:
    found = Listing(URL, links="article a", next_page="a[rel=next]").read(PAGE, URL)
    assert [link.url for link in found.links] == [URL + "eins-1.html", URL + "zwei-2.html"]
    assert found.pages == [URL + "?seite=2"]


def test_a_selector_may_name_what_holds_the_links() -> None:
    assert len(Listing(URL, links="article").read(PAGE, URL).links) == 2


def test_base_counts() -> None:
    page = b'<head><base href="https://www.example.org/test/"></head><body><a href="x-1.html">x</a>'
    assert Listing(URL).read(page, URL).links[0].url == "https://www.example.org/test/x-1.html"


def test_an_empty_page_ends_the_paging() -> None:
    page = b'<p>Nothing on this day.</p><a rel="next" href="?day=2">next day</a>'
    assert Listing(URL, links="article a", next_page="a[rel=next]").read(page, URL).pages == []


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"plain", b"\x00\x00"])
def test_no_html_is_said_to_be_none(body: bytes) -> None:
    found = Listing(URL).read(body, URL)
    assert found.troubles
    assert not found.links


def test_hostile_nesting_costs_linear_time() -> None:
    page = b"<body>" + b"<article>" * 2000 + b"<a href=/x>y</a>" * 20_000
    start = time.process_time()
    assert len(Listing(URL, links="article a").read(page, URL).links) == MAX_LINKS
    assert time.process_time() - start < 5
