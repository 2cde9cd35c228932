"""Which pages say that they show a part of their article only."""

from __future__ import annotations

import pytest

from pipelines.blocks import Element
from pipelines.parse import parse
from pipelines.rules.shown import Shown
from pipelines.rules.walls import CLOSE, truncated
from pipelines.segment import segment
from pipelines.values import Label

WALLS = (
    "This post is for paid subscribers",
    "This story is exclusive to Plus members",
    "The rest of this article is for members",
    "Keep reading with a 7-day free trial",
    "Register to read more",
    "Create a free account to continue",
    "Sign in to read the full story",
    "Become a member to unlock this piece",
    "To read the full article, please subscribe",
    "You’ve reached your limit of free articles",
    "Want to read the rest?",
    "Continue reading this story",
    "You’ve read your last free article.",
    "Get full access to this story",
    "Read the full story with a free trial",
    "To read this article in full, become a member",
    "The author made this piece available to Plus members only.",
    "Weiterlesen mit Blatt+",
    "Jetzt testen und sofort weiterlesen",
    "Diesen Artikel weiterlesen?",
    "Sie möchten gerne weiterlesen?",
    "Der vollständige Artikel ist nur für Mitglieder",
    "Dieser Beitrag ist Teil von Blatt Premium.",
    "Melden Sie sich an, um den ganzen Artikel zu lesen",
    "Cet article est réservé aux abonnés",
    "Este contenido es exclusivo para suscriptores.",
    "Questo articolo è riservato agli abbonati",
    "Log in om verder te lezen",
    "Mit BLATT+ weiterlesen",
    "Jetzt kostenlos weiterlesen",
    "Contenido exclusivo para suscriptores",
    "Dit artikel is exclusief voor abonnees",
    "Dalsza część artykułu dostępna dla subskrybentów",
    "Les hele saken med abonnement",
    "Den här artikeln är för prenumeranter",
    "残り1,024文字",
    "この記事は会員限定です",
)
WHOLE = (
    "Already a subscriber? Log in",
    "Get subscriber-only newsletters",
    "Search our full archive",
    "Subscribe to read more newsletters like this",
    "Log in to view comments",
    "Sign up to get the best of the week",
    "Keep reading",
    "Read the full review",
    "You have 2 free articles left",
    "You’ve read 2 of 5 free articles",
    "Read the story with a grain of salt",
    "To read the study in full, go to its journal",
    "Weiterlesen",
    "Dieser Artikel ist Teil von einer Reihe.",
    "Hier weiterlesen: Kessel im Test",
    "Die Mitglieder trafen sich wieder.",
    "Hele saken handler om et abonnement.",
    "残りは明日です",
)


def says(text: str, label: Label, behind: int = 1) -> bool:
    """Whether a page is cut short that says this so many blocks behind its text."""
    texts = ["Kessel im Test", "Ein Kessel kocht Wasser.", *["Noch etwas."] * (behind - 1), text]
    labels = [Label.HEADLINE, Label.BODY, *[Label.OTHER] * (behind - 1), label]
    root: Element = parse("".join(f"<p>{text}</p>" for text in texts))
    blocks = segment(root)[0]
    for block, given in zip(blocks, labels, strict=True):
        block.label = given
    return truncated(Shown(root, blocks))


@pytest.mark.parametrize("text", WALLS)
def test_a_wall_right_behind_the_text_counts_whatever_its_label(text: str) -> None:
    assert says(text, Label.OTHER)
    assert says(text, Label.TEASER)
    assert not says(text, Label.TEASER, CLOSE + 1)
    assert not says(text, Label.COMMENTS)


@pytest.mark.parametrize("text", WHOLE)
def test_no_wall(text: str) -> None:
    assert not says(text, Label.TEASER)
    assert text == "Weiterlesen" or not says(text, Label.NEWSLETTER)


def test_a_line_that_may_belong_to_something_else_counts_by_its_label() -> None:
    for text in ("Jetzt weiterlesen", "Subscribe now to keep reading", "Subscriber-only story"):
        assert says(text, Label.NEWSLETTER)
    assert not says("Jetzt weiterlesen", Label.TEASER)
    assert not says("Advertisement. Scroll to continue reading.", Label.AD)


BOX = "<h1>Kessel im Test</h1><div class='text{}'><p>{}</p></div><div class='{}'><h3>{}</h3><p>Abos</p></div>"


@pytest.mark.parametrize(
    ("box", "text", "free", "expected"),
    [
        ("paywall", "Continue reading", None, True),
        ("box", "Continue reading", None, False),
        ("c-login-wall", "Start your 7-day trial", None, True),
        ("paywall", "All offers", False, True),
        ("paywall", "All offers", None, False),
        ("box", "All offers", False, False),
    ],
)
def test_a_box_named_as_a_wall(box: str, text: str, free: bool | None, expected: bool) -> None:
    def cut(name: str = "", times: int = 1) -> bool:
        root = parse(BOX.format(name, "Ein Kessel kocht Wasser. " * times, box, text))
        blocks = segment(root)[0]
        for block, label in zip(blocks, (Label.HEADLINE, Label.BODY, Label.OTHER, Label.NEWSLETTER), strict=True):
            block.label = label
        return truncated(Shown(root, blocks), free)

    assert cut() == expected
    assert not cut(" paywall")  # so is the text named that is to be paid for
    assert cut(times=500) == (expected and text != "All offers")
