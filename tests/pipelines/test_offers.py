"""Prices and products of offers: what is to be paid, and for what."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from pipelines.affiliate import affiliate
from pipelines.rules.prices import read_price
from pipelines.rules.product_names import name
from pipelines.segment import segment
from pipelines.values import Label
from tests.pipelines.earning import separated

LINK = '<a href="https://amzn.to/%s">'


def offered(body: str) -> list[tuple[str | None, float | None]]:
    """Product and price of a page's offers."""
    found = separated(f"<p data-label=body>Prosa</p>{body}")
    return [(offer.product, offer.price) for offer in found.offers]


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Falter 14 $799", (799, "$")),
        ("Falter 14 CHF 1'299.–", (1299, "CHF")),
        ("CHF 1’299", (1299, "CHF")),
        ("Falter 9 € 499", (499, "EUR")),
        ("Falter 9 499 €", (499, "EUR")),
        ("1.299,- €", (1299, "EUR")),
        ("1.299,– Euro", (1299, "EUR")),
        ("1 299,00 €", (1299, "EUR")),
        ("1\u202f299,00\u00a0€", (1299, "EUR")),
        ("$599 (save $100)", (599, "$")),
        ("$599 (was $699)", (599, "$")),
        ("was $699, now $599", (599, "$")),
        ("599 Euro statt 699", (599, "EUR")),
        ("599 € statt bisher 699 €", (599, "EUR")),
        ("599 € (UVP 699 €)", (599, "EUR")),
        ("$599 $699", (599, "$")),
        ("$599 or $24.95 a month", (599, "$")),
        ("£499 / €579", (499, "GBP")),
        ("zzgl. MwSt. (19%): 10,00 € inkl. MwSt.: 11,90 €", (11.9, "EUR")),
    ],
)
def test_the_price_is_what_is_to_be_paid(text: str, price: tuple[float, str]) -> None:
    assert read_price(text) == price


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("139,99 € 131,55 €", (131.55, "EUR")),  # a sign with numbers on both sides
        ("199 € 24 Monate lang", (199, "EUR")),
        ("Save on the Falter: $499", (499, "$")),
        ("ab 12 Euro im Monat", (12, "EUR")),
    ],
)
def test_prices_that_only_look_like_it(text: str, price: tuple[float, str]) -> None:
    assert read_price(text) == price


@pytest.mark.parametrize("text", ["Save $100", "$50 off", "50 € Rabatt", "$4.5 billion", "Falter S24 €", "Euro 7"])
def test_no_price(text: str) -> None:
    assert read_price(text) is None


def test_what_is_struck_out_is_no_price() -> None:
    card = "<div data-label=affiliate><h3>Klang Y</h3><p>$599 <{0}>$550</{0}></p>" + LINK % 1 + "Buy</a></div>"
    for tag in ("s", "del", "strike"):
        assert offered(card.format(tag)) == [("Klang Y", 599)]
    assert offered(card.format("b")) == [("Klang Y", 550)]


def test_struck_out_text_does_no_harm() -> None:
    nested = "<s>" * 5000 + "$9"
    assert offered(f"<div data-label=affiliate><p>$599 {nested}</p></div>") in ([(None, 599)], [(None, 9)])


def test_a_page_of_nothing_but_a_picture_with_a_paid_link_has_no_offer() -> None:
    root = lxml_html.document_fromstring(f"<body>{LINK % 1}<img src=x.jpg alt='Klang Y'></a></body>")
    blocks, _, _, wordless, _ = segment(root)
    found = affiliate(blocks, "https://www.technikblatt.de/", wordless)
    assert (blocks, len(found.links), found.offers) == ([], 1, [])


def test_names_before_prices() -> None:
    assert name("Falter 14 $799 at Amazon") == "Falter 14"
    assert name("Klang Y: was $599 now $499 at Amazon") == "Klang Y"
    assert name("Klang Y – für nur 499 € (UVP 599 €)") == "Klang Y"
    assert name("A $279 alternative to the Klang") is None
    assert name("Price: $499") is None
    assert name("You can have it for $499") is None


def test_short_names_where_one_is_expected() -> None:
    assert name("LG C4: $999 at Amazon") == "LG C4"
    assert name("iPad", 3) == "iPad"
    assert name("iPad") is None  # anywhere else it is a word like 'Jetzt' and 'Specs'


@pytest.mark.parametrize(
    "text",
    [
        "Platz 1: Falter 9", "1. Falter 9", "#3 – Falter 9", "Best overall: Falter 9", "Preistipp: Falter 9",
        "Où acheter le Falter 9 au meilleur prix ?", "¿Dónde comprar el Falter 9?", "Falter 9 günstig kaufen",
        "Falter 9 è disponibile su Amazon a 289 euro", "Falter 9 está en oferta en Amazon — 289 €",
    ],
)  # fmt: skip
def test_rank_and_question_are_no_part_of_a_name(text: str) -> None:
    assert name(text) == "Falter 9"


@pytest.mark.parametrize(
    "text", ["Hoy en Amazon — 289 €", "PVP: 299 €", "OTTO 59,00 € Zum Angebot", "Aujourd’hui 9 €", "Découvrir l’offre"]
)
def test_a_button_of_a_shop_names_nothing(text: str) -> None:
    assert name(text) is None


def test_the_shops_of_a_box_sell_what_its_title_names() -> None:
    shops = f"{LINK % 1}OTTO 59 €</a>, {LINK % 2}Hoy en Amazon — 62 €</a>"
    box = f"<div><div class=product-name data-label=%s>Klang Y</div><div data-label=affiliate>{shops}</div></div>"
    assert offered(box % "other") == offered(box % "affiliate") == [("Klang Y", 59), ("Klang Y", 62)]


def test_a_rank_makes_a_word_of_its_own_a_name() -> None:
    box = f"<h3 data-label=body>1. Falta</h3><div data-label=affiliate>{LINK % 1}$9 at Amazon</a></div>"
    assert offered(f"<div><h3 data-label=body>Comparison of all plans</h3>{box}</div>") == [("Falta", 9)]


def test_what_is_said_below_a_title_is_no_product() -> None:
    said = "<div class=title>Klang Y</div><div>Over-Ear, 50 Stunden Akku</div><div>59 €</div>"
    assert offered(f"<div data-label=affiliate>{said}<div>{LINK % 1}Zum Angebot</a></div></div>") == [("Klang Y", 59)]


def test_lines_of_a_list() -> None:
    lines = f"<li><b>Klang Y</b>: {LINK % 1}$499 at Amazon</a><li><b>Xbox</b>: {LINK % 2}$399 at Amazon</a>"
    assert offered(f"<ul data-label=affiliate>{lines}</ul>") == [("Klang Y", 499), ("Xbox", 399)]


def test_a_link_without_a_price_is_no_offer_in_a_list_or_a_table() -> None:
    lines = f"<li>{LINK % 1}Klang Y at Amazon</a><li>{LINK % 2}Klang Z at Amazon</a>"
    assert offered(f"<ul data-label=affiliate>{lines}</ul>") == []
    row = f"<tr><td>Klang Y<td>gut<td>{LINK % 1}Shop</a>"
    assert offered(f"<table data-label=affiliate>{row}</table>") == []
    assert offered(f"<div data-label=affiliate><h3>Klang Y</h3>{LINK % 1}Check price</a></div>") == [("Klang Y", None)]


def test_a_heading_with_a_paid_price_is_an_offer() -> None:
    heading = f"<h3 data-label=body>{LINK % 1}Klang Y: was $599 now $499 at Amazon</a></h3>"
    assert offered(heading) == [("Klang Y", 499)]
    assert offered(heading.replace("was $599 now $499 ", "")) == []


def test_the_first_cell_of_a_row_is_the_product() -> None:
    told = (("Klang Y", "1.299,- €"), ("Falter V27Q (27 Zoll, 165 Hz)", "189 Euro"), ("LG C4", "999 €"))
    rows = "".join(
        f"<tr><td data-label=body>{product}<td>{price}<td data-label=affiliate>{LINK % at}Alternative*</a>"
        for at, (product, price) in enumerate(told)
    )
    found = offered(f"<table><tr><th>Modell<th>Preis<th>Shop{rows}</table>")
    assert found == [("Klang Y", 1299), ("Falter V27Q (27 Zoll, 165 Hz)", 189), ("LG C4", 999)]


def test_a_row_of_a_price_comparison_begins_with_the_shop() -> None:
    row = f"<tr><td>Amazon*<td>329,00 €<td>{LINK % 1}Zum Shop</a>"
    box = f"<div data-label=affiliate><h4>Klang Y kaufen</h4><table>{row}</table></div>"
    assert offered(box) == [("Klang Y", 329)]


def test_columns_of_products_keep_their_own_prices() -> None:
    row = f"<tr><th>Price<td>$300<br>{LINK % 1}Check price</a><td>$200<br>{LINK % 2}Check price</a>"
    assert [price for _, price in offered(f"<table data-label=affiliate>{row}</table>")] == [300, 200]


def test_the_product_heads_its_box_whatever_its_label() -> None:
    parts = "<h4 data-label=body>Reasons to buy</h4><p>Loud</p><h4 data-label=body>Sound in depth</h4><p>Deep</p>"
    deal = f"<div data-label=affiliate>{LINK % 1}$79 at Amazon</a></div>"
    card = f"<div class=product><h3 data-label=teaser>Klang Y</h3>{parts}{deal}</div>"
    assert offered(f"<h2 data-label=body>The best of 2025</h2>{card}") == [("Klang Y", 79)]


def test_a_heading_of_another_box_names_nothing() -> None:
    other = "<div><h3 data-label=teaser>Klang Z</h3><p>Loud</p></div>"
    long = "<p data-label=body>Prosa</p>" * 50
    deal = f"<div data-label=affiliate>{LINK % 1}$79 at Amazon</a></div>"
    assert offered(f"{other}{long}<div>{deal}</div>") == [(None, 79)]


def test_one_word_over_a_part_does_not_take_the_place_of_the_product() -> None:
    deal = f"<div data-label=affiliate>{LINK % 1}$79 at Amazon</a></div>"
    product = "<h3 data-label=body>Klang Y 9</h3>"
    for between in ("", "<p data-label=body>Prosa</p>" * 50):
        assert offered(f"{product}<h3 data-label=body>Bien</h3>{between}{deal}") == [("Klang Y 9", 79)]
        assert offered(f"{product}<h3 data-label=body>LG C4</h3>{between}{deal}") == [("LG C4", 79)]
    assert offered(f"<div><h3 data-label=teaser>Xbox</h3>{deal}</div>") == [("Xbox", 79)]


def test_a_description_is_no_name() -> None:
    card = "<h5>Falter 9</h5><p>The phone that we used for this test, in its smallest size.</p>"
    assert offered(f"<div data-label=affiliate>{card}<p>{LINK % 1}$699 at Amazon</a></p></div>") == [("Falter 9", 699)]


@pytest.mark.parametrize("credit", ["Photograph: Jo Beispiel", "Foto von Jo Beispiel", "© Jo Beispiel"])
def test_the_credit_of_a_picture_is_no_product(credit: str) -> None:
    card = f"<div data-label=affiliate><p>{credit}</p>{LINK % 1}$285 at a shop</a></div>"
    assert offered(f"<h2 data-label=body>Siesta 20 sleeping bag</h2>{card}") == [("Siesta 20 sleeping bag", 285.0)]


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Falter 14 A$1,299", (1299, "AUD")),
        ("AU$999", (999, "AUD")),
        ("AUD $499", (499, "AUD")),
        ("$499 CAD", (499, "CAD")),
        ("C$499.99", (499.99, "CAD")),
        ("NZ$799 at Noel", (799, "NZD")),
        ("US$999 / A$1,499", (999, "USD")),
        ("R$ 4.999", (4999, "BRL")),
        ("₹1,29,999", (129999, "INR")),
        ("Rs. 12,999", (12999, "rs")),
        ("￥12,000", (12000, "¥")),
        ("価格は12,800円です", (12800, "JPY")),
        ("12.8万円", (128000, "JPY")),
        ("售价3999元起", (3999, "元")),
        ("129만 원", (1290000, "KRW")),
        ("4 999,99 zł", (4999.99, "PLN")),
        ("Falter 9 kr 499", (499, "kr")),
        ("499 kr 399 kr", (399, "kr")),
        ("12 990 Kč", (12990, "CZK")),
        ("129 990 Ft", (129990, "HUF")),
        ("12.999 TL", (12999, "TRY")),
        ("59 990 ₽", (59990, "RUB")),
    ],
)
def test_currencies_of_the_world(text: str, price: tuple[float, str]) -> None:
    assert read_price(text) == price


@pytest.mark.parametrize("text", ["Kabel 6 ft", "TL-WR940", "Port 12 TL-WR", "5元素", "32 Krypton", "Mars 4"])
def test_what_only_looks_like_a_currency(text: str) -> None:
    assert read_price(text) is None


@pytest.mark.parametrize(
    ("page", "price", "currency"),
    [
        (("com", "en-AU", ""), "$999", "USD"),  # a price in the US may be meant
        (("com", "en-AU", "All prices in AUD."), "$999", "AUD"),
        (("com.au", "", "Its sister is A$1,499."), "$999", "AUD"),
        (("com", "en", "Its sister is A$1,499."), "$999", "USD"),
        (("com.au", "en-AU", "Its sister is A$1,499."), "US$999", "USD"),
        (("com", "sv-SE", ""), "1 499 kr", "SEK"),
        (("no", "", ""), "1 499 kr", "NOK"),
        (("com", "en", ""), "1 499 kr", None),
        (("com", "zh-CN", ""), "¥3999", "CNY"),
        (("com", "en", ""), "¥3999", "JPY"),
        (("com", "zh-TW", ""), "3999元", "TWD"),
    ],
)
def test_signs_of_several_currencies_are_those_of_the_page(
    page: tuple[str, str, str], price: str, currency: str | None
) -> None:
    domain, language, text = page
    root = lxml_html.document_fromstring(
        f"<html lang='{language}'><p>{text}</p><div>{price} " + LINK % 1 + "Buy</a></div>"
    )
    blocks, _, _, wordless, _ = segment(root)
    for block in blocks:
        block.label = Label.AFFILIATE if block.anchors else Label.BODY
    found = affiliate(blocks, f"https://www.example.{domain}/falter-14", wordless)
    assert [offer.currency for offer in found.offers] == [currency]


def test_a_list_of_deals_in_the_text_has_an_offer_a_line() -> None:
    items = (
        ("Echo Bar 500 for $149 ($50 off)", ": It is our pick."),
        ("<strong>Ostrava T9: </strong>was $199 now $164 at Amazon", ""),
    )
    wanted = [("Echo Bar 500", 149), ("Ostrava T9", 164)]
    lines = [LINK % number + f"{said}</a>{after}" for number, (said, after) in enumerate(items)]
    assert offered("".join(f"<li data-label=body>{line}</li>" for line in lines)) == wanted
    assert offered(f"<p data-label=body>{'<br>'.join(lines)}</p>") == wanted
    assert offered(f"<p data-label=body>Today only: {lines[0]}</p>") == []
    assert offered("<p data-label=body>" + LINK % 1 + "Get it for $149</a> today.</p>") == []
