"""What readers say below an article without a name that tells it, and what only looks like it."""

from __future__ import annotations

import pytest

from tests.pipelines.router_review import SENTENCES, article, labels_of

SAID = (
    "Mine has been running for weeks without a single restart, and it is quieter than the one that I had before it.",
    "Too dear for what it can do! I get two of the others for that money, and then I even have a spare one.",
    "Does anybody know whether it works with the modem of last year? I have found nothing about that so far.",
    "Yes it does, but you have to install the update first, or else it will not find it at all, as I did.",
)
NAMES = ("nick3", "router_fan", "max_m", "AnnaK")
DAY = "March {0}, 2026 at 10:0{0} am"
LIST = "<ol>{}</ol>".format
ENTRY = "<li><b>{1}</b> <time>{0}</time><p>{2}</p></li>"
ANSWERED = "<div class=r><header>{1}</header><small>{0}</small><p>{2}</p><button>Reply</button></div>"


def entries(shape: str) -> str:
    return "".join(shape.format(DAY.format(i + 1), *told) for i, told in enumerate(zip(NAMES, SAID, strict=True)))


OPINIONS = {
    "heading that counts": f"<section id=c1a><h3>14 Meinungen</h3>{LIST(entries(ENTRY))}</section>",
    "heading that names": f"<div class=x><h2>What our readers say</h2>{entries(ENTRY.replace('li', 'div'))}</div>",
    "heading beside the list": f"<h3>Opinions (14)</h3>{LIST(entries(ENTRY))}",
    "no heading": f"<div class=x>{entries(ANSWERED)}</div>",
}


@pytest.mark.parametrize("name", OPINIONS)
@pytest.mark.parametrize("inside", [True, False])
def test_dated_entries_of_readers_are_comments(name: str, inside: bool) -> None:
    page = article("").replace("</article>", f"{OPINIONS[name]}</article>") if inside else article("", OPINIONS[name])
    assert labels_of(page, *SAID) == ["comments"] * 4
    assert labels_of(page, *SENTENCES) == ["body"] * 5


def test_the_entries_of_a_live_blog_and_of_a_chronology_are_text() -> None:
    for heading in ("What happened so far", "3. The update"):
        page = article("").replace("</article>", f"<h3>{heading}</h3>{LIST(entries(ENTRY))}</article>")
        assert labels_of(page, *SAID) == ["body"] * 4


def test_opinions_above_the_text_are_text() -> None:
    page = f"<article><h1>Router review</h1>{OPINIONS['heading that counts']}{article('')[34:]}"
    assert "comments" not in labels_of(page, *SAID)
