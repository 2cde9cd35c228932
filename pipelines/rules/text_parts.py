"""Rules for what stands between the paragraphs without being the article's text."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from pipelines.items import Label
from pipelines.rules.arrays import Mask, at_any_level, neighbours, sums
from pipelines.rules.link_titles import LEADS
from pipelines.rules.parts import Parts, Rule, is_ad
from pipelines.rules.targets import Target

SURE = 0.8  # probability of running text; what only looks like something else is text then
ENTRY = 8  # blocks at most in the box of one entry of a list of articles
PROMPT = 60  # words at most in a box that asks to subscribe
WHOLE, PARAGRAPHS = 1000, 3  # characters of a copy of the article at least, and how many of its paragraphs it holds
COPIES, ASKED = 3, 50  # how many hidden blocks are asked, the longest ones, for how many first paragraphs
HEAD = 3  # among its first blocks stands the headline, below date and kicker
ANNOUNCED = re.compile(
    r"(?:read more|more|see also|related|don.t miss|mehr|lesen sie (?:auch|dazu)|siehe auch|auch interessant)\s?:"
).match
GUIDES = re.compile(
    r"(?:(?:also|be sure to|don.t forget to) )*(?:read|see|check out|browse|visit) .{0,40}"
    r"\bour (?:\w+ ){0,3}(?:guides|reviews|coverage)\b"
).match
FOLLOW = re.compile(
    r"\W*(?:(?:you can (?:also )?|please )?follow \S+(?: \S+){0,3} on (?:google news|whatsapp|facebook|instagram|x)\b"
    r"|(?:add|make|set) .{1,30} (?:as )?(?:a|your) preferred source\b|folge[nt]? .{1,30} (?:auf|bei) google news\b)"
).match
SIGN_UP = re.compile(r"newsletter|sign ?(?:me )?up\b|subscribe|abonnieren|your inbox|ins postfach").search
# What a site says of itself alone; much else of its wording stands in articles, too ('log in to', 'the terms of').
OWN_VOICE = re.compile(
    r"special offer for \w+ ?\w* readers|support our journalism|unterstützen sie uns|unsubscribe at any"
    r"|externe[rn]? inhalt|privatsphäre-einstellungen|einverstanden, dass|personenbezogene daten an"
).search
FACT_BOX = re.compile(r"(?:fact|info|fakten)[-_]?box|info-?kasten|fact-?sheet").search


def points_elsewhere(p: Parts) -> Mask:
    """A line that only leads to another article: 'Lesen Sie auch: …'."""
    f = p.facts
    to_article = (p.leads(Target.ARTICLE) | p.leads(Target.PAGE)) & (f.words >= 3)
    says_so = p.reads("teaser") & (f.density > 0.3) & (f.words <= 40)
    whole_line = (f.density > 0.9) & (f.words >= 4) & ~p.tagged("cell") & ~p.tagged("heading")
    for i in np.flatnonzero(to_article & (f.density > 0.5) & (f.words <= 20) & ~whole_line).tolist():
        whole_line[i] = LEADS.match(f.lower[i]) is not None
    announced = np.array([ANNOUNCED(text) is not None for text in f.lower], dtype=np.bool_) & (f.words <= 20)
    of_guides = p.leads(Target.ARTICLE) & (f.links >= 2) & (f.words <= 40)
    for i in map(int, np.flatnonzero(of_guides)):
        of_guides[i] = GUIDES(f.lower[i]) is not None
    return (to_article & (says_so | whole_line)) | announced | of_guides


def excerpt(p: Parts) -> Mask:
    """The beginning of another article under its linked headline, in a small box of its own."""
    f = p.facts
    heads = p.tagged("heading") & p.leads(Target.ARTICLE) & (f.density > 0.8)
    counted = sums(heads.astype(np.float32))
    starts, stops = f.starts[1:4], f.stops[1:4]
    opens = counted[np.minimum(starts + HEAD, stops)] - counted[starts] == 1
    entry = opens & (f.sizes[1:4] <= ENTRY) & ~f.holds_headline[1:4]
    return at_any_level(entry) & (p.place > p.first)


def fact_box(p: Parts) -> Mask:
    """A box in the text named as one with facts beside it."""
    f = p.facts
    small = (f.sizes[:4] <= ENTRY) & ~f.holds_headline[:4] & p.body
    shape = f.shape[f.around[:4]]
    named = np.zeros(len(f.shape_names), dtype=np.bool_)
    for one in set(shape[small].tolist()):
        named[one] = FACT_BOX(f.shape_names[one]) is not None
    return at_any_level(small & named[shape])


def repeats(p: Parts) -> Mask:
    """A later copy of a longer block, for another screen size."""
    seen: set[str] = set()
    out = np.zeros(len(p.facts.words), dtype=np.bool_)
    for i in map(int, np.flatnonzero(p.body & (p.facts.copies > 1) & (p.facts.words >= 6))):
        text = p.facts.blocks[i].text
        out[i] = text in seen
        seen.add(text)
    return out


def holds_all(p: Parts) -> Mask:
    """A hidden block that holds the other paragraphs: the article once more, as Markdown or for search engines."""
    f = p.facts
    out = np.zeros(len(f.words), dtype=np.bool_)
    hidden = np.flatnonzero(p.body & (f.box_hidden[f.box] > 0) & (f.chars > WHOLE))
    asked = np.flatnonzero(p.body & (f.words >= 12))[:ASKED].tolist()
    for i in hidden[np.argsort(f.chars[hidden])][-COPIES:].tolist():
        whole = f.blocks[i].text
        out[i] = sum([f.blocks[at].text[:60] in whole for at in asked if at != i]) >= PARAGRAPHS
    return out


def consent(p: Parts) -> Mask:
    return (p.facts.boilerplate > 0) | (p.reads("cookie") & p.named("widget", p.far))


def own_voice(p: Parts) -> Mask:
    """A text of the site's own, however much it looks like one of the article's."""
    out = p.body & (p.facts.boilerplate > 0)
    for i in np.flatnonzero(out).tolist():
        out[i] = OWN_VOICE(p.facts.lower[i]) is not None
    return out


def asks_to_follow(p: Parts) -> Mask:
    """A short text that begins with asking the reader to follow the site elsewhere."""
    f = p.facts
    out = p.body & (f.words <= 40)
    for i in np.flatnonzero(out).tolist():
        out[i] = FOLLOW(f.lower[i]) is not None
    return out


def says_ad(p: Parts) -> Mask:
    """A line that says 'Advertisement', or a few words in a box named like one."""
    f = p.facts
    return p.short & (p.reads("ad") | (is_ad(p) & (f.words <= 3) & (f.ends == 0) & ~p.tagged("heading")))


def shop_buttons(p: Parts) -> Mask:
    """A line with a price or the name of a shop whose link pays."""
    return p.leads(Target.PAID) & p.reads("affiliate") & no_sentence(p)


def prices(p: Parts) -> Mask:
    """A bare price above a shop button."""
    button = shop_buttons(p)
    bare = no_sentence(p) & p.reads("affiliate") & (p.facts.words <= 4)
    return bare & (before(button, 1) | before(button, 2))


def products(p: Parts) -> Mask:
    """The name of a product above its price."""
    f = p.facts
    return no_sentence(p) & (f.words <= 12) & before(prices(p), 1) & (f.copies == 1)


def no_sentence(p: Parts) -> Mask:
    f = p.facts
    return ((f.words <= 8) | ((f.words <= 20) & (f.ends == 0))) & ~p.tagged("heading")


def before(mask: Mask, by: int) -> Mask:
    """Which blocks stand `by` places before such a block."""
    return neighbours(mask[None], (by,))[0, 0]


def after(mask: Mask) -> Mask:
    return neighbours(mask[None], (-1,))[0, 0]


def asks_at_the_end(p: Parts) -> Mask:
    return p.reads("newsletter") & (p.facts.words <= 15) & (p.place > p.last - 4) & ~p.tagged("heading")


def in_box_that_asks(p: Parts) -> Mask:
    """What stands in the text in a small box of its own with a button to subscribe."""
    f = p.facts
    asks = np.zeros(len(f.words), dtype=np.float32)
    near = (p.place > p.first - ENTRY) & (p.place < p.last + ENTRY)
    for i in np.flatnonzero(near & (f.words <= 6) & ~p.tagged("heading") & ~p.tagged("li")).tolist():
        asks[i] = SIGN_UP(f.lower[i]) is not None
    of = f.totals(asks=asks, words=f.words)
    small = (f.sizes[1:4] <= ENTRY) & (of["words"][1:4] <= PROMPT) & ~f.holds_headline[1:4]
    return at_any_level(small & (of["asks"][1:4] > 0))


def presents_author(p: Parts) -> Mask:
    """What follows a short line that links to an author's page, at the end of the text; and that line."""
    f = p.facts
    late = p.place > (p.first + 2 * p.last) / 3
    name = p.leads(Target.AUTHOR) & (f.words <= 8) & late
    return name | (after(name) & (f.words <= 80) & ~p.tagged("heading"))


def lone(kind: str, words: int = 4) -> Callable[[Parts], Mask]:
    """A few words that read like a button or a heading of another part, no heading of the text."""

    def holds(p: Parts) -> Mask:
        f = p.facts
        data = p.tagged("cell") & ((f.stop - f.start)[f.box] == 1)
        return p.reads(kind) & (f.words <= words) & (f.ends == 0) & ~p.tagged("heading") & ~data

    return holds


RULES_IN_TEXT: tuple[Rule, ...] = (
    Rule(Label.NAV, "consent or legal text", own_voice),
    Rule(Label.NAV, "consent or legal text", consent, SURE),
    Rule(Label.OTHER, "a copy of an earlier block", repeats),
    Rule(Label.OTHER, "a hidden copy of the text", holds_all),
    Rule(Label.TEASER, "a line that only leads to another article", points_elsewhere),
    Rule(Label.TEASER, "under the linked headline of another article", excerpt, 0.95),
    Rule(
        Label.AFFILIATE,
        "offer: product, price or shop button with a link that pays",
        lambda p: shop_buttons(p) | prices(p),
    ),
    Rule(Label.AFFILIATE, "offer: product, price or shop button with a link that pays", products, SURE),
    Rule(Label.SHARE, "share or follow button", lone("share")),
    Rule(Label.SHARE, "asks to follow the site", asks_to_follow),
    Rule(Label.TAGS, "topic tags", lone("tags", 12)),
    Rule(Label.COMMENTS, "comment section or a link to it", lone("comments", 3)),
    Rule(Label.NEWSLETTER, "asks to subscribe, sign up or pay", lone("newsletter", 3)),
    Rule(Label.NEWSLETTER, "in a small box with a button to subscribe", in_box_that_asks, SURE),
    Rule(Label.NEWSLETTER, "asks to subscribe, at the end of the text", asks_at_the_end),
    Rule(Label.AUTHOR_BIO, "about the author: beside a link to the author's page", presents_author),
    Rule(Label.OTHER, "in a fact box beside the text", fact_box),
    Rule(Label.CAPTION, "caption of a picture", lambda p: p.tagged("caption")),
    Rule(Label.AD, "marked as advertising", says_ad),
    Rule(
        Label.BYLINE,
        "author, date or reading time beside the headline",
        lambda p: p.reads("byline") & (p.facts.words <= 12) & p.top & ~p.tagged("heading") & (p.facts.ends == 0),
    ),
)
