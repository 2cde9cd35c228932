"""Teasers: every pointer to another article, once, with the headline that it shows."""

from __future__ import annotations

import re

import pytest

from pipelines import separate

URL = "https://magazin.example/news/router-im-test-123456.html"
TEXT = "<p>Der neue Router funkt schnell, sagt das Labor, und bleibt dabei über Stunden angenehm leise und kühl.</p>"
REST = "<p>Im Keller kommen noch 80 Megabit an, zwei Stockwerke höher immerhin die Hälfte davon, was hier reicht.</p>"
REST += "<p>Die Oberfläche ist aufgeräumt und fragt vor jedem Neustart höflich nach, ob er denn wirklich sein muss.</p>"
PAGE = "<html lang=de><title>Router im Test</title><body><nav><a href=/>Start</a><a href=/news/>News</a></nav><article>"
PAGE += f"<h1>Router im Test</h1>{TEXT}%s{REST}</article>%s<footer><a href=/impressum>Impressum</a></footer>"


def found(inside: str = "", below: str = "") -> list[dict]:
    return separate(PAGE % (inside, below), URL)["teasers"]


CARD = (
    "<article class='teaser'><a href='/news/akku-haelt-drei-tage-654321.html?wt_mc=box'>"
    "<img src=/bild.jpg alt='Akku hält drei Tage: Was das Telefon kann'>"
    "<span class=kicker>Handys</span><h3>Akku hält drei Tage: Was das Telefon kann</h3>"
    "<time>12.11.2026</time></a></article>"
)


def test_a_card_is_one_teaser_with_one_headline() -> None:
    (teaser,) = found(below=f"<section><h2>Beliebt auf Magazin</h2>{CARD}</section>")
    assert teaser["headline"] == "Akku hält drei Tage: Was das Telefon kann"
    assert teaser["url"] == "https://magazin.example/news/akku-haelt-drei-tage-654321.html?wt_mc=box"
    assert (teaser["kicker"], teaser["box"]) == ("Handys", "Beliebt auf Magazin")
    assert teaser["image"] == "https://magazin.example/bild.jpg"
    assert (teaser["position"], teaser["in_body"]) == (1, False)


@pytest.mark.parametrize("heading", ["", "<h3>Neueste Tipps</h3>"])
def test_cards_side_by_side_have_a_picture_and_a_kicker_each(heading: str) -> None:
    cards = "".join(
        f"<a class=card href=/tipp/akku-haelt-{at}-tage-{at}1234.html><img src=/a/icon-{at}.svg><img src=/{at}.jpg>"
        f"<span class=kicker>Nummer {at}</span><span class=title>Akku hält {at} Tage, sagt das Labor</span></a>"
        for at in (2, 3, 4)
    )
    teasers = found(below=f"<section>{heading}{cards}</section>")
    assert [t["image"] for t in teasers] == [f"https://magazin.example/{at}.jpg" for at in (2, 3, 4)]
    assert [t["kicker"] for t in teasers] == ["Nummer 2", "Nummer 3", "Nummer 4"]


def test_the_labels_of_a_card_are_not_glued_to_its_headline() -> None:
    card = (
        "<a class=card href='/news/akku-haelt-drei-tage-654321.html'><span class=title-wrapper>"
        "<span class=overline><span>Abo</span><b>Handys</b><i>:</i></span>"
        "<span class=title>Akku hält drei Tage: Was das Telefon kann</span></span></a>"
    )
    (teaser,) = found(below=f"<section><h2>Beliebt auf Magazin</h2>{card}</section>")
    assert teaser["headline"] == "Akku hält drei Tage: Was das Telefon kann"
    assert teaser["kicker"] == "Abo Handys"


def test_a_headline_ends_before_the_comma_of_a_list() -> None:
    one = "<a href='/ratgeber/netz-planen-leicht-gemacht-222222.html'>Netz planen leicht gemacht,</a>"
    two = "<a href='/ratgeber/kabel-ohne-knoten-legen-333333.html'>Kabel ohne Knoten legen</a>"
    teasers = found(below=f"<aside><h2>Mehr zum Thema</h2><p>{one} {two}</p></aside>")
    assert [t["headline"] for t in teasers] == ["Netz planen leicht gemacht", "Kabel ohne Knoten legen"]


def test_each_article_is_listed_once_in_page_order() -> None:
    other = CARD.replace("akku-haelt-drei-tage-654321", "kabel-ohne-knoten-777777").replace("Akku hält", "Kabel hält")
    teasers = found(
        below=f"<aside><h2>Mehr zum Thema</h2>{CARD}{other}{CARD.replace('?wt_mc=box', '#kommentare')}</aside>"
    )
    assert [(t["position"], t["headline"][:5]) for t in teasers] == [(1, "Akku "), (2, "Kabel")]


def test_a_line_between_the_paragraphs_is_in_the_body() -> None:
    link = "<a href='/ratgeber/netz-planen-leicht-gemacht-222222.html'>Netz planen leicht gemacht</a>"
    line = f"<p>Lesen Sie auch: {link}</p>"
    record = separate(PAGE % (line, ""), URL)
    assert [(t["headline"], t["in_body"]) for t in record["teasers"]] == [("Netz planen leicht gemacht", True)]
    assert "Lesen Sie auch" not in record["body_text"]


@pytest.mark.parametrize(
    "href",
    [
        URL,
        "/news/router-im-test-123456.html#fazit",
        "/thema/router/",
        "/autor/jo-beispiel/",
        "/",
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "/2011/08/",
        "/blog/2011/08/24/",
        "/terms-of-service",
        "/news?category=61",
        "https://www.google.com/preferences/source?q=magazin.example",
        "mailto:jo@example.org",
        "javascript:alert(1)",
    ],
)
def test_these_are_no_teasers(href: str) -> None:
    box = f"<section class=teaser><h2>Beliebt</h2><h3><a href='{href}'>Router im Test, ganz neu</a></h3></section>"
    assert found(below=box) == []


BOXES = ("Der neue Laser im Vergleich", "Das alte Modem am Ende", "Ein Kabel für alle Fälle")


def test_a_heading_beside_an_overlaid_link_and_its_topic() -> None:
    cards = "".join(
        f'<div class=teaser-card><a href="/news/ein-langer-titel-{i}00001.html"></a><a href=/thema/geraete/>Geräte</a>'
        f"<h3>{name}</h3></div>"
        for i, name in enumerate(BOXES, 1)
    )
    teasers = found(below=f"<section class=related-articles><h2>Mehr zum Thema</h2>{cards}</section>")
    assert [teaser["headline"] for teaser in teasers] == list(BOXES)


def test_a_links_own_title_is_its_headline() -> None:
    cards = "".join(
        f'<div class=teaser-card><a href="/news/ein-langer-titel-{i}00001.html" title="{name}"><span>Rubrik</span> '
        f"<h3><span>Neue Geräte der Woche</span> {name}</h3></a></div>"
        for i, name in enumerate(BOXES, 1)
    )
    teasers = found(below=f"<section class=related-articles><h2>Mehr zum Thema</h2>{cards}</section>")
    assert [teaser["headline"] for teaser in teasers] == list(BOXES)


def test_the_next_article_is_named_though_the_link_says_no_more() -> None:
    link = "<div class=post-links><a href=/news/ein-langer-titel-123457.html>Nächster Artikel →</a></div>"
    assert [teaser["headline"] for teaser in found(below=link)] == ["Nächster Artikel"]


def test_a_date_beside_a_link_is_no_part_of_its_headline() -> None:
    lines = (
        "Dec 5, 2025 <a href='/news/der-neue-router-11111.html'>Der neue Router</a>",
        "<a href='/news/zehn-lampen-im-vergleich-22222.html'>Zehn Lampen im Vergleich</a> Ada Beispiel, 4. Mai 2025",
        "<a href='/news/was-das-jahr-bringt-33333.html'>Was das Jahr</a> 2026 bringt",
    )
    items = "".join(f"<li>{line}</li>" for line in lines)
    teasers = found(below=f"<aside class=related><h2>Mehr zum Thema</h2><ul>{items}</ul></aside>")
    assert [teaser["headline"] for teaser in teasers] == [
        "Der neue Router",
        "Zehn Lampen im Vergleich",
        "Was das Jahr 2026 bringt",
    ]


LONG = "Akku hält drei lange Tage"
LINK = f"<a href=/news/akku-haelt-drei-tage-654321.html>{LONG}</a>"


@pytest.mark.parametrize(
    "line",
    [
        f"<span>Nächster Artikel</span>{LINK}",
        f"<span>1</span>{LINK}<span>von Jo Beispiel</span>",
        f"Handys: {LINK}",
        f"Te puede interesar: {LINK}",
        f"➤ {LINK}",
        LINK.replace("Akku", "<span>1.</span> Akku"),
        LINK.replace("Akku", "<time>10:15</time> Akku"),
        LINK.replace("Akku", "<span class=category>Handys</span> Akku"),
        LINK.replace("Tage", "Tage <span class=comment-count>98</span>"),
        LINK.replace("Akku", "À lire aussi : Akku"),
        LINK.replace("Akku", "You might also like: Akku"),
    ],
)
def test_what_stands_beside_a_headline_is_no_part_of_it(line: str) -> None:
    below = f"<aside class=related><h2>Mehr zum Thema</h2><ul><li>{line}</li></ul></aside>"
    assert [teaser["headline"] for teaser in found(below=below)] == [LONG]


@pytest.mark.parametrize(
    "line",
    [
        "Warum der <a href=/news/akku-haelt-1.html>Akku drei lange Tage</a> hält",
        "Nur hier: <a href=/news/akku-haelt-1.html>alle Tests</a>",
        "<a href=/news/akku-haelt-1.html><span class=date>Heute</span>-Kritik am neuen Akku</a>",
        "<a href=/news/akku-haelt-1.html>»Akku hält drei Tage«</a>",
    ],
)
def test_a_line_that_is_one_headline_stays_whole(line: str) -> None:
    below = f"<aside class=related><h2>Mehr zum Thema</h2><ul><li>{line}</li></ul></aside>"
    (teaser,) = found(below=below)
    assert teaser["headline"] == re.sub("<.*?>", "", line)


@pytest.mark.parametrize(
    ("heads", "headline"),
    [
        ("<h2>Alles messen? Nein.</h2><h3>Jeder Messwert ist ein Versprechen an den Akku</h3>", "Alles messen? Nein."),
        ("<h2>Nach langer Prüfung</h2><h3>Labor gibt den Akku für alle frei</h3>", "Labor gibt den Akku für alle frei"),
    ],
)
def test_of_two_headings_in_a_link_the_lower_is_a_subtitle_unless_the_higher_is_a_kicker(
    heads: str, headline: str
) -> None:
    card = f"<article><a href=/news/akku-haelt-drei-tage-654321.html>{heads}</a></article>"
    (teaser,) = found(below=f"<section class=related><h2>Mehr zum Thema</h2>{card}</section>")
    assert teaser["headline"] == headline


@pytest.mark.parametrize("href", ["/akku-tipps/", "/index.php?id=8812", "/akku.html"])
def test_a_headline_over_a_short_address_is_a_teaser(href: str) -> None:
    card = f"<section class=teaser><h2>Beliebt</h2><h3><a href='{href}'>%s</a></h3></section>"
    assert [teaser["headline"] for teaser in found(below=card % LONG)] == [LONG]
    assert found(below=card % "Alles über Akkus") == []
    assert found(below=card.replace(href, "/akkus/") % LONG) == []


@pytest.mark.parametrize(("name", "kicker"), [("topline", "Handys"), ("post-category", "Handys"), ("categories", None)])
def test_the_kicker_of_a_card(name: str, kicker: str | None) -> None:
    (teaser,) = found(below=f"<section><h2>Beliebt auf Magazin</h2>{CARD.replace('kicker', name)}</section>")
    assert teaser["kicker"] == kicker


def test_a_line_with_one_link_is_no_heading_over_the_next() -> None:
    other = "<a href=/news/kabel-ohne-knoten-777777.html>Kabel ohne jeden Knoten legen</a>"
    below = f"<div class=next-posts><div><span>Nächster Artikel</span> {LINK}</div><div>{other}</div></div>"
    assert [teaser["box"] for teaser in found(below=below)] == [None, None]


@pytest.mark.parametrize("page", ["-2.html", "_3.html", "/seite-2.html", ".html?page=2"])
def test_the_further_pages_of_the_article_are_no_teasers(page: str) -> None:
    href = URL.removesuffix(".html") + page
    assert found(below=f"<div class=pages><a href='{href}'>Nächste Seite: Der Router im Keller</a></div>") == []
    assert separate(PAGE % ("", f"<a href='{URL}'>Erste Seite: Router im Test</a>"), href)["teasers"] == []


@pytest.mark.parametrize(
    "box",
    [
        "<div>Tagi: <a href=/temat/routery>routery</a>, <a href=/temat/sieci>sieci</a></div>",
        "<section><h2>Angebote von Partnern</h2><ul><li><a href=/geld/rechner>Tarifrechner</a>"
        "<li><a href=/lohn>Lohnrechner</a></ul></section>",
        "<div><h2>Reacties (42)</h2><div><a href=/gallery/2/>Pixelpiet</a> <p>Mooi op papier, zei hij.</p></div>",
        "<div>Источник: <ul><li><a href=https://hersteller.example/presse>Hersteller</a></ul></div>",
    ],
)
def test_topics_services_readers_and_sources_are_no_teasers(box: str) -> None:
    assert found(below=box) == []


@pytest.mark.parametrize(
    "href", ["/news?artikel=router-mit-akku", "/2011/08/router-mit-akku", "/terms-of-service-aendern"]
)
def test_addresses_like_those_of_lists_may_be_articles(href: str) -> None:
    (teaser,) = found(
        below=f"<section class=teaser><h2>Beliebt</h2><h3><a href='{href}'>Router mit Akku, ganz neu</a></h3></section>"
    )
    assert teaser["headline"] == "Router mit Akku, ganz neu"


@pytest.mark.parametrize("said", ["Book now", "Get started", "Jetzt bestellen"])
def test_buttons_are_no_headlines(said: str) -> None:
    assert (
        found(below=f"<section class=teaser><h2>Beliebt</h2><a href=/kurse/router-selbst-bauen>{said}</a></section>")
        == []
    )


def test_topics_in_one_line_are_keywords() -> None:
    line = "<div>Tagi: <a href=/temat/routery>routery</a>, <a href=/temat/sieci>sieci</a></div>"
    assert separate(PAGE % ("", line), URL)["keywords"] == ["routery", "sieci"]


@pytest.mark.parametrize("url", [URL, "https://magazin.example/view/?no=20261105100000"])
def test_articles_addressed_by_query_are_teasers(url: str) -> None:
    names = ("Akku hält drei Tage im Test", "Kabel ohne Knoten legen", "Netz planen leicht gemacht")
    cards = "".join(f"<li><a href='/view/?no=2026110510{at}000'>{name}</a>" for at, name in enumerate(names, 1))
    teasers = separate(PAGE % ("", f"<div class=related><h4>Mehr Artikel</h4><ul>{cards}</ul></div>"), url)["teasers"]
    assert [teaser["headline"] for teaser in teasers] == list(names)
