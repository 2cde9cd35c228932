"""The seed, one TechStage page as an older tool flattened it, and its likeness: exact in every design."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from pipelines import separate
from spiders.techstage import TechStageSpider
from tests.corpus import SEED
from tests.demo_site import DESIGNS, Article, Library, expected, render
from tests.demo_site.model import Part, Teaser

BASE = "https://www.techstage.de/"
LIKENESSES = [article for article in Library().articles() if article.bare]
SHARE = "Teile diesen Beitrag"


def seed() -> Article:
    """The seed's text, laid out as the article that it came from."""
    texts = next(SEED.glob("*.txt")).read_text(encoding="utf-8").split("\n\n")
    texts = [text.strip() for text in texts if text.strip()]
    title, again, share, box, *rest = texts
    entries, (standfirst, *paragraphs), (tags, _, said) = rest[:8], rest[8:-3], rest[-3:]
    assert (title, share, tags) == (again, SHARE, "Tags:")
    assert entries[::2] == entries[1::2], "each entry stands there twice: alt text and headline"
    assert len(paragraphs) == 4
    return Article(
        path="/news/eine-milliarde-whatsapp-user-3089315.html",
        headline=title,
        standfirst=standfirst,
        published=datetime(2016, 2, 2, tzinfo=UTC),
        parts=tuple(Part(kind="paragraph", text=text) for text in paragraphs),
        popular=tuple(Teaser(text, f"/ratgeber/beliebt-{at}/fl2bl9{at}", box) for at, text in enumerate(entries[::2])),
        popular_box=box,
        disclosures=(said.removeprefix("- "),),
        bare=True,
    )


def check(article: Article, design: str, **site: Any) -> None:
    """The record of a page is exactly its article."""
    url = BASE.rstrip("/") + article.path
    found = separate(render(article, design, BASE), url, blocks=True, **site)
    truth = expected(article, BASE)
    assert found["headline"] == truth.headline
    assert found["standfirst"] == truth.standfirst
    assert [(part["type"], part["text"]) for part in found["body"]] == truth.body
    assert len(truth.body) == 4
    assert found["body_text"] == "\n\n".join([truth.standfirst, *truth.paragraphs])
    assert [(one["headline"], one["url"]) for one in found["teasers"]] == [(t.headline, t.url) for t in truth.teasers]
    assert len(truth.teasers) == 4
    assert found["affiliate"]["disclosures"] == truth.disclosures
    assert len(truth.disclosures) == 1
    assert found["keywords"] == []
    assert [block["label"] for block in found["blocks"] if block["text"] == SHARE] == ["share"]


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed (../shared/seed) is not here")
class TestSeed:
    @pytest.mark.parametrize("design", DESIGNS)
    def test_without_a_layout(self, design: str) -> None:
        check(seed(), design)

    def test_with_the_layouts_of_techstage(self) -> None:
        check(seed(), "ring", layouts=TechStageSpider.layouts)


@pytest.mark.parametrize("design", DESIGNS)
def test_its_likeness_without_a_layout(design: str) -> None:
    assert LIKENESSES
    for article in LIKENESSES:
        check(article, design)


def test_its_likeness_with_the_layouts_of_techstage() -> None:
    for article in LIKENESSES:
        check(replace(article, design="ring"), "ring", layouts=TechStageSpider.layouts)
