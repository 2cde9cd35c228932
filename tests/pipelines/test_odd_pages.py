"""Pages that are no article: the record says so, and does not take the menu for a text."""

from __future__ import annotations

import pytest

from pipelines import separate

TOPICS = "Handys Tablets Router Spiele Kameras Autos".split()
MENU = (
    "<header><nav><ul>"
    + "".join(
        f"<li><a href=/r/{word.lower()}/>{word}</a>" for word in "Handys Tablets Router Spiele Kameras Autos".split()
    )
    + "</ul></nav></header>"
)
CARD = (
    "<article class=card><a href=/news/geraet-nummer-{0}-ist-da-{0}.html><h3>Gerät Nummer {0} ist da</h3></a></article>"
)
VIDEO = '<script type="application/ld+json">{"@type": "VideoObject", "name": "Der Router im Film"}</script>'
GALLERY = '<script type="application/ld+json">{"@type": "ImageGallery", "name": "Bilder"}</script>'
FIGURE = "<figure><img src=/{0}.jpg width=900 height=600><figcaption>Bild {0}</figcaption></figure>"

PAGES = {
    "front page": ("", "<main>" + "".join(CARD.format(i) for i in range(30)) + "</main>", "", "other"),
    "video": (VIDEO, "<h1>Der Router im Film</h1><video src=/a.mp4></video>", "video/router-im-film", "video"),
    "gallery": (GALLERY, "<h1>Bilder</h1>" + "".join(map(FIGURE.format, range(9))), "bilder/messe", "gallery"),
    "login": ("", "<h1>Anmelden</h1><form><input type=password><button>Los</button></form>", "login", "other"),
    "error": ("<title>404</title>", "<h1>Seite nicht gefunden</h1><p><a href=/>Zur Startseite</a></p>", "weg", "other"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_no_article(name: str) -> None:
    head, body, path, kind = PAGES[name]
    record = separate(f"<html><head>{head}</head><body>{MENU}{body}</body></html>", f"https://www.example.de/{path}")
    assert record["article_type"] == kind
    assert any("text" in warning for warning in record["extraction"]["warnings"])
    for word in ("Tablets", "Gerät Nummer 7", "Kameras"):
        assert word not in record["body_text"]


APOLOGY = (
    "<p>Leider gibt es hier nichts zu sehen, vielleicht ist sie umgezogen oder war nie da. Bitte sehen Sie nach.</p>"
)
SAID = ("Seite nicht gefunden", "404 – Not Found", "Just a moment...", "Mit Werbung weiterlesen", "Are you a robot?")
TITLED = ("Fehler 404: Was hinter der Meldung steckt", "Just a Moment, a film about clocks", "Artikel 13", "404 Wege")


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("title", SAID)
def test_what_a_page_says_of_itself_is_believed(title: str, shown: bool) -> None:
    heads = ("Beispiel", title) if shown else (f"{title} | Beispiel", "Hoppla")
    page = f"<title>{heads[0]}</title>{MENU}<main><h1>{heads[1]}</h1>{APOLOGY * 2}</main>"
    record = separate(page, "https://www.beispiel.de/news/router-im-test-1", blocks=True)
    assert (record["article_type"], record["body"], record["body_text"]) == ("other", [], "")
    assert any(warning.startswith("no article: the page says") for warning in record["extraction"]["warnings"])
    assert any("holds no article" in block["reason"] for block in record["blocks"])


@pytest.mark.parametrize("title", TITLED)
def test_an_article_about_it_is_one(title: str) -> None:
    page = f"<title>{title} | Beispiel</title>{MENU}<main><h1>{title}</h1>{APOLOGY * 2}</main>"
    record = separate(page, "https://www.beispiel.de/news/router-im-test-1")
    assert (record["article_type"], "umgezogen" in record["body_text"]) == ("news", True)


def test_a_dated_or_long_text_is_an_article_whatever_its_title() -> None:
    page = f"<title>404</title>{MENU}<main><h1>404</h1>%s{APOLOGY}</main>"
    dated = '<meta property="article:published_time" content="2026-03-04">'
    long = "".join(APOLOGY.replace("hier", f"im Raum {i}") for i in range(15))
    for more in (dated, long):
        assert "umgezogen" in separate(page % more, "https://www.beispiel.de/x/zahl-1")["body_text"]
