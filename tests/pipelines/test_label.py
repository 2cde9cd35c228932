"""Labels: what each part of a plain page is taken for, each with a reason."""

from __future__ import annotations

import pytest

from pipelines import separate
from pipelines.label import MOST_BLOCKS

PARAGRAPHS = (
    "<p>Der neue Router funkt schnell, sagt das Labor, und bleibt dabei stundenlang angenehm leise und kühl.</p>"
)
PARAGRAPHS += "<p>Im Keller kommen noch 80 Megabit an, zwei Stockwerke höher immerhin die Hälfte davon, was reicht.</p>"
PARAGRAPHS += (
    "<p>Die Oberfläche ist auf Deutsch, aufgeräumt und fragt vor jedem Neustart nach, ob er wirklich sein muss.</p>"
)
MORE = PARAGRAPHS.replace("Der", "Auch der").replace("Im", "Selbst im").replace("Die", "Nur die")
URL = "https://magazin.example/test/router-im-test-123456.html"
PAGE = f"""<html lang=de><head><title>Router im Test – Magazin</title></head><body>
<header><nav><ul><li><a href=/news/>News</a></li><li><a href=/test/>Tests</a></li></ul></nav></header>
<main><article><span class=kicker>Netzwerk</span><h1>Router im Test</h1>
<p class=lead>Er kostet wenig und kann viel: Wir haben ihn zwei Wochen lang ausprobiert.</p>
<div class=byline>Von <a rel=author href=/autor/jo/>Jo Beispiel</a>, 12. November 2026, 14:05 Uhr</div>
<div class=share>Artikel teilen</div>
{PARAGRAPHS}
<figure><img src=/a.jpg><figcaption>Der Router auf dem Tisch. (Bild: Jo Beispiel)</figcaption></figure>
<h2>Fazit</h2>{MORE}
<div class=price-box><b>Router X</b> <span>99,00 €</span>
<a href='https://www.amazon.de/dp/B1?tag=mag-21'>Bei Amazon kaufen</a></div>
<p class=hint>Bei den mit * markierten Links handelt es sich um Affiliate-Links. Wir erhalten eine Provision.</p>
<div class=tags>Themen: <a href=/thema/router/>Router</a></div></article>
<section class=related><h2>Lesen Sie auch</h2>
<ul><li><a href=/news/akku-haelt-drei-tage-654321.html>Akku hält drei Tage</a></li></ul></section>
<section id=comments class=comments><h2>Kommentare</h2>
<p>Habe ich auch, läuft bei mir seit Wochen ganz ohne Aussetzer.</p></section>
</main><footer><a href=/impressum>Impressum</a> © 2026 Magazin</footer></body></html>"""


@pytest.fixture(scope="module")
def blocks() -> dict[str, dict]:
    record = separate(PAGE, "https://magazin.example/test/router-im-test-123456.html", blocks=True)
    return {block["text"]: block for block in record["blocks"]}


@pytest.mark.parametrize(
    ("beginning", "label"),
    [
        ("News", "nav"),
        ("Netzwerk", "kicker"),
        ("Router im Test", "headline"),
        ("Er kostet wenig", "standfirst"),
        ("Von Jo", "byline"),
        ("Artikel teilen", "share"),
        ("Der neue Router", "body"),
        ("Der Router auf dem Tisch", "caption"),
        ("Fazit", "body"),
        ("Bei den mit *", "disclosure"),
        ("Themen:", "tags"),
        ("Lesen Sie auch", "teaser"),
        ("Akku hält", "teaser"),
        ("Kommentare", "comments"),
        ("Habe ich auch", "comments"),
        ("Impressum", "nav"),
    ],
)
def test_each_part_has_its_label(blocks: dict[str, dict], beginning: str, label: str) -> None:
    (block,) = [block for text, block in blocks.items() if text.startswith(beginning)]
    assert block["label"] == label, block["reason"]


def test_an_offer_is_affiliate(blocks: dict[str, dict]) -> None:
    assert {b["label"] for text, b in blocks.items() if "99,00 €" in text or "Amazon kaufen" in text} == {"affiliate"}


def test_every_label_has_a_reason(blocks: dict[str, dict]) -> None:
    assert all(len(block["reason"]) > 3 for block in blocks.values())


def test_no_menu_becomes_a_body() -> None:
    page = "<html><body><nav>" + "".join(f"<a href=/n/{i}>Rubrik {i}</a>" for i in range(80)) + "</nav><p>Anmelden</p>"
    record = separate(page, "https://magazin.example/")
    assert record["body_text"] == ""
    assert "no article text found on the page" in record["extraction"]["warnings"]


def test_what_stands_behind_a_flood_of_blocks_is_kept_but_not_judged() -> None:
    page = "<h1>Ein Titel</h1>" + "<p>Ein Absatz, der nichts sagt.</p>" * (MOST_BLOCKS + 5)
    record = separate(page, "https://a.de/news/titel-123456.html", blocks=True)
    last = record["blocks"][-1]
    assert len(record["blocks"]) == MOST_BLOCKS + 6
    assert (last["label"], last["text"]) == ("other", "Ein Absatz, der nichts sagt.")
    assert "10,000 blocks" in last["reason"]
    assert any("only the first 10,000" in warning for warning in record["extraction"]["warnings"])


def test_short_links_beside_the_headline() -> None:
    text = "".join(f"<p>Der neue Router ist schneller als der alte, wie der Test Nummer {i} zeigt." for i in range(9))
    page = (
        "<title>Router im Test</title><body><main><div class=labels><p>Filed under:</p><ul>"
        "<li><a href=/netzwerke>Netzwerke</a>"
        "<li><a href=/router>Router</a></ul></div><h1>Router im Test</h1><a href=/autor/erika-muster>Erika Muster</a>"
        f"<ul><li><a href=?p=1>In Pocket speichern</a><li><a href=?p=2>Druckansicht</a></ul><div>{text}</div></main>"
    )
    blocks = separate(page, "https://a.example/news/router-im-test-123456.html", blocks=True)["blocks"]
    given = {block["text"]: block["label"] for block in blocks}
    assert [given[text] for text in ("Filed under:", "Netzwerke", "Router")] == ["tags"] * 3
    assert given["Erika Muster"] == "byline"
    assert given["In Pocket speichern"] == given["Druckansicht"] == "share"


def test_a_note_about_the_author_below_the_headline_is_no_standfirst() -> None:
    note = "Jo ist seit zehn Jahren dabei und schreibt über Netze, Telefone und alles, was blinkt."
    byline = "<div class=author><a href=/autor/jo-beispiel/>Von Jo Beispiel</a></div>"
    page = f"<title>Router im Test</title><h1>Router im Test</h1>{byline}<div class=excerpt>{note}</div>"
    page += f"<button class=summary-prompt>Alles in einem Satz erklären</button><div>{PARAGRAPHS}{MORE}</div>"
    record = separate(page, "https://magazin.example/test/router-im-test-123456.html", blocks=True)
    labels = {block["text"]: block["label"] for block in record["blocks"]}
    assert labels[note] == "author_bio"
    assert labels["Alles in einem Satz erklären"] != "standfirst"
    assert record["standfirst"] is None


def test_a_picture_credit_below_the_headline_is_no_standfirst() -> None:
    lead = "Er kostet wenig und kann viel: Wir haben ihn zwei Wochen lang ausprobiert."
    page = PAGE.replace(lead, "Der Router auf dem Tisch im Labor (Foto: Jo Beispiel)")
    assert separate(page, "https://magazin.example/test/router-im-test-123456.html")["standfirst"] is None


def test_a_hidden_copy_of_the_article_is_no_text_of_it() -> None:
    markdown = "# Router im Test\n\n" + (PARAGRAPHS + MORE).replace("<p>", "").replace("</p>", "\n\n") * 2
    page = PAGE.replace("</article>", f"</article><pre hidden class=raw>{markdown}</pre>")
    record = separate(page, "https://magazin.example/test/router-im-test-123456.html", blocks=True)
    assert record["body_text"].count("Im Keller kommen noch 80 Megabit an") == 1
    (copy,) = (block for block in record["blocks"] if block["text"].startswith("# Router"))
    assert (copy["label"], copy["reason"]) == ("other", "a hidden copy of the text")


@pytest.mark.parametrize(("heading", "text"), [("Nachweise", ""), ("Im Alltag", PARAGRAPHS.replace("Der", "Dieser"))])
def test_a_heading_is_text_where_text_follows(heading: str, text: str) -> None:
    html = PAGE.replace("<div class=price-box>", f"<h2>{heading}</h2>{text}<div class=price-box>")
    body = separate(html, "https://magazin.example/test/router-im-test-123456.html")["body"]
    assert ("Fazit" in str(body), heading in str(body)) == (True, bool(text))


@pytest.mark.parametrize("agency", ["(dpa)", "(Reuters)", "(dpa/lno)"])
def test_news_that_end_with_their_agency_are_text(agency: str) -> None:
    last = f"<p>Die Brücke bleibt noch bis Ende des Jahres gesperrt, wie die Stadt am Dienstag mitteilte. {agency}</p>"
    found = separate(PAGE.replace(MORE, MORE + last), "https://magazin.example/test/router-im-test-123456.html")
    assert found["body_text"].endswith(agency)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Ein Router für das ganze Haus", "<h2><span>Netzwerk</span><span>Ein Router für das ganze Haus</span></h2>"),
        ("Ein Router für das ganze Haus | Magazin", "<h2><span>Netzwerk</span> Ein Router für das ganze Haus</h2>"),
        (
            "Ein Router für das ganze Haus",
            "<h1>Magazin</h1><h2><i>Netzwerk</i> <b>Ein Router für das ganze Haus</b></h2>",
        ),
    ],
)
def test_a_declared_title_behind_a_kicker_in_an_h2_is_the_headline(title: str, heading: str) -> None:
    html = PAGE.replace("Router im Test – Magazin", title).replace("<h1>Router im Test</h1>", heading)
    html = html.replace("<span class=kicker>Netzwerk</span>", "")
    record = separate(html, "https://magazin.example/test/ein-router-123456.html", blocks=True)
    (found,) = (block["text"] for block in record["blocks"] if block["label"] == "headline")
    assert found.endswith("Ein Router für das ganze Haus")
    assert (record["headline"], record["kicker"]) == ("Ein Router für das ganze Haus", "Netzwerk")


def test_a_heading_below_the_text_that_ends_with_the_title_is_no_headline() -> None:
    html = PAGE.replace("Router im Test", "Ein Router für das ganze Haus").replace("h1>", "h3>")
    html = html.replace("<h2>Kommentare", "<h2>3 Kommentare zu: Ein Router für das ganze Haus")
    record = separate(html, "https://magazin.example/test/ein-router-123456.html", blocks=True)
    (found,) = (block["text"] for block in record["blocks"] if block["label"] == "headline")
    assert found == "Ein Router für das ganze Haus"


def test_the_caption_above_the_headline_is_the_pictures() -> None:
    figure = '<figure><img src="/bild.jpg"><figcaption>Die Brücke am Morgen. Foto: Jo Beispiel</figcaption></figure>'
    page = f"<title>Router im Test</title><main><article>{figure}<h1>Router im Test</h1><div>{PARAGRAPHS}{MORE}</div>"
    blocks = separate(page, "https://magazin.example/test/router-im-test-123456.html", blocks=True)["blocks"]
    assert (blocks[0]["label"], blocks[0]["text"][:9]) == ("caption", "Die Brück")


@pytest.mark.parametrize(
    ("link", "label"), [("", "other"), (" <a href=/news/akku-654322.html>Akku im Test</a>", "teaser")]
)
def test_prose_without_a_link_near_it_points_to_no_other_article(link: str, label: str) -> None:
    said = "Thank you, your message has been received, and we will come back to you."
    box = f"<div class=content-body><div><div><div><p>{said}</p>{link}</div></div></div></div>"
    found = separate(
        PAGE.replace("<section class=related>", box + "<section class=related>"),
        "https://magazin.example/test/router-123456.html",
        blocks=True,
    )
    assert [block["label"] for block in found["blocks"] if block["text"] == said] == [label]


def test_what_sells_the_sites_own_subscription_is_no_offer() -> None:
    box = (
        "<div class=offer><h3>Testen Sie unser Angebot</h3><h4>Magazin Plus 4 Wochen für 0,99 €</h4>"
        "<ul><li>Alle Artikel</li><li>Jederzeit kündbar</li></ul><a href='%s'>Jetzt bestellen</a></div></article>"
    )
    for href in ("/abo", "https://abo.magazin.example/plus"):
        record = separate(PAGE.replace("</article>", box % href), URL, blocks=True)
        assert [offer["price"] for offer in record["affiliate"]["offers"]] == [99]
        assert {
            b["label"] for b in record["blocks"] if b["text"] in ("Testen Sie unser Angebot", "Jetzt bestellen")
        } == {"newsletter"}
    shop = separate(PAGE.replace("</article>", box % "https://www.amazon.de/dp/B2?tag=mag-21"), URL)
    assert [offer["price"] for offer in shop["affiliate"]["offers"]] == [99, 0.99]


def test_a_button_with_its_small_print_is_an_offer() -> None:
    small = "Bei Amazon kaufen</a><small>Preis kann jetzt höher sein. Preis vom 20.11.2026 11:04 Uhr</small></div>"
    record = separate(PAGE.replace("Bei Amazon kaufen</a></div>", small), URL)
    (offer,) = record["affiliate"]["offers"]
    assert (offer["product"], offer["price"], offer["merchant"]) == ("Router X", 99, "amazon.de")


def test_a_line_that_leads_to_a_link_is_no_end_of_the_text() -> None:
    def ends(below: str) -> bool:
        said = "Das könnte auch gefallen:"
        page = PAGE.replace("<div class=price-box>", f"<p>{said}</p>{below}<div class=price-box>")
        found = {block["text"]: block["label"] for block in separate(page, URL, blocks=True)["blocks"]}
        return found[said] == "body"

    assert not ends("<p><a href=/news/akku-haelt-drei-tage-65432.html>Der Akku hält drei Tage</a></p>")
    assert ends("<p>Er ist gut, sagt das Labor, und er bleibt auch nach Stunden noch angenehm kühl und leise.</p>")
