"""Rules for lines in which a site speaks of itself amid an article: how long it is, newsletters, tips, who wrote it."""

from __future__ import annotations

import re
from typing import Final

from pipelines.rules.bits import Bits, at, bits, places, span
from pipelines.rules.parts import CAPTION, Parts, Rule
from pipelines.values import Label

ASKING: Final = 45  # words of a line that asks for something
NEAR_END: Final = 4  # blocks
FEW: Final = 2  # blocks above the headline; of more it is not the headline
NOTE: Final = 80  # words of a note about the author
BESIDE: Final = 12  # blocks before or after the headline among which the author's name is looked for
GUIDE: Final = 8  # blocks at most of a section that presents the author

LENGTH = re.compile(
    r"(?:(?:estimated|approx\w*|average|geschätzte|ungefähre) )?(?:reading time|read time|time to read|lesezeit"
    r"|lesedauer|(?:(?:temps|durée) de )?lecture|tiempo de lectura|tempo d[ei] le[it]+ura|leestijd|czas czytania"
    r"|время чтения)\W{0,3}(?:\w+ )?(?:ca\.? |about |circa |etwa |environ )?\d{1,3} ?(?:min|мин)\w{0,8}\W*"
    r"|\d{1,3}[ -]?min(?:ute[ns]?|utos|uti|\.)? (?:read|lesezeit|de lecture|de lectura|di lettura|de leitura)\W*"
).fullmatch
TOPICS = re.compile(
    r"(?:explore |discover |see )?more (?:on|about) (?:this|these) (?:topics?|subjects?|companies|people)\W*"
).fullmatch
OWN_LETTER = re.compile(
    r"\W*(?:(?:get|receive|want) (?=.{0,160}\byour inbox\b)(?=.{0,200}\bnewsletter)"
    r"|(?:sign up|subscribe)(?: now| today| here)? (?:for|to) (?:our|\w+['’]s) (?:\S+ ){0,6}newsletters?\b"
    r"|(?:the )?(?:\S+ ){1,6}newsletter (?:brings|delivers|is|has)\b(?=.{0,160}\b(?:sign up|subscribe)(?: \w+)?\W*$)"
    r"|(?:was|like|love|enjoy(?:ed|ing)?)\b[^.?!]{3,80}\? (?:sign up|subscribe) (?:to|for|here)\b"
    r"|don.t want to miss the (?:best|latest) (?:from|of)\b)"
).match
PREFERRED = re.compile(r"\W*follow (?:\S+ ){0,3}\S+: (?:add|make|set) .{1,30}\bpreferred source\b").match
TIPS = re.compile(
    r"\W*(?:(?:got|have|do you have|know) (?:a|any|an)? ?(?:\w+ ){0,2}(?:tips?|leads?|story idea)\b[^.?!]{0,60}\?"
    r"|(?:do|did) you (?:work|know)\b[^.?!]{0,80}\? (?=.{0,200}\btips?\b)(?=.{0,200}(?:@|signal\b))"
    r"|send (?:us )?(?:your |a )?(?:news )?tips? to\b)"
).match
PRESENTS = re.compile(
    r"[^\W\d_]+(?: [^\W\d_.]+\.?){1,2} (?:is|was|has been|has|covers|writes|reports)\b"
    r"(?=.{0,80}\b(?:reporter|editor|journalist|writer|contributor|columnist|correspondent|producer|author|blogger)\b)"
).match
REACH = re.compile(r"\b(?:reach|contact|e-?mail|follow|find) (?:her|him|them)\b").search
MEET = re.compile(
    r"(?:meet (?:your|our|the) (?:guides?|authors?|writers?|experts?|reviewers?|tester)"
    r"|about (?:the|our) (?:authors?|writers?)"
    r"|über (?:den autor|die autorin|die autoren))\W*"
).fullmatch  # in lower case, as all of these


def tells_length(p: Parts) -> Bits:
    """'Reading time: 6 minutes'."""
    return p.says(LENGTH, (p.body | p.top) & p.at_most(8) & ~p.tagged("heading"), "min", "мин")


def asks_for_newsletter(p: Parts) -> Bits:
    """A sentence of the site's own that asks to subscribe to its newsletter."""
    return p.says(
        OWN_LETTER, p.body & p.at_least(5) & p.at_most(ASKING), "newsletter", "sign up", "subscribe", "miss the"
    )


def asks_for_tips(p: Parts) -> Bits:
    return p.says(TIPS, p.body & p.at_most(ASKING) & span(p.last - NEAR_END, p.n))


def heads_topics(p: Parts) -> Bits:
    """'Explore more on these topics' over links."""
    return p.says(TOPICS, p.body & p.at_most(8) & ~(p.body >> 1))


def closes_with_author(p: Parts) -> Bits:
    """A last paragraph that says who the author is: one whom the byline names, or how to reach him."""
    lower = p.facts.lower
    found = p.says(PRESENTS, p.body & p.at_most(NOTE) & span(p.last - 2, p.n) & ~p.tagged("heading"))
    if not found:
        return 0
    at_headline = places(span(p.facts.headline - BESIDE, p.facts.headline + BESIDE) & ~p.body & p.at_most(BESIDE))
    out = 0
    for i in places(found):
        name = " ".join(lower[i].split()[:2])
        out |= bool(REACH(lower[i]) or any(name in lower[k] for k in at_headline)) << i
    return out


def presents_guide(p: Parts) -> Bits:
    """A small section below 'Meet your guide', 'About the author', with its heading."""
    out = 0
    for i in places(p.says(MEET, p.tagged("heading") & p.at_most(4) & p.after_headline)):
        box = p.facts.blocks[i].box.parent
        if box is not None and box.start == i and box.stop - i <= GUIDE:
            out |= span(i, box.stop)
    return out & ~p.to_article


def beside_disclosure(p: Parts) -> Bits:
    """What stands above the headline beside a disclosure: how the site tests what it earns by."""
    above = p.body & ~p.after_headline
    return above & (p.disclosures << 1 | p.disclosures >> 1) if above.bit_count() <= FEW else 0


def in_one_with_picture(p: Parts) -> Bits:
    """The text of a paragraph that holds a picture, set in italics, small or named as caption and credit."""
    pictured = p.body & bits(p.facts.pictures > 0) & bits(p.facts.links == 0) & p.at_most(CAPTION) & p.tagged("p")
    return at([i for i in places(pictured) if p.facts.lower[i][-1] != ":" and only_below(p, i)])


def only_below(p: Parts, i: int) -> bool:
    element = p.facts.blocks[i].box.element
    if (element.text or "").strip() or next(element.iter("img"), None) is None:
        return False
    for child in element:
        if (child.tail or "").strip():
            return False
        told = child.tag in ("em", "i", "small") or "caption" in (child.get("class") or "")
        if not told and next(filter(str.strip, map(str, child.itertext())), None) is not None:
            return False
    return True


GUIDED = Rule(Label.AUTHOR_BIO, "in a section that presents the author", presents_guide)
LENGTH_LINE = Rule(Label.BYLINE, "how long it takes to read", tells_length)
LETTER = Rule(Label.NEWSLETTER, "asks to subscribe to the site's newsletter", asks_for_newsletter)
SOURCE_LINE = Rule(
    Label.SHARE,
    "asks to prefer the site as a source",
    lambda p: p.says(PREFERRED, p.body & p.at_most(ASKING), "preferred"),
)
TIP_LINE = Rule(Label.OTHER, "asks for tips, at the end of the text", asks_for_tips)
TOPICS_LINE = Rule(Label.TAGS, "announces topics", heads_topics)
AUTHOR_NOTE = Rule(Label.AUTHOR_BIO, "presents the author, at the end of the text", closes_with_author)
TESTED = Rule(Label.DISCLOSURE, "above the headline, beside what tells of commissions", beside_disclosure)
PICTURED = Rule(Label.CAPTION, "below the picture in its paragraph", in_one_with_picture)
SITE_LINES = (LENGTH_LINE, LETTER, SOURCE_LINE, TIP_LINE, TOPICS_LINE, AUTHOR_NOTE, TESTED, PICTURED)
