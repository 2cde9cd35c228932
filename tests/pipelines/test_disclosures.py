"""Which texts tell the reader about affiliate links, commissions or paid content."""

from __future__ import annotations

import time

import pytest

from pipelines.rules.disclosures import disclosure


@pytest.mark.parametrize(
    "text",
    [
        "When you buy through our links, we may earn a commission.",
        "Technikblatt is supported by its readers. If you click a link and make a purchase, we may receive a fee or "
        "commission.",
        "Purchases made through our links may earn us a commission.",
        "This story contains affiliate links.",
        "Some of the links in this guide are affiliate links.",
        "As an Amazon Associate we earn from qualifying purchases.",
        "Offers shown here: prices and availability subject to change.",
        "This video was paid for by the maker. The following content is brought to you by our partners.",
        "Affiliate-Information",
        "*Werbelink",
        "(*) Affiliate-Link",
        "Mit * gekennzeichnete Links sind Provisions-Links.",
        "Bei den mit Symbol gekennzeichneten Links handelt es sich um Affiliate-Links.",
        "Wird über einen solchen Link etwas bestellt, erhält das Technikblatt eine Provision.",
        "Für Links auf dieser Seite erhält der Verlag ggf. eine Provision vom Händler.",
        "Als Amazon-Partner verdienen wir an qualifizierten Verkäufen.",
        "Dieser Artikel enthält Werbung für ein eigenes Angebot.",
        "Für den Käufer entstehen beim Klick auf den Link keine Mehrkosten.",
        "Preise können seit der letzten Aktualisierung gestiegen sein und sich ändern.",
        "Si vous achetez via nos liens, nous pouvons percevoir une commission.",
        "Si compras a través de estos enlaces, podemos recibir una comisión.",
        "Se acquisti tramite i nostri link potremmo ricevere una commissione.",
        "Koop je via onze links, dan ontvangen wij commissie.",
    ],
)
def test_disclosure(text: str) -> None:
    assert disclosure(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die EU-Kommission prüft die Übernahme und verdient dafür Lob.",
        "Apple takes a 30 percent commission on every purchase in its store.",
        "Der Konzern erhält eine Provision von 30 Prozent.",
        "Makler bekommen die Provision künftig vom Verkäufer.",
        "The commission makes it harder for gatekeepers.",
        "Subscribe to our newsletter. It may contain deals or affiliate links.",
        "We do not use affiliate links.",
        "© 2026 Blatt Media. All rights reserved. We may earn a commission from links.",
        "Affiliate Program",
        "Anzeige",
        "Links zum Thema",
        "The provider provisions servers in minutes.",
        "",
    ],
)
def test_no_disclosure(text: str) -> None:
    assert disclosure(text) is None


def test_a_long_text_takes_no_long_time() -> None:
    begin = time.process_time()
    for piece in ("wir erhalten ", "provision ", "links markiert ", "affiliate links some ", "* ", "preise können "):
        disclosure(piece * 50_000)
    assert time.process_time() - begin < 2
