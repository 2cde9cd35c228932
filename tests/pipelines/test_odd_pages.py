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
