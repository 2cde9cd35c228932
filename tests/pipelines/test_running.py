"""Which blocks are text because of those beside them; what the model thinks of each is given here."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.declared import declared
from pipelines.parse import parse
from pipelines.rules.arrays import Mask
from pipelines.rules.features import Facts
from pipelines.rules.running import Running
from pipelines.segment import segment

LONG = "This paragraph number {} is longer than any button would be."


def facts_of(body: str) -> Facts:
    root = parse(f"<html><body>{body}</body></html>")
    blocks, boxes, *_ = segment(root)
    return Facts(blocks, boxes, declared(root, "https://a.example/b"))


def test_text_parted_by_advertisements_is_one_text() -> None:
    columns = [
        f"<div class=row><div class=column><div class=pad><p>{LONG.format(i)}</div></div></div>" for i in range(6)
    ]
    aside = f"<div class=row><div class=offers><div class=pad><p>{LONG.format(6)}</div></div></div>"
    facts = facts_of("<div class=banner>Advertisement</div>".join([*columns, aside]))
    sure = np.array([any(f"number {i} " in block.text for i in (0, 1, 2)) for block in facts.blocks])
    found = [block.text for block, like in zip(facts.blocks, Running(facts).alike(sure), strict=True) if like]
    assert found == [LONG.format(i) for i in range(6)]


def test_boxes_without_classes_tell_no_columns_apart() -> None:
    facts = facts_of("".join(f"<table><tr><td>{LONG.format(i)}</table>" for i in range(6)))
    sure = np.array([any(f"number {i} " in block.text for i in (0, 1, 2)) for block in facts.blocks])
    assert Running(facts).alike(sure).tolist() == sure.tolist()


def test_a_list_announced_by_the_text_belongs_to_it() -> None:
    listed = "<ul><li>one port more<li>a quieter fan<li><a href=/x>All tests of routers</a></ul>"
    facts = facts_of(f"<p>New are three things:</p>{listed}<p>That is all.</p>{listed}")
    sure = np.array([block.box.tag == "p" for block in facts.blocks])
    found = [block.index for block, told in zip(facts.blocks, Running(facts).announced(sure), strict=True) if told]
    assert found == [1, 2]
    assert not Running(facts).announced(np.zeros(len(facts.blocks), dtype=np.bool_)).any()


def test_what_stands_between_two_paragraphs_in_their_box_is_in_line_with_them() -> None:
    facts = facts_of("<div><p>One.<div>Two</div><p>Three.<p><a href=/x>Four</a><p>Five.</div><p>Six<p>Seven.")
    sure = np.array([block.text.endswith(".") for block in facts.blocks])
    assert [facts.blocks[i].text for i in np.flatnonzero(Running(facts).between(sure))] == ["Two"]


def test_code_in_the_text_is_text_but_the_numbers_of_its_lines_are_not() -> None:
    facts = facts_of("<pre>above()</pre><p>One.<pre>1\n2</pre><pre>go()</pre><p>Two.<pre>below()</pre>")
    sure = np.array([block.text.endswith(".") for block in facts.blocks])
    assert Running(facts).in_line(sure, np.zeros(len(sure))).tolist() == [
        block.text == "go()" for block in facts.blocks
    ]


def test_a_list_half_of_which_is_text_is_text_as_a_whole() -> None:
    lists = "<ul><li>light<li>quiet<li>cheap<li><a href=/x>more of it</a></ul><ul><li>a<li>b<li>c</ul>"
    facts = facts_of(f"{lists}<table><tr><th>weight<td>two kilos<tr><th>price<td>much</table>")
    sure = np.array([block.text in ("light", "quiet", "a", "two kilos", "price") for block in facts.blocks])
    found = [facts.blocks[i].text for i in np.flatnonzero(Running(facts).of_one_list(sure))]
    assert found == ["light", "quiet", "cheap", "weight", "two kilos", "price", "much"]


def test_a_table_that_lays_a_page_out_is_no_list() -> None:
    menu = "<td>News<td>Tests<td>About us"
    facts = facts_of(f"<table><tr>{menu}<tr>{''.join(f'<td>{LONG.format(i) * 4}' for i in range(4))}</table>")
    assert not Running(facts).of_one_list(facts.words > 20).any()


def test_a_heading_right_above_text_is_text() -> None:
    facts = facts_of(
        "<div><h4>The good</h4><ul><li>Light.<li>Quiet.</ul><h4>Related</h4><p>Text.</div><h3>Elsewhere</h3><p>Text."
        "<div><h3><a href=/x>Another one</a></h3><p>Text.</div><div><h3>Apart</h3></div><div><p>Text.</div>"
    )
    sure = np.array([block.text.endswith(".") for block in facts.blocks])
    found = [facts.blocks[i].text for i in np.flatnonzero(Running(facts).heading(sure))]
    assert found == ["The good", "Elsewhere"]


SPECS = "<li>12 cores<li>35 watts"


def enclosed(listed: str) -> tuple[Facts, Mask]:
    """What is found of a list between two paragraphs that are sure to be text."""
    facts = facts_of(f"<div><div><p>One.</div>{listed}<div><p>Two.</div></div>")
    sure = np.array([block.text.endswith(".") for block in facts.blocks])
    return facts, Running(facts).enclosed(sure)


@pytest.mark.parametrize(
    "listed",
    [
        f"<div class=wrap><ul>{SPECS}</ul></div>",
        f"<div class=group><h3>Specifications</h3><ul>{SPECS}</ul></div>",
        "<div class=table-responsive><table><tr><th>cores<td>12<tr><th>list price<td>249 Euro</table></div>",
        "<figure><table><tr><td>cores<td>12</table></figure>",
        "<dl><dt>cores<dd>12</dl>",
        f"<h3>Pro</h3><ul>{SPECS}</ul><div><h3>Contra</h3><ul><li>loud<li>late</ul></div>",
    ],
)
def test_a_list_or_table_in_a_box_of_its_own_between_two_paragraphs_is_text(listed: str) -> None:
    facts, found = enclosed(listed)
    told = [i for i, block in enumerate(facts.blocks) if not block.text.endswith(".") and block.box.tag != "h3"]
    assert found[told].all()


@pytest.mark.parametrize(
    "listed",
    [
        f"<ul class=share>{SPECS}</ul>",
        f"<div hidden><ul>{SPECS}</ul></div>",
        f"<p>Read more about it<ul>{SPECS}</ul>",
        "<ul><li>Share<li>Print</ul>",
        "<ul><li><a href=/news/new-chip-1234567.html>A new chip</a><li>35 watts</ul>",
        "<ul><li>1<li>2<li>3</ul>",
        "<table><tr><td><pre>1\n2</pre><td><pre>go()\nend()</pre></table>",
        f"<p>An aside<p>and another<ul>{SPECS}</ul>",
    ],
)
def test_a_list_of_another_part_between_two_paragraphs_is_none(listed: str) -> None:
    assert not enclosed(listed)[1].any()


def test_a_table_that_begins_the_box_of_the_text_is_text_though_a_row_of_it_links_a_shop() -> None:
    shop = "<tr><th>buy<td><a rel=sponsored href='https://www.amazon.de/dp/B1?tag=mag-21'>Amazon</a>"
    table = f"<table><tr><th>cores<td>12<tr><th>power<td>35 watts<tr><th>price<td>249 Euro{shop}</table>"
    facts = facts_of(f"<p>A date<p>A name<div><h2>Data</h2><div>{table}</div><p>One.<p>Two.</div>")
    sure = np.array([block.text.endswith(".") for block in facts.blocks])
    found = [facts.blocks[i].text for i in np.flatnonzero(Running(facts).enclosed(sure))]
    assert found == ["cores", "12", "power", "35 watts", "price", "249 Euro", "buy"]


def test_what_stands_alone_in_a_box_with_a_list_of_the_text_names_it() -> None:
    facts = facts_of(f"<div><div>Pro</div><ul>{SPECS}</ul></div><div>Contra<p>Two.<ul><li>loud<li>late</ul></div>")
    listed = np.array([block.box.tag == "li" for block in facts.blocks])
    assert [facts.blocks[i].text for i in np.flatnonzero(Running(facts).heading(listed))] == ["Pro"]
