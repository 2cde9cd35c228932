"""What a review says in short: for and against, and its verdict."""

from __future__ import annotations

import pytest

from tests.pipelines.router_review import TEXT, labels_of

GOOD, BAD = ("Long battery life", "Bright, even screen"), ("Slow charging", "Noisy fans")


def side(name: str, lines: tuple[str, str], kind: str) -> str:
    return f"<div class={kind}><h4>{name}</h4><ul>{''.join(f'<li>{line}' for line in lines)}</ul></div>"


def page(top: str = "", between: str = "", end: str = "") -> str:
    text = f"{top}{''.join(TEXT[:3])}{between}{''.join(TEXT[3:])}{end}"
    return f"<main><article><h1>Router review</h1><div class=entry-content>{text}</div></article></main>"


@pytest.mark.parametrize("place", ["top", "between", "end"])
@pytest.mark.parametrize(
    ("good", "bad"),
    [("Pros", "Cons"), ("The Good", "The Bad"), ("Reasons to buy", "Reasons to avoid"), ("Plus", "Minus")],
)
def test_for_and_against_are_text_wherever_they_stand(place: str, good: str, bad: str) -> None:
    box = f"<div class=pros-cons>{side(good, GOOD, 'pros')}{side(bad, BAD, 'cons')}</div>"
    assert labels_of(page(**{place: box}), good, bad, *GOOD, *BAD) == ["body"] * 6


def test_the_verdict_beside_them_is_text_and_no_summary() -> None:
    said = "The router is a dependable one with great reach, but its fans and the slow menus hold it back."
    box = f"<div class=box><div><span>Magazine Verdict</span></div><div class=verdict><p>{said}</p></div>"
    box += side("Pros", GOOD, "pros") + side("Cons", BAD, "cons") + "</div>"
    assert labels_of(page(top=box), "Magazine Verdict", said) == ["body"] * 2


def test_one_side_alone_and_lists_of_links_are_none() -> None:
    linked = side("Pros", ("<a href=/a>First link</a>", "<a href=/b>Second link</a>"), "pros")
    found = labels_of(page(top=linked + side("Cons", BAD, "cons")), "First link", "Second link")
    assert "body" not in found
    menu = f"<nav>{side('Plus', GOOD, 'pros')}{side('Minus', BAD, 'cons')}</nav>"
    assert "body" not in labels_of(menu + page(), *GOOD, *BAD)
