"""The box of one teaser, and the picture and kicker in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Final

from pipelines.blocks import Block, Box, Element
from pipelines.links import absolute, normalise
from pipelines.rules.figures import DECORATION, source
from pipelines.rules.link_titles import dated
from pipelines.rules.targets import QUERY_ID, Target, target
from pipelines.text import key, spaced_text

KICKER: Final = re.compile(
    r"kicker|dachzeile|eyebrow|overline|topline|categor(?:y|ia|ie)(?!\S*s\b)|rubri[ck](?!en)"
    r"|(?<![a-z])cat(?:[_-]*(?:links?|label|name|title))?(?![\w-])|(?<![a-z])(?:section|topic|tag)[_-]*(?:name|label|link)(?!s)"
).search
AUTHOR: Final = re.compile(r"avatar|author|byline").search

CARD: Final = 12  # blocks and links at most in the card of one teaser
ELEMENTS: Final = 200
LEVELS: Final = 4  # of boxes around a headline
BESIDE: Final = Target.OWN | Target.SHARE | Target.TOPIC | Target.AUTHOR  # links that a card may have beside its own
LIST: Final = Target.TOPIC | Target.AUTHOR


def card_of(first: Block, link: Element, url: str, text: Sequence[int]) -> Box:
    """The largest box around a block that still is one teaser's: few blocks, one article linked.

    With links to topics and authors it is no box with some of the `text`.
    """
    card = box = first.box
    own = {None, *(anchor.href for anchor in first.anchors)}
    to = place(link.get("href") or "", url)
    for _ in range(LEVELS):
        links = list(islice(box.element.iter("a"), CARD + 1))
        others = [a for a in links if a.get("href") not in own]
        if len(links) > CARD or not all(is_beside(a, to, url) for a in others):
            break
        if others and bisect_left(text, box.start) < bisect_left(text, box.stop):
            break
        card = box
        if box.parent is None or box.parent.stop - box.parent.start > CARD:
            break
        box = box.parent
    return card


def is_beside(a: Element, to: str, url: str) -> bool:
    """Whether a link leads to the card's own article, or to none: its author, topic, comments."""
    href = a.get("href") or ""
    kind = target(href, a.get("rel") or "", url)
    return kind == Target.NONE or bool(kind & BESIDE) or place(href, url) == to


@lru_cache(maxsize=4096)
def place(href: str, url: str) -> str:
    """One spelling for the links of a card to its article; without the query where the path says which article it is.

    >>> place("/orbit-battery-swap/?ref=img#comments", "https://a.de/x"), place("/view?id=5", "https://a.de/x")
    ('https://a.de/orbit-battery-swap/', 'https://a.de/view?id=5')
    """
    whole = normalise(absolute(url, href) or href)
    path, _, query = whole.partition("?")
    slug = path.rstrip("/").rpartition("/")[2]
    named = slug.count("-") > 1 or sum(map(str.isdigit, slug)) > 4
    return path if named and not QUERY_ID(query.lower()) else whole


def kicker(link: Element, box: Box, name: str, url: str) -> str | None:
    """The short line over the headline, in the same card; it may lead to its topic."""
    for element in within(link, box, None, ELEMENTS):
        if KICKER((element.get("class") or "").lower()) and not elsewhere(element, link, url, LIST):
            text = spaced_text(element).rstrip(" :").removesuffix(" category")  # as Reuters tells screen readers
            if (
                text
                and "|" not in text
                and len(text) < 80
                and key(name) not in key(text)
                and not dated(text, signed=True)
            ):
                return text
    return None


def image(link: Element, box: Box, url: str) -> str | None:
    """The address of a card's picture, be it in a link of its own; no author's."""
    for img in within(link, box, "img", CARD):
        if elsewhere(img, link, url, Target.NONE) or any(map(is_author, (img, *islice(img.iterancestors(), 2)))):
            continue
        address = absolute(url, source(img))
        if address and not DECORATION(address.lower()):
            return address
    return None


def is_author(element: Element) -> bool:
    return AUTHOR((element.get("class") or "").lower()) is not None


def within(link: Element, box: Box, tag: str | None, most: int) -> Iterator[Element]:
    """Elements of a card, those in its link first: beside that may stand other cards."""
    return chain(islice(link.iter(tag), most), islice(box.element.iter(tag), most))


def elsewhere(element: Element, link: Element, url: str, but: int) -> bool:
    """Whether an element stands in a link to something else, except to what `but` says."""
    around = next(element.iterancestors("a"), None)
    if around is None or around is link or around.get("href") == link.get("href"):
        return False
    href = around.get("href") or ""
    kind = target(href, around.get("rel") or "", url)
    allowed = kind & but and not kind & Target.AUTHOR
    return not allowed and place(href, url) != place(link.get("href") or "", url)
