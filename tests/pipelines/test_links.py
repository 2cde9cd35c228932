"""URLs as pages write them, and as attackers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.links import absolute, host, normalise, same_site, site, words

BASE = "https://www.example.de/news/today.html"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/a", "https://www.example.de/a"),
        ("b.html", "https://www.example.de/news/b.html"),
        ("?page=2", "https://www.example.de/news/today.html?page=2"),
        ("//cdn.example.com/x.js", "https://cdn.example.com/x.js"),
        ("https:c.html", "https://www.example.de/news/c.html"),
        (" \n/a b\n", "https://www.example.de/a%20b"),
        ("/a\tb", "https://www.example.de/ab"),
        ("/a|b", "https://www.example.de/a%7Cb"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("/x\x00y", "https://www.example.de/x%00y"),
    ],
)
def test_absolute(href: str, expected: str) -> None:
    assert absolute(BASE, href) == expected


@pytest.mark.parametrize(
    "href",
    [
        None,
        "",
        "   ",
        "#comments",
        "javascript:void(0)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        " \x01javascript:x",
        "data:text/html,x",
        "mailto:a@b.de",
        "tel:+49",
        "file:///etc/passwd",
        "http://",
        "http:///",
        "http://[::1",
        "http://exa mple.de/",
        "http://a.de:99999/",
        "http://a.de:port/",
        "ftp://a.de/",
        "/" + "a" * 10_000,
    ],
)
def test_absolute_refuses(href: str | None) -> None:
    assert absolute("", href) is None
    result = absolute(BASE, href)
    assert result is None or result.startswith("https://www.example.de/")


def test_normalise_joins_the_spellings_of_one_page() -> None:
    spellings = [
        "https://www.example.de/a?id=7",
        "HTTPS://WWW.EXAMPLE.DE:443/a?id=7&utm_source=feed&utm_medium=rss",
        "https://www.example.de/a?fbclid=xyz&id=7#comments",
        "https://www.example.de./a?id=7&wt_mc=rss.red.ho&amp;utm_campaign=x",
        "https://user:secret@www.example.de/a?id=7",
        "https://www.example.de/a?id=7&ref=newsletter",
        "https://www.example.de/a?id=7&_medium=widget.hp",
    ]
    assert {normalise(url) for url in spellings} == {"https://www.example.de/a?id=7"}


def test_normalise_keeps_what_names_an_article() -> None:
    for query in ("?p=12", "?seite=all", "?ref=v2", "?q=a+b&page=2", "?from=2024", "?artikel"):
        url = f"https://example.de/x{query}"
        assert normalise(url) == url
    assert normalise("https://example.de/ü?q=ü") == "https://example.de/%C3%BC?q=%C3%BC"


def test_sites() -> None:
    assert same_site("https://m.example.co.uk/", "http://www.example.co.uk/x")
    assert not same_site("https://a.co.uk/", "https://b.co.uk/")
    assert not same_site("https://a.blogspot.com/", "https://b.blogspot.com/")
    assert not same_site("nonsense", "nonsense")
    assert site("https://www.golem.de/") == "golem.de"
    assert host("https://Bücher.Example/x") == "xn--bcher-kva.example"
    assert words("https://a.de/tests/Das%20Neue_Handy-1.html") == ["tests", "das", "neue", "handy", "1", "html"]


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://a.de/", "//", "/", "?", "javascript:"]))
def test_any_string_is_safe(text: str, start: str) -> None:
    href = start + text
    result = absolute(BASE, href)
    assert result is None or (result.startswith(("http://", "https://")) and not set(result) & set('\0\t\n\r <>"'))
    once = normalise(href)
    assert normalise(once) == once
    assert isinstance(same_site(BASE, href), bool)
    assert isinstance(words(href), list)
