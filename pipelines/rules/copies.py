"""Rules for what a page holds twice: for another screen size, for search engines, or as a table of contents."""

from __future__ import annotations

import numpy as np

from pipelines.rules.bits import Bits, bits, places
from pipelines.rules.parts import Parts

WHOLE, PARAGRAPHS = 1000, 3  # characters of a copy of the article at least, and how many of its paragraphs it holds
COPIES, ASKED = 3, 50  # how many hidden blocks are asked, the longest ones, for how many first paragraphs
NESTED = 3  # boxes whose shapes are compared
LONGER = 6  # words; what is shorter recurs by itself


def repeats(p: Parts) -> Bits:
    """A later copy of a block, or the linked entry of a table of contents where its heading follows.

    So is the headline once more where the text would begin. What recurs alone in boxes of the same shape is no copy but
    the text's own: a row of a table, a refrain.
    """
    f = p.facts
    begins_so = p.body != 0 and f.headline >= 0 and f.lower[p.first] == f.lower[f.headline]
    out = 1 << p.first if begins_so else 0
    heading = p.tagged("heading")
    before: dict[str, tuple[int, int]] = {}  # the first and the last block with a text
    for i in places(p.body & p.at_least(LONGER) & p.recurring):
        earlier = before.get(text := f.blocks[i].text, ())
        if earlier and heading >> i & 1 and not any(heading >> at & 1 for at in earlier):
            if f.density[earlier[0]] > 0.8:
                out |= 1 << earlier[0]
        elif earlier and not any(of_one_shape(p, i, at) and not in_sequence(p, i, at) for at in earlier):
            out |= 1 << i
        before[text] = (earlier[0] if earlier else i, i)
    return out


def of_one_shape(p: Parts, a: int, b: int) -> bool:
    around = p.facts.around[:NESTED]
    return np.array_equal(p.facts.shape[around[:, a]], p.facts.shape[around[:, b]])


def in_sequence(p: Parts, a: int, b: int) -> bool:
    """Whether the blocks before or behind two alike blocks are alike as well: all around them is there twice."""
    texts = p.facts.lower
    before = texts[max(a - 1, 0) : a] == texts[max(b - 1, 0) : b]
    return before or texts[a + 1 : a + 2] == texts[b + 1 : b + 2]


def holds_all(p: Parts) -> Bits:
    """A hidden block that holds the other paragraphs: the article once more, as Markdown or for search engines."""
    f = p.facts
    hidden = places(p.body & bits((f.box_hidden[f.box] > 0) & (f.chars > WHOLE)))
    if not hidden:
        return 0
    asked = places(p.body & p.at_least(12))[:ASKED]
    out = 0
    for i in sorted(hidden, key=f.chars.__getitem__)[-COPIES:]:
        whole = f.blocks[i].text
        if sum([f.blocks[at].text[:60] in whole for at in asked if at != i]) >= PARAGRAPHS:
            out |= 1 << i
    return out
