"""The kicker: a short line or a topic right above the headline, and what else may stand there."""

from __future__ import annotations

import pytest

from pipelines import separate

PROSE = "The company said in Berlin that the new phone is faster than the old one and costs less, which pleases. "
MENU = "<nav><ul><li><a href=/news/>News</a><li><a href=/reviews/>Reviews</a><li><a href=/deals/>Deals</a></ul></nav>"


def kicker(above: str) -> tuple[str | None, list[str]]:
    """The page's kicker, and the blocks that are labelled so."""
    text = "".join(f"<p>{PROSE * 2}{number}</p>" for number in range(4))
    page = f"<title>A new phone comes</title><header>{MENU}</header><main><article><header>{above}"
    page += f"<h1>A new phone comes</h1></header><div class=entry-content>{text}</div></article></main>"
    record = separate(page, "https://www.example.com/2026/11/a-new-phone/", blocks=True)
    return record["kicker"], [block["text"] for block in record["blocks"] if block["label"] == "kicker"]


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<div><a href=/phones/>Phones</a></div>", "Phones"),
        ("<div><a href=/news/>News</a></div>", "News"),
        ("<a href=/gear/><span>Gear</span></a><p class=byline><a href=/author/jane>Jane Doe</a></p>", "Gear"),
        ("<a href=/tag/gear><b>Gear</b></a><p><a href=/author/jane/>Jane Doe</a></p><time>Mar 4, 2026</time>", "Gear"),
        ("<p class=byline>Jane Doe</p>", None),
        ("<p><a href=/author/jane-doe/>Jane Doe</a></p>", None),
        ("<figure><img src=/a.jpg><figcaption><b>Image credits:</b> Halcyon</figcaption></figure>", None),
        ("<figure><img src=/a.jpg><figcaption>A phone</figcaption></figure><a href=/phones/>Phones</a>", "Phones"),
        ("<a href=/security/><h4>Security</h4></a><a href=https://forum.org/t/1>31 <i>bubbles</i></a>", "Security"),
        ("<div><a href=/>Home</a></div><div><a href=/news/>News</a></div>", None),
    ],
)
def test_what_stands_above_the_headline(above: str, expected: str | None) -> None:
    assert kicker(above) == (expected, [expected] if expected else [])


@pytest.mark.parametrize("between", ["|", " / ", "", " · "])
def test_the_first_of_two_topics_side_by_side(between: str) -> None:
    topics = f"<a href=/technology>Technology</a>{between}<a href=/deals>Deals</a>"
    assert kicker(f"<div class=eyebrow>{topics}</div>")[0] == "Technology"
    assert kicker(f"<div class=eyebrow><span>{topics}</span></div>")[0] == "Technology"


def test_a_trail_is_no_kicker() -> None:
    assert kicker("<div><a href=/blog/>Blog</a> › <a href=/tips/>Tips</a></div>") == (None, [])
