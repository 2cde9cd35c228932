"""Which of the short lines right above a headline are its kicker, and which a menu's, a picture's or the byline's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipelines.blocks import Block
from pipelines.rules.bits import Bits, at, at_any, bits, places, span
from pipelines.rules.containers import nearest
from pipelines.rules.dates import in_text
from pipelines.rules.parts import OWN, Parts, Rule
from pipelines.rules.targets import Target
from pipelines.values import Label

MENU: Final = 3  # links in one box
BUTTON: Final = re.compile(
    r"(?:sign|log)[ -]?(?:in|up|on|out)|(?:my|mein) (?:account|konto)|register|join(?: us)?|follow|listen|print|save"
    r"|open (?:in )?app|get (?:the )?app|se connecter|s.inscrire|iniciar sesión|accedi|inloggen"
).fullmatch  # in lower case
AGO: Final = re.compile(
    r"\d\D{0,12}(?:\bago|назад|тому|\bfa|geleden|temu|sedan|siden|önce|sitten|전|前)$|^(?:vor|hace|il y a|há|πριν) \d"
).search  # in lower case
DIGIT: Final = re.compile(r"\d").search
CAPTIONED: Final = re.compile(r"caption|credit|copyright|bildunter").search  # in the name of a box
NEWS = re.compile(r"(?:news|tests?)\b").match  # in lower case
TRAIL = re.compile(r"[>›»→]").search


def kickers(blocks: Sequence[Block], headline: int, above: list[int], linked: int, *, signed: bool) -> list[int]:
    """The numbers of those blocks `above` a headline that are its kicker; the line further up only if it stands in one
    place with the nearer one, or that is `signed`. `linked` says which blocks of the page are links, a bit each.
    """
    found = [i for i in above if not is_other(blocks[i].text.lower(), blocks[i]) and not in_menu(blocks[i], linked)]
    if found and found[0] == headline - 2 and not signed:
        far, near = blocks[headline - 2].box, blocks[headline - 1].box
        both = len(found) == 2
        apart = far is not near and (far.parent is not near.parent or (both and far.tag != near.tag))
        if apart or (both and blocks[headline - 2].text == blocks[headline - 1].text):
            return found[1:]
    return found


def is_other(lower: str, block: Block) -> bool:
    """Whether it is a button, a number or says when the article appeared."""
    if block.box.tag == "button" or BUTTON(lower) or not any(map(str.isalpha, lower)):
        return True
    return DIGIT(lower) is not None and (AGO(lower) is not None or in_text(lower, languages=("en",)) is not None)


def in_menu(block: Block, linked: int) -> bool:
    """Whether it is one of several entries of a list, as of a trail or topics, or of many links in one box."""
    entries = nearest(block.box, ("ul", "ol"))
    if entries is not None and entries.start <= block.index and entries.stop - entries.start > 1:
        return True
    box = block.box.parent
    if box is None or box.stop - box.start < MENU:
        return False
    whole = (1 << box.stop) - (1 << box.start)
    return linked & whole == whole


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


def is_section(p: Parts) -> Bits:
    """Right above the headline, in its box: two links to topics side by side, or 'News', which menus say, too."""
    f = p.facts
    above = above_headline(p) & p.at_most(5) & ~p.named("nav")
    two = above & bits(f.links == 2) & bits(f.density > 0.6) & ~p.reads("nav") & ~p.to_article
    menu = p.reads("nav")
    alone = p.says(NEWS, above & menu & p.at_most(3) & bits(f.links <= 1) & ~(menu << 1))
    if not (two | alone):
        return 0
    together = at_any(f.holds_headline[1:4] & (f.starts[1:4] >= f.headline - 3))
    return (at([i for i in places(two) if not TRAIL(f.lower[i])]) | alone) & together


KICKER: Final = Rule(Label.KICKER, "short line above the headline", is_kicker)
SECTION: Final = Rule(Label.KICKER, "the section, right above the headline", is_section)
