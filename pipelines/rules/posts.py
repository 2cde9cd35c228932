"""Posts of social networks that stand in the text: what they say is quoted, what only stands in their place is not."""

from __future__ import annotations

import re
from typing import Final

from pipelines.rules.bits import Bits, at, places, span
from pipelines.rules.parts import Parts, Rule
from pipelines.values import Label

# How the networks name the quote that their script makes a post of.
NAMED: Final = re.compile(
    r"twitter-(?:tweet|video)|(?:mastodon|bluesky|tiktok)-embed|instagram-media|reddit-(?:embed|card)|text-post-media"
).search
LARGEST: Final = 20  # blocks
BESIDE: Final = 4  # blocks before or behind the text
# What they show of a post that is not there: a link to it, who it is by.
IN_PLACE: Final = re.compile(
    r"(?:view|see|watch) (?:this (?:post|photo|video|profile)|on) |sieh (?:dir )?diese[ns]? |(?:auf|bei) \w+ ansehen"
    r"|voir cette publication|ver esta publicaci|visualizza questo post|ver essa foto|bekijk dit bericht|se dette"
    r"|visa detta|wyświetl ten post|(?:a|ein|un|una|une|et|ett) (?:post|beitrag|photo|video|publica\w+|innlegg|inlägg) "
    r"(?:shared|geteilt|partag|compartid|condivis|delt|delat)|post by @|\[image or embed\]"
).match  # in lower case


def posts(p: Parts) -> Bits:
    """The blocks of all posts in the text or right beside it."""
    out = 0
    if not p.body:
        return out
    start, stop = max(p.first - BESIDE, p.facts.headline + 1), p.last + 1 + BESIDE
    for box in p.facts.boxes:
        if box.tag == "blockquote" and start <= box.start and box.stop <= stop and box.stop - box.start <= LARGEST:
            around = box.parent.name if box.parent is not None else ""
            if NAMED(box.name) or "fb-post" in around:
                out |= span(box.start, box.stop)
    return out


def in_place(p: Parts) -> Bits:
    """What stands in the place of a post: asks to see it, names its author."""
    lower = p.facts.lower
    return at([i for i in places(p.those(POST)) if IN_PLACE(lower[i])])


def quoted(p: Parts) -> Bits:
    """What a post says, and who said so when."""
    return p.those(POST) & ~p.those(IN_ITS_PLACE)


POST: Final = Rule(Label.BODY, "an embedded post", posts)  # asked by the other two
IN_ITS_PLACE: Final = Rule(Label.OTHER, "stands in the place of an embedded post", in_place)
QUOTED: Final = Rule(Label.BODY, "an embedded post in the text", quoted)
