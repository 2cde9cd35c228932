"""What a link to another article says: which of its words, and of those beside it, are that article's headline."""

from __future__ import annotations

import re
from typing import Final

from pipelines.blocks import Anchor, Block, Element
from pipelines.rules.containers import HEADINGS
from pipelines.rules.lexicon import LEXICON, kind_of
from pipelines.text import WORD, fold, inner_text, spaced_text

LONGEST_LINE: Final = 28  # words
PARTS: Final = frozenset(("span", "strong", "b", "em", "div", "p", *HEADINGS))  # of a link that may be its title
DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\d[./]\d").search
TITLE: Final = re.compile(r"title|headline|heading|titel")
LEADS: Final = re.compile(
    r"^(?:lesen sie (?:auch|dazu)|siehe auch|auch interessant|mehr (?:dazu|zum thema)|zum thema|passend dazu"
    r"|read (?:more|also|next)|see also|related(?: \w+)?|more on this|don.t miss|also on \w+)\s*(?::|–|-|»|>|\|)\s*"
    r"|^(?:learn more|mehr erfahren|(?-i:READ (?:MORE|ALSO|NEXT)|DON.T MISS|LESEN SIE AUCH))\s+(?=\S+ \S)",
    re.IGNORECASE,
)
# What a link says that names no article: it leads to a list, or repeats the link of the headline beside it.
GENERIC: Final = re.compile(
    r"\W*+(?:(?:read|see|view|show|load|learn|more|full|all|the|latest|next|previous|prev|article|articles|story|news|page|back"
    r"|comments?|reply|like|dislike|disagree|mehr|alle|weitere|weiterlesen|lesen|erfahren|anzeigen|ansehen|artikel|beiträge"
    r"|zum|zur|kommentare?|kommentieren|antworten|vorherige[rs]?|nächste[rs]?|zurück|weiter|newsletter|here|hier|further|reading|\d+)\b\W*+)+",
    re.IGNORECASE,
).fullmatch


def shown(block: Block, anchor: Anchor, line: str | None) -> str:
    """The words of a link that are its title; of a block's only one the best of its parts, or the block's `line`."""
    said = fold(block.text[anchor.start : anchor.stop])
    if line is None or not block.anchors:
        return LEADS.sub("", said)
    titled = fold(anchor.element.get("title") or "")
    if titled.count(" ") > 1 and len(titled) < len(line) and titled in line:
        return titled
    inside = [part for part in anchor.element.iterdescendants() if part.tag in PARTS] if len(anchor.element) else []
    parts = [text for text in map(inner_text, inside) if text.count(" ") > 1 and len(text) < len(line) and text in line]
    if parts:
        titles = [part for part in anchor.element.iterdescendants() if is_title(part)]
        named = [text for part in titles if (text := inner_text(part)) in line] or list(map(spaced_text, titles))
        return max(named or parts, key=likeness)
    if len(block.anchors) == 1 and line.count(" ") < LONGEST_LINE:  # two links to one article may say the same
        beside = block.text[: anchor.start] + block.text[anchor.stop :]
        said = said if dated(beside, signed=said.count(" ") > 1) else line
    return LEADS.sub("", said)


def dated(text: str, *, signed: bool) -> bool:
    """Whether a text is but a date, or with `signed` a date and who wrote.

    >>> [dated(text, signed=True) for text in ("Dec 5, 2018 ", " - Ada Beispiel, 5. Mai 2018", "10.")]
    [True, True, False]
    """
    words = WORD.findall(text)
    numbers = sum(map(str.isdigit, words))
    most = 2 * numbers + 1 if signed else 1.5 * numbers
    return numbers > 1 and len(words) <= most and DATE(text) is not None


def is_title(element: Element) -> bool:
    return TITLE.search((element.get("class") or "").lower()) is not None and inner_text(element).count(" ") > 1


def likeness(text: str) -> float:
    """How much a text alone looks like a headline: 0 to 1, less for a sentence of a summary and for names and dates."""
    words = text.count(" ") + 1
    value = min(words, 8) / 8 if words < LONGEST_LINE else 0.3
    if words > 8 and text.endswith((".", "…")):
        value -= 0.5
    number = kind_of(text) if len(text) < 200 else 0
    if number and LEXICON[number - 1] in ("teaser", "byline", "comments", "share") and words < 7:
        value -= 0.6
    return value


def worth(text: str, block: Block, anchor: Anchor) -> float:
    """How well a text would do as a card's headline; the best is taken."""
    value = likeness(text)
    if block.box.tag in HEADINGS or next(anchor.element.iterancestors(*HEADINGS), None) is not None:
        value += 1.0
    if TITLE.search(block.box.name):
        value += 0.6
    if not block.anchors:  # beside the link, not in it
        value -= 0.5
    if "#comment" in anchor.href:  # what a reader said about the article
        value -= 1.0
    return value


def once(name: str) -> str:
    """A headline that a card says twice, for screens of two sizes, once.

    >>> once("New phones New phones"), once("Bye bye")
    ('New phones', 'Bye bye')
    """
    half = len(name) // 2
    return name[:half] if name[:half] == name[half + 1 :] and " " in name[:half] else name
