"""What is proposed for a new layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.live import Today, Verdict
from crawler.propose import propose
from crawler.recordings import keep, understood
from crawler.spider import SiteSpider
from crawler.watch import report
from pipelines.items import Article, Layout

TEXT = "Das Gerät hielt im Test länger durch als sein Vorgänger und kostet trotzdem weniger. " * 6


class ExampleSpider(SiteSpider):
    name = "example"
    allowed_domains = ("example.org",)
    layouts = (Layout(name="2024", when=".entry"),)


def read(number: int, kind: str, inner: str = "id=content") -> Article:
    """A page whose text stands in an element that both designs have, in one that only its own has."""
    html = (
        f"<html lang=de><body><div class={kind}><p>Werbung</p><div {inner}><h1>Gerät {number}</h1><p>{TEXT}</p>"
        f"<p>{TEXT}</p></div></div></body></html>"
    )
    return understood(html, f"https://example.org/news/geraet-im-test-{number}", ExampleSpider)


@pytest.mark.parametrize(("kind", "when", "place"), [("story", ".story", "before"), ("flex", "#content", "behind")])
def test_a_new_layout_does_not_take_the_recordings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, when: str, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(tmp_path / "pages", read(1, "entry"), ExampleSpider)
    today = Today(Verdict.LAYOUT_CHANGED, changed=[read(2, kind), read(3, kind)])
    told = "\n".join(report("example", ExampleSpider, today, tmp_path / "pages"))
    assert f'when="{when}"' in told
    assert 'body="#content"' in told
    assert f"Add it {place} the old ones" in told
    assert ("also matches pages" in told) is (place == "behind")


def test_that_nothing_is_proposed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = understood(f"<h1>Gerät</h1><p>{TEXT}", "https://example.org/news/geraet-1", ExampleSpider)
    told = list(report("example", ExampleSpider, Today(Verdict.LAYOUT_CHANGED, changed=[page]), tmp_path))
    assert any("no element is common" in line for line in told)


@pytest.mark.parametrize(("inner", "doubts"), [("class=css-f175e0", 1), ("class=story", 0)])
def test_names_that_a_build_made_up_are_a_doubt(inner: str, doubts: int) -> None:
    proposal = propose([read(number, "flex", inner) for number in (1, 2)], SiteSpider, "2026")
    assert proposal.layout
    assert proposal.layout.body == ("." + inner.removeprefix("class="),)
    assert len(proposal.doubts) == doubts
    assert all(".css-f175e0" in doubt for doubt in proposal.doubts)
