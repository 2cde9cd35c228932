"""Who signs, as pages show it: names beside dates, counts and topics, and the initials that end a text."""

from __future__ import annotations

import pytest
from lxml import etree

from pipelines import separate
from pipelines.blocks import Block, Box
from pipelines.rules import bylines, names

URL = "https://magazin.example/news/router-im-test-123456.html"
BOX = Box(0, etree.Element("p"), "p", "", None, 0, False, 0)
TEXT = "<p>Der Router ist schneller als der alte, wie der Test Nummer %d im Keller und im Garten des Hauses zeigt.</p>"


def read(line: str, end: str = "", lang: str = "de") -> dict:
    """The record of an article with a line below its headline and one below its text."""
    text = "".join(TEXT % i for i in range(6))
    page = f"<html lang={lang}><title>Router im Test</title><main><h1>Router im Test</h1>{line}<div>{text}{end}</div>"
    return separate(page + "<footer><a href=/impressum>Impressum</a></footer></main>", URL, blocks=True)


def names_of(line: str, end: str = "", lang: str = "de") -> list[str]:
    return [author["name"] for author in read(line, end, lang)["authors"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Par Claire Aubin (Grenoble, envoyée spéciale) Publié le 12 novembre 2025", ["Claire Aubin"]),
        ("Von Jana Klotz mit Material von dpa", ["Jana Klotz", "dpa"]),
        ("Von Jana Klotz und Tim Aigner (Text) sowie Ute Berg", ["Jana Klotz", "Tim Aigner", "Ute Berg"]),
        ("von Olli Kategorie: Hardware 6 Kommentare", ["Olli"]),
        ("12. November 2025 6 Jana Klotz", ["Jana Klotz"]),
        ("12. November 2025 6 Kommentare", []),
        ("Temps de Lecture 3 min.", []),
        ("입력 :2025/11/12 11:20 수정: 2025/11/12 13:05", []),
        ("2025/11/12 11:20:33 来源：某某网 作者：问舟", ["问舟"]),
        ("[岡本明，Beispiel]", ["岡本明"]),
        ("김보라 기자", ["김보라"]),
        ("2025/11/12 11:20:33 作者：问舟 责编：某人 评论：24", ["问舟"]),
        ("By Jane Doe: 12 November 2025", ["Jane Doe"]),
        ("Beispiel-online-Redakteur Ben Hartig Mittwoch, 12.11.2025, 11:02", ["Ben Hartig"]),
        ("Redakteurin Hartig", []),
        ("Jane Doe Tuesday, 4 March 2025", ["Jane Doe"]),
    ],
)
def test_who_signs_a_line(line: str, expected: list[str]) -> None:
    found, _ = bylines.signed([block := Block(0, line, BOX, [])], [block])
    assert [author.name for author in found] == expected


def test_signatures_on_a_page() -> None:
    meta = "<div class=entry-meta><time datetime=2025-11-12>12. November 2025</time> von <a href=/author/olli/>Olli</a>"
    assert names_of(f"{meta} Kategorie: <a href=/category/hardware/>Hardware</a></div>") == ["Olli"]
    assert names_of("<p>Temps de Lecture 3 min.</p>", lang="fr") == []
    assert "Temps" not in read("<p>Temps de lecture : 3 min.</p>", lang="fr")["body_text"]


@pytest.mark.parametrize(
    ("end", "authors"),
    [("abc/dpa", ["dpa"]), ("Quelle: beispiel.de, abc/dpa", ["dpa"]), ("(abc)", []), ("red, Bsp.at/Agenturen", [])],
)
def test_initials_and_agencies_below_the_text_sign_it(end: str, authors: list[str]) -> None:
    record = read("<p>12. November 2025</p>", f"<p>{end}</p>")
    (block,) = (block for block in record["blocks"] if block["text"] == end)
    assert (block["label"], [author["name"] for author in record["authors"]]) == ("byline", authors)
    assert names_of("<p class=byline>Von Jana Klotz</p>", f"<p>{end}</p>") == ["Jana Klotz"]


def test_other_short_lines_below_the_text_sign_nothing() -> None:
    for end in ("Rot/Blau", "(PDF)", "Das war alles.", "Mai, Juni"):
        assert not names.is_shorthand(end)
