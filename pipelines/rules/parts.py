"""The rules that name the parts of a page which are not running text, and what all rules ask of a page.

Each rule is a label, the reason that a person reads, and which blocks it holds for. Those of RULES are cues, which the
label model weighs; `pipelines.label` says which give a label by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from pipelines.rules.arrays import Floats, Mask
from pipelines.rules.bits import Bits, Rows, at, at_any, bits, first, last, mask, places, span
from pipelines.rules.counts import TAG_KINDS
from pipelines.rules.disclosures import among
from pipelines.rules.features import HEADINGS, Facts
from pipelines.rules.figures import AGENCY, credit_at_end
from pipelines.rules.kicker import kickers
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
CAPTION: Final = 70  # words at most of a caption with its credit
CARD: Final = 8  # blocks at most in the box of one offer

CAPTIONED: Final = re.compile(r"caption|credit|copyright|bildunter").search  # in the name of a box


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
        priced = self.reads("affiliate") & self.short & self.after_headline & ~(self.body | away | is_menu(self))
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

    def says(self, pattern: Callable[[str], object], among: Bits) -> Bits:
        """Which of these blocks have a text, in lower case, that the pattern finds."""
        lower = self.facts.lower
        return at([i for i in places(among) if pattern(lower[i]) is not None])

    def in_box_of(self, those: Bits, at_least: float, levels: slice = slice(1, 4)) -> Bits:
        """Whether a box around the block, apart from the running text, consists of such blocks to this share."""
        if not those:
            return 0
        f = self.facts
        share = f.totals(mask=self.mask(those))["mask"][levels] / f.sizes[levels]
        apart = (self.body_share[levels] < 0.2) & ~f.holds_headline[levels]
        return at_any((share >= at_least) & apart)


def is_comment(p: Parts) -> Bits:
    counted = p.reads("comments") & p.short & p.below
    below_headline = span(p.facts.headline + 1, p.n)
    return (p.named("comments", FAR) | p.under("comments") | counted) & ~p.body & below_headline


def is_menu(p: Parts) -> Bits:
    return p.named("nav", FAR) | p.named("footer", FAR)


def above_headline(p: Parts) -> Bits:
    """The two lines above the headline, or the one above a byline there; no name, picture's caption or forum's link."""
    f, start, end = p.facts, p.facts.headline - 2, p.facts.headline
    signs = p.reads("byline") | p.leads(Target.AUTHOR) | p.named("author", OWN)
    while end > max(f.headline - 2, 0) and signs >> (end - 1) & 1:
        end -= 1
        start = end - 1
    out = span(start, end) & ~(signs | p.tagged("caption") | p.leads(Target.OUTSIDE))
    out &= ~(p.reads("credit") | p.reads("ad"))
    named = places(out & p.named("caption", OWN))
    return out & ~at([i for i in named if CAPTIONED(f.blocks[i].box.name)])


def is_kicker(p: Parts) -> Bits:
    f, near = p.facts, above_headline(p)
    just_above = near & p.at_most(5) & bits(f.links <= 1)
    together = at_any(f.holds_headline[1:4] & (f.starts[1:4] >= f.headline - 3))
    other = p.named("nav") | p.tagged("caption") | (p.reads("comments") & p.at_most(3)) | p.reads("ad")
    for kind in ("byline", "nav", "tags", "newsletter", "credit", "share"):
        other |= p.reads(kind)
    signed = f.headline > 0 and not near >> f.headline - 1 & 1
    return at(kickers(f.blocks, f.headline, places(just_above & together & ~other), p.linked, signed=signed))


def is_byline(p: Parts) -> Bits:
    around_headline = p.top | span(p.facts.headline - 4, p.facts.headline)
    signed = p.reads("byline") | p.named("author") | p.named("meta", OWN)
    return around_headline & signed & p.at_most(25) & ~p.to_article


def is_caption(p: Parts) -> Bits:
    credit = p.reads("credit") & p.at_most(30)
    near_text = p.after_headline & span(0, p.last + 3)
    return (p.tagged("caption") | credit | (p.named("caption") & p.at_most(60))) & near_text & ~p.to_article


def is_offer(p: Parts) -> Bits:
    """A link that pays, its small print, a price or a shop's name beside it, and what is with them in a small box."""
    f = p.facts
    reads = p.reads("affiliate") & p.short
    paid = p.leads(Target.PAID)
    small_print = paid & p.reads("affiliate") & p.at_most(20) & ~p.short  # behind a button
    button = at([i for i in places(small_print) if f.blocks[i].anchors[0].start == 0])
    pays = (paid & (p.short | p.linked)) | button
    if not (reads | pays):
        return 0
    away = p.leads(Target.OUTSIDE) | paid
    card = (f.totals(away=p.mask(away))["away"] > 0) & (f.sizes <= CARD) & (p.body_share < 0.2)
    priced = reads & (p.named("affiliate") | p.leads(Target.OUTSIDE) | (p.at_most(4) & at_any(card[1:3])))
    box = p.in_box_of(pays | priced, 0.3, slice(1, 3))
    menu = p.named("nav", OWN) | (p.named("nav", FAR) & (~p.after_headline | p.below))
    return (pays | priced | box) & ~menu & ~p.subscriptions


def is_teaser_link(p: Parts) -> Bits:
    return p.to_article & ~p.named("tags") & ~p.named("author", OWN)


def in_teaser_box(p: Parts) -> Bits:
    return p.in_box_of(is_teaser_link(p), 0.25)


def near_share(p: Parts) -> Bits:
    return (p.named("share") | p.reads("share") | p.under("share")) & p.at_most(15)


def is_tag(p: Parts) -> Bits:
    marked = p.named("tags") | p.reads("tags") | p.under("tags")
    return marked & p.short & p.after_headline & ~p.to_article


def asks_to_subscribe(p: Parts) -> Bits:
    marked = p.named("newsletter") | (p.reads("newsletter") & p.at_most(40)) | p.under("newsletter")
    return marked & ~p.to_article


def is_bio(p: Parts) -> Bits:
    return p.named("author") & p.after_headline & ~p.top & ~p.to_article


def is_legal(p: Parts) -> Bits:
    return p.reads("cookie") | p.reads("copyright") | p.under("cookie") | p.under("copyright") | p.boilerplate


KICKER: Final = Rule(Label.KICKER, "short line above the headline", is_kicker)
TEASER_BOX: Final = Rule(Label.TEASER, "in a box of links to other articles", in_teaser_box)
SUBSCRIPTION: Final = Rule(Label.NEWSLETTER, "sells the site's own subscription", lambda p: p.subscriptions)
OFFER: Final = Rule(Label.AFFILIATE, "offer: link that pays, or a price with a shop", is_offer)
RULES: tuple[Rule, ...] = (
    Rule(Label.DISCLOSURE, "tells of commissions or paid content", lambda p: p.disclosures & ~is_menu(p)),
    Rule(Label.NAV, "consent or legal text", lambda p: is_legal(p) & p.recurring),
    Rule(Label.COMMENTS, "in a comment section", is_comment),
    Rule(Label.NAV, "in a menu or the footer", lambda p: is_menu(p) & ~p.those(TEASER_BOX) & ~asks_to_subscribe(p)),
    Rule(Label.AD, "marked as advertising", lambda p: p.reads("ad") | (p.named("ad") & p.at_most(30))),
    KICKER,
    Rule(Label.BYLINE, "author, date or reading time beside the headline", is_byline),
    Rule(Label.NEWSLETTER, "asks to subscribe, sign up or pay", asks_to_subscribe),
    Rule(Label.SHARE, "share or follow button", near_share),
    Rule(Label.TAGS, "topic tag", is_tag),
    Rule(Label.CAPTION, "caption or credit of a picture", lambda p: is_caption(p) & (p.inside | p.top)),
    OFFER,
    Rule(Label.TEASER, "link to another article", is_teaser_link),
    TEASER_BOX,
    Rule(Label.TEASER, "under a heading that announces other articles", lambda p: p.under("teaser") & ~p.inside),
    Rule(Label.TEASER, "announces other articles", lambda p: p.reads("teaser") & p.short & p.after_headline),
    Rule(Label.AUTHOR_BIO, "about the author", is_bio),
    Rule(Label.NAV, "consent or legal text", is_legal),
    Rule(Label.NAV, "reads like a menu entry", lambda p: p.reads("nav")),
    Rule(Label.NAV, "short link", lambda p: p.linked & p.short),
    Rule(Label.NAV, "above the headline", lambda p: ~p.after_headline),
)
