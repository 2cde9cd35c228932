"""The summary between headline and text, and boxes that are only named like one."""

from __future__ import annotations

import pytest

from pipelines import separate

URL = "https://magazin.example/news/faltbares-notebook-zwei-tage-im-test-77.html"
TEXT = [
    f"Am {number}. Tag haben wir das Notebook mit in die Bahn genommen, dort geschrieben und den Akku gemessen."
    for number in range(1, 8)
]
SUMMARY = "Zwei Tage mit einem Notebook, das sich falten lässt: Was daran gut ist, und was noch nicht."


def page(before: str, body: str) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    return (
        "<html lang=de><head><title>Zwei Tage mit dem Falter</title></head><body><nav><ul><li><a href=/news/>News</a>"
        "<li><a href=/test/>Tests</a></ul></nav><main><article><header><h1>Zwei Tage mit dem Falter</h1>"
        f"{before}<div class=byline>Von Jo Beispiel, 12. November 2026</div></header>"
        f"<div class='{body}'>{paragraphs}</div></article></main><footer><a href=/impressum>Impressum</a></footer>"
    )


@pytest.mark.parametrize("name", ["text-lg leading-8", "field--type-text-with-summary", "article-summary", "intro"])
def test_the_box_of_the_whole_text_is_no_summary(name: str) -> None:
    found = separate(page("", name), URL)
    assert found["standfirst"] is None
    assert found["body_text"].split("\n\n") == TEXT


@pytest.mark.parametrize(
    "mark",
    [
        "p class=lead",
        "p class=summary",
        "p class=article__desc",
        "p class=article-desc",
        "p class=teaser_text",
        "h2 class=subtitle",
        "p class='text-xl leading-7'",
    ],
)
def test_the_summary_is_kept_apart(mark: str) -> None:
    found = separate(page(f"<{mark}>{SUMMARY}</{mark.split()[0]}>", "article-summary"), URL)
    assert found["standfirst"] == SUMMARY
    assert [block["text"] for block in found["body"]] == TEXT


def test_who_wrote_it_where_and_how_long_it_takes_is_a_byline() -> None:
    signed = "Par <a href=/auteurs/ada-demo/>Ada Demo</a> (Grenoble, envoyée spéciale)"
    dated = "Publié le 12 novembre 2026 à 05h30, modifié le 12 novembre 2026 à 11h02"
    length = "<p class=meta__time><span class=sr-only>Temps de</span> Lecture 3 min.</p>"
    meta = f"<section class=meta><span class=meta__author>{signed}</span><span class=d>{dated}</span>{length}</section>"
    ours = "<div class=byline>Von Jo Beispiel, 12. November 2026</div>"
    html = page(f"<p class=article__desc>{SUMMARY}</p>", "article__content").replace(ours, meta)
    found = separate(html, URL)
    assert (found["standfirst"], [author["name"] for author in found["authors"]]) == (SUMMARY, ["Ada Demo"])
    assert [block["text"] for block in found["body"]] == TEXT


def test_the_lines_of_a_summary_that_is_a_list_stay_apart() -> None:
    lines = ["Der Falter hält zwei Tage durch, wenn man ihn lässt", "Sein Gelenk knarzt schon am ersten Abend etwas"]
    items = "".join(f"<li>{line}</li>" for line in lines)
    found = separate(page(f"<ul class=post-summary>{items}</ul>", "text"), URL)
    assert found["standfirst"] == "\n".join(lines)
    assert found["body_text"].startswith("\n".join(lines) + "\n\n")
    found = separate(page(f"<div class=summary><p>{lines[0]}.</p><p>{lines[1]}.</p></div>", "text"), URL)
    assert found["standfirst"] == ". ".join(lines) + "."


NOTE = "Der Hersteller hat uns inzwischen gesagt, dass das Notebook erst im Mai in die Läden kommt."


@pytest.mark.parametrize("told", ["Update", "Update, 14. Mai", "Nachtrag vom 14.05.2026", "Korrektur"])
def test_what_was_added_later_is_no_summary(told: str) -> None:
    for box in ("<div class=update><p>{}</p></div>", "<p><strong>{}</strong></p>"):
        assert (
            separate(page("", "text").replace("<p>Am 1.", box.format(f"{told}: {NOTE}") + "<p>Am 1."), URL)[
                "standfirst"
            ]
            is None
        )


def test_a_summary_that_tells_of_an_update_is_one() -> None:
    summary = "Update für den Falter: Was sich am Gerät nach zwei Monaten geändert hat, und was nicht."
    assert separate(page(f"<p class=lead>{summary}</p>", "text"), URL)["standfirst"] == summary


@pytest.mark.parametrize("heading", ["AI summary", "Takeaways by Magazin AI", "KI-Zusammenfassung"])
def test_what_a_machine_made_is_no_summary(heading: str) -> None:
    box = f"<div class=summary><h3>{heading}</h3><ul><li>{NOTE}</li></ul></div>"
    assert separate(page("", "text").replace("<p>Am 1.", box + "<p>Am 1."), URL)["standfirst"] is None


def test_a_strapline_is_a_summary_and_what_is_to_be_spoken_none() -> None:
    behind = f"<div class=byline>Von Jo Beispiel, 12. November 2026</div><div><p class=strapline>{SUMMARY}</p></div>"
    assert separate(page(behind, "text"), URL)["standfirst"] == SUMMARY
    spoken = page("", "text").replace("<p>Am 1.", "<p id=speakable-summary>Am 1.")
    assert separate(spoken, URL)["standfirst"] is None
