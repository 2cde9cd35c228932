"""The picture over an article: as declared, with the caption and the credit that stand below it on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from urllib.parse import urlsplit

from pipelines.blocks import Block, Media
from pipelines.rules.figures import figure, is_picture
from pipelines.values import Figure, Image, Label

BEFORE = 6  # blocks before the headline among which its picture may stand
PORTRAITS = (Label.BYLINE, Label.AUTHOR_BIO)  # what stands behind a picture of the author
MOST = 12  # pictures that are looked at
SITES_OWN = re.compile(r"[-_/](?:logo|icon|placeholder)s?(?:[-_.\d][^/]*)?$|/default[-_][^/]*$|/icons?/|avatar").search
SIZE = re.compile(r"(?:[-_@](?:\d{2,4}x\d{2,4}|\d{3,4}w?|\dx|scaled|large|medium|[a-z]?\d{1,2}))+$")


def lead_image(
    declared: Image | None, blocks: Sequence[Block], media: Sequence[Media], place: int, url: str
) -> Image | None:
    """The declared picture, else the first one between the headline (block number `place`) and the text.

    That one also where the declared picture is the site's own, as its logo.
    """
    shown = list(islice(pictures(blocks, media, place, url), MOST))
    if declared is None or is_sites_own(declared.url):
        below = (one for at, one in shown if at >= place)
        own = (Image(one.url, one.caption, one.credit) for one in below if one.url and not is_sites_own(one.url))
        return next(own, declared)
    same = next((one for _, one in shown if one.url and file_name(one.url) == file_name(declared.url)), None)
    if same is None:
        return declared
    return Image(declared.url, declared.caption or same.caption, declared.credit or same.credit)


def pictures(blocks: Sequence[Block], media: Sequence[Media], place: int, url: str) -> Iterator[tuple[int, Figure]]:
    """The pictures around the headline, up to the first paragraph, with the blocks that they stand before."""
    last = next((block.index for block in blocks[place:] if block.label is Label.BODY), place) + 1
    for item in media:
        if not place - BEFORE <= item.index <= last or item.box.hidden or not is_picture(item.element):
            continue
        if item.index >= len(blocks) or blocks[item.index].label not in PORTRAITS:
            below = takewhile(lambda block: block.label is Label.CAPTION, blocks[item.index : item.index + 3])
            if found := figure(item.element, [block.text for block in below], url):
                yield item.index, found


def is_sites_own(url: str) -> bool:
    """Whether a picture's name says that it is no picture of the article.

    >>> [is_sites_own(f"https://a.de/i/{name}") for name in ("logo.png", "x-icon-310.png", "Silicon.jpg", "iconic.jpg")]
    [True, True, False, False]
    """
    return SITES_OWN(urlsplit(url).path.lower()) is not None


def file_name(url: str) -> str:
    """What the sizes of one picture have in common: the file's name without size and type.

    >>> file_name("https://a.de/i/router-1200x800.jpg?w=9"), file_name("https://a.de/i/router_640.webp")
    ('router', 'router')
    """
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return SIZE.sub("", name.partition(".")[0].lower()) or name
