"""What belongs to the text because it stands in the text's own box, however little the body model thinks of it.

A verdict, questions with their answers or the steps of a guide look to that model, in a box of their own, like a part
beside the text. But what stands there without links, is named like no other part, does not read like one and holds
sentences is the article's.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from pipelines.blocks import Box
from pipelines.rules.arrays import Floats, Mask, sums
from pipelines.rules.bits import Bits, span
from pipelines.rules.counts import TAG_NUMBER
from pipelines.rules.features import Facts
from pipelines.rules.lexicon import BIT, LEXICON
from pipelines.rules.plain import LINKED, LONGEST, NAMED_APART, PARAGRAPH, READS_APART, Plain

MOST: Final = 0.67  # of the words of the text are in its own box
FEW: Final = 3  # paragraphs that it holds at least
SURE: Final = 0.5  # probability of a paragraph by which that box is found; share of links of what is none
LIKELY, WITHIN, ASKED = 0.05, 0.1, 0.01  # probability of such a part behind the text, within it, of questions
HEADING: Final = 15  # words of a heading or a question
BRIEF: Final = 3  # and of a sentence in a part like the one before
PASSED: Final = BIT["ad"] | BIT["affiliate"] | BIT["caption"]  # what may stand between the text and its last part
ITEMS: Final = frozenset(("li", "td", "th", "dt", "dd"))
LISTS: Final = frozenset(("ul", "ol", "dl", "table"))
PRICED: Final = LEXICON.index("affiliate") + 1
NESTED: Final = 4  # boxes between an item and its list
HEADS: Final = frozenset((TAG_NUMBER["h2"], TAG_NUMBER["summary"]))


class Part:
    """Blocks `start` to `stop` (exclusive) in the text's own box none of which is text: all of a `box`, or a block."""

    def __init__(self, start: int, stop: int, box: Box) -> None:
        self.start = start
        self.stop = stop
        self.box = box


class Column:
    """Finds the parts of the text's own box that are text, too."""

    def __init__(self, facts: Facts, body: Mask, p: Floats) -> None:
        self.facts, self.n = facts, len(p)
        self.plain = Plain(facts, p)
        self.before: list[float] = sums(body.astype(np.float32)).tolist()  # blocks of text
        self.own = own_box(facts, body & (facts.words >= PARAGRAPH) & (p >= SURE))
        places = np.flatnonzero(body)
        self.first, self.last = (int(places[0]), int(places[-1])) if len(places) else (self.n, -1)

    def text(self) -> Bits:
        """The blocks of all such parts."""
        parts = self.parts()
        inside = [part for part in parts if part.start < self.last]
        return self.between(inside) | self.behind(parts[len(inside) :])

    def between(self, parts: list[Part]) -> Bits:
        """Of the parts between two blocks of the text: sentences, headings over them, questions over answers."""
        out: Bits = 0
        for part in reversed(parts):
            above_text = self.is_text(part.stop) and self.facts.lower[part.start].endswith("?")
            follows = above_text or out >> part.stop & 1
            if self.is_prose(part) or self.is_left(part) or (follows and self.is_heading(part)):
                out |= self.unlinked(part)
        return out

    def behind(self, parts: list[Part]) -> Bits:
        """Of the parts behind the text: sentences and lists, up to a part that is none of the article's."""
        out: Bits = 0
        headings: Bits = 0  # that wait for what they head
        shape = -1  # of the last part
        for part in parts:
            own = int(self.facts.shape[part.box.number])
            if self.is_prose(part, BRIEF if own == shape else PARAGRAPH) or self.is_list(part):
                out |= headings | self.unlinked(part)
                headings, shape = 0, own
            elif self.is_heading(part):
                headings |= span(part.start, part.stop)
            elif not self.is_passed(part):
                break
        return out

    def parts(self) -> list[Part]:
        """The largest boxes without text in the text's own box, behind the beginning of the text, in their order."""
        own = self.own
        out: list[Part] = []
        if own is None:
            return out
        blocks = self.facts.blocks
        i, stop = self.first, min(own.stop, self.n)
        while i < stop:
            if self.is_text(i):
                i += 1
                continue
            box = blocks[i].box
            end = i + 1
            if not self.holds_text(box):
                while box.parent is not None and not self.holds_text(box.parent):
                    box = box.parent
                end = min(box.stop, stop)
            out.append(Part(i, end, box))
            i = end
        return out

    def is_text(self, i: int) -> bool:
        return self.before[i + 1] > self.before[i]

    def holds_text(self, box: Box) -> bool:
        return self.before[min(box.stop, self.n)] > self.before[min(box.start, self.n)]

    def is_plain(self, part: Part) -> bool:
        return not self.holds_text(part.box) and self.plain.is_plain(part.start, part.stop, part.box)

    def is_prose(self, part: Part, words: int = PARAGRAPH) -> bool:
        plain = self.plain
        return (
            plain.holds_sentence(part.start, part.stop, words)
            and plain.likely(part.start, part.stop) >= self.least(part)
            and self.is_plain(part)
        )

    def is_list(self, part: Part) -> bool:
        """Whether it is a list or table of two lines or more, or holds one, or is what is left of one that is text."""
        if self.is_left(part):
            return True
        blocks = self.facts.blocks[part.start : part.stop]
        if not 2 <= len(blocks) <= LONGEST or sum([in_list(block.box, part.box) for block in blocks]) < 2:
            return False
        return self.plain.likely(part.start, part.stop) >= self.least(part) and self.is_plain(part)

    def least(self, part: Part) -> float:
        """How likely such a part must be."""
        if self.plain.asks(part.start, part.stop):
            return ASKED
        return WITHIN if part.start < self.last else LIKELY

    def is_left(self, part: Part) -> bool:
        """Whether it stands in a list or table without links and prices some of which is text."""
        f = self.facts
        box: Box | None = part.box
        for _ in range(NESTED):
            if box is None or box is self.own:
                break
            if box.tag in LISTS and self.holds_text(box):
                if box.stop - box.start > LONGEST:
                    break
                these = slice(box.start, min(box.stop, self.n))
                if f.linked[these].sum() > LINKED * f.chars[these].sum() or (f.kinds[these] == PRICED).any():
                    return False
                return self.is_plain(part)
            box = box.parent
        return False

    def is_heading(self, part: Part) -> bool:
        """A line that may head such a part: a heading, or a question."""
        f, i = self.facts, part.start
        if part.stop - i > 1 or f.words[i] > HEADING or f.links[i] or self.named(part) & NAMED_APART:
            return False
        if f.words[i] >= BRIEF and f.lower[i].endswith("?"):
            return True
        return int(f.tags[i]) in HEADS and int(f.kinds[i]) not in READS_APART

    def is_passed(self, part: Part) -> bool:
        """An advertisement, an offer, a picture: behind it the text may go on."""
        named = self.named(part) & NAMED_APART
        says = part.stop - part.start == 1 and LEXICON[int(self.facts.kinds[part.start]) - 1] == "ad"
        return says or (named != 0 and not named & ~PASSED)

    def named(self, part: Part) -> int:
        own = int(self.facts.own[part.box.number])
        return own if self.holds_text(part.box) else self.plain.named(part.stop, part.box)

    def unlinked(self, part: Part) -> Bits:
        density = self.facts.density
        out: Bits = 0
        for i in range(part.start, part.stop):
            if density[i] < SURE:
                out |= 1 << i
        return out


def in_list(box: Box, outermost: Box) -> bool:
    """Whether the box is, or is in, an item of a list or a cell of a table, within another box."""
    at: Box | None = box
    while at is not None:
        if at.tag in ITEMS:
            return True
        if at is outermost:
            break
        at = at.parent
    return False


def own_box(facts: Facts, sure: Mask) -> Box | None:
    """The smallest box that holds most of the sure paragraphs, by their words; none if they are few."""
    if sure.sum() < FEW:
        return None
    words, number = sums(facts.words * sure), sums(sure.astype(np.float32))
    start, stop = facts.start, facts.stop
    holds = (words[stop] - words[start] >= MOST * words[-1]) & (number[stop] - number[start] >= FEW)
    return facts.boxes[int(np.flatnonzero(holds)[-1])]
