"""The rules that name the parts of a page which are not running text.

Those of RULES are cues, which the label model weighs; `pipelines.label` says which give a label by themselves.
"""

from __future__ import annotations

from typing import Final

from pipelines.rules.bits import Bits, at, at_any, places, span
from pipelines.rules.kicker import KICKER
from pipelines.rules.parts import FAR, OWN, Parts, Rule
from pipelines.rules.targets import Target
from pipelines.values import Label

CARD: Final = 8  # blocks at most in the box of one offer


def is_comment(p: Parts) -> Bits:
    counted = p.reads("comments") & p.short & p.below
    below_headline = span(p.facts.headline + 1, p.n)
    return (p.named("comments", FAR) | p.under("comments") | counted) & ~p.body & below_headline


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


TEASER_BOX: Final = Rule(Label.TEASER, "in a box of links to other articles", in_teaser_box)
SUBSCRIPTION: Final = Rule(Label.NEWSLETTER, "sells the site's own subscription", lambda p: p.subscriptions)
OFFER: Final = Rule(Label.AFFILIATE, "offer: link that pays, or a price with a shop", is_offer)
RULES: tuple[Rule, ...] = (
    Rule(Label.DISCLOSURE, "tells of commissions or paid content", lambda p: p.disclosures & ~p.menu),
    Rule(Label.NAV, "consent or legal text", lambda p: is_legal(p) & p.recurring),
    Rule(Label.COMMENTS, "in a comment section", is_comment),
    Rule(Label.NAV, "in a menu or the footer", lambda p: p.menu & ~p.those(TEASER_BOX) & ~asks_to_subscribe(p)),
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
