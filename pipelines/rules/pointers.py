"""Rules for short lines that say by themselves what they are: a topic, the author, a way to share, the next article."""

from __future__ import annotations

import re

import numpy as np

from pipelines.items import Label
from pipelines.rules.arrays import Mask, at_any_level
from pipelines.rules.dispatch import by_letter
from pipelines.rules.parts import Parts, Rule
from pipelines.rules.targets import Target

NEIGHBOUR = re.compile(
    r"\W*(?:(?:previous|next|vorheriger|nächster) (?:article|story|post|artikel|beitrag))\W*", re.IGNORECASE
).fullmatch
SHARE_THIS = re.compile(
    r"\W*"
    + by_letter(
        r"(?:diesen? |den )?(?:artikel|beitrag|seite) (?:jetzt )?teilen|teilen?(?: sie)? (?:diesen|den|die) \w+"
        r"|share (?:this|the) \w+|share on \w+|auf \w+ teilen"
        r"|(?:add|follow) (?:us|\w+) (?:as a preferred source )?on \w+"
        r"|(?:(?:artikel|beitrag|seite) )?(?:drucken|vorlesen|anhören)|(?:artikel|beitrag|seite) (?:merken|speichern)"
        r"|druck(?:ansicht|version)|in pocket speichern|save to pocket"
        r"|print (?:this )?(?:article|page|story|view)|listen to (?:this )?article"
    )
    + r"\W*"
).fullmatch  # in lower case
STAFF = re.compile(
    r"\(?(?:additional )?(?:reporting|writing|editing|graphics) (?:and (?:writing|editing) )?by [a-z]"
).match  # in lower case
TOPICS = 15  # in a list of topics, with its heading
BY = ("by", "von")
VERBS = frozenset("is was has writes covers works joined ist war hat schreibt arbeitet".split())
BESIDE_HEADLINE = 12  # blocks before or after it


def is_topic(parts: Parts) -> Mask:
    """A few short links below 'Filed under:', and that line, beside the article."""
    f = parts.facts
    starts, sizes = f.starts[1:5], f.sizes[1:5]
    headed = parts.reads("tags") & (f.words <= 4) & ~parts.named("nav", parts.far)
    listed = headed[np.minimum(starts, len(headed) - 1)] & (sizes > 1) & (sizes <= TOPICS) & ~f.holds_headline[1:5]
    entry = parts.linked & (f.words <= 5) & parts.leads(Target.TOPIC | Target.PAGE) & ~parts.leads(Target.AUTHOR)
    beside = parts.place >= f.headline - BESIDE_HEADLINE
    return at_any_level(listed) & (headed | entry) & beside & ~parts.body


def is_author(parts: Parts) -> Mask:
    """A name that leads to its author's page, right below the headline or above it."""
    f = parts.facts
    beside = (parts.place >= f.headline - 4) & (parts.place <= f.headline + BESIDE_HEADLINE) & (f.headline >= 0)
    name = parts.leads(Target.AUTHOR) & (f.words <= 5) & (f.density > 0.5)
    return beside & name & ~parts.body & ~parts.named("nav", parts.far)


def says_share(parts: Parts) -> Mask:
    """A short line that asks to share, whatever stands around it."""
    return parts.says(SHARE_THIS, parts.facts.words <= 8)


def is_ad_mark(parts: Parts) -> Mask:
    """'Advertisement', 'Anzeige': a line that says no more."""
    return parts.reads("ad") & parts.short


def names_staff(parts: Parts) -> Mask:
    """The line below the text that says who reported, wrote and edited it."""
    return parts.says(STAFF, (parts.facts.words <= 50) & parts.after_headline & (parts.place > parts.last - 4))


def is_neighbour(parts: Parts) -> Mask:
    """A link to the article before or after that says no more."""
    return parts.says(NEIGHBOUR, parts.leads(Target.ARTICLE) & (parts.facts.words <= 4))


def tells_of_author(parts: Parts) -> Mask:
    """A sentence about the author just below the line with the name: 'Jane is a journalist who …'."""
    lower = parts.facts.lower
    out = np.zeros(len(lower), dtype=np.bool_)
    for at in np.flatnonzero(parts.those(AUTHOR)).tolist():
        names = set(lower[at].split()).difference(BY)
        for below in range(at + 1, min(at + 4, len(lower))):
            first, *others = lower[below].split()[:5]
            out[below] = first in names and not VERBS.isdisjoint(others)
    return out


TOPIC = Rule(Label.TAGS, "in a short list headed as topics", is_topic)
SHARE_LINE = Rule(Label.SHARE, "a button to share, save, print or listen", says_share)
AD_MARK = Rule(Label.AD, "marked as advertising", is_ad_mark)
STAFF_LINE = Rule(Label.BYLINE, "who reported, wrote and edited it", names_staff)
BESIDE = Rule(Label.TEASER, "leads to the article before or after", is_neighbour)
AUTHOR = Rule(Label.BYLINE, "leads to an author's page, beside the headline", is_author)
BIO = Rule(Label.AUTHOR_BIO, "about the author whose name stands above it", tells_of_author)
