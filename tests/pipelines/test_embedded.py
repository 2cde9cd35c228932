"""Articles that stand only in a page's scripts."""

from __future__ import annotations

import json
import time

import pytest

from pipelines.embedded import embedded_body
from pipelines.parse import parse

PARAGRAPHS = [
    f'Absatz {number}: Das neue Telefon ist schneller, heller und "besser" als das alte.' for number in range(12)
]
TEXT = "\n".join(PARAGRAPHS)
HTML = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
RELATED = [{"title": f"Anderes Thema Nummer {number} wird hier genannt."} for number in range(5)]


def page(*scripts: str, kind: str = "") -> str:
    return "<html><body><div id=root></div>" + "".join(f"<script {kind}>{text}</script>" for text in scripts)


def flight(text: str) -> list[str]:
    parts = [text[at : at + 300] for at in range(0, len(text), 300)]
    return [f"self.__next_f.push([1,{json.dumps(part)}])" for part in parts]


@pytest.mark.parametrize(
    "html",
    [
        page(json.dumps({"a": {"body": HTML, "related": RELATED}}), kind='id=__NEXT_DATA__ type="application/json"'),
        page(json.dumps({"blocks": [{"type": "p", "text": text} for text in PARAGRAPHS], "related": RELATED})),
        page("window.__STATE__=" + json.dumps(json.dumps({"content": HTML, "related": RELATED})) + ";" + " " * 2000),
        page(*flight("1:" + json.dumps([["$", "p", None, {"children": text}] for text in PARAGRAPHS]))),
    ],
    ids=["next", "blocks", "state in a string", "flight"],
)
def test_the_article_is_found(html: str) -> None:
    assert embedded_body(parse(html)) == TEXT


def test_a_page_without_article() -> None:
    assert embedded_body(parse("<p>Text</p>")) is None
    assert embedded_body(parse(page("var a = function (b) { return b; };\n" * 500))) is None
    assert embedded_body(parse(page(json.dumps({"links": [f"https://a.de/{at}" for at in range(500)]})))) is None


@pytest.mark.parametrize("text", ['"' * 500_000, '\\"' * 500_000, '"a":' * 300_000, "{" * 1_000_000, '"\\u' * 300_000])
def test_hostile_scripts_take_linear_time(text: str) -> None:
    start = time.process_time()
    embedded_body(parse(page(text)))
    assert time.process_time() - start < 5
