"""Declarations as sites really write them: graphs, arrays, broken JSON, meta tags, microdata, and hostile input."""

from __future__ import annotations

import json
import time

import pytest

from pipelines.declared import declared
from pipelines.items import Declared
from pipelines.parse import parse
from pipelines.rules.jsonld import decode
from pipelines.values import Author

URL = "https://www.example.de/news/neues-handy-1.html"


def read(head: str = "", body: str = "<p>Text</p>", url: str = URL) -> Declared:
    return declared(parse(f"<html lang=de><head>{head}</head><body>{body}</body></html>"), url)


def ld(data: object) -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Neues Handy",
    "author": {"@type": "Person", "name": "Erika Muster", "url": "https://www.example.de/autor/em"},
    "datePublished": "2026-11-12T14:05:00+01:00",
    "image": [
        {"url": "/klein.jpg", "width": 300, "height": 200},
        {"url": "/gross.jpg", "width": 1200, "height": "800"},
    ],
    "articleBody": "Erster &amp; Absatz.\nZweiter.",
    "isAccessibleForFree": "False",
    "keywords": ["Handys", {"@type": "DefinedTerm", "name": "Tests"}],
}


def test_json_ld_in_a_meta_tag() -> None:
    text = json.dumps(ARTICLE).replace('"', "&quot;")
    assert read(f'<meta name="script:ld+json" content="{text}">').headline == "Neues Handy"


@pytest.mark.parametrize(
    "data",
    [
        ARTICLE,
        [{"@type": "Organization", "name": "X"}, ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "X"}, {"@type": "WebPage", "mainEntity": ARTICLE}]},
        ARTICLE | {"@type": ["Article", "http://schema.org/NewsArticle"]},
        "<!--" + json.dumps(ARTICLE) + "-->",
        "//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>",
        json.dumps(ARTICLE)[:-1] + ",\n}",
        json.dumps(ARTICLE).replace("Neues Handy", "Neues\nHandy"),
        json.dumps(ARTICLE) + ";",
    ],
)
def test_every_shape_of_json_ld_says_the_same(data: object) -> None:
    result = read(ld(data))
    assert result.headline == "Neues Handy"
    assert result.authors == [Author("Erika Muster", "https://www.example.de/autor/em")]
    assert result.date_published == "2026-11-12T14:05:00+01:00"
    assert result.image is not None
    assert result.image.url == "https://www.example.de/gross.jpg"
    assert result.article_body == "Erster & Absatz.\nZweiter."
    assert result.is_accessible_for_free is False
    assert result.keywords == ["Handys", "Tests"]


def test_the_node_of_this_page_is_taken_among_several() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Anderes",
        "url": "https://www.example.de/anderes",
        "datePublished": "2026",
    }
    mine = {"@type": "NewsArticle", "headline": "Meines", "mainEntityOfPage": {"@id": URL + "?utm_source=x"}}
    assert read(ld([other, mine])).headline == "Meines"


def test_authors_by_reference_and_in_every_form() -> None:
    graph = {"@graph": [{"@type": "Article", "author": {"@id": "#p"}}, {"@type": "Person", "@id": "#p", "name": "A B"}]}
    assert read(ld(graph)).authors == [Author("A B")]
    graph["@graph"] = [
        {"@type": "Article", "author": {"@id": "#p", "name": "A B"}},
        {"@type": "Person", "@id": "#p", "name": "A B", "url": "https://a.de/ab"},
    ]
    assert read(ld(graph)).authors == [Author("A B", "https://a.de/ab")]
    for value in ("A B", ["A B"], [{"name": ["A B"]}], {"givenName": "A", "familyName": "B"}):
        assert read(ld({"@type": "Article", "author": value})).authors == [Author("A B")]
    for value in ("https://www.facebook.com/ab", {"name": ""}, None, 5, [None, {}]):
        assert read(ld({"@type": "Article", "author": value})).authors == []


def test_meta_tags_fill_what_json_ld_lacks() -> None:
    result = read(
        '<title>Titel | Example</title><meta property="og:title" content="Titel &amp;amp; mehr">'
        '<meta name="Description" content=" Worum  es geht "><meta name="author" content="Erika Muster">'
        '<meta property="article:author" content="https://www.facebook.com/example">'
        '<meta property="article:published_time" content="2026-11-12T14:05:00Z">'
        '<meta property="article:tag" content="A"><meta property="article:tag" content="B">'
        '<meta property="og:image" content="/i.jpg"><link rel="canonical" href="/c"><meta name="date" content="heute">'
    )
    assert (result.headline, result.alternative_headlines) == ("Titel & mehr", ["Titel | Example"])
    assert result.description == "Worum es geht"
    assert result.authors == [Author("Erika Muster")]
    assert result.date_published == "2026-11-12T14:05:00Z"
    assert result.keywords == ["A", "B"]
    assert (result.canonical_url, result.language) == ("/c", "de")


def test_empty_keywords_are_none() -> None:
    assert read('<meta name="keywords" content=" , ,"><meta name="news_keywords" content="">').keywords == []


def test_microdata_where_nothing_else_is_said() -> None:
    result = read(
        body='<h1 itemprop="headline">Titel</h1><span itemprop="author"><b itemprop="name">A B</b>, Ort</span>'
        '<time itemprop="datePublished" datetime="2026-11-12">12.11.</time><i itemprop="">x</i>'
    )
    assert (result.headline, result.authors, result.date_published) == ("Titel", [Author("A B")], "2026-11-12")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"@graph":' * 500 + "1" + "}" * 500,
        "null",
        "7",
        '"text"',
        "{" + '"x": 1,' * 200_000 + "}",
        ", " * 400_000,
        "\\u0000",
        '{"@type": {"@type": []}, "author": {"name": {"name": {}}}, "headline": [[[]]], "keywords": {"a": 1}}',
        json.dumps([{"@type": "NewsArticle", "author": {"@id": "#a"}, "@id": "#a"}] * 5000),
        '{"@type": "NewsArticle", "headline": "' + "x" * 2_000_000 + '"}',
    ],
    ids=range(12),
)
def test_hostile_json_never_raises_nor_hangs(text: str) -> None:
    start = time.process_time()
    decode(text)
    result = read(ld(text))
    assert len(result.headline or "") <= 2000
    assert time.process_time() - start < 5
