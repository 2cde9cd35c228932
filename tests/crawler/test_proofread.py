"""A spider with a mistake in it: one line that names it, whatever command reads the spider."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.check import examine
from crawler.exits import Exit
from crawler.recordings import keep, understood
from crawler.spider import SiteSpider
from pipelines.items import Layout
from tests.crawler.small_site import article, refused

WRONG = """
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout

class WrongSpider(SiteSpider):
    name = "wrong"
    allowed_domains = ("example.org",)
    sources = (Listing("https://example.org/", links={links!r}),)
    article_url = {article_url!r}
    layouts = (Layout(name="2026", when={when!r}, headline=("h1", {headline!r})),)
"""
RIGHT = {"links": "a", "article_url": r"-\d+$", "when": "main", "headline": ".title"}
URL = "https://example.org/geraet-1"


COMMANDS = [
    "crawl wrong",
    "check wrong",
    "check --live wrong",
    f"record wrong {URL}",
    f"overlay {__file__} --url {URL} --site wrong",
    f"separate {__file__} --url {URL} --site wrong",
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("article_url", "-(\\d+$", "article_url '-(\\\\d+$' is no regular expression"),
        ("links", "a[", "https://example.org/: 'a[' is no CSS"),
        ("when", "..main", "layout '2026': when '..main' is no CSS"),
        ("headline", ".title[", "layout '2026': headline '.title[' is no CSS"),
    ],
)
def test_a_mistake_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, field: str, value: str, said: str
) -> None:
    module = f"mistaken_{field}_{COMMANDS.index(command)}"
    (tmp_path / f"{module}.py").write_text(WRONG.format(**{**RIGHT, field: value}))
    monkeypatch.syspath_prepend(tmp_path)
    run = refused(*command.split(), "-s", f"SPIDER_MODULES={module}")
    assert run.code == Exit.BAD_INPUT
    assert len(run.err.splitlines()) == 1
    assert f"{module}.py: wrong: " in run.err
    assert said in run.err


def test_a_recording_is_examined_whatever_the_selectors_are(tmp_path: Path) -> None:
    class ExampleSpider(SiteSpider):
        name = "example"

    folder, _ = keep(tmp_path, understood(article("Ein Gerät"), URL, ExampleSpider), ExampleSpider)
    ExampleSpider.layouts = (Layout(when="main["),)
    assert "'main['" in examine(folder, ExampleSpider).trouble
