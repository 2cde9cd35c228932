"""How a text ends: not with a line that heads what is no text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from pipelines.rules.bits import Bits, at, places
from pipelines.rules.parts import Parts
from pipelines.rules.posts import QUOTED

HEADS: Final = 2  # lines at the end that may head no text
HEADING, LEADING = 12, 16  # words of a heading, and of a line that leads on by a colon


def heading_something(parts: Parts, colons: Sequence[int], body: Bits) -> Bits:
    """The text `body` without its last headings, under which none follows: they head teasers, sources, a comment box.

    So does a line with a colon at its end (`colons`) before a link: 'You might also like:'.
    """
    heads = parts.tagged("heading") & parts.at_most(HEADING) & parts.unended
    heads |= at([i for i in colons if parts.linked >> (i + 1) & 1]) & parts.at_most(LEADING)
    last = places(body | parts.those(QUOTED))[::-1][: HEADS + 1]
    found = list(takewhile(lambda i: heads >> i & 1, last))
    return body & ~at(found) if len(found) < len(last) else body
