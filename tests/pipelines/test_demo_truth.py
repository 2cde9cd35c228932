"""The demo site's articles, each in all four designs, against what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest

from pipelines import separate
from pipelines.record import schema
from tests.demo_site import DESIGNS, Article, Library, expected, render
from tests.demo_site.model import plain

BASE = "http://127.0.0.1/"
VALID = jsonschema.Draft202012Validator(schema())
ARTICLES = list(Library().articles())
FACTS = "a fact box of whole sentences, in mark-up that only its own site knows"
OFFER = "a price box at the place of a paragraph, in mark-up that only its own site knows"
# What stands in the body as a paragraph and should not, in some of the designs; no more than one a page.
KNOWN = {
    "/news/balkonspeicher-foerderung/fl2bl9d": FACTS,
    "/news/tastatur-rueckruf-3900014.html": FACTS,
    "/ratgeber/heizung-thermostat/fl2blah": FACTS,
    "/ratgeber/usb-steckdosen/fl2bl9h": OFFER,
    "/test/powerstation-fass/fl2bla7": OFFER,
    "/bestenliste/top-mini-pcs-3900016.html": OFFER,
    "/bestenliste/top-lautsprecher/fl2blan": OFFER,
    "/news/deal-nas/fl2bl9v": OFFER,
}
# The old design marks headings, captions, price boxes and fact boxes by fonts alone: their words may be paragraphs.
UNMARKED = {"heading", "figure", "list", "price", "button", "fact"}


@cache
def records(design: str) -> list[dict[str, Any]]:
    return [
        separate(render(article, design, BASE, page=0), BASE.rstrip("/") + article.path, blocks=True)
        for article in ARTICLES
    ]


def pairs(design: str) -> Iterator[tuple[Article, dict[str, Any]]]:
    return zip(ARTICLES, records(design), strict=True)


@pytest.mark.parametrize("design", DESIGNS)
class TestEveryDesign:
    def test_headline_and_standfirst(self, design: str) -> None:
        for article, found in pairs(design):
            truth = expected(article, BASE)
            assert (found["headline"], found["standfirst"]) == (truth.headline, truth.standfirst), article.path

    def test_teasers(self, design: str) -> None:
        for article, found in pairs(design):
            truth = {(one.headline, one.url) for one in expected(article, BASE).teasers}
            told = [(one["headline"], one["url"]) for one in found["teasers"]]
            assert set(told) == truth, article.path
            assert len({url for _, url in told}) == len(told), article.path
            assert [one["position"] for one in found["teasers"]] == list(range(1, len(told) + 1))

    def test_disclosures_and_paid_links(self, design: str) -> None:
        for article, found in pairs(design):
            truth, paid = expected(article, BASE), found["affiliate"]
            assert paid["disclosures"] == truth.disclosures, article.path
            assert [link["url"] for link in paid["links"]] == truth.affiliate_links, article.path

    def test_no_paragraph_is_lost(self, design: str) -> None:
        for article, found in pairs(design):
            truth = expected(article, BASE).paragraphs
            shown = [part["text"] for part in found["body"] if part["type"] == "paragraph" and part["text"] in truth]
            assert shown == truth, article.path

    def test_records_are_valid(self, design: str) -> None:
        for _, found in pairs(design):
            VALID.validate(found)


@pytest.mark.parametrize("design", ["ring", "heise", "nuxt"])
def test_nothing_else_is_a_paragraph(design: str) -> None:
    for article, found in pairs(design):
        extra = [text for text in paragraphs(found) if text not in expected(article, BASE).paragraphs]
        assert len(extra) <= (article.path in KNOWN), (article.path, extra)


def test_the_old_design_adds_only_parts_of_the_article() -> None:
    for article, found in pairs("table"):
        truth = expected(article, BASE).paragraphs
        own = " ".join(words_of(article))
        for text in paragraphs(found):
            assert text in truth or article.truncated or squeezed(text) in own, (article.path, text)


def paragraphs(found: dict[str, Any]) -> list[str]:
    return [part["text"] for part in found["body"] if part["type"] == "paragraph"]


def words_of(article: Article) -> Iterator[str]:
    """The words of the parts that the old design does not mark, white space left out."""
    for part in article.parts:
        if part.kind in UNMARKED:
            price = f"{part.price:.2f}".replace(".", ",") + " €"
            shop = f"Bei {part.cite} ansehen Jetzt bei {part.cite} kaufen"
            yield squeezed("".join([plain(part.text), part.cite, *map(plain, part.items), price, shop]))


def squeezed(text: str) -> str:
    return "".join(text.split())
