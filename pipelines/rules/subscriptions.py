"""Boxes in which a site sells its own subscription: they look like an offer and are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipelines.blocks import Block, Box
from pipelines.rules.bits import Bits, places, span

# Where a site sells its subscription: by folder or host.
SHELF: Final = re.compile(
    r"(?:https?://[^/]{1,80})?/(?:[\w.-]{1,40}/){0,2}(?:(?:digital-?|probe-?)?abos?|abonn\w*|abbonament\w*|subscri\w*"
    r"|suscri\w*|assin(?:e|atur\w*)|prenumer\w*|membership)(?:[/?#.-]|$)"
    r"|https?://(?:abos?|abonn\w*|subscri\w*|suscri\w*|assin\w*|prenumer\w*)\."
).match  # in lower case
BESIDE: Final = 8  # blocks behind a price among which the link stands
BOX: Final = 12  # blocks at most in such a box
LINKS: Final = 4  # of a block that are looked at
LEVELS: Final = 6  # of boxes


def selling(blocks: Sequence[Block], priced: Bits, body: Bits) -> Bits:
    """The blocks around a price (`priced`) in boxes with a link to the site's subscriptions; none of the text."""
    out = 0
    for i in places(priced):
        if out >> i & 1 or not any(map(str.isdigit, blocks[i].text)):
            continue
        for block in blocks[i : i + BESIDE + 1]:
            if any(SHELF(anchor.href.lower()) for anchor in block.anchors[:LINKS]):
                box = widest(block.box, body)
                those = span(box.start, box.stop) & ~body if box else 0
                out |= those if those >> i & 1 else 0
                break
    return out


def widest(box: Box, body: Bits) -> Box | None:
    """The largest small box around a box that holds none of the text."""
    found: Box | None = None
    at: Box | None = box
    for _ in range(LEVELS):
        if at is None or at.stop - at.start > BOX or span(at.start, at.stop) & body:
            break
        found, at = at, at.parent
    return found
