"""Lines in which a site speaks of itself, and what only reads like them."""

from __future__ import annotations

import pytest

from tests.pipelines.router_review import SENTENCES, TEXT, article, labels_of

BYLINE = "<div class=byline>By <a href=/author/ada-demo>Ada Demo</a></div>"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Reading time 3 minutes", "byline"),
        ("Estimated reading time: 6 minutes", "byline"),
        ("Temps de lecture : 4 min", "byline"),
        ("Get the tests of the week in your inbox each Friday with our Router Letter newsletter.", "newsletter"),
        ("Sign up for our Router Letter newsletter to follow the tests of the week. Sign up here.", "newsletter"),
        ("The Router Weekly newsletter brings you the tests of the week from the cellar. Sign up here.", "newsletter"),
        ("Don’t want to miss the best from Router Weekly? Set us as a favorite source.", "newsletter"),
        ("Follow Router Weekly: Add us as a preferred source on the search of your choice.", "share"),
        ("The newsletter of the maker is where the news of an update is found first, as a rule.", "body"),
        ("Get the latest firmware before the box goes into the cellar, where the stick does not reach it.", "body"),
        ("Reading time off the lamps takes some practice.", "body"),
    ],
)
def test_what_a_site_asks_or_says_of_the_page_is_no_text(text: str, label: str) -> None:
    assert labels_of(article(f"<p>{text}</p>"), text[:40]) == [label]


def test_a_heading_over_links_to_topics_is_no_text() -> None:
    topics = "<p>Explore more on these topics</p><ul><li><a href=/topic/routers>Routers</a></ul>"
    html = f"<article><h1>Router review</h1>{''.join(TEXT)}{topics}</article>"
    assert labels_of(html, "Explore more") == ["tags"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ada Demo is a senior reporter who has tested routers since the first of them.", "author_bio"),
        ("Jo Sample is a senior reporter. You can reach her at jo@magazine.example.", "author_bio"),
        ("Jo Sample is a senior editor at the maker and says that the port will come with the next model.", "body"),
        ("Got a tip? Send it to tips@magazine.example or to us on Signal.", "other"),
    ],
)
def test_notes_at_the_end_of_the_text(text: str, label: str) -> None:
    html = f"<article><h1>Router review</h1>{BYLINE}{''.join(TEXT)}<p><em>{text}</em></p></article>"
    assert labels_of(html, text[:40]) == [label]


def test_a_section_that_presents_the_author_is_no_text() -> None:
    note = "Ada has tested routers since the first of them, and before that mended radios in a small shop for years."
    guide = f"<section><h2>Meet your guide</h2><h3>Ada Demo</h3><p>{note}</p></section>"
    html = f"<article><h1>Router review</h1>{''.join(TEXT)}</article>{guide}"
    assert labels_of(html, "Meet your", "Ada") == ["author_bio"] * 3


def test_what_stands_above_the_headline_beside_a_disclosure_belongs_to_it() -> None:
    tested = (
        "Our recommendations are based on many hours of tests in our cellar and on what other readers told us of them."
    )
    earned = "When you buy through links on our site, we may earn an affiliate commission."
    html = f"<div><p>{tested}</p><p>{earned}</p></div>{article('')}"
    assert labels_of(html, tested[:30], earned[:30]) == ["disclosure", "disclosure"]


@pytest.mark.parametrize(
    "told",
    [
        "<br><em>{}</em>",
        "<br><em>{} Photo: Ada Demo</em>",
        "<small class='media-caption'>{}</small><small class='photo-credit'>Ada Demo</small>",
    ],
)
def test_the_small_print_in_the_paragraph_of_a_picture_is_its_caption(told: str) -> None:
    caption = "The router stands in the cellar beside the washing machine."
    assert labels_of(article(f"<p><img src=/a.jpg>{told.format(caption)}</p>"), caption[:30]) == ["caption"]
    assert labels_of(article(f"<p><img src=/a.jpg>{SENTENCES[0]} Really.</p>"), SENTENCES[0])[-1] == "body"
