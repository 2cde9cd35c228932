"""Rules for what stands between the paragraphs without being the article's text."""

from __future__ import annotations

import re

from pipelines.rules.apart import below_comments, benefits, fact_box, in_box_that_asks, in_form, inside, to_play
from pipelines.rules.bits import Bits, bits, span
from pipelines.rules.copies import holds_all, repeats
from pipelines.rules.elsewhere import ELSEWHERE
from pipelines.rules.figures import credit_alone
from pipelines.rules.follows import asks_to_follow
from pipelines.rules.parts import FAR, SURE, Parts, Rule
from pipelines.rules.short_lines import lone, no_answer
from pipelines.rules.signatures import PRESENTED, SIGNATURES
from pipelines.rules.site_lines import SITE_LINES
from pipelines.rules.targets import Target
from pipelines.values import Label

CREDIT = 14  # words of a line that says who made a picture
PAY = re.compile(
    r"to (?:view|read|continue reading) (?:the |this )?(?:\w+ ){0,3}(?:story|article)\b.{0,60}\bsubscri"
    r"|um (?:diesen (?:artikel|beitrag)|weiterzulesen).{0,60}\b(?:abo|anmelden|registrier)"
    r"|if you.{1,3}re seeing this message"
).match
# What a site says of itself alone; much else of its wording stands in articles, too ('log in to', 'the terms of').
OWN_VOICE = re.compile(
    r"special offer for \w+ ?\w* readers|support our journalism|unterstützen sie uns|unsubscribe at any"
    r"|externe[rn]? inhalt|privatsphäre-einstellungen|einverstanden, dass|personenbezogene daten an"
).search


def consent(p: Parts) -> Bits:
    return p.boilerplate | (p.reads("cookie") & p.named("widget", FAR))


def own_voice(p: Parts) -> Bits:
    """A text of the site's own, however much it looks like one of the article's."""
    return p.says(OWN_VOICE, p.body & p.boilerplate)


def under_picture(p: Parts) -> Bits:
    """A short line that begins like a credit, with a colon, right behind a picture."""
    return p.says(credit_alone, p.body & bits(p.facts.pictures > 0) & p.at_most(CREDIT) & ~p.tagged("heading"))


def in_ad_box(p: Parts) -> Bits:
    """A few words in a box named like an advertisement."""
    return p.named("ad") & p.at_most(3) & p.unended & ~p.tagged("heading")


def shop_buttons(p: Parts) -> Bits:
    """A line with a price or the name of a shop whose link pays."""
    return p.leads(Target.PAID) & p.reads("affiliate") & no_sentence(p)


def prices(p: Parts) -> Bits:
    """A bare price above a shop button."""
    button = p.those(BUTTON)
    return no_sentence(p) & p.reads("affiliate") & p.at_most(4) & (button >> 1 | button >> 2)


def products(p: Parts) -> Bits:
    """The name of a product above its price."""
    return no_sentence(p) & p.short & p.those(PRICE) >> 1 & ~p.recurring


def no_sentence(p: Parts) -> Bits:
    return (p.at_most(8) | (p.at_most(20) & p.unended)) & ~p.tagged("heading")


def asks_at_the_end(p: Parts) -> Bits:
    return p.reads("newsletter") & p.at_most(15) & span(p.last - 3, p.n) & ~p.tagged("heading")


def asks_to_pay(p: Parts) -> Bits:
    """A sentence that asks to subscribe for the rest of the article."""
    return p.says(PAY, p.body & p.at_most(40))


IN_OFFER = "offer: product, price or shop button with a link that pays"
BUTTON = Rule(Label.AFFILIATE, IN_OFFER, shop_buttons)
PRICE = Rule(Label.AFFILIATE, IN_OFFER, prices)
RULES_IN_TEXT: tuple[Rule, ...] = (
    Rule(Label.NAV, "consent or legal text", own_voice),
    Rule(Label.NAV, "consent or legal text", consent, SURE),
    Rule(Label.OTHER, "a copy of an earlier block", repeats),
    Rule(Label.OTHER, "a hidden copy of the text", holds_all),
    *ELSEWHERE,
    *SITE_LINES,
    BUTTON,
    PRICE,
    Rule(Label.AFFILIATE, IN_OFFER, products, SURE),
    Rule(Label.SHARE, "share or follow button", no_answer("share")),
    Rule(Label.SHARE, "share or follow button", lone("share"), SURE),
    Rule(Label.SHARE, "asks to follow the site", asks_to_follow),
    Rule(Label.TAGS, "topic tags", lone("tags", 12)),
    Rule(Label.COMMENTS, "comment section or a link to it", no_answer("comments", 3)),
    Rule(Label.COMMENTS, "comment section or a link to it", lone("comments", 3), SURE),
    Rule(Label.COMMENTS, "in a comment section", lambda p: inside(p, "comments"), SURE),
    Rule(Label.COMMENTS, "below a heading over comments, at the end of the text", below_comments, SURE),
    Rule(Label.OTHER, "in a form", in_form, SURE),
    Rule(Label.TEASER, "in a small box with a button to play what it announces", to_play),
    Rule(Label.NEWSLETTER, "asks to subscribe, sign up or pay", no_answer("newsletter", 3)),
    Rule(Label.NEWSLETTER, "asks to subscribe, sign up or pay", lone("newsletter", 3), SURE),
    Rule(Label.NEWSLETTER, "in a small box with a button to subscribe", in_box_that_asks, SURE),
    Rule(Label.NEWSLETTER, "asks to subscribe for the rest", asks_to_pay),
    Rule(Label.NEWSLETTER, "what a subscription brings", benefits, SURE),
    Rule(Label.NEWSLETTER, "asks to subscribe, at the end of the text", asks_at_the_end),
    PRESENTED,
    Rule(Label.OTHER, "in a fact box beside the text", fact_box),
    Rule(Label.CAPTION, "caption of a picture", lambda p: p.tagged("caption")),
    Rule(Label.CAPTION, "ends with the credit of a picture", lambda p: p.credited, SURE),
    Rule(Label.CAPTION, "the credit of the picture above it", under_picture),
    Rule(Label.AD, "marked as advertising", in_ad_box),
    *SIGNATURES,
)
