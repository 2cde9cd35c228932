"""Which texts tell the reader about affiliate links, commissions or paid content."""

from __future__ import annotations

import time

import pytest

from pipelines.rules.disclosures import among, disclosure
from pipelines.rules.literals import Texts


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
        "We test all of it ourselves. If you order through our links, we might get a small cut.",
        "We may earn money from links on this page.",
        "Our team could receive a portion of the proceeds when you shop by these links.",
        "When you click on a link to a shop, we may be compensated.",
        "We collect referral fees on purchases made through links in our guides.",
        "Buying through links on our site supports our work.",
        "Links marked with * are affiliate links.",
        "* Werbung",
        "Wenn du über einen dieser Links bestellst, verdienen wir mit, und für dich wird nichts teurer.",
        "Kauft ihr über unsere Links ein, unterstützt ihr damit unsere Arbeit.",
        "Mit dem Kauf über diese Links unterstützt ihr uns.",
        "Dieser Text enthält Empfehlungs-Links. Kauft ihr darüber ein, bekommen wir einen kleinen Anteil.",
        "Bei einer Bestellung über diese Links erhält der Verlag einen Anteil.",
        "Für Links auf dieser Seite erhält technik.example ggf. eine Provision.",
        "Certains liens sont suivis et peuvent générer une commission pour le site.",
        "Si vous commandez avec nos liens, cela peut nous rapporter des revenus.",
        "Algunos de los enlaces de este texto pueden reportar un beneficio a la revista.",
        "Alcuni link possono generare una commissione per la rivista.",
        "Via deze links krijgt de redactie een vergoeding.",
        "This article about kettles was sponsored by a maker of kettles.",
        "Prices correct at time of publishing.",
        "Preise inkl. MwSt. Alle Angaben ohne Gewähr, zwischenzeitliche Änderung der Preise möglich.",
        "Les prix peuvent varier.",
        "Erfolgt ein Kauf über einen der Links, werden wir am Umsatz beteiligt.",
        "Certains liens du texte sont affiliés.",
        "W tekście znajdują się linki afiliacyjne.",
        "Teksten inneholder annonselenker.",
        "Ao comprar pelos links, podemos receber uma comissão.",
        "Metindeki bağlantılar satış ortaklığı bağlantılarıdır.",
        "本文はアフィリエイトリンクを含みます。",
        "Реклама. ООО «Пример», ИНН 7700000000",
        "广告声明：文内含有对外跳转链接",
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
        "Prices may vary by country, the maker said, but the kettle starts at 99 dollars.",
        "Die Preise können je nach Händler abweichen.",
        "Die Preise können im Herbst noch höher ausfallen.",
        "Das Netzwerk zahlt seinen Stars eine Provision für jeden Kauf über ihre Links, wie uns einer erzählt.",
        "Der Händler kürzt die Provision: Wer über Affiliate-Links verdient, bekommt weniger.",
        "Streamers earn a commission when viewers buy games by affiliate links.",
        "Users earn a share of the sales when they sell things in our test shop, we found.",
        "The video was sponsored by a maker of kettles.",
        "The video was sponsored by a maker of kettles, which critics say he kept to himself.",
        "Zum Angebot bei Amazon Preis kann jetzt höher sein. Preis vom 20.11.2025 11:04 Uhr",
        "Wir wollen am Umsatz beteiligt werden, sagt der Verband der Händler, wenn über Portale verkauft wird.",
        "Реклама в приложении стала длиннее.",
        "アフィリエイトリンクの仕組みを説明する。",
        "Linki afiliacyjne to jeden ze sposobów zarabiania.",
        "Markierte Stellen im Text lassen sich als Links exportieren.",
        "The company makes money from links in search results.",
        "We asked them how creators may earn money from links in their videos.",
        "We get a link to a tool that can cut videos.",
        "We do not make money from links on this page.",
        "Blatt is a registered trademark of Blatt Media. If you click on a link and buy, we may be paid a fee.",
        "Wir haben gefragt, wie man über Links auf der Plattform Geld bekommt.",
        "",
    ],
)
def test_no_disclosure(text: str) -> None:
    assert disclosure(text) is None


def test_a_long_text_takes_no_long_time() -> None:
    begin = time.process_time()
    for piece in (
        "wir erhalten ",
        "provision ",
        "links markiert ",
        "affiliate links some ",
        "* ",
        "preise können ",
        "we get ",
        "a link. ",
        "liens ",
        "linki ",
        "アフィリエイトリンク",
        "реклама ",
        "satış ortaklığı ",
    ):
        disclosure(piece * 50_000)
    assert time.process_time() - begin < 2


def test_a_footnote_of_two_words_is_a_disclosure_and_a_menu_entry_is_none() -> None:
    texts = ["本文はアフィリエイトリンクを含みます。", "* werbelink", "*werbung", "werbelink", "werbung"]
    assert list(among(texts, Texts(texts))) == [0, 1, 2]
