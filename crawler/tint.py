"""Marks a page's blocks in its tree, so that each can be tinted, found and pointed at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pipelines.blocks import Element
from pipelines.rules.styles import is_hint
from pipelines.segment import INLINE, SKIPPED
from pipelines.text import visible
from pipelines.xpath import xpath

RUN = "tn-run"  # no formatting element of HTML: a browser that mends the page never makes two of one
BLOCK = "data-tn-block"
OWN = "data-tn-"
SPREAD = frozenset("html head body table thead tbody tfoot tr a".split())  # larger than a block, or no box at all
NAME = re.compile(r"[a-z_][\w.-]*", re.ASCII | re.IGNORECASE).fullmatch  # an attribute that a tree may be given, too
ODD = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]").sub  # what XML can't hold, but a parsed page


@dataclass(frozen=True, slots=True)
class Words:
    """A text node: what an element begins with, or (`tail`) what follows it; `text` without any white space.

    A `hint` amid a sentence ("opens in a new tab") is in no block.
    """

    element: Element
    tail: bool
    text: str
    hint: bool


def squeeze(text: str) -> str:
    """What two writings of a text have in common: all but white space and what nobody sees.

    >>> squeeze(" Daten\\u00adschutz \\n heute ")
    'Datenschutzheute'
    """
    return "".join(visible(text).split())


def tint(root: Element, blocks: Sequence[dict[str, Any]]) -> set[int]:
    """Mark the blocks of a record in its page's tree with their number and label; returns the numbers that were found.

    An element that holds one block and nothing else is marked itself; of other blocks each text node is wrapped in a
    `tn-run`. Linear where the blocks are those of this very page in its order, which they are unless the record is
    another version's.
    """
    words = list(_words(root))
    found = _find(words, blocks)
    owners = _owners(words, found)
    _forget(root)
    for number, places in found.items():
        block = blocks[number]
        title = _legible(f"{block['label']}: {block['reason']}")
        marks = {BLOCK: str(number), "data-tn-label": block["label"], "title": title}
        box = _box(words[places[0]])
        if (
            owners[box] == number
            and box.tag not in SPREAD
            and all(inner.tag in INLINE for inner in box.iterdescendants())
        ):
            marked = [box]
        else:
            marked = [_wrapped(words[place]) for place in places]
        for element in marked:
            for name, value in marks.items():
                element.set(name, value)
        marked[0].set("data-tn-first", "")
    return set(found)


def _words(root: Element) -> list[Words]:
    """All text nodes that the segmentation reads, in the order of the page."""
    found = []
    hint: Element | None = None  # the outermost one open
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and (element.tag in SKIPPED):
            walker.skip_subtree()
        elif event == "start":
            if hint is None and element.tag == "span" and is_hint(element):
                hint = element
            if text := squeeze(element.text or ""):
                found.append(Words(element, False, text, hint is not None))
        else:
            hint = None if element is hint else hint
            if element is not root and (text := squeeze(element.tail or "")):
                found.append(Words(element, True, text, hint is not None))
    return found


def _find(words: list[Words], blocks: Sequence[dict[str, Any]]) -> dict[int, list[int]]:
    """The places in `words` of each block that is there: straight on, else wherever in its element it stands."""
    inside: dict[str, list[int]] | None = None
    found: dict[int, list[int]] = {}
    used: set[int] = set()
    at = 0
    for number, block in enumerate(blocks):
        text = squeeze(block["text"])
        if not text:
            continue
        places = _match(words, at, text, used)
        if not places:
            inside = _by_xpath(words) if inside is None else inside
            starts = inside.get(str(block.get("xpath", "")), [])
            places = next((hit for start in starts if (hit := _match(words, start, text, used))), [])
        if places:
            found[number] = places
            used.update(places)
            at = places[-1] + 1
    return found


def _match(words: list[Words], at: int, text: str, used: set[int]) -> list[int]:
    """The places from `at` on whose words make up the text, hints aside; none if they don't."""
    places: list[int] = []
    place, done = at, 0
    while done < len(text) and place < len(words) and place not in used:
        if text.startswith(words[place].text, done):
            done += len(words[place].text)
            places.append(place)
        elif not words[place].hint:
            break
        place += 1
    return places if done == len(text) else []


def _by_xpath(words: list[Words]) -> dict[str, list[int]]:
    """The places of the words of each block-level element, by its XPath."""
    known: dict[Element, str] = {}
    paths: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        paths.setdefault(xpath(_box(word), known), []).append(place)
    return paths


def _box(word: Words) -> Element:
    """The block-level element that the words stand in."""
    at = _holder(word)
    while at.tag in INLINE and (parent := at.getparent()) is not None:
        at = parent
    return at


def _holder(word: Words) -> Element:
    parent = word.element.getparent() if word.tail else None
    return word.element if parent is None else parent


def _owners(words: list[Words], found: dict[int, list[int]]) -> dict[Element, int | None]:
    """For each element with words inside: the number of the one block that they are of, None if they are of several."""
    block_of = {place: number for number, places in found.items() for place in places}
    owners: dict[Element, int | None] = {}
    for place, word in enumerate(words):
        number = block_of.get(place)
        at: Element | None = _holder(word)
        while at is not None:
            if at in owners and (owners[at] is None or owners[at] == number):
                break
            owners[at] = None if at in owners else number
            at = at.getparent()
    return owners


def _forget(root: Element) -> None:
    """Take away marks like ours that the page brought along, and what lxml reads but doesn't let anyone write."""
    for node in root.iter():
        if node.tail:
            node.tail = _legible(node.tail)
        if not isinstance(node.tag, str):
            continue
        if node.tag.startswith("tn-"):
            node.tag = "span"
        if node.text:
            node.text = _legible(node.text)
        there = {str(name): str(value) for name, value in node.attrib.items()}
        kept = {name: _legible(value) for name, value in there.items() if NAME(name) and not name.startswith(OWN)}
        if kept != there:
            node.attrib.clear()  # by name an odd one can't be taken out
            for name, value in kept.items():
                node.set(name, value)


def _legible(text: str) -> str:
    return text if text.isprintable() else ODD(" ", text)


def _wrapped(words: Words) -> Element:
    """The words, now in an element of their own."""
    run = words.element.makeelement(RUN)
    if words.tail:
        run.text, words.element.tail = words.element.tail, None
        words.element.addnext(run)
    else:
        run.text, words.element.text = words.element.text, None
        words.element.insert(0, run)
    return run
