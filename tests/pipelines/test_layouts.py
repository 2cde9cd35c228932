"""A site's selectors: they overrule, the innermost counts, and a bad one is named."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from pipelines import separate
from pipelines.items import Layout
from pipelines.rules.layouts import BadSelector, choose, hints
from pipelines.segment import segment

URL = "https://a.example/news/ein-neuer-router-im-test-123456.html"
TEXT = "Der Router kam am Montag in den Handel und kostet in der Grundausstattung 120 Euro, wie der Hersteller sagt. "
PAGE = f"""<html><body><div id=story><h1>Ein neuer Router im Test</h1><p class=summary>{TEXT}</p>
<p>{TEXT * 2}</p><div class=x1><p>{TEXT * 3}</p></div><p><span class=x2>Werbung für Router</span></p>
<p>{TEXT * 2}ENDE</p>
</div></body></html>"""


def labels(layout: Layout, page: str = PAGE) -> dict[str, tuple[str, str]]:
    """Text → label and reason."""
    found = separate(page, URL, layout=layout, blocks=True)["blocks"]
    return {block["text"]: (block["label"], block["reason"]) for block in found}


def test_hints_overrule_the_models() -> None:
    found = labels(Layout(when="#story", comments=".x1", byline=".summary"))
    assert found[(TEXT * 3).strip()] == ("comments", "layout: comments is .x1")
    assert found[TEXT.strip()] == ("byline", "layout: byline is .summary")
    assert found[(TEXT * 2).strip()][0] == "body"


def test_the_innermost_mark_counts() -> None:
    found = labels(Layout(when="#story", body="#story", teaser=".x1", other=(".x1 p",)))
    assert found[(TEXT * 3).strip()][0] == "other"
    assert found[f"{TEXT * 2}ENDE"][0] == "body"


def test_a_span_that_is_the_whole_block_is_marked() -> None:
    assert labels(Layout(when="#story", ad=".x2"))["Werbung für Router"] == ("ad", "layout: ad is .x2")


def test_a_span_that_is_a_part_of_a_block_marks_nothing() -> None:
    root = etree.HTML("<p>Ganz anders <span class=x>im Satz</span> steht es.")
    blocks, boxes, *_ = segment(root)
    assert hints(root, blocks, boxes, Layout(when="p", ad=".x")) == {}


def test_the_first_layout_that_matches_is_used() -> None:
    root = etree.HTML(PAGE)
    old, new, newer = Layout(when="#gone"), Layout(when="#story", name="new"), Layout(when="body", name="newer")
    assert choose((old, new, newer), root) is new
    assert choose((old,), root) is None
    record = separate(PAGE, URL, layouts=(old,))
    assert "no layout of the site matches the page" in record["extraction"]["warnings"]
    assert separate(PAGE, URL, layouts=(old, new))["extraction"]["layout"] == "new"


@pytest.mark.parametrize("bad", ["div[", "p:foo", "a >", "", "svg|a"])
def test_a_bad_selector_is_named(bad: str) -> None:
    with pytest.raises(BadSelector, match="layout selector") as caught:
        separate(PAGE, URL, layout=Layout(when="#story", body=bad))
    assert repr(bad) in str(caught.value)


def test_nested_matches_take_linear_time() -> None:
    root = etree.HTML("<article>" * 200 + "<a href=/x>x</a>" * 20_000)
    blocks, boxes, *_ = segment(root)
    start = time.process_time()
    found = hints(root, blocks, boxes, Layout(when="article a", teaser="article a"))
    assert time.process_time() - start < 10, "the time goes with the product of articles and links"
    assert len(blocks) == len(found) == 20_000
