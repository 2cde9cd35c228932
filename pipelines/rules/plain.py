"""Whether a part of a page is nothing but text: named like no other part, without links, reading like none."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

import numpy as np

from pipelines.blocks import Box, Element
from pipelines.rules.arrays import Floats
from pipelines.rules.features import Facts
from pipelines.rules.lexicon import BIT, BOILERPLATE, LEXICON
from pipelines.rules.names import looks_personal
from pipelines.rules.pointers import STAFF, VERBS
from pipelines.rules.targets import Target
from pipelines.text import inner_text

PARAGRAPH: Final = 8  # words of a sentence that is no button
LINKED: Final = 0.1  # of the characters of such a part at most
LONGEST: Final = 300  # blocks of such a part
LINKS: Final = 50  # of it that are asked where they lead
BUTTON: Final = 3  # words of a button that is more than one: a question that opens its answer
QUESTIONS: Final = 2  # of a list of such
NAME: Final = 5  # words of a line that may be the author's name
NAMED_APART: Final = sum(
    [
        BIT[group]
        for group in (
            *("nav", "footer", "sidebar", "teaser", "share", "newsletter", "comments", "ad", "affiliate", "author"),
            *("tags", "caption", "meta", "widget", "consent", "offscreen"),
        )
    ]
)
OPENS: Final = re.compile(r"accordion|\btabs?\b|toggle|collaps|faq").search  # named so: what waits to be opened
SCREENS: Final = re.compile(
    r"(?:mobile|desktop|phone|tablet)-?only|(?:show|hide)-for|only-(?:mobile|desktop)"
).search  # named so: for one size of screen, so that the text stands in the page twice
READS_APART: Final = frozenset(
    number for number, kind in enumerate(LEXICON, 1) if kind not in ("affiliate", "credit", "nav")
)
SAYS_APART: Final = frozenset(  # even in a sentence
    number for number, kind in enumerate(LEXICON, 1) if kind in ("disclosure", "newsletter", "cookie", "copyright")
)
CALLS: Final = re.compile(
    r"(?:get started|contact (?:us|sales)|(?:book|request|get) a (?:free )?(?:demo|quote)|start (?:your|a) free \w+"
    r"|learn more|try (?:it )?(?:now|for free)|find out more|mehr erfahren|jetzt \w+)\W*$"
    r"|.{0,60}\b(?:register|sign in) to\b"
    r"|(?:get|save|claim) .{0,30}(?:[$€£] ?\d|\d ?%)|use (?:our|my|the) (?:link|code)\b"
).match  # in lower case: asks to buy or to register
PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
AUTHOR: Final = re.compile(r"\b(?:autor(?:in|en)?|authors?|verfasser(?:in)?)\b").search


class Plain:
    """Judges parts of a page: blocks `start` to `stop` (exclusive) in a box that holds no text yet."""

    def __init__(self, facts: Facts, p: Floats) -> None:
        self.facts, self.p = facts, p

    def likely(self, start: int, stop: int) -> float:
        """The mean probability of its words."""
        words = self.facts.words[start:stop]
        return float((self.p[start:stop] * words).sum() / words.sum())

    def asks(self, start: int, stop: int) -> bool:
        """Whether it consists of questions and their answers."""
        f = self.facts
        asked = sum([text.endswith("?") for text in f.lower[start:stop]])
        return asked >= QUESTIONS and 3 * asked >= stop - start

    def holds_sentence(self, start: int, stop: int, words: int = PARAGRAPH) -> bool:
        f, these = self.facts, slice(start, stop)
        says = (f.words[these] >= words) & (f.density[these] < 3 * LINKED)
        return any(f.ends[i] > 0 or f.lower[i][-1] in ".!" for i in (np.flatnonzero(says) + start).tolist())

    def is_plain(self, start: int, stop: int, box: Box) -> bool:
        """Whether it has hardly any links, is not hidden, is named like no other part and reads like none."""
        f, these = self.facts, slice(start, stop)
        if (
            stop - start > LONGEST
            or f.linked[these].sum() > LINKED * f.chars[these].sum()
            or f.boilerplate[these].any()
        ):
            return False
        named = self.named(stop, box) & NAMED_APART
        if f.box_hidden[f.box[these]].any() or (named and (named != BIT["teaser"] or f.links[these].any())):
            return False
        twice = SCREENS(box.name) is not None
        if any(self.reads_apart(i, twice) for i in range(start, stop)) or self.tells_of_author(start, stop):
            return False
        return not any(leads_away(link, bool(named)) for link in islice(box.element.iter("a"), LINKS))

    def reads_apart(self, i: int, twice: bool = False) -> bool:
        """Whether it reads like another part of a page, is a button, or recurs as no sentence of a text does."""
        f = self.facts
        words, asks = f.words[i], f.lower[i].endswith("?")
        sentence = words >= PARAGRAPH and (f.ends[i] > 0 or asks)
        kind = int(f.kinds[i])
        if kind in (SAYS_APART if sentence else READS_APART) or BOILERPLATE(f.lower[i]) is not None:
            return True
        if CALLS(f.lower[i]) is not None or f.blocks[i].box.tag == "h1":  # what has a title of its own
            return True
        if f.blocks[i].box.tag == "button" and words < BUTTON:
            return True
        if f.density[i] > 1 - LINKED and f.targets[i] != Target.OWN:
            return True
        return bool(sentence and f.copies[i] > 1 and not twice)

    def tells_of_author(self, start: int, stop: int) -> bool:
        """Whether it begins with saying who the author is, or who else reported it."""
        f = self.facts
        lower = f.lower[start]
        if STAFF(lower.lstrip("-–—*( ")) or (f.words[start] <= NAME and AUTHOR(lower)):
            return True
        text = f.blocks[start].text
        begin = text[:80].split()[:4]
        if f.words[start] <= NAME and start + 1 < stop and looks_personal(text):
            first, *others = f.blocks[start + 1].text[:80].split()[:5]
            return first in begin and not VERBS.isdisjoint(others)
        return any(looks_personal(" ".join(begin[:i])) for i in (2, 3) if len(begin) > i and begin[i] in VERBS)

    def named(self, stop: int, box: Box) -> int:
        """The groups that the box and those in it, up to the block `stop`, are named like, as bits."""
        f, out = self.facts, 0
        boxes, number = f.boxes, box.number
        while box.start < stop:
            groups = int(f.own[number])
            if groups & BIT["widget"] and (box.tag == "button" or OPENS(box.name)):
                groups &= ~BIT["widget"]
            if groups & BIT["offscreen"] and SCREENS(box.name):
                groups &= ~BIT["offscreen"]
            out |= groups
            number += 1
            if number == len(boxes):
                break
            box = boxes[number]
        return out


def leads_away(link: Element, anywhere: bool) -> bool:
    """Whether a link without words leads away, as one that lies over a card: `anywhere`, or but to a picture."""
    href = link.get("href") or "#"
    if href.startswith("#") or (not anywhere and href.lower().endswith(PICTURES)):
        return False
    return anywhere or not inner_text(link).strip()
