"""Front and section pages, archives, authors' pages and searches: their excerpts are teasers, no text."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines import separate
from pipelines.items import Layout

HEADLINES = (
    "Gerät {0} kommt im Herbst mit größerem Akku auf den Markt",
    "Anbieter {0} erhöht die Preise für Bestandskunden schon wieder",
    "Lücke Nummer {0} in Routern wird bereits ausgenutzt",
)
EXCERPTS = (
    "Hersteller {0} hat sein Gerät gezeigt. Es soll länger laufen als das alte und weniger kosten, aber später kommen.",
    "Wer Kunde von Anbieter {0} ist, zahlt ab dem Sommer zwei Euro mehr im Monat. Kündigen darf man nicht überall.",
    "Angreifer {0} nutzen einen Fehler aus, für den es seit gestern ein Update gibt. Besitzer sollten es einspielen.",
)
HEAD = '<script type="application/ld+json">{{"@type": "{0}", "name": "x"}}</script>'
MENU = "<header><nav><ul><li><a href=/news/>News</a><li><a href=/tests/>Tests</a></ul></nav></header>"
BIO = "<h1>Jo Demo</h1><p>Jo Demo schreibt seit zehn Jahren über Handys, Netze und alles, was blinkt.</p>"
INTRO = "<h1>Smartphones</h1><p>Alles über neue Smartphones: Tests, Nachrichten und Ratgeber zu allen Herstellern.</p>"
CARDS = {
    "river": "<article><h2><a href={0}>{1}</a></h2><p>{2}</p></article>",
    "flat": "<h2><a href={0}>{1}</a></h2><p>{2}</p>",
    "divs": "<div class=x1><div><i>vor 3 Std.</i><h3><a href={0}>{1}</a></h3><div class=x2>{2}</div></div></div>",
    "tiles": "<div class=col><a href={0}><h3>{1}</h3><p>{2}</p></a></div>",
    "blog": "<article class=post><header class=entry-header><h2 class=entry-title><a href={0}>{1}</a></h2></header>"
    "<div class=entry-content><p>{2}</p><p>Und dazu noch dies. {2}</p></div></article>",
    "archive": "<article class=post><h2 class=entry-title><a href={0}>{1}</a></h2><div class=meta>3. März 2026</div>"
    "<div class=entry-summary><p>{2} <a href={0}>Weiterlesen</a></p></div>"
    "<footer class=entry-footer><a href=/category/handys/>Handys</a></footer></article>",
}


def cards(kind: str, many: int = 10) -> str:
    return "".join(
        CARDS[kind].format(f"/news/geraet-{i}-kommt-im-herbst-{10_000 + i}.html", *texts(i)) for i in range(many)
    )


def texts(i: int) -> tuple[str, str]:
    return HEADLINES[i % 3].format(i), EXCERPTS[i % 3].format(i)


def read(head: str, body: str, path: str, **more: Any) -> dict[str, Any]:
    page = f"<html lang=de><head><title>Magazin</title>{head}</head><body>{MENU}<main>{body}</main></body></html>"
    return separate(page, f"https://www.magazin.example/{path}", blocks=True, **more)


OG = "<meta property=og:type content={0}>".format
PAGES = {
    "front, river": ("", cards("river"), ""),
    "front, h1": (OG("website"), f"<h1>Magazin</h1>{cards('divs')}", ""),
    "front, no boxes": ("", cards("flat"), "index.html"),
    "front, whole posts": ("", cards("blog"), "page/3/"),
    "section": (OG("website"), f"<h1>News</h1>{cards('river')}", "news/"),
    "section, no boxes": ("", f"<h1>News</h1>{cards('flat')}", "news/"),
    "section, intro": ("", INTRO + cards("divs"), "handys/smartphones/"),
    "section, tiles": ("", INTRO + cards("tiles"), "smartphones/"),
    "archive": (HEAD.format("CollectionPage") + OG("article"), cards("archive"), "category/handys/"),
    "archive of a month": ("", f"<h1>März 2026</h1>{cards('archive')}", "2026/03/"),
    "topic": ("", f"<h1>Künstliche Intelligenz</h1>{cards('river')}", "thema/kuenstliche-intelligenz/"),
    "author": (HEAD.format("ProfilePage"), BIO + cards("river"), "autor/jo-demo/"),
    "author, bare": ("", BIO + cards("divs"), "autor/jo-demo/"),
    "search": (HEAD.format("SearchResultsPage"), f"<h1>Ergebnisse</h1><p>10 Treffer</p>{cards('archive')}", "?s=akku"),
    "search, bare": ("", f"<h1>Ergebnisse</h1><p>10 Treffer</p>{cards('divs')}", "suche/?q=akku"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_excerpts_are_teasers(name: str) -> None:
    record = read(*PAGES[name])
    assert (record["article_type"], record["body"], record["body_text"]) == ("other", [], "")
    told = "no article text found on the page" if "tiles" in name else "no article: the page lists others"
    assert told in record["extraction"]["warnings"]
    assert {one["headline"] for one in record["teasers"]} == {texts(i)[0] for i in range(10)}
    labels = [block["label"] for block in record["blocks"] if block["text"].startswith(texts(4)[1])]
    assert labels
    assert set(labels) == {"teaser"}


def test_who_an_author_is_is_said_as_such() -> None:
    labels = {block["label"] for block in read(*PAGES["author, bare"])["blocks"] if "was blinkt" in block["text"]}
    assert labels == {"author_bio"}


def test_the_data_in_a_front_pages_scripts_are_no_text_of_an_article() -> None:
    told = ", ".join(f'{{"description": "{texts(i)[1]} {texts(i + 1)[1]}"}}' for i in range(9))
    links = "".join(f"<h3><a href=/news/geraet-{i}-kommt-im-herbst/>{texts(i)[0]}</a></h3>" for i in range(9))
    record = read("", f"{links}<script>window.state = [{told}]</script>", "")
    assert (record["article_type"], record["body_text"]) == ("other", "")


TEXT = "".join(f"<p>{EXCERPTS[i % 3].format(i)} {EXCERPTS[(i + 1) % 3].format(i)}</p>" for i in range(9))
ARTICLES = {
    "in brief": (OG("article"), f"<h1>Kurz und knapp: die Woche</h1>{cards('river')}", "news/die-woche-in-kuerze-991/"),
    "in brief, undeclared": ("", f"<h1>Kurz und knapp: die Woche</h1>{cards('flat')}", "news/die-woche-in-kuerze/"),
    "declared": (HEAD.format("NewsArticle"), f"<h1>Kurz und knapp</h1>{cards('river')}", "news/kurz/"),
    "short name": ("", f"<h1>Gerät 7 ist da</h1>{TEXT}<aside>{cards('tiles')}</aside>", "news/geraet7/"),
    "of one page": ("", f"<h1>Was wir tun</h1>{TEXT}<aside>{cards('tiles')}</aside>", ""),
    "about a topic": ("", f"<h1>Akku</h1>{TEXT}<aside>{cards('river')}</aside>", "thema/akku/"),
    "result of a search": ("", f"<h1>Gerät 7 ist da</h1>{TEXT}<aside>{cards('river')}</aside>", "lesen?id=7&q=akku"),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_stay_what_they_are(name: str) -> None:
    record = read(*ARTICLES[name])
    assert "no article: the page lists others" not in record["extraction"]["warnings"]
    assert len(record["body_text"]) > 400


def test_what_a_sites_layout_calls_the_text_is_no_list() -> None:
    layout = Layout(when="main", body="article p")
    assert len(read(*PAGES["section"], layout=layout)["body_text"]) > 400
