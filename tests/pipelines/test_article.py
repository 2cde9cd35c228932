"""An article of several pages becomes one record."""

from __future__ import annotations

from pipelines.article import understand
from pipelines.items import Page
from pipelines.record import record

URL = "https://www.beispiel-magazin.de/test/2026/drei-router-im-vergleich-4711.html"
SUMMARY = "Drei Router, drei Wochen, eine Wohnung mit dicken Wänden: Wir haben gemessen, wer am weitesten funkt."
PROSE = (
    "Der erste Router steht im Flur und versorgt von dort aus alle Zimmer, auch wenn im Bad nur wenig ankommt.",
    "Der zweite kostet doppelt so viel und funkt doch kaum weiter, dafür ist seine Oberfläche leichter zu verstehen.",
    "Der dritte Router braucht am wenigsten Strom, wie unsere Messungen über drei Wochen hinweg gezeigt haben.",
)
TEASER = "<li><h4><a href='/news/2026/{0}-{1}.html'>{2}</a></h4></li>"
OWN = f"<li><h4><a href='{URL}'>Lesenswert: Drei Router im Vergleich und was daraus folgt</a></h4></li>"
TOLD = (
    "Wer den Testsieger nach diesen drei Wochen noch haben will, der findet ihn seit gestern bei Amazon und anderswo."
)
SHOP = TOLD.replace("bei Amazon", '<a href="https://www.amazon.de/dp/B0X?tag=beispiel-21">bei Amazon</a>')


def teaser(slug: str, number: int) -> str:
    return TEASER.format(slug, number, f"Lesenswert: {slug.replace('-', ' ').title()} und was daraus folgt")


def page(number: int, end: str = "") -> Page:
    """One of three pages, with what all have: headline, summary, the links to the others, teasers."""
    boxes = teaser("ein-altes-handy", 1) + (teaser("ein-neues-handy", 2) if number > 1 else "")
    pager = "".join(f'<a href="{URL}?seite={other}">{other}</a> ' for other in (1, 2, 3))
    return Page(
        url=URL if number == 1 else f"{URL}?seite={number}",
        html=f"""<html lang=de><head><title>Drei Router im Vergleich</title></head><body><article>
        <h1>Drei Router im Vergleich</h1><p class=standfirst>{SUMMARY}</p>
        <div class=article-body><p>{PROSE[number - 1]} {PROSE[number - 1]}</p><h2>Messung {number}</h2>
        <p>{PROSE[number - 1]} Teil {number}.</p><p>{SHOP if number > 1 else ""}</p>{end}</div>
        <nav>{pager}</nav></article>
        <section class=related><h3>Mehr zum Thema</h3><ul>{boxes}
        {OWN if number > 1 else ""}</ul></section></body>""",
    )


def test_pages_become_one_article() -> None:
    article = understand(Page(url=URL, html=page(1).html, rest=(page(2), page(3))))
    found = record(article, blocks=True)
    texts = [block["text"] for block in found["body"] if block["type"] == "paragraph"]
    assert [text for text in texts if "Teil" in text] == [f"{PROSE[i]} Teil {i + 1}." for i in range(3)]
    assert found["body_text"].count(SUMMARY) == 1
    assert found["body_text"].count(TOLD) == texts.count(TOLD) == 1
    assert [block.index for block in article.blocks] == list(range(len(found["blocks"])))
    assert all(block["reason"] for block in found["blocks"])


def test_teasers_and_paid_links_of_all_pages_come_once() -> None:
    found = record(understand(Page(url=URL, html=page(1).html, rest=(page(2), page(3)))))
    assert [(teaser["position"], teaser["url"].rpartition("/")[2]) for teaser in found["teasers"]] == [
        (1, "ein-altes-handy-1.html"),
        (2, "ein-neues-handy-2.html"),
    ]
    assert [link["merchant"] for link in found["affiliate"]["links"]] == ["amazon.de"]


def test_what_ends_the_last_page_is_seen() -> None:
    wall = "<div class=paywall>Dieser Artikel ist nur für Abonnenten vollständig lesbar.</div>"
    assert record(understand(Page(url=URL, html=page(1).html, rest=(page(2), page(3, wall)))))["truncated"]
    assert not record(understand(Page(url=URL, html=page(1).html, rest=(page(2), page(3)))))["truncated"]


def test_a_page_that_is_none_is_told() -> None:
    found = record(understand(Page(url=URL, html=page(1).html, rest=(Page(url=URL + "?seite=2", html=b""), page(3)))))
    assert found["extraction"]["warnings"] == ["page 2 of the article is missing: the page is empty"]
    assert "Teil 3." in found["body_text"]
