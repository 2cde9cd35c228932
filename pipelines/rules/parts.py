"""The rules that name the parts of a page which are not running text, in the order in which they are asked.

Each rule is a label, the reason that a person reads, and which blocks it holds for. The first that holds counts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pipelines.items import Label
from pipelines.rules.arrays import Floats, Mask, at_any_level
from pipelines.rules.counts import TAG_KINDS
from pipelines.rules.disclosures import among
from pipelines.rules.features import Facts
from pipelines.rules.figures import credit_at_end
from pipelines.rules.lexicon import GROUPS, LEXICON
from pipelines.rules.targets import Target

TAGS = {kind: number for number, kind in enumerate(TAG_KINDS)}
KINDS = {kind: number for number, kind in enumerate(LEXICON)}
NAMED = {group: number for number, group in enumerate(GROUPS)}
CAPTION = 70  # words at most of a caption with its credit
CARD = 8  # blocks at most in the box of one offer


class Rule(NamedTuple):
    """`holds` says for each block whether it is a `label`, for this `reason`.

    In the text it gives way where the block is text with a probability of `sure`.
    """

    label: Label
    reason: str
    holds: Callable[[Parts], Mask]
    sure: float = np.inf


class Parts:
    """What the rules ask about: the facts of a page and where its running text lies."""

    def __init__(self, facts: Facts, body: Mask) -> None:
        self.facts = facts
        self.body = body
        self.known: dict[Rule, Mask] = {}
        n = len(facts.words)
        self.place = np.arange(n)
        at = np.flatnonzero(body)
        self.first, self.last = (int(at[0]), int(at[-1])) if len(at) else (n, -1)
        self.after_headline: Mask = self.place > facts.headline if facts.headline >= 0 else self.place >= self.first
        self.inside: Mask = (self.place >= self.first) & (self.place <= self.last)
        self.top: Mask = self.after_headline & (self.place < min(self.first + 4, max(facts.headline, 0) + 25))
        self.below = self.place > self.last
        self.linked = facts.density > 0.6
        self.short: Mask = facts.words <= 12
        self.own, self.near, self.far = facts.named
        long_link = (facts.words >= 4) & (facts.density > 0.25)
        self.to_article = long_link & (self.leads(Target.ARTICLE) | (self.leads(Target.PAGE) & (facts.words >= 6)))
        self.body_share = self.shares(body)

    def those(self, rule: Rule) -> Mask:
        """The blocks that a rule holds for, asked once."""
        if rule not in self.known:
            self.known[rule] = rule.holds(self)
        return self.known[rule]

    def shares(self, mask: Mask) -> Floats:
        """Which share of the words of each of the boxes around a block is this; a row a level."""
        f = self.facts
        of = f.totals(these=f.words * mask, all=f.words)
        return of["these"] / np.maximum(of["all"], 1)

    def reads(self, kind: str) -> Mask:
        return self.facts.reads[KINDS[kind]]

    def leads(self, target: int) -> Mask:
        return (self.facts.targets & target) > 0

    def named(self, group: str, masks: Mask | None = None) -> Mask:
        """Whether the box or one of the two around it is named like this."""
        return (self.near if masks is None else masks)[NAMED[group]]

    def under(self, kind: str) -> Mask:
        return self.facts.under[kind]

    def tagged(self, kind: str) -> Mask:
        return self.facts.tagged[TAGS[kind]]

    def says(self, pattern: Callable[[str], object], among: Mask) -> Mask:
        """Which of these blocks have a text, in lower case, that the pattern finds."""
        out = np.zeros(len(among), dtype=np.bool_)
        lower = self.facts.lower
        for i in np.flatnonzero(among).tolist():
            out[i] = pattern(lower[i]) is not None
        return out

    @cached_property
    def disclosures(self) -> Mask:
        """Which blocks tell of commissions or paid content."""
        out = np.zeros(len(self.place), dtype=np.bool_)
        out[list(among(self.facts.lower, self.facts.texts))] = True
        return out

    @cached_property
    def credited(self) -> Mask:
        """Which blocks of the text, or at its top, end with the credit of a picture."""
        words = self.facts.words
        return self.says(credit_at_end, (self.body | self.top) & (words >= 4) & (words <= CAPTION))

    def in_box_of(self, mask: Mask, at_least: float, levels: slice = slice(1, 4)) -> Mask:
        """Whether a box around the block, apart from the running text, consists of such blocks to this share."""
        f = self.facts
        share = f.totals(mask=mask)["mask"][levels] / f.sizes[levels]
        apart = (self.body_share[levels] < 0.2) & ~f.holds_headline[levels]
        return at_any_level((share >= at_least) & apart)


def tells_of_money(parts: Parts) -> Mask:
    return parts.disclosures


def is_comment(parts: Parts) -> Mask:
    f = parts.facts
    counted = parts.reads("comments") & parts.short & ~parts.body
    return (
        (parts.named("comments", parts.far) | parts.under("comments") | (counted & parts.below))
        & ~parts.body
        & (f.headline < parts.place)
    )


def is_menu(parts: Parts) -> Mask:
    return parts.named("nav", parts.far) | parts.named("footer", parts.far)


def is_kicker(parts: Parts) -> Mask:
    f = parts.facts
    just_above = (parts.place < f.headline) & (parts.place >= f.headline - 2) & (f.words <= 5) & (f.links <= 1)
    together = at_any_level(f.holds_headline[1:4] & (f.starts[1:4] >= f.headline - 3))
    other = parts.reads("byline") | parts.reads("nav") | parts.named("nav") | parts.reads("tags")
    return just_above & together & ~other


def is_byline(parts: Parts) -> Mask:
    f = parts.facts
    around_headline = parts.top | ((parts.place >= f.headline - 4) & (parts.place < f.headline))
    signed = parts.reads("byline") | parts.named("author") | parts.named("meta", parts.own)
    return around_headline & signed & (f.words <= 25) & ~parts.to_article


def is_caption(parts: Parts) -> Mask:
    f = parts.facts
    credit = parts.reads("credit") & (f.words <= 30)
    near_text = parts.after_headline & (parts.place <= parts.last + 2)
    return (
        (parts.tagged("caption") | credit | (parts.named("caption") & (f.words <= 60))) & near_text & ~parts.to_article
    )


def is_offer(parts: Parts) -> Mask:
    """A link that pays, a price or a shop's name beside it, and what stands with them in one small box."""
    f = parts.facts
    reads = parts.reads("affiliate") & parts.short
    pays = parts.leads(Target.PAID) & (parts.short | parts.linked)
    priced = reads & (parts.named("affiliate") | parts.leads(Target.OUTSIDE))
    away = parts.leads(Target.OUTSIDE) | parts.leads(Target.PAID)
    card = (f.totals(away=away)["away"] > 0) & (f.sizes <= CARD) & (parts.body_share < 0.2)
    priced |= reads & (f.words <= 4) & at_any_level(card[1:3])
    box = parts.in_box_of(pays | priced, 0.3, slice(1, 3))
    menu = parts.named("nav", parts.own) | (parts.named("nav", parts.far) & (~parts.after_headline | parts.below))
    return (pays | priced | box) & ~menu


def is_teaser_link(parts: Parts) -> Mask:
    return parts.to_article & ~parts.named("tags") & ~parts.named("author", parts.own)


def in_teaser_box(parts: Parts) -> Mask:
    return parts.in_box_of(is_teaser_link(parts), 0.25)


def near_share(parts: Parts) -> Mask:
    return (parts.named("share") | parts.reads("share") | parts.under("share")) & (parts.facts.words <= 15)


def is_tag(parts: Parts) -> Mask:
    marked = parts.named("tags") | parts.reads("tags") | parts.under("tags")
    return marked & (parts.facts.words <= 12) & parts.after_headline & ~parts.to_article


def asks_to_subscribe(parts: Parts) -> Mask:
    f = parts.facts
    marked = parts.named("newsletter") | (parts.reads("newsletter") & (f.words <= 40)) | parts.under("newsletter")
    return marked & ~parts.to_article


def is_ad(parts: Parts) -> Mask:
    return parts.reads("ad") | (parts.named("ad") & (parts.facts.words <= 30))


def is_bio(parts: Parts) -> Mask:
    return parts.named("author") & parts.after_headline & ~parts.top & ~parts.to_article


def is_legal(parts: Parts) -> Mask:
    boiler = parts.facts.boilerplate > 0
    return parts.reads("cookie") | parts.reads("copyright") | parts.under("cookie") | parts.under("copyright") | boiler


def is_link_list(parts: Parts) -> Mask:
    return parts.linked & parts.short


KICKER = Rule(Label.KICKER, "short line above the headline", is_kicker)
OFFER = Rule(Label.AFFILIATE, "offer: link that pays, or a price with a shop", is_offer)
RULES: tuple[Rule, ...] = (
    Rule(Label.DISCLOSURE, "tells of commissions or paid content", lambda p: tells_of_money(p) & ~is_menu(p)),
    Rule(Label.NAV, "consent or legal text", lambda p: is_legal(p) & (p.facts.copies > 1)),
    Rule(Label.COMMENTS, "in a comment section", is_comment),
    Rule(Label.NAV, "in a menu or the footer", lambda p: is_menu(p) & ~in_teaser_box(p) & ~asks_to_subscribe(p)),
    Rule(Label.AD, "marked as advertising", is_ad),
    KICKER,
    Rule(Label.BYLINE, "author, date or reading time beside the headline", is_byline),
    Rule(Label.NEWSLETTER, "asks to subscribe, sign up or pay", asks_to_subscribe),
    Rule(Label.SHARE, "share or follow button", near_share),
    Rule(Label.TAGS, "topic tag", is_tag),
    Rule(Label.CAPTION, "caption or credit of a picture", lambda p: is_caption(p) & (p.inside | p.top)),
    OFFER,
    Rule(Label.TEASER, "link to another article", is_teaser_link),
    Rule(Label.TEASER, "in a box of links to other articles", in_teaser_box),
    Rule(Label.TEASER, "under a heading that announces other articles", lambda p: p.under("teaser") & ~p.inside),
    Rule(Label.TEASER, "announces other articles", lambda p: p.reads("teaser") & p.short & p.after_headline),
    Rule(Label.AUTHOR_BIO, "about the author", is_bio),
    Rule(Label.NAV, "consent or legal text", is_legal),
    Rule(Label.NAV, "reads like a menu entry", lambda p: p.reads("nav")),
    Rule(Label.NAV, "short link", is_link_list),
    Rule(Label.NAV, "above the headline", lambda p: ~p.after_headline),
)
