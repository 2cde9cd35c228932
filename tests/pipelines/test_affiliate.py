"""What a page earns by, from labelled blocks."""

from __future__ import annotations

from pipelines.rules.prices import read_price
from pipelines.values import Affiliate
from tests.pipelines.earning import separated


def hrefs(found: Affiliate) -> list[str]:
    return [link.url for link in found.links]


DISCLOSURE = "<p data-label=disclosure>Mit * markierte Links sind Provisions-Links.</p>"


def test_a_heading_and_its_sentence_are_one_disclosure() -> None:
    found = separated(
        "<div data-label=disclosure><h4>Affiliate-Information</h4><p>- Bei den mit Symbol gekennzeichneten Links "
        "handelt es sich um Provisions-Links.</p></div><p data-label=disclosure>*Werbelink</p>"
        "<p data-label=disclosure>*Werbelink</p>"
    )
    assert found.disclosures == [
        "Bei den mit Symbol gekennzeichneten Links handelt es sich um Provisions-Links.",
        "*Werbelink",
    ]


def test_a_heading_alone_stays() -> None:
    assert separated("<h4 data-label=disclosure>Affiliate-Information</h4><p data-label=nav>x</p>").disclosures == [
        "Affiliate-Information"
    ]


def test_paid_links_in_body_text_are_found_once_and_made_absolute() -> None:
    found = separated(
        '<p data-label=body>Der <a href="/go/hoerer">Hörer</a> und <a href="https://amzn.to/1">noch einer</a>, '
        '<a href="https://amzn.to/1">wieder</a> (<a href="https://www.amazon.de/dp/1">Quelle</a>, '
        '<a href="/news/2.html">Bericht</a>).</p>'
    )
    assert hrefs(found) == ["https://www.technikblatt.de/go/hoerer", "https://amzn.to/1"]
    assert [(link.text, link.network, link.in_body) for link in found.links] == [
        ("Hörer", None, True),
        ("noch einer", "Amazon Associates", True),
    ]


def test_untagged_shop_links_count_on_a_page_that_declares_affiliate_links() -> None:
    page = '<p data-label=body>Beim <a href="https://www.saturn.de/p/1">Händler</a>, laut <a href="https://bund.de/">Amt</a></p>'
    footer = '<p data-label=nav><a href="https://www.amazon.de/">Prime</a></p>'
    assert hrefs(separated(page + footer)) == []
    assert hrefs(separated(page + footer + DISCLOSURE)) == ["https://www.saturn.de/p/1"]


def test_plain_links_in_offers() -> None:
    found = separated(
        '<div data-label=affiliate><p>Hörer X</p><a href="https://hoererladen.example/x">89 €</a>'
        '<a href="https://x.to/ab">Jetzt bei Hörerladen kaufen</a><a href="/xy1">Buy on Amazon</a>'
        '<a href="/preisvergleich/4711">Hörer X</a><a href="/test/1.html">Lesen Sie unseren Test</a>'
        '<a href="/deals/">See all deals</a><a href="https://www.facebook.com/x">Teilen</a></div>'
    )
    base = "https://www.technikblatt.de"
    assert hrefs(found) == [
        "https://hoererladen.example/x",
        "https://x.to/ab",
        f"{base}/xy1",
        f"{base}/preisvergleich/4711",
    ]


def test_sponsored_recommendations_and_readers_links_are_not_affiliate() -> None:
    sponsored = '<a rel="sponsored" href="https://wundermittel.example/x">Ärzte staunen</a>'
    assert hrefs(separated(f"<p data-label=teaser>{sponsored}</p><p data-label=ad>{sponsored}</p>")) == []
    assert hrefs(separated('<p data-label=comments><a href="https://amzn.to/9">meiner</a></p>')) == []
    assert hrefs(separated(f"<p data-label=body>{sponsored}</p>")) == ["https://wundermittel.example/x"]


def test_links_around_pictures_are_found_too() -> None:
    found = separated(
        '<p data-label=body>Text</p><a href="https://amzn.to/2"><img src=x.jpg alt="Hörer X"></a>'
        '<a href="https://bund.de/"><img src=y.jpg></a>'
    )
    assert [(link.url, link.text, link.in_body) for link in found.links] == [("https://amzn.to/2", "Hörer X", False)]


def test_offers_of_a_price_box() -> None:
    found = separated(
        "<h2 data-label=body>Klang X 100</h2>"
        '<div data-label=affiliate><div><a href="https://amzn.to/1">1.299,00 € bei Amazon</a></div>'
        '<div><a href="https://www.awin1.com/c?ued=https%3A%2F%2Fwww.otto.de%2F">1.310 €</a></div></div>'
        "<p data-label=body>Prosa</p><div data-label=affiliate><h3>Klang Y</h3><p>UVP 99 €, jetzt 79,90 €</p>"
        '<a href="https://www.saturn.de/y">Zum Angebot</a></div>'
    )
    assert [(o.product, o.price, o.currency, o.merchant) for o in found.offers] == [
        ("Klang X 100", 1299.0, "EUR", "amazon.com"),
        ("Klang X 100", 1310.0, "EUR", "otto.de"),
        ("Klang Y", 79.9, "EUR", "saturn.de"),
    ]


def test_prices() -> None:
    assert read_price("$1,649.99 at Dell") == (1649.99, "$")
    assert read_price("ab 12 Euro im Monat") == (12.0, "EUR")
    assert read_price("£9") == (9.0, "GBP")
    assert read_price("iPhone 17 mit 8 GB") is None


def test_hostile_links_do_no_harm() -> None:
    hostile = ("http://[", "javascript:alert(1)", "//", "https://x.de/?" + "u=http://" * 5000, "  ", "\x00")
    page = "".join(f'<a href="{href}">kaufen bei Amazon für 9 €</a>' for href in hostile if "\x00" not in href)
    assert all(link.url.startswith("http") for link in separated(f"<div data-label=affiliate>{page}</div>").links)
    assert separated("").links == []


def test_the_shop_that_a_button_names_beats_a_redirect_that_nobody_knows() -> None:
    link = '<p data-label=affiliate><a rel=sponsored href="%s">$159 from Best Buy</a></p>'
    for href, merchant in (
        ("https://wohin.example/1/2", "Best Buy"),
        ("https://www.amazon.com/dp/B01?tag=x-20", "amazon.com"),
    ):
        (found,) = separated(link % href).links
        assert found.merchant == merchant


def test_buying_options_are_no_product() -> None:
    buttons = '<h4>Buying Options</h4><a rel=sponsored href="https://wohin.example/1">$159 from Amazon</a>'
    found = separated(f"<div data-label=affiliate><h3>Ostrava T9 (2 TB)</h3><div>{buttons}</div></div>")
    assert [offer.product for offer in found.offers] == ["Ostrava T9 (2 TB)"]
