"""Where an author's name leads, and who of those that a byline names is an author."""

from __future__ import annotations

import json

import pytest

from pipelines import separate

URL = "https://www.example.com/2026/11/new-phone-story/"
JANE = '<a rel="author" href="/author/jane-doe/">Jane Doe</a>'
MAX = '<a href="/author/max-roe/">Max Roe</a>'
PROSE = "The company said in Berlin that the new phone is faster than the old one and costs less, which pleases. "


def authors(byline: str, *declared: dict[str, str]) -> list[tuple[str, str | None]]:
    people = [{"@type": "Person"} | one for one in declared]
    stated = {"@type": "NewsArticle", "headline": "A new phone", "author": people}
    text = "".join(f"<p>{PROSE * 2}{number}</p>" for number in range(3))
    page = f"""<title>A new phone</title><script type="application/ld+json">{json.dumps(stated)}</script>
        <article><h1>A new phone</h1>{byline}{text}</article>"""
    return [(author["name"], author["url"]) for author in separate(page, URL)["authors"]]


def at(name: str) -> tuple[str, str]:
    return name, f"https://www.example.com/author/{name.lower().replace(' ', '-')}/"


@pytest.mark.parametrize(
    "byline",
    [
        f"<div class=byline>By {JANE}</div>",
        f"<p>By {JANE} <time>Nov 3, 2026</time></p>",
        f"<div class=meta>{JANE}</div>",
        '<div class=byline><a href="/author/jane-doe/">By Jane Doe</a></div>',
        f"<div class=author><span>By</span> <span>{JANE}</span></div>",
        '<div class=byline><a href="https://x.com/jane">Jane Doe</a> (<a href="/author/jane-doe">Jane Doe</a>)</div>',
    ],
)
def test_a_linked_name_has_its_address(byline: str) -> None:
    for stated in ([], [{"name": "Jane Doe"}]):
        ((name, url),) = authors(byline, *stated)
        assert (name, (url or "").rstrip("/") + "/") == at("Jane Doe")
    assert authors(byline, {"name": "Jane Doe", "url": "/people/jane"}) == [
        ("Jane Doe", "https://www.example.com/people/jane")
    ]


def test_declared_addresses_stay_where_a_byline_names_more() -> None:
    found = authors(f"<div class=byline>By {JANE} and {MAX}</div>", {"name": "Jane Doe", "url": "/people/jane"})
    assert found == [("Jane Doe", "https://www.example.com/people/jane"), at("Max Roe")]


def test_a_name_leads_to_no_button() -> None:
    byline = '<div class=byline>By <a href="https://twitter.com/intent/follow?u=j">Jane Doe</a></div>'
    assert authors(byline) == [("Jane Doe", None)]


@pytest.mark.parametrize("behind", ["Deputy Editor, Buying Advice", ", San Francisco", " Staff Writer, Home Lab"])
def test_what_stands_behind_a_linked_name_is_no_author(behind: str) -> None:
    byline = f"<div class=byline>By {JANE}{behind}</div>"
    assert authors(byline) == authors(byline, {"name": "Jane Doe"}) == [at("Jane Doe")]


def test_names_of_one_list() -> None:
    three = [at("Jane Doe"), ("Al Gore", None), ("Max Roe", None)]
    assert authors(f"<div class=byline>By {JANE}, Al Gore and Max Roe</div>") == three
    assert authors(f"<div class=byline>Al Gore, {MAX}</div>") == [("Al Gore", None), at("Max Roe")]
    assert authors(f"<div class=byline>By {JANE}, KTXY NEWS</div>") == [at("Jane Doe"), ("KTXY NEWS", None)]
    assert authors("<div class=byline>By Jane Doe, Al Gore</div>") == [("Jane Doe", None), ("Al Gore", None)]
    assert authors(f"<div class=byline>By {JANE}, {MAX}</div>") == [at("Jane Doe"), at("Max Roe")]
