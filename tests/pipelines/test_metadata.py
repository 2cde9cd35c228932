"""Declarations judged: titles, names, dates, topics and the rest as RECORD.md promises them."""

from __future__ import annotations

import pytest

from pipelines.blocks import Block
from pipelines.declared import declared
from pipelines.items import Metadata
from pipelines.label import label
from pipelines.metadata import kicker, metadata, tongue
from pipelines.parse import parse
from pipelines.rules import dates, kinds, names
from pipelines.segment import segment
from pipelines.values import Author, Label

URL = "https://www.example.de/news/neues-handy-1.html?utm_source=rss"
TEXT = "Der Hersteller hat in Berlin ein Telefon vorgestellt, das schneller ist als das alte und weniger kostet. " * 3


def judge(head: str = "", body: str = "", labelled: dict[Label, str] | None = None, url: str = URL) -> Metadata:
    """The metadata of a page, with its blocks labelled as usual; those of `labelled` are in their stead, at the end."""
    root = parse(f"<html><head>{head}</head><body>{body}<p>{TEXT}</p></body></html>")
    blocks, boxes, media, *_ = segment(root)
    stated = declared(root, url)
    label(root, blocks, boxes, stated, url)
    for block in blocks:
        if block.label in (labelled or {}):
            block.label = Label.OTHER
    for name, text in (labelled or {}).items():
        blocks.append(Block(len(blocks), text, boxes[0], [], name))
    return metadata(root, stated, blocks, url, timezone="Europe/Berlin", media=media)


def test_canonical_url() -> None:
    plain = "https://www.example.de/news/neues-handy-1.html"
    assert judge().canonical_url == plain
    assert judge('<link rel=canonical href="/news/x">').canonical_url == "https://www.example.de/news/x"
    for other in ("https://evil.example.org/news/x", "https://www.example.de/", "javascript:alert(1)", "http://["):
        assert judge(f'<link rel=canonical href="{other}">').canonical_url == plain


def test_headline_without_the_site() -> None:
    assert judge("<title>Neues Handy: alles - Tests | Example.de</title>").headline == "Neues Handy: alles - Tests"
    assert (
        judge("<title>Example | Neues Handy - schnell</title>", "<h1>Example</h1>").headline == "Neues Handy - schnell"
    )
    head = (
        '<meta property="og:site_name" content="Das Magazin"><meta property="og:title" content="A und B – Das Magazin">'
    )
    assert judge(head, "<h1>Menü</h1><h1>A und B</h1>").headline == "A und B"
    assert judge("<title>SEO-Titel</title>", "<h1>Menü</h1>", {Label.HEADLINE: "Gezeigt"}).headline == "Gezeigt"


def test_headline_without_what_is_no_word_of_it() -> None:
    assert judge("<title>Guten Tag!</title>", "<h1>...</h1>").headline == "Guten Tag!"
    assert judge("", "<h1>Über Erika Muster |</h1>").headline == "Über Erika Muster"
    assert judge("", "<h1>«Ganz normales Deutsch»</h1>").headline == "«Ganz normales Deutsch»"


def test_headline_of_several_lines() -> None:
    head = "<title>Das neue Handy ist schnell</title>"
    assert judge(head, "<h1><p>Das neue Handy ist schnell</p><h4>Was es kann</h4></h1>").headline == (
        "Das neue Handy ist schnell"
    )
    assert judge("", "<h1>Rot &amp;amp; Blau: das neue Handy</h1>").headline == "Rot & Blau: das neue Handy"


TITLE = "Neues Handy hält zwei Tage"
KICKED = f"<h1><span class=%s>Mobilfunk</span> <span>{TITLE}</span></h1>"


@pytest.mark.parametrize(
    ("title", "h1", "expected"),
    [
        ("", KICKED % "kicker", (TITLE, "Mobilfunk")),
        (TITLE, KICKED % "x1", (TITLE, "Mobilfunk")),
        (f"Mobilfunk: {TITLE}", KICKED % "x1", (f"Mobilfunk: {TITLE}", "Mobilfunk")),
        (TITLE, f"<h1><a href=/x><div class=overline>Mobilfunk</div><div>{TITLE}</div></a></h1>", (TITLE, "Mobilfunk")),
        (TITLE, f"<h1><span class=badge>Plus</span> {TITLE}</h1>", (TITLE, None)),
        (TITLE, f"<h1>{TITLE} <a class=comments href=#c>23</a></h1>", (TITLE, None)),
        ("", KICKED % "x1", (f"Mobilfunk {TITLE}", None)),
        ("", f"<h1><em>Mobilfunk</em>: {TITLE}</h1>", (f"Mobilfunk: {TITLE}", None)),
        (f"Mobilfunk: {TITLE}", f"<h1><b>Mobilfunk:</b> {TITLE}</h1>", (f"Mobilfunk: {TITLE}", None)),
        (f"Netze: {TITLE}", f"<h1><div>Netze</div><div>{TITLE}</div></h1>", (TITLE, "Netze")),
        (TITLE, f"<h1>{TITLE}</h1><span>Mobilfunk</span>", (TITLE, None)),
        (f"Kurz. - {TITLE}", f"<h1><b>Kurz.</b> {TITLE}</h1>", (f"Kurz. {TITLE}", None)),
        ("", f"<h1><span class=kicker>3. März 2026</span> {TITLE}</h1>", (TITLE, None)),
    ],
)
def test_a_headline_with_something_else_in_its_element(title: str, h1: str, expected: tuple[str, str | None]) -> None:
    result = judge(f"<title>{title} | Example.de</title>" if title else "", h1)
    assert (result.headline, result.kicker) == expected


@pytest.mark.parametrize("above", ["<button>Sign up</button><button>Sign in</button>", "<a href=/login>Log in</a>"])
def test_buttons_above_the_headline_are_no_kicker(above: str) -> None:
    page = "<div class=a>%s<div><h1>Neues Handy hält zwei Tage</h1></div></div>"
    assert judge("", page % above).kicker is None
    assert judge("", page % "<span>Mobilfunk</span>").kicker == "Mobilfunk"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<ul><li><a href=/m>Moviles</a></li><li><a href=/a>Analisis</a></li></ul>", None),
        ("<ul><li><a href=/m>Moviles</a></li></ul>", "Moviles"),
        ("<div><a href=/h>Handys</a></div><div><a href=/u>Uhren</a></div><div><a href=/d>Deals</a></div>", None),
        ("<p>Technik</p><p>Mobilfunk</p>", "Technik Mobilfunk"),
        ("<div><em>Firma Beispiel</em></div><p>Mobilfunk</p>", "Mobilfunk"),
        ("<div><p>Firma Beispiel</p></div><div>jo_b 3 часа назад</div>", None),
        ("<p>Mobilfunk</p><div>26 January 2017</div>", "Mobilfunk"),
        ("<figure><figcaption>Ein Handy im Test</figcaption></figure>", None),
        ("<div>Anzeige</div>", None),
        ("<p>Neues Handy hält zwei Tage</p>", None),
        ("<p>Example</p>", None),
        ("<p>Mobilfunk</p><p>Mobilfunk</p>", "Mobilfunk"),
    ],
)
def test_which_lines_above_the_headline_are_its_kicker(above: str, expected: str | None) -> None:
    page = "<div class=a><div>%s</div><h1>Neues Handy hält zwei Tage</h1></div>"
    assert judge("", page % above).kicker == expected


def test_parts_that_the_labels_name() -> None:
    result = judge(labelled={Label.KICKER: "Smartphones", Label.STANDFIRST: "Worum es geht.", Label.BODY: "Text."})
    assert (result.kicker, result.standfirst) == ("Smartphones", "Worum es geht.")


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("Von Erika Muster", ["Erika Muster"]),
        ("von Ursula von der Leyen", ["Ursula von der Leyen"]),
        ("By Jane Doe and John Q. Public", ["Jane Doe", "John Q. Public"]),
        ("Erika Muster und Max Beispiel, dpa", ["Erika Muster", "Max Beispiel", "dpa"]),
        ("Erika Muster, Redakteurin, Berlin", ["Erika Muster"]),
        ("Jane Doe, Ph.D.", ["Jane Doe"]),
        ("Ein Artikel von Erika Muster (Redaktion)", ["Erika Muster"]),
        ("Jane Doe | jane@example.com | @jane", ["Jane Doe"]),
        ("Morgan & Morgan", ["Morgan & Morgan"]),
        ("dpa/Reuters", ["dpa", "Reuters"]),
        ("https://www.facebook.com/jane", []),
        ("admin", []),
        ("My Experience", []),
        ("Über die Autorin", []),
        ("12. November 2026", []),
        ("Last Modified: August 08, 2023", []),
        ("page.head.extra.author", []),
        ("松岡大地", ["松岡大地"]),
    ],
)
def test_signatures(signature: str, expected: list[str]) -> None:
    assert names.split(signature) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("Written by Jane Doe, Senior Editor", ["Jane Doe"]),
        ("About Jane", []),
        ("Reviewed by Max Beispiel", []),
    ],
)
def test_authors_who_are_only_introduced(note: str, expected: list[str]) -> None:
    found = judge(body="<h1>T</h1>", labelled={Label.AUTHOR_BIO: note}).authors
    assert [author.name for author in found] == expected
    declared = judge("<meta name=author content=Desk>", "<h1>T</h1>", {Label.AUTHOR_BIO: note}).authors
    assert declared == [Author("Desk")]


def test_authors() -> None:
    both = '<meta name=author content="Erika Muster, Example"><meta property="og:site_name" content="Example">'
    assert judge(both).authors == [Author("Erika Muster")]
    linked = judge(body="<h1>T</h1><a rel=author href=/x>Erika Muster</a>").authors
    assert linked == [Author("Erika Muster", "https://www.example.de/x")]
    assert judge(body="<h1>T</h1><div class=c-byline>By <b>Jane Doe</b></div>").authors == [Author("Jane Doe")]
    assert judge(body="<h1>T</h1><p>Von Erika Muster</p>").authors == [Author("Erika Muster")]
    assert judge(body="<h1>T</h1><div class=author-bio>Read more about our authors here</div>").authors == []
    only_site = '<meta name=author content="Example"><meta property="og:site_name" content="Example">'
    assert judge(only_site, "<h1>T</h1><p class=byline>Erika Muster</p>").authors == [Author("Erika Muster")]


def names_of(line: str) -> list[str]:
    return [author.name for author in judge(body=f"<h1>T</h1>{line}").authors]


def test_what_stands_around_a_date_is_no_author() -> None:
    assert names_of("<p class=byline>Publié le 04/03/2026 à 9h30 par Jane Doe</p>") == ["Jane Doe"]
    assert names_of("<p class=byline>Publié le 04/03/2026</p>") == []
    assert names_of("<div class=byline>Publicado el 4 de marzo de 2026 por Jane Doe</div>") == ["Jane Doe"]
    assert names_of("<p class=byline>Traduit par Jane Doe</p>") == []
    assert names_of("<p class=byline><a href=//x.de/1>Apple Podcasts</a> <a href=//y.de/2>Spotify</a></p>") == []
    assert names_of("<p class=byline>Jane Spot</p>") == ["Jane Spot"]


def test_names_in_links_of_their_own() -> None:
    chips = "<div><a href=/author/jane-doe>Jane Doe</a><a href=/%s>%s</a></div>"
    assert names_of(chips % ("author/max-roe", "Max Roe")) == ["Jane Doe", "Max Roe"]
    assert names_of(chips % ("topics/social-media", "Social Media")) == ["Jane Doe"]


def test_a_name_alone_in_a_paragraph_beside_a_date() -> None:
    assert names_of("<p>Jane Doe</p><time>4 March 2026</time>") == ["Jane Doe"]
    assert names_of("<p>Jane Doe</p>") == names_of("<h2>Key Facts</h2><time>4 March 2026</time>") == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-07-12T14:05:00Z", "2026-07-12T14:05:00+00:00"),
        ("2026-07-12T14:05:00.123+0200", "2026-07-12T14:05:00+02:00"),
        ("2026-07-12 14:05", "2026-07-12T14:05:00+02:00"),
        ("2026-07-12T14:05:00 -05", "2026-07-12T14:05:00-05:00"),
        ("20260712T1405", "2026-07-12T14:05:00+02:00"),
        ("2026-07-12", "2026-07-12"),
        ("2026/7/2", "2026-07-02"),
        ("1783864800", "2026-07-12T14:00:00+00:00"),
        ("Sun, 12 Jul 2026 14:05:00 GMT", "2026-07-12T14:05:00+00:00"),
        ("12.7.2026 um 14:05 Uhr", "2026-07-12T14:05:00+02:00"),
        ("Stand: 12. Juli 2026, 14.05 Uhr", "2026-07-12T14:05:00+02:00"),
        ("July 12th, 2026 2:05 pm", "2026-07-12T14:05:00+02:00"),
        ("12 juillet 2026", "2026-07-12"),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01", None),
        ("2999-01-01", None),
        ("2026-02-30", None),
        ("99999999999999999999", None),
        ("2026-07-12T25:00:00", "2026-07-12"),
        ("5", None),
        ("May", None),
        ("-" * 10_000, None),
    ],
)
def test_dates(value: str, expected: str | None) -> None:
    assert dates.iso(value, "Europe/Berlin") == expected


def test_a_language_that_nobody_knows_the_months_of() -> None:
    assert dates.iso("12 juillet 2026", languages=("vo",)) == "2026-07-12"
    assert dates.iso("2026 Foo 99", languages=("vo",)) is None


def test_a_page_without_a_zone_stays_without_one() -> None:
    assert dates.iso("2026-07-12T14:05:00") == "2026-07-12T14:05:00"
    assert dates.iso("2026-07-12T14:05:00", "No/Where") == "2026-07-12T14:05:00"


def test_order_of_dates() -> None:
    meta = '<meta property="article:published_time" content="2026-11-12">'
    clock = '<h1>T</h1><time datetime="2026-11-12T14:05+01:00">heute</time>'
    assert judge(meta).date_published == "2026-11-12"
    assert judge(meta, clock).date_published == "2026-11-12T14:05:00+01:00"
    assert judge("", clock).date_published == "2026-11-12T14:05:00+01:00"
    assert judge("", "<h1>T</h1><p>3. März 2026, 9:30 Uhr</p>").date_published == "2026-03-03T09:30:00+01:00"
    assert judge("", "<h1>T</h1>", url="https://a.de/2026/11/12/x/").date_published == "2026-11-12"
    assert judge("", "<h1>T</h1><p>© 2026 Example</p>").date_published is None


@pytest.mark.parametrize(
    ("line", "first", "changed"),
    [
        ("Published March 4, 2026 | Updated March 5, 2026", "2026-03-04", "2026-03-05"),
        ("4. März 2026 · Aktualisiert am 5. März 2026", "2026-03-04", "2026-03-05"),
        ("Updated May 30, 2026 · Originally published May 4, 2026", "2026-05-04", "2026-05-30"),
        ("Publié le 4 mars 2026 à 9h30, mis à jour le 5 mars 2026", "2026-03-04T09:30:00+01:00", "2026-03-05"),
        ("Von Erika Muster, 04.03.26", "2026-03-04", None),
        ("Von Erika Muster, Version 04.03.26.1", None, None),
        ("Von Erika Muster, 44.03.26", None, None),
    ],
)
def test_two_dates_in_one_line(line: str, first: str | None, changed: str | None) -> None:
    page = judge("", f"<h1>T</h1><p class=byline>{line}</p>")
    assert (page.date_published, page.date_modified) == (first, changed)


def test_a_short_year_counts_in_a_byline_only() -> None:
    boxes = "<div class=byline>Mitglied seit 04.03.26</div><p>Rang</p><p>Ort</p><p>Laune</p><h1>T</h1>"
    assert judge("", boxes).date_published is None
    assert judge("", "<h1>T</h1>", {Label.OTHER: "Build 04.03.26"}).date_published is None


def test_a_date_of_change_is_no_date_of_publication() -> None:
    changed = judge('<meta property="article:modified_time" content="2026-11-12">')
    assert (changed.date_published, changed.date_modified) == (None, "2026-11-12")
    shown = judge("", "<h1>T</h1><p>Updated on 3 March 2026</p>")
    assert (shown.date_published, shown.date_modified) == (None, "2026-03-03")
    assert judge("", "<h1>T</h1><p>4 March 2026 · Updated 5 March 2026</p>").date_published == "2026-03-04"


def test_a_time_of_change_is_no_date_of_publication() -> None:
    changed = judge("", "<h1>T</h1><p>Updated <time datetime=2026-03-05>5 March 2026</time></p>")
    assert (changed.date_published, changed.date_modified) == (None, "2026-03-05")
    both = "<h1>T</h1><p>Aktualisiert: <time datetime=2026-03-05>5.3.</time> <time datetime=2026-03-01>1.3.</time></p>"
    assert judge("", both).date_published == "2026-03-01"


def test_a_site_made_anew_does_not_make_its_articles_new() -> None:
    """The byline's day counts if what is declared says no more than when the site was built."""
    stamped = (
        '<meta property="article:published_time" content="%s"><meta property="article:modified_time" content="%s">'
    )
    body = "<h1>T</h1><div class=byline>By Jane Doe, 3 March 2023</div>"
    built = "2026-11-12T08:00:00+01:00"
    assert judge(stamped % (built, built), body).date_published == "2023-03-03"
    assert judge(stamped % (built, "2026-11-13T08:00:00+01:00"), body).date_published == built
    assert judge(stamped % (built, built), "<h1>T</h1>").date_published == built
    near = "<h1>T</h1><div class=byline>By Jane Doe, 11 November 2026</div>"  # another zone's day
    assert judge(stamped % (built, built), near).date_published == built
    swapped = "<html lang=en><h1>T</h1><div class=byline>By Jane Doe, 12/11/2026</div>"
    assert judge(stamped % ("2026-12-11", "2026-12-11"), swapped).date_published == "2026-12-11"


def test_a_date_far_behind_the_headline_is_another_articles() -> None:
    cards = "".join(f"<div><a href=/news/ein-anderes-thema-{i}.html>Ein anderes Thema {i}</a></div>" for i in range(30))
    assert judge("", f"<h1>T</h1>{cards}", {Label.TEASER: "12. März 2026"}).date_published is None


@pytest.mark.parametrize(
    ("language", "url", "expected"),
    [
        ("en-US", "https://a.com/x", "2026-03-04"),
        ("en-GB", "https://a.com/x", "2026-04-03"),
        ("en-US", "https://a.co.uk/x", "2026-04-03"),
        ("de", "https://a.com/x", "2026-04-03"),
    ],
)
def test_the_order_of_day_and_month_is_the_countrys(language: str, url: str, expected: str) -> None:
    page = judge(f'<meta name=language content="{language}">', "<h1>T</h1><p>03/04/2026</p>", url=url)
    assert page.date_published == expected


def test_topics() -> None:
    assert judge('<meta name=keywords content="Handys, Category: News, Example, 5G,">').keywords == ["Handys", "5G"]
    assert judge(body="<h1>T</h1><ul class=tags><li><a href=/t>Tags:</a></ul>").keywords == []
    assert judge(body="<h1>T</h1><a rel=tag href=/t>#Handys</a>").keywords == ["Handys"]
    assert judge(body="<h1>T</h1><a rel=tag href=/t>Handys (12)</a>").keywords == ["Handys"]
    assert judge('<meta name=keywords content="Handys, 5G Netze, Handys 5G Netze">').keywords == ["Handys", "5G Netze"]


def test_no_codes_dates_or_sentences_are_topics() -> None:
    said = "channel_games, 17/02/2022, /article, manual_2.pdf, x86_64, You follow all of these topics now."
    assert judge(f'<meta name=keywords content="{said}">').keywords == ["x86_64"]
    listed = '{"@type":"NewsArticle","keywords":["Mesh, Fibre, 5G","Paris, Texas"]}'
    page = judge(f"<script type=application/ld+json>{listed}</script>")
    assert page.keywords == ["Mesh", "Fibre", "5G", "Paris, Texas"]


def test_a_headline_is_one_line() -> None:
    assert judge(body="<h1>A phone<br>for the whole<br>house</h1>").headline == "A phone for the whole house"


@pytest.mark.parametrize(
    "text", ["by", "Jan 24", "3 of 5 (1 rating)", "5 min read", "180426081 story", "Published today"]
)
def test_what_is_no_kicker(text: str) -> None:
    assert kicker(text) is None


def test_the_sites_logo_gives_way_to_a_picture_of_the_article() -> None:
    def picture(declared: str, shown: str) -> str:
        page = f"<h1>Neues Handy</h1><img src={shown} width=900 height=600>"
        found = judge(f'<meta property=og:image content="/i/{declared}">', page).image
        return found.url.rpartition("/")[2] if found else ""

    assert picture("logo.png", "/i/phone.jpg") == "phone.jpg"
    assert picture("logo.png", "/i/logo-print.png") == "logo.png"
    assert picture("silicon-wafer.jpg", "/i/phone.jpg") == "silicon-wafer.jpg"


def test_the_heading_of_a_box_of_topics_is_none() -> None:
    box = "<div class=topics><h3>Themen folgen</h3><button>Netze folgen</button>%s</div>"
    assert judge("", f"<h1>T</h1><p>{TEXT}</p>{box % ''}").keywords == []
    assert judge("", f"<h1>T</h1><p>{TEXT}</p>{box % '<a href=/t/netze>Netze</a>'}").keywords == ["Netze"]
    assert judge("", "<h1>T</h1>", {Label.TAGS: "Themen folgen"}).keywords == []


def test_codes_of_a_newsroom_are_no_topics() -> None:
    codes = ",".join(["AER", "AIRL", "ASIA", "CRSH", "DIS", "GEN", "INDG", "TRAN", "NEWS1", "Asia Pacific"])
    head = f'<meta name=keywords content="{codes}">'
    assert judge(head, "<h1>T</h1><a rel=tag href=/t>Aviation</a>").keywords == ["Aviation"]


def test_languages() -> None:
    assert tongue("de") == "de"
    assert [tongue(value) for value in ("", None, "<script>", "x", "default!")] == [None] * 5
    text = "Das neue Telefon ist schneller als das alte und kostet trotzdem weniger, sagt der Hersteller in Berlin."
    assert judge(labelled={Label.BODY: text}).language == "de"


@pytest.mark.parametrize(
    ("headline", "path", "expected"),
    [
        ("Pixel 12 im Test: Gute Kamera", "/news/x", "review"),
        ("Die besten Saugroboter im Vergleich", "/x", "ranking"),
        ("So richten Sie das WLAN ein", "/ratgeber/wlan", "guide"),
        ("Galaxy zum Tiefstpreis", "/news/x", "deal"),
        ("Kommentar: So nicht", "/news/x", "opinion"),
        ("Nur 50 Meter von der Schule entfernt", "/news/x", "news"),
        ("Kamera für nur 50 Euro", "/news/x", "deal"),
        ("Best Practices for Passwords in 2026", "/x", "news"),
        ("Neues Handy vorgestellt", "/news/x", "news"),
    ],
)
def test_article_type(headline: str, path: str, expected: str) -> None:
    head = f'<meta property="og:type" content="article"><title>{headline}</title>'
    assert judge(head, url=f"https://www.example.de{path}").article_type == expected
    assert judge("<title>Startseite</title>", url="https://www.example.de/").article_type == "other"


def test_a_dated_page_with_headline_and_text_is_an_article() -> None:
    dated = '<meta property="article:published_time" content="2026-03-04"><title>Neues Handy ist da</title>'
    url = "https://www.example.de/x"
    assert judge(dated, "<h1>Neues Handy ist da</h1>", url=url).article_type == "news"
    assert judge("", "<h1>Neues Handy ist da</h1>", url=url).article_type == "other"
    assert kinds.kind([], None, url, "Neues Handy ist da", 0, dated=True) == "other"


def test_hostile_pages() -> None:
    head = "<meta name=author content='" + "von " * 50_000 + "'><title>" + " - " * 50_000 + "</title>"
    result = judge(head, "<h1>" + "a: " * 50_000 + "</h1><time datetime='" + "9" * 50_000 + "'>")
    assert result.date_published is None
    assert judge(url="no url").canonical_url == "no url"
