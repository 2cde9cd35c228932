"""The rule for the summary between headline and text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.items import Label
from pipelines.rules.arrays import Mask
from pipelines.rules.parts import TAGS, Parts, Rule
from pipelines.text import inner_text, key


def standfirst(p: Parts) -> Mask:
    """The summary between headline and text: named so, declared as the page's description, or in a box of its own."""
    f = p.facts
    named = p.named("standfirst", p.own) | (p.named("standfirst") & ~p.named("body", p.own))
    declared = f.in_description > 0
    summary = (named | declared) & (p.place <= p.first) & (f.density < 0.5) & (f.words <= 80)
    summary &= ~p.reads("byline") & ~p.tagged("link")
    credit = (p.reads("credit") | p.reads("copyright")) & (f.words <= 30) & (f.ends == 0) | p.credited
    at = np.flatnonzero((p.body | summary) & (f.words >= 5) & p.after_headline & ~credit)
    out = np.zeros(len(f.words), dtype=np.bool_)
    if not len(at):
        return out
    first = at[0]
    for i in at[:3]:
        if f.tags[i] == TAGS["heading"] and not named[i]:
            break
        if named[i] or declared[i]:
            out[i] = True
        else:
            break
    if not out.any() and len(at) > 1 and 6 <= f.words[first] <= 80 and f.tags[first] != TAGS["heading"]:
        out[first] = in_its_own_way(p, int(first), at)
    return out


def in_its_own_way(p: Parts, first: int, at: NDArray[np.intp]) -> bool:
    """Whether the first paragraph is set apart from the rest: alone in a box of another shape, or bold as a whole."""
    f = p.facts
    box, after = f.box[first], f.box[at[1]]
    alone = not np.any((at[1:] >= f.start[f.parent[box]]) & (at[1:] < f.stop[f.parent[box]]))
    unlike = f.shape[f.parent[box]] != f.shape[f.parent[after]]
    if box != after and alone and unlike:
        return True
    bold = {key(inner_text(part)) for part in f.boxes[box].element.iterdescendants("b", "strong")}
    return key(f.blocks[first].text) in bold and key(f.blocks[at[1]].text) not in bold


STANDFIRST = Rule(Label.STANDFIRST, "summary set apart between headline and text", standfirst)
