"""What all rules ask of a page: its facts, and where its running text lies, as ints of a bit a block.

A rule is a label, the reason that a person reads, and which blocks it holds for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from pipelines.rules.arrays import Floats, Mask
from pipelines.rules.bits import Bits, Rows, at, at_any, bits, first, last, mask, places, span
from pipelines.rules.counts import TAG_KINDS
from pipelines.rules.disclosures import among
from pipelines.rules.features import HEADINGS, Facts
from pipelines.rules.figures import AGENCY, credit_at_end
from pipelines.rules.lexicon import GROUPS, LEXICON
from pipelines.rules.subscriptions import selling
from pipelines.rules.targets import Target
from pipelines.values import Label

TAGS: Final = {kind: number for number, kind in enumerate(TAG_KINDS)}
KINDS: Final = {kind: number for number, kind in enumerate(LEXICON)}
NAMED: Final = {group: number for number, group in enumerate(GROUPS)}
UNDER: Final = {kind: number for number, kind in enumerate(HEADINGS)}
TARGETS: Final = np.array([[1 << bit] for bit in range(8)])
OWN, NEAR, FAR = range(3)  # named so: the box itself, or one of the two around it, or any
SURE: Final = 0.8  # probability of running text; what only looks like something else is text then
CAPTION: Final = 70  # words at most of a caption with its credit


class Rule(NamedTuple):
    """`holds` says which blocks are a `label`, for this `reason`.

    In the text it gives way where the block is text with a probability of `sure`.
    """

    label: Label
    reason: str
    holds: Callable[[Parts], Bits]
    sure: float = np.inf


class Parts:
    """What the rules ask about: the facts of a page and where its running text lies."""

    def __init__(self, facts: Facts, body: Mask) -> None:
        self.facts = facts
        self.known: dict[Rule, Bits] = {}
        self.counted: dict[int, Bits] = {}
        n = self.n = len(facts.words)
        self.all = span(0, n)
        self.body = bits(body)
        self.first, self.last = first(self.body) if self.body else n, last(self.body)
        self.after_headline: Bits = span(facts.headline + 1 if facts.headline >= 0 else self.first, n)
        self.inside: Bits = span(self.first, self.last + 1)
        self.top: Bits = self.after_headline & span(0, min(self.first + 4, max(facts.headline, 0) + 25))
        self.below: Bits = span(self.last + 1, n)
        self.named_rows = Rows(facts.named.reshape(-1, n))
        self.read_rows, self.tag_rows = Rows(facts.reads), Rows(facts.tagged)
        self.target_rows, self.under_rows = Rows((facts.targets & TARGETS) > 0), Rows(facts.under)
        self.linked: Bits = bits(facts.density > 0.6)
        self.short: Bits = self.at_most(12)
        self.unended: Bits = bits(facts.ends == 0)  # not like a sentence
        self.recurring: Bits = bits(facts.copies > 1)
        self.boilerplate: Bits = bits(facts.boilerplate > 0)
        long_link = self.at_least(4) & bits(facts.density > 0.25)
        self.to_article = long_link & (self.leads(Target.ARTICLE) | (self.leads(Target.PAGE) & self.at_least(6)))
        self.body_share = self.shares(body)
        away = self.leads(Target.OUTSIDE) | self.leads(Target.PAID)
        self.menu: Bits = self.named("nav", FAR) | self.named("footer", FAR)
        priced = self.reads("affiliate") & self.short & self.after_headline & ~(self.body | away | self.menu)
        self.subscriptions: Bits = selling(facts.blocks, priced, self.body) & ~away if priced else 0
        self.disclosures: Bits = at(among(facts.lower, facts.texts))  # tell of paid content
        captions = (self.body | self.top) & self.at_least(4) & self.at_most(CAPTION)
        by_agency = self.says(AGENCY, captions & bits(facts.pictures > 0))
        self.credited: Bits = self.says(credit_at_end, captions) | by_agency  # end with the credit of a picture

    def those(self, rule: Rule) -> Bits:
        """The blocks that a rule holds for, asked once."""
        if rule not in self.known:
            self.known[rule] = rule.holds(self) & self.all
        return self.known[rule]

    def mask(self, those: Bits) -> Mask:
        return mask(those, self.n)

    def at_most(self, words: int) -> Bits:
        """The blocks of so many words, or fewer."""
        if words not in self.counted:
            self.counted[words] = bits(self.facts.words <= words)
        return self.counted[words]

    def at_least(self, words: int) -> Bits:
        return self.all & ~self.at_most(words - 1)

    def shares(self, mask: Mask) -> Floats:
        """Which share of the words of each of the boxes around a block is this; a row a level."""
        f = self.facts
        return f.totals(these=f.words * mask)["these"] / np.maximum(f.within["words"], 1)

    def reads(self, kind: str) -> Bits:
        return self.read_rows[KINDS[kind]]

    def leads(self, target: int) -> Bits:
        """The blocks with a link to this."""
        return self.target_rows[target.bit_length() - 1]

    def named(self, group: str, where: int = NEAR) -> Bits:
        """The blocks whose box or one of the two around it is named like this."""
        return self.named_rows[where * len(GROUPS) + NAMED[group]]

    def under(self, kind: str) -> Bits:
        """The blocks in a box below a heading like this."""
        return self.under_rows[UNDER[kind]]

    def tagged(self, kind: str) -> Bits:
        return self.tag_rows[TAGS[kind]]

    def says(self, pattern: Callable[[str], object], among: Bits, *words: str) -> Bits:
        """Which of these blocks have a text, in lower case, that the pattern finds.

        `words`: one of them is in every such text; to look for them spares most texts a slow pattern.
        """
        lower = self.facts.lower
        out = 0
        for i in places(among):
            text = lower[i]
            likely = not words
            for word in words:
                if word in text:
                    likely = True
                    break
            if likely and pattern(text) is not None:
                out |= 1 << i
        return out

    def in_box_of(self, those: Bits, at_least: float, levels: slice = slice(1, 4)) -> Bits:
        """Whether a box around the block, apart from the running text, consists of such blocks to this share."""
        if not those:
            return 0
        f = self.facts
        share = f.totals(mask=self.mask(those))["mask"][levels] / f.sizes[levels]
        apart = (self.body_share[levels] < 0.2) & ~f.holds_headline[levels]
        return at_any((share >= at_least) & apart)
