"""Rules for boxes that stand in the text or behind it and are not the article's, whatever is in them."""

from __future__ import annotations

import re
from itertools import islice

import numpy as np

from pipelines.blocks import Box, Element
from pipelines.rules.bits import Bits, at_any, bits, first, places, span
from pipelines.rules.containers import nearest
from pipelines.rules.part_rules import OFFER
from pipelines.rules.parts import FAR, Parts, Rule
from pipelines.values import Label

SMALL = 8  # blocks at most in a box of facts or of an entry of a list
PROMPT = 60  # words at most in a box that asks to subscribe
ASKING, BENEFITS = 25, 12  # words of a line that asks to subscribe; blocks of the box that it begins
FIELDS = 40  # blocks of a form; what holds more is a page that is one as a whole
INPUTS, LEVELS, SMALLER = 60, 3, 5  # of a page, asked whether they are for an address; boxes around one; their blocks
ASKED = 2  # fields: the address and a name
UNASKED = ("hidden", "submit", "button", "image", "checkbox", "reset")  # types of fields that nobody writes into
TEXT = 3  # blocks of text in the article's own box, where another article follows
ARTICLES = 20  # h1 that are asked for their article
PARAGRAPH, NESTED = 8, 3  # words of a paragraph; boxes around one whose shapes are compared
PLAYED = 4  # blocks of a box with a button to play what it tells of; ASKING words in all
QUOTES = frozenset(("blockquote", "q"))
TITLE = 5  # among its first blocks is the headline of an article
FACT_BOX = re.compile(r"(?:fact|info|fakten)[-_]?box|info-?kasten|fact-?sheet").search
PLAY = re.compile(
    r"\W*(?:(?:jetzt |podcast |hier |zum )?(?:anhören|hören|reinhören|abspielen|ansehen|video starten|podcast)"
    r"|(?:listen|play|watch)(?: now| here| episode| video| podcast)?|écouter|regarder|escuchar|reproducir|ascolta"
    r"|beluister|luister)\W*"
).fullmatch  # in lower case
SIGN_UP = re.compile(r"newsletter|sign ?(?:me )?up\b|subscribe|abonnieren|your inbox|ins postfach").search


def fact_box(p: Parts) -> Bits:
    """A box in the text named as one with facts beside it."""
    f = p.facts
    names = f.shape_names
    named = [("fact" in name or "info" in name or "fakten" in name) and FACT_BOX(name) is not None for name in names]
    if not any(named):
        return 0
    small = (f.sizes <= SMALL) & ~f.holds_headline & p.mask(p.body)
    return at_any(small & np.array(named)[f.shape[f.around]])


def in_box_that_asks(p: Parts) -> Bits:
    """What stands in the text in a small box of its own with a button to subscribe."""
    f = p.facts
    near = span(p.first - SMALL + 1, p.last + SMALL)
    asks = p.says(SIGN_UP, near & p.at_most(6) & ~p.tagged("heading") & ~p.tagged("li"))
    if not asks:
        return 0
    of = f.totals(asks=p.mask(asks), words=f.words)
    small = (f.sizes[1:4] <= SMALL) & (of["words"][1:4] <= PROMPT) & ~f.holds_headline[1:4]
    return at_any(small & (of["asks"][1:4] > 0))


def asks_for_address(p: Parts) -> Bits:
    """A small box with a field for an e-mail address, whatever it says: no form to log in, to write or to comment."""
    f = p.facts
    fields = [field for field in f.fields[:INPUTS] if is_email(field)]
    if not fields:
        return 0
    known = {box.element: box for box in f.boxes}
    out = 0
    for field in fields:
        form = next(field.iterancestors("form"), None)
        box = next((known[around] for around in field.iterancestors() if around in known), None)
        small: Box | None = None
        for _ in range(LEVELS):
            if box is None or box.tag in ("article", "main", "body") or not is_small(p, box):
                break
            small, box = box, box.parent
        if small is not None and not asks_more(small.element) and (form is None or not asks_more(form)):
            out |= span(small.start, small.stop)
    return out & p.after_headline


def is_small(p: Parts, box: Box) -> bool:
    words = p.facts.words[box.start : box.stop]
    return len(words) <= SMALLER and float(words.sum()) <= PROMPT and not box.start <= p.facts.headline < box.stop


def is_email(field: Element) -> bool:
    return "email" in (field.get("type"), field.get("autocomplete"), field.get("name"))


def asks_more(part: Element) -> bool:
    """Whether it asks for more than who subscribes: a password, a text, a choice, more than name and address."""
    shown = [one for one in part.iter("input", "textarea", "select") if one.get("type") not in UNASKED]
    return len(shown) > ASKED or any(one.tag != "input" or one.get("type") in ("password", "tel") for one in shown)


def benefits(p: Parts) -> Bits:
    """What a subscription brings: below the line that asks for it, in one box with it."""
    f = p.facts
    asks = p.reads("newsletter") & p.at_most(ASKING) & p.named("newsletter", FAR) & ~p.body
    if not asks:
        return 0
    starts = f.starts[1:]
    return at_any(p.mask(asks)[starts] & (f.sizes[1:] <= BENEFITS) & (starts < np.arange(p.n)))


def inside(p: Parts, group: str) -> Bits:
    """What stands in a box named so; nothing where the headline or most of the text does."""
    found = p.named(group, FAR)
    of_article = (found & p.body).bit_count() > p.body.bit_count() / 2
    return 0 if of_article or (p.facts.headline >= 0 and found >> p.facts.headline & 1) else found


def set_apart(p: Parts, those: Bits, most: int) -> Bits:
    """All that stands in small boxes around these blocks, of another shape than the text's or with a button in them.

    None that begin with a paragraph of the text.
    """
    f = p.facts
    paragraphs = p.body & p.at_least(PARAGRAPH) & ~those
    text = places(paragraphs)
    usual: dict[int, tuple[int, int]] = {}  # the shapes around the text's paragraphs: the first and the last in each
    for i in text:
        for shape in f.shape[f.around[:NESTED, i]].tolist():
            usual[shape] = (usual[shape][0] if shape in usual else i, i)
    out = 0
    for i in places(those):
        for number in f.around[NESTED - 1 :: -1, i].tolist():  # the widest first
            box = f.boxes[number]
            if box.stop - box.start > most or box.start <= f.headline < box.stop or box.tag in QUOTES:
                continue
            if paragraphs & span(box.start, i):
                continue
            begin, end = usual.get(int(f.shape[number]), (box.start, box.start))
            own = box.start <= begin and end < box.stop
            if own or any(b.box.tag == "button" for b in f.blocks[box.start : box.stop]):
                out |= span(box.start, box.stop)
                break
    return out


def to_play(p: Parts) -> Bits:
    """What announces a podcast or video: a heading and a sentence in a small box of the text with a button."""
    f = p.facts
    out = 0
    for i in places(p.says(PLAY, p.at_most(3) & span(p.first, p.last + 3) & ~p.tagged("heading"))):
        for number in f.around[1:NESTED, i].tolist():
            box = f.boxes[number]
            rest = f.words[box.start : box.stop]
            headed = box.start < i and bool(p.tagged("heading") >> box.start & 1 or rest[0] <= PARAGRAPH)
            apart = len(rest) <= PLAYED and rest.sum() <= ASKING and not box.start <= f.headline < box.stop
            if headed and apart:
                out |= span(box.start, box.stop)
    return out & p.body


def below_comments(p: Parts) -> Bits:
    """What ends the page's text in a box below a heading over comments: rules of the house, the first of them."""
    found = p.under("comments") & p.body
    if not found or found.bit_count() > p.body.bit_count() / 2:
        return 0
    rest = span(first(found), p.n)
    return found if p.body & rest == found else 0


def in_form(p: Parts) -> Bits:
    """What stands with the fields of a form: hints, conditions, questions."""
    out = 0
    for box in p.facts.boxes:
        if box.tag == "form" and box.stop - box.start <= FIELDS and not box.start <= p.facts.headline < box.stop:
            out |= span(box.start, box.stop)
    return out


def next_article(p: Parts) -> Bits:
    """Another article below this one, on a page that goes on without end: an `<article>` with an h1 of its own, not the
    card of one, which is small and whose h1 is a link.
    """
    f = p.facts
    own = nearest(f.blocks[f.headline].box, ("article",)) if f.headline >= 0 else None
    if own is None or (p.body & span(own.start, own.stop)).bit_count() < TEXT:
        return 0
    out = 0
    titles = (i for i in places(p.tagged("heading")) if f.blocks[i].box.tag == "h1")
    for i in islice(titles, ARTICLES):
        box = nearest(f.blocks[i].box, ("article",))
        card = box is not None and box.stop - box.start <= SMALL and p.to_article >> i & 1
        if box is not None and not card and box.start >= own.stop and i - box.start < TITLE:
            out |= span(box.start, box.stop)
    return out & ~p.to_article


def heads_picture(p: Parts) -> Bits:
    """A heading of the text that only stands in a box named like a picture's, as in a gallery of products."""
    headings = p.tagged("heading") & p.named("caption") & p.inside & ~p.body & ~p.linked
    if not headings:
        return 0
    apart = p.named("teaser", FAR) | p.named("nav", FAR) | p.named("sidebar") | p.named("author", FAR)
    out = 0
    for i in places(headings & bits(p.facts.kinds == 0) & ~apart & ~p.those(OFFER)):
        if p.body & span(i + 1, i + 2 + SMALL) and nearest(p.facts.blocks[i].box, ("figure", "figcaption")) is None:
            out |= 1 << i
    return out if out.bit_count() > 1 else 0  # a single one may head a gallery


PICTURED_HEADING = Rule(Label.BODY, "heading in a box named like a picture's", heads_picture)
CONSENT = Rule(Label.NAV, "in the dialog of a consent manager", lambda p: inside(p, "consent"))
PROMPTED = Rule(Label.NEWSLETTER, "in a small box that asks for an e-mail address", asks_for_address)
NEXT = Rule(Label.OTHER, "of another article below this one", next_article)
