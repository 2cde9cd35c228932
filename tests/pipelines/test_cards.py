"""The picture and kicker of a teaser, however many links its card has."""

from __future__ import annotations

import pytest

from pipelines import separate
from tests.pipelines.test_teasers import PAGE, URL

TO = "/news/akku-haelt-{at}-tage-{at}1234.html"
HEAD = "Akku {at} hält lange, sagt das Labor"
PICTURE = f"<a href={TO}><img src=/{{at}}.jpg></a>"
LINKED = f"<h3><a href={TO}>{HEAD}</a></h3>"


def listed(card: str, heading: str = "<h2>Beliebt auf Magazin</h2>") -> list[dict]:
    cards = "".join(f"<article>{card.format(at=at)}</article>" for at in (2, 3, 4))
    return separate(PAGE % ("", f"<section>{heading}{cards}</section>"), URL)["teasers"]


@pytest.mark.parametrize(
    "card",
    [
        f"{PICTURE}{LINKED}<p>Von <a href=/autor/erika-muster/><img class=avatar src=/erika.jpg> Erika Muster</a></p>",
        f"{PICTURE}<p><a href=/thema/handys/>Handys</a></p>{LINKED}",
        f"{PICTURE}{LINKED}<a href={TO}#comments>4 Kommentare</a>",
        f"<a href=https://magazin.example{TO}><img src=/{{at}}.jpg></a>{LINKED}",
        f"<a href={TO}?ref=img><img src=/{{at}}.jpg></a><h3><a href={TO}?ref=hed>{HEAD}</a></h3>",
        f"<a href={TO} aria-label='{HEAD}'></a><h3><span>{HEAD}</span></h3><picture><img src=/{{at}}.jpg></picture>",
    ],
)
def test_a_card_with_a_second_link_keeps_its_picture(card: str) -> None:
    teasers = listed(card)
    assert [t["headline"] for t in teasers] == [HEAD.format(at=at) for at in (2, 3, 4)]
    assert [t["image"] for t in teasers] == [f"https://magazin.example/{at}.jpg" for at in (2, 3, 4)]
    assert {t["box"] for t in teasers} == {"Beliebt auf Magazin"}


def test_cards_of_articles_told_apart_by_the_query_are_no_one_card() -> None:
    card = f"<a href=/artikel?id=1234{{at}}><img src=/{{at}}.jpg></a><h3><a href=/artikel?id=1234{{at}}>{HEAD}</a></h3>"
    assert [t["image"] for t in listed(card)] == [f"https://magazin.example/{at}.jpg" for at in (2, 3, 4)]


def test_the_picture_of_an_author_is_no_teasers() -> None:
    author = "<p><span class=author><img src=/erika.jpg></span><a href=/autor/erika-muster/>Erika Muster</a></p>"
    assert {t["image"] for t in listed(LINKED + author)} == {None}


def test_the_articles_own_picture_is_no_teasers() -> None:
    line = f"<p>Mehr dazu: <a href={TO.format(at=2)}>{HEAD.format(at=2)}</a></p>"
    inside = f"<img src=/router.jpg><p>Laut <a href=/autor/erika-muster/>Erika Muster</a> ist er schnell.</p>{line}"
    (teaser,) = separate(PAGE % (inside, ""), URL)["teasers"]
    assert teaser["image"] is None


@pytest.mark.parametrize("name", ["rubric", "card__cat", "eyebrow-link", "category", "cat-label", "section-name"])
@pytest.mark.parametrize("linked", [True, False])
def test_a_kicker_may_lead_to_its_topic(name: str, linked: bool) -> None:
    words = "<a href=/thema/handys/>Handys</a>" if linked else "Handys"
    assert {t["kicker"] for t in listed(f"{PICTURE}<div class={name}>{words}</div>{LINKED}")} == {"Handys"}


def test_a_headline_of_another_card_is_no_heading() -> None:
    card = f"<a href={TO} aria-label='{HEAD}'></a><h3><span>{HEAD}</span></h3>"
    assert {t["box"] for t in listed(card, "")} == {None}


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        (f"← {HEAD}", HEAD),
        (f"{HEAD} →", HEAD),
        (f"« {HEAD}", HEAD),
        (f"«Nein»: {HEAD}", f"«Nein»: {HEAD}"),
        (f"{HEAD}, opens new tab", HEAD),
    ],
)
def test_a_headline_has_no_arrows(said: str, headline: str) -> None:
    assert [t["headline"] for t in listed(f"<a href={TO}>{said}</a>")] == [headline.format(at=at) for at in (2, 3, 4)]


@pytest.mark.parametrize("said", ["3.1K followers", "REGISTER NOW", "Mar 1 • Marcus Feld", "Share"])
def test_buttons_and_dates_are_no_headlines(said: str) -> None:
    assert listed(f"<a href=/post/von-marcus-{{at}}1234>{said}</a>") == []
