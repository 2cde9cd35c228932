"""Which blocks are the article's running text, by how likely the body model finds each of them, and by each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

import numpy as np

from pipelines.rules.arrays import Floats, Ints, Mask, sums
from pipelines.rules.counts import TAG_NUMBER
from pipelines.rules.features import Facts
from pipelines.rules.lexicon import BIT, LEXICON
from pipelines.rules.targets import Target
from pipelines.values import Label

Marked = dict[int, tuple[Label, str]]  # what a site's layout says of blocks: label and reason
THRESHOLD = 0.5
LEAST = 0.15  # below it nothing is text, however little the page has
FEW, UNSURE = 3, 0.3  # paragraphs; the same on a page that has so many
DOUBTFUL = 0.1  # but enough where the neighbours are text
LISTED = 0.2  # and enough for the lines of a list that a sentence of the text announces
BETWEEN = 0.3  # and enough for what stands right between two paragraphs, in one box with them
REST = 0.02  # and for what is left of a list that is text, and for a heading right above text
OF_HEADING, ENTRIES = 3, 3  # blocks at most of a box that its heading ends; such headings of a row of entries
ENCLOSED, NEAR = 0.1, 2  # and for a list in the midst of the text; how far from that at most
HALF, LONGEST_LIST, CELL, TITLE = 0.5, 200, 25, 3  # of it; blocks; words of a cell; words of what names a list
LISTS = frozenset(("ul", "ol", "dl", "table"))
# Parts around a text that hold lists of their own: by their names, and by what their lines read like.
BOXES = "nav footer sidebar teaser share newsletter comments ad affiliate author tags meta consent offscreen".split()
LINES = "newsletter comments share cookie copyright teaser credit byline tags nav ad".split()
NAMED_APART: Final = sum(BIT[group] for group in BOXES)
READS_APART: Final = np.array([False, *(kind in LINES for kind in LEXICON)])
IN_LAYOUT = 0.1  # inside of what a layout calls the body
CELL_TAG: Final = TAG_NUMBER["td"]
PRE: Final = TAG_NUMBER["pre"]
LETTER = re.compile(r"[^\W\d]").search
SELDOM = 3  # one line in so many
PARAGRAPH = 8  # words
NESTED = 4  # boxes whose shapes tell the columns of a page apart
OFTEN, MOSTLY = 3, 0.3  # paragraphs of the text in such boxes, and their share of all in such


class Running:
    """Finds the running text of one page."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.long = np.flatnonzero(facts.words >= PARAGRAPH)
        shapes, different = facts.shape[facts.around[:NESTED, self.long]], len(facts.shape_names)
        nested = shapes[0]
        for outer in shapes[1:]:
            nested = nested * different + outer
        self.beside = numbered(facts.around[1, self.long] * different + shapes[0])
        self.nested = numbered(nested)
        self.enough = np.maximum(OFTEN, MOSTLY * np.bincount(self.nested))
        self.classed = np.array(list(map(bool, facts.shape_names)))[shapes].any(axis=0)
        self.unlinked = facts.density < 0.5
        self.plain_heading = self.unlinked & (facts.tags == TAG_NUMBER["h2"]) & (facts.kinds == 0)
        self.lists = lists_of(facts)
        self.apart = ~self.unlinked | READS_APART[facts.kinds]
        self.plain_lists = self.plain()
        self.colons = [i for i, text in enumerate(facts.lower[:-1]) if text[-1] == ":"]
        pre = np.flatnonzero(facts.tags == PRE).tolist()
        self.code = np.array([i for i in pre if LETTER(facts.lower[i])], dtype=np.int64)

    def text(self, p: Floats, marked: Marked) -> Mask:
        """Which blocks are the article's own text, where the model finds them so likely (`p`).

        On a page of which the model is unsure, the likeliest blocks are.
        """
        body = p >= self.threshold(p)
        body |= self.in_line(body, p)
        text = [i for i, (label, _) in marked.items() if label in (Label.BODY, Label.STANDFIRST)]
        if any(marked[i][0] is Label.BODY for i in text):
            inside = np.zeros(len(p), dtype=np.bool_)
            inside[text] = True
            body = inside & (p >= IN_LAYOUT)
        for i, (label, _) in marked.items():
            if label not in (Label.BODY, Label.STANDFIRST):
                body[i] = False
        if self.facts.headline >= 0:
            body[self.facts.headline] = False
        return body

    def threshold(self, p: Floats) -> float:
        """From which probability on a block is text: lower where the model doubts even the likeliest paragraphs."""
        likeliest = np.sort(p[self.long])[-FEW:]
        if len(likeliest) < FEW:
            return min(THRESHOLD, max(LEAST, 0.6 * float(p.max())))
        return min(THRESHOLD, max(UNSURE, 0.9 * float(likeliest[0])))

    def in_line(self, body: Mask, p: Floats) -> Mask:
        """What stands in one line with blocks that surely are text, however little the model thinks of it."""
        out = self.alike(body) & (p >= DOUBTFUL)
        out |= self.between(body) & (p >= BETWEEN)
        out |= self.announced(body) & (p >= LISTED)
        out |= self.enclosed(body) & (p >= ENCLOSED)
        out |= self.of_one_list(body) & (p >= REST)
        out |= self.heading(body | out) & (p >= REST)
        text = np.flatnonzero(body)
        if len(text):  # code is text between its first and its last block, but the column of line numbers is none
            out[self.code[(self.code > text[0]) & (self.code < text[-1])]] = True
        return out

    def alike(self, body: Mask) -> Mask:
        """Paragraphs, longer than a button, as the text's are: in the same box and of the same shape, or in boxes of
        the same shapes and classes further out as well, as where advertisements part the text into several boxes.
        """
        sure = body[self.long]
        enough = np.bincount(self.nested, sure) >= self.enough
        out = np.zeros(len(body), dtype=np.bool_)
        out[self.long] = (np.bincount(self.beside, sure) > 0)[self.beside] | (
            enough[self.nested] & self.classed & self.unlinked[self.long]
        )
        return out

    def announced(self, body: Mask) -> Mask:
        """The lines of a list that a paragraph of the text ends with a colon before, but not links."""
        out = np.zeros(len(body), dtype=np.bool_)
        for i in filter(body.__getitem__, self.colons):
            box = self.facts.blocks[i + 1].box
            while box.parent is not None and box.parent.start == i + 1:
                box = box.parent
                if box.tag in ("ul", "ol"):
                    out[i + 1 : box.stop] = True
        return out & self.unlinked

    def of_one_list(self, body: Mask) -> Mask:
        """What else stands in a list or table half of which is text, but not links."""
        before = sums(body.astype(np.float32))
        out = np.zeros(len(body), dtype=np.bool_)
        for start, stop in self.lists:
            if before[stop] - before[start] >= HALF * (stop - start):
                out[start:stop] = True
        return out & self.unlinked

    def plain(self) -> list[tuple[int, int]]:
        """The lists that link nothing, seldom read like those around a text, and are no column of numbers."""
        if not self.lists:
            return []
        f = self.facts
        other = sums(~self.unlinked | (f.targets & Target.PAID > 0) | (f.tags == PRE)).tolist()
        apart = sums(self.apart).tolist()
        cells = (f.tags == CELL_TAG).tolist()
        return [
            (start, stop)
            for start, stop in self.lists
            if SELDOM * (other[stop] - other[start]) <= (stop - start if cells[start] else 0)
            and SELDOM * (apart[stop] - apart[start]) <= stop - start
            and any(map(LETTER, f.lower[start:stop]))
        ]

    def enclosed(self, body: Mask) -> Mask:
        """The lists and tables without links that stand, with or without a heading, between two blocks of the text."""
        out = np.zeros(len(body), dtype=np.bool_)
        if not self.plain_lists:
            return out
        text = [-NEAR - 1, *np.flatnonzero(body).tolist(), len(body) + NEAR]
        begun = ended = -NEAR - 1  # of lists that follow each other
        for start, stop in [*self.plain_lists, (len(body) + NEAR, 0)]:
            if start > ended + NEAR or self.apart[ended:start].any():
                before, after = text[bisect_left(text, begun) - 1], text[bisect_left(text, ended)]
                if after - ended < NEAR and self.in_text(before, begun, ended, after):
                    out[begun:ended] = True
                begun = start
            ended = max(ended, stop)
        return out & self.unlinked

    def in_text(self, before: int, start: int, stop: int, after: int) -> bool:
        """Whether a list stands right behind the one of these two blocks, in no other part of the smallest box of both.

        Or whether it begins the box of the other, above which nothing is text.
        """
        f = self.facts
        behind = start - before <= NEAR
        if start < 0 or self.apart[before + 1 if behind else max(start - 1, 0) : start].any():
            return False
        own = before if behind else after
        starts, stops = f.starts[1:, own], f.stops[1:, own]
        holding = stops > after if behind else (starts <= start) & (starts > start - NEAR) & (stops > after + 1)
        if not holding.any():
            return False
        both = f.around[1 + int(holding.argmax()), own]
        boxes = f.box[start:stop]
        named = np.bitwise_or.reduce(f.far[boxes]) & ~f.far[both] & NAMED_APART
        return not named and bool(f.box_hidden[boxes].max() <= f.box_hidden[both])

    def heading(self, body: Mask) -> Mask:
        """A heading right above text that stands in one box with it, but none that announces other things.

        It may end a small box of its own, as below the time of an entry.
        """
        f = self.facts
        above = np.flatnonzero(self.plain_heading[:-1] & body[1:])
        with_it = (f.around[1, above] == f.around[1:4, above + 1]).any(axis=0)
        ends_own = (f.stops[1, above] == above + 1) & (f.sizes[1, above] <= OF_HEADING)
        ends_own &= f.around[2, above] == f.around[1, above + 1]
        if ends_own.sum() < ENTRIES:  # a title over the summary heads no text
            ends_own &= above > np.argmax(body)
        with_it |= ends_own
        out = np.zeros(len(body), dtype=np.bool_)
        out[above[with_it]] = True
        for start, stop in self.plain_lists:
            if start and body[start] and self.names_list(start - 1, stop):
                out[start - 1] = True
        return out

    def names_list(self, i: int, stop: int) -> bool:
        """Whether a block is the title of the list below it, 'Pro' or 'Contra': alone in a box with it."""
        f = self.facts
        alone = (f.starts[1, i] == i) & (f.stops[1, i] == stop)
        return bool(alone and f.words[i] <= TITLE and not self.apart[i])

    def between(self, body: Mask) -> Mask:
        """What stands right between two blocks of the text and in one box with them, but not links."""
        box = self.facts.around[1]
        out = np.zeros(len(body), dtype=np.bool_)
        out[1:-1] = body[:-2] & body[2:] & (box[:-2] == box[1:-1]) & (box[2:] == box[1:-1])
        return out & self.unlinked


def lists_of(facts: Facts) -> list[tuple[int, int]]:
    """Where the lists and tables of a page begin and end; a table of long texts is its layout."""
    out: list[tuple[int, int]] = []
    for box in facts.boxes:
        start, stop = box.start, box.stop
        if box.tag not in LISTS or not 2 <= stop - start <= LONGEST_LIST or stop > len(facts.blocks):
            continue
        if box.tag == "table" and (facts.words[start:stop] > CELL).any():
            continue
        if not start <= facts.headline < stop:
            out.append((start, stop))
    return out


def numbered(kinds: Ints) -> Ints:
    """The same with small numbers: each kind's place among all of them."""
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(kind, len(numbers)) for kind in kinds.tolist()], dtype=np.int64)
