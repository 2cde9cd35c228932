"""Parts in the text's own box that the model doubts: text, unless they link, are named or read like another part."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.rules.column import Column
from tests.pipelines.router_review import SENTENCES, TEXT, labels_of
from tests.pipelines.test_running import facts_of

CARD = (
    "<article class=card><a href=/news/battery-lasts-{0}-days-65432{0}.html><h3>This battery lasts {0} days</h3></a>"
    "</article>"
)
RELATED = f"<section class=related><h2>Related stories</h2>{''.join(CARD.format(day) for day in range(2, 9))}</section>"
QUESTIONS = (
    "How often should it be replaced?",
    "Is the larger one worth its price?",
)
ANSWERS = (
    "Every five years is a sensible interval, since the updates tend to end around then and new ones reach further.",
    "Only in a house with thick walls, as in a flat the smaller one reaches every corner for a third of the price.",
)


def labels(end: str, *texts: str, between: str = "") -> list[str]:
    """Of what stands at the end of a long text in a box of its own, with links to other articles below it."""
    paragraphs = [*TEXT, *(line.replace("router", "second router").replace("We ", "They ") for line in TEXT)]
    text = "".join([*paragraphs[:5], between, *paragraphs[5:]])
    page = f"<main><article><h1>Router review</h1><div class=entry-content>{text}{end}</div></article>{RELATED}</main>"
    return labels_of(page, *texts)


VERDICT = (
    "<h2>Verdict</h2><p>In the end the choice is simple, and it is about whether you need the longer reach.</p>"
    "<p>If you can wait until the summer, wait; if not, take the cheaper one and put the rest aside.</p>"
)
VERDICT_BEGINS = ("Verdict", "In the end", "If you can")


@pytest.mark.parametrize(
    "box",
    [
        "<section>{}</section>",
        "<div class=verdict-box>{}</div>",
        "<div class='conclusion card'>{}</div>",
        "<div><a href=/large.jpg><img src=/small.jpg></a>{}</div>",
        "<div class=wp-block-columns><div class=wp-block-column>{}</div></div>",
        "<div class=ad-slot>Advertisement</div><div>{}</div>",
    ],
)
def test_a_verdict_in_a_box_of_its_own_is_text(box: str) -> None:
    assert labels(box.format(VERDICT), *VERDICT_BEGINS) == ["body"] * 3


def column(part: str) -> list[str]:
    """What is found behind a text of which the model is sure, where it finds the rest unlikely."""
    facts = facts_of(f"<h1>Router review</h1><div>{''.join(TEXT)}{part}</div>")
    sure = np.array([block.text in SENTENCES for block in facts.blocks])
    found = Column(facts, sure, np.where(sure, 0.9, 0.15)).text()
    return [block.text for block in facts.blocks if found >> block.index & 1]


def test_the_model_needs_to_find_it_hardly_likely() -> None:
    assert [text[:10] for text in column(f"<section>{VERDICT}</section>")] == ["Verdict", "In the end", "If you can"]


@pytest.mark.parametrize(
    "box",
    [
        "<div class=newsletter>{}</div>",
        "<aside>{}</aside>",
        "<div class=author-box>{}</div>",
        "<section hidden>{}</section>",
        f"<section class=related-posts>{CARD.format(2)}</section><section>{{}}</section>",
        "<section>{}<p>Sign up for our newsletter and never miss a test like this one.</p></section>",
        "<section>{}<a href=/x-123456.html>Read more about the router in the long test of last summer</a></section>",
        "<section>{}<button>Get started</button></section>",
        "<section><a href=/tests/router-654321.html aria-label=Verdict></a>{}</section>",
        "<div class=card>{}<p>The <a href=/tests/router-654321.html>test</a> is long.</p></div>",
        "<section>{0}</section><aside>{0}</aside>",
    ],
)
def test_a_box_that_is_named_links_or_reads_like_another_part_is_none(box: str) -> None:
    assert column(box.format(VERDICT)) == []


def test_who_wrote_it_is_no_text() -> None:
    bio = (
        "<div><h3>Jo Sample</h3><p>Jo is an editor who has tested routers for ten years and lives by the sea.</p></div>"
    )
    assert column(bio) == []
    assert column("<div><h3>Smart Home</h3><p>Smart Home shows all lamps that it finds at home.</p></div>") != []
    assert column("<div><p>– Additional reporting by Jo Sample, who has tested routers.</p></div>") == []


@pytest.mark.parametrize(
    ("box", "one"),
    [
        ("<div class=faq>{}</div>", "<div class=faq-item><h3>{}</h3><div class=faq-answer><p>{}</p></div></div>"),
        ("<div>{}</div>", "<div class=schema-faq-section><strong>{}</strong> <p>{}</p></div>"),
        (
            "<div class=accordion>{}</div>",
            "<div class=accordion-item><h3><button class=accordion-button>{}</button></h3>"
            "<div class=accordion-body><p>{}</p></div></div>",
        ),
        ("{}", "<details><summary>{}</summary><p>{}</p></details>"),
    ],
)
def test_questions_with_their_answers_are_text(box: str, one: str) -> None:
    faq = "<h2>FAQ</h2>" + box.format("".join(one.format(*pair) for pair in zip(QUESTIONS, ANSWERS, strict=True)))
    assert labels(faq, "FAQ", *QUESTIONS, *ANSWERS) == ["body"] * 5
    assert labels("", *QUESTIONS, *ANSWERS, between=faq) == ["body"] * 4


def test_the_last_list_above_links_to_other_articles_is_text() -> None:
    links = "<h3>More on routers:</h3><ul>" + "".join(f"<li>{CARD.format(day)}" for day in (2, 3)) + "</ul>"
    news = "<h2>What is new</h2><ul><li>New clock faces<li>Faster unlock<li>Bigger widgets</ul>"
    found = labels(news + links, "What is", "New clock", "Faster", "Bigger", "More on")
    assert found == ["body"] * 4 + ["teaser"]


def test_the_steps_of_a_guide_are_text_however_brief() -> None:
    steps = ("Open the settings and scroll down to the page of the storage.", "Restart the router.")
    boxes = "".join(f"<div class=howto-step><h3>Step {i}</h3><p>{step}</p></div>" for i, step in enumerate(steps, 1))
    assert labels(boxes, "Step", *steps) == ["body"] * 4


def test_list_entries_of_a_label_and_a_paragraph_are_text() -> None:
    listed = "<ul><li><strong>Speed:</strong><p>We timed a hundred gigabytes.</p>"
    listed += "<li><p><b>Heat:</b></p><p>The shell was measured after an hour.</p></ul>"
    assert labels("", "Speed", "We timed", "Heat", "The shell", between=listed) == ["body"] * 4


def test_footnotes_are_text() -> None:
    note = "<div class=footnote><a href=#a1>{}</a><div class=footnote-content><p>{}</p></div></div>"
    notes = ("He means the version of that year, which was never sold.", "The figures are from the maker's own report.")
    assert labels("".join(note.format(i, said) for i, said in enumerate(notes, 1)), *notes) == ["body"] * 2


def test_of_a_paragraph_for_phones_and_one_for_desktops_the_first_is_text() -> None:
    said = "<p>This paragraph stands in the page twice, once for phones and once for the larger screens.</p>"
    phone, desktop = f"<div class=mobile-only>{said}</div>", f"<div class=desktop-only>{said}</div>"
    assert labels(desktop, "This paragraph", between=phone) == ["body", "other"]


def test_what_is_left_of_a_table_of_offers_is_no_text() -> None:
    table = "<table><tr><td>{}<td>Grill One<td>At Amazon<tr><td>299 Euro<td>Grill Two<td>At Amazon</table>"
    assert column(table.format(SENTENCES[0])) == []
