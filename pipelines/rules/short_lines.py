"""Rules for a few words that read like a button of another part, and when they are the text's own."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.rules.bits import Bits, bits, places, span
from pipelines.rules.containers import nearest
from pipelines.rules.parts import Parts

LIST = 60  # blocks of a list; a longer one lays out the page
ANSWER = re.compile(
    r"(?!no comments|comments (?:are|is)\b|please |follow us).*[.?…][\"”»)]?$", re.DOTALL
).match  # in lower case
LABELLED = re.compile(r"\w+:").match  # 'Category: tests' in a list of such lines


def lone(kind: str, words: int = 4) -> Callable[[Parts], Bits]:
    """A few words that read like a button or a heading of another part, no heading of the text."""

    def holds(p: Parts) -> Bits:
        found = p.reads(kind) & p.at_most(words) & p.unended & ~p.tagged("heading")
        if not found & p.body:
            return found
        return found & ~(p.tagged("cell") & bits(p.facts.sizes[0] == 1)) & ~in_list_of_text(p, found & p.body)

    return holds


def no_answer(kind: str, words: int = 4) -> Callable[[Parts], Bits]:
    """Such words that are no sentence: 'No comment.' answers a question in an interview."""
    holds = lone(kind, words)

    def alone(p: Parts) -> Bits:
        found = holds(p) & p.body
        return found & ~p.says(ANSWER, found & p.at_least(2)) if found else 0

    return alone


def in_list_of_text(p: Parts, those: Bits) -> Bits:
    """Those in a list of which several other lines are text that reads like nothing else: a list of features."""
    out = 0
    like = p.reads("share") | p.reads("comments") | p.reads("newsletter") | p.reads("tags") | p.reads("byline")
    for i in places(those & ~p.linked & ~p.says(LABELLED, those)):
        of = nearest(p.facts.blocks[i].box, ("ul", "ol"))
        if of is not None and of.stop - of.start <= LIST:
            text = (span(of.start, of.stop) & p.body & ~like & ~p.linked).bit_count()
            out |= (text >= 2 and 3 * text >= of.stop - of.start) << i
    return out
