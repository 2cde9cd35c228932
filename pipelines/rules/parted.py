"""Headlines taken apart: the kicker, the badge or the number of comments that stands in a headline's own element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from pipelines.blocks import Element
from pipelines.rules.headlines import SHORTEST
from pipelines.text import fold, inner_text, key

LONGEST = 70  # characters of a kicker
DEPTH = 4  # elements around all of a headline
UNSEEN = frozenset(("svg", "style", "script", "template", "noscript"))
NAMED = re.compile(
    r"kicker|over-?line|top-?line|roof-?line|eyebrow|dachzeile|spitzmarke|over-?title|sur-?titre|antet[ií]tulo|occhiello",
    re.IGNORECASE,
).search
TITLE = re.compile(r"title|headline", re.IGNORECASE).search
BADGE = re.compile(r"\W*(?:\w{0,3}\+|plus|premium|pro|abo|new|neu|headline|tit[el]{2}|\d+)\W*", re.IGNORECASE).fullmatch
SIGN = re.compile(r"\s*[:|]\s|\s[–—-]\s").match  # between kicker and title, where both are one line
ENDS = (".", "!", "?", ":")  # of what is a part of the headline
SIGNS = " :|–—-·•/"


class Parted(NamedTuple):
    """A headline's first or last element, and what is left of the headline without it."""

    part: str
    rest: str
    first: bool
    named: bool  # as a kicker


def without_part(headline: str, elements: Iterable[Element], stated: list[str]) -> tuple[str, str | None]:
    """The headline without what else stands in its element, and the kicker if that was one.

    So it is where one of the `stated` titles lacks it, or a class names a kicker. Where they all have it, the headline
    is as they write it, with a colon or dash behind the kicker.
    """
    names, mine = set(map(key, stated)), key(headline)
    for element in elements:
        for part, rest, first, named in parted(element):
            short = key(rest)
            whole = key(f"{part} {rest}" if first else f"{rest} {part}")
            if mine not in (short, whole) or (not named and len(short) < SHORTEST):
                continue
            above = part if first and not BADGE(part) else None
            if short in names or (named and whole not in names):
                return rest, above
            if first and (title := set_apart(part, whole, stated)):
                return headline if mine == short else title, above
    return headline, None


def set_apart(part: str, whole: str, stated: list[str]) -> str | None:
    """The title that says the same, with a colon or dash behind the part."""
    return next((t for t in stated if t.startswith(part) and SIGN(t, len(part)) and key(t) == whole), None)


def parted(element: Element) -> Iterator[Parted]:
    """What a heading may be made of: its first element that has words and the rest, its last one and the rest."""
    for _ in range(DEPTH):
        if len(element) != 1 or said(element.text) or said(element[0].tail):
            break
        element = element[0]
    children = [child for child in element if child.tag not in UNSEEN and inner_text(child)]
    if not children or len(children) > 8:
        return
    texts = [fold(etree.tostring(child, method="text", encoding="unicode")) for child in children]
    first, last = children[0], children[-1]
    if not said(element.text):
        rest = " ".join(filter(None, (said(first.tail), *texts[1:])))
        yield from split(first, rest, first=True)
    if not said(last.tail):
        yield from split(last, " ".join(filter(None, (said(element.text), *texts[:-1]))), first=False)


def split(child: Element, rest: str, *, first: bool) -> Iterator[Parted]:
    part, name = inner_text(child), child.get("class") or ""
    named = first and NAMED(name) is not None
    if rest and len(part) <= LONGEST and (named or not first or not (TITLE(name) or part.endswith(ENDS))):
        yield Parted(part.strip(SIGNS), rest.strip(SIGNS), first, named)


def said(text: str | None) -> str:
    return fold(text or "")
