"""What a link to another article says: which of its words, and of those beside it, are that article's headline."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from pipelines.blocks import Anchor, Block, Element
from pipelines.rules.containers import HEADINGS
from pipelines.rules.lexicon import LEXICON, kind_of
from pipelines.text import WORD, fold, inner_text, spaced_text

LONGEST_LINE: Final = 28  # words
ENDS: Final = (".", "?", "!")
ELEMENTS: Final = 200  # of a link that are looked at
LABELS: Final = 20  # elements of a link among which its labels are
PARTS: Final = frozenset(("span", "strong", "b", "em", "div", "p", *HEADINGS))  # of a link that may be its title
DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\d[./]\d").search
TITLE: Final = re.compile(r"title|headline|heading|titel")
LEADS: Final = re.compile(
    r"^(?:\W{0,4}(?:lesen sie (?:auch|dazu)|siehe auch|auch (?:interessant|lesenswert)|lesetipp|passend dazu"
    r"|zum (?:weiterlesen|thema)|mehr (?:dazu|zum thema)|(?:also )?(?:read|check out)(?: (?:more|also|next))?|see also"
    r"|dig deeper|related(?: \w+)?|more on this|don.t miss|also on \w+|you (?:may|might) (?:also )?(?:like|enjoy)"
    r"|(?:le|te) puede interesar|(?:lee|lea|ve[ar]|mira) también|(?:à )?lire (?:aussi|également)|voir aussi"
    r"|leggi anche|leia também|lees ook|läs också|les også)\s*(?::|–|-|»|>|\|)\s*"
    r"|(?:learn more|mehr erfahren|(?-i:READ (?:MORE|ALSO|NEXT)|DON.T MISS|LESEN SIE AUCH))\s+(?=\S+ \S))",
    re.IGNORECASE,
)
# A bullet, an arrow or the time before a headline.
MARKS: Final = re.compile(r"^(?:[•·▪➤►▶▸▷→➜➡❯👉\ufe0f]\s*|[»›>*|]\s+|\d\d?:\d\d(?: Uhr)?[\s|–-]+(?=\w+ \w))+")
# A rank or time, and the names of what says no more than the topic, the time, the author, the number of comments.
NUMBER: Final = re.compile(r"\d{1,3}[.)]|\d\d?:\d\d(?: Uhr)?").fullmatch
BESIDE: Final = re.compile(
    r"kicker|dachzeile|eyebrow|overline|topline|categor|rubri[ck]|label|badge|count|number|rank|date|time|comment|author|byline"
).search
SPACED: Final = "\u2e80"  # letters below it are written with spaces between words, Chinese and Japanese not
SHORTEST_UNSPACED: Final = 8  # characters of a headline in these
SETS_APART: Final = frozenset(":|–—-•·/»›>→➜►➤▶")
# What a link says that names no article: it leads to a list, or repeats the link of the headline beside it.
GENERIC: Final = re.compile(
    r"\W*+(?:(?:read|see|view|show|load|learn|more|full|all|the|latest|next|previous|prev|article|articles|story|news|page|back"
    r"|share|register|now|comments?|reply|like|dislike|disagree|mehr|alle|weitere|weiterlesen|lesen|erfahren|anzeigen|ansehen|artikel|beiträge"
    r"|book|get|start(?:ed)?|demo|request|contact|donate|jetzt|buchen|bestellen|kontakt"
    r"|zum|zur|kommentare?|kommentieren|antworten|vorherige[rs]?|nächste[rs]?|zurück|weiter|newsletter|here|hier|further|reading|\d+)\b\W*+)+",
    re.IGNORECASE,
).fullmatch

# A day and who wrote, or how many follow whom.
SIGNED: Final = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}"
    r"(?:\s?[•·|]\s?(?:[^\W\d_][\w.'’-]* ?){0,4})"
    r"|\d[\d.,]{0,8}\s?[km]?\+? (?:followers?|following|subscribers?|abonnenten|follower:innen)",
    re.IGNORECASE,
).fullmatch
NEW_TAB: Final = re.compile(
    r"[,(]?\s?\(?opens (?:in )?(?:an? )?(?:external |new )+(?:tab|window|site)\)?$", re.IGNORECASE
)
ARROWS: Final = re.compile(r"^[←→⟵⟶⟸⟹<>‹›]+\s*(?=\w\W*\w|\W?\w)|(?<=\S)\s*[←→⟵⟶⟸⟹<>‹›]+$")
GUILLEMETS: Final = re.compile(r"^[«»]\s*|\s*[«»]$")


def headline(name: str) -> str:
    """A title without the arrow of a link to the next article and what is said to screen readers; once if said twice.

    >>> headline("← The Mini gets a rebate"), headline("Le prix baisse »"), headline("« Non » : il refuse")
    ('The Mini gets a rebate', 'Le prix baisse', '« Non » : il refuse')
    >>> headline("How chips are made, opens new tab"), headline("New phones New phones")
    ('How chips are made', 'New phones')
    """
    name = ARROWS.sub("", NEW_TAB.sub("", name)) or name
    if name.count("«") + name.count("»") == 1:
        name = GUILLEMETS.sub("", name)
    return once(name.rstrip(" ,;|"))


def no_headline(name: str) -> bool:
    """Whether a link says a date and a name, or a number of readers.

    >>> no_headline("Mar 1 • Marcus Feld"), no_headline("3.1K followers"), no_headline("May 1 brings new phones")
    (True, True, False)
    """
    return len(name) < 60 and (name[-1:].isalnum() or name[-1:] == ".") and SIGNED(name) is not None


def shown(block: Block, anchor: Anchor, line: str | None) -> str:
    """The words of a link that are its title; of a block's only one the best of its parts, or the block's `line`."""
    whole = fold(block.text[anchor.start : anchor.stop])
    said = unlabelled(anchor.element, whole) if len(anchor.element) else whole
    if line is None or not block.anchors:
        return bare(said)
    line = line.replace(whole, said, 1)
    titled = fold(anchor.element.get("title") or "")
    if titled.count(" ") > 1 and len(titled) < len(line) and titled in line:
        return titled
    within = list(islice(anchor.element.iterdescendants(), ELEMENTS)) if len(anchor.element) else []
    inside = [part for part in within if part.tag in PARTS]
    parts = [text for text in map(inner_text, inside) if text.count(" ") > 1 and len(text) < len(line) and text in line]
    if parts:
        titles = [part for part in within if is_title(part)]
        named = [text for part in titles if (text := inner_text(part)) in line] or list(map(spaced_text, titles))
        return max(named or parts, key=likeness)
    if len(block.anchors) == 1 and line.count(" ") < LONGEST_LINE:  # two links to one article may say the same
        beside = block.text[: anchor.start] + block.text[anchor.stop :]
        said = said if alone(block, anchor, said) or dated(beside, signed=said.count(" ") > 1) else line
    return bare(said)


def bare(name: str) -> str:
    """A title without the words, marks and time that lead to it.

    >>> bare("➤ Lesetipp: Akku hält drei Tage"), bare("10:15 Uhr Router im Test"), bare("-5 Grad")
    ('Akku hält drei Tage', 'Router im Test', '-5 Grad')
    """
    return MARKS.sub("", LEADS.sub("", name)) or name


def unlabelled(link: Element, said: str) -> str:
    """What a link says, without the labels at its ends that are elements of their own: rank, time, topic, comments."""
    for part in islice(link.iterdescendants(), LABELS):
        name = (part.get("class") or "").lower()
        label = inner_text(part)
        if part.tag == "time" or NUMBER(label) or (BESIDE(name) and not TITLE.search(name)):
            rest = said.removeprefix(f"{label} ") if said.startswith(label) else said.removesuffix(f" {label}")
            rest = rest.strip(" :|·•–-")
            if len(said) > len(rest) > len(label) and rest.count(" ") > 1:
                said = rest
    return said


def alone(block: Block, anchor: Anchor, said: str) -> bool:
    """Whether a link reads like a headline, and what stands beside it in its line does not go on with it."""
    unspaced = said[:1] > SPACED and len(said) >= SHORTEST_UNSPACED
    if said[:1].islower() or (said.count(" ") < 2 and not unspaced) or GENERIC(said):
        return False
    before, after = block.text[: anchor.start], block.text[anchor.stop :]
    begins = not before.strip() or before.strip()[-1] in SETS_APART or before[-1] == "\n" or is_next(anchor.element, -1)
    ends = not after.strip(" .") or after.strip()[0] in SETS_APART or after[0] == "\n" or is_next(anchor.element, 1)
    return begins and ends


def is_next(link: Element, step: int) -> bool:
    """Whether right before (-1) or behind (1) a link stands an element, no text: a label, not the link's sentence."""
    element: Element | None = link
    for _ in range(3):
        if element is None:
            break
        other = element.getprevious() if step < 0 else element.getnext()
        parent = element.getparent()
        text = (
            element.tail if step > 0 else other.tail if other is not None else parent.text if parent is not None else ""
        )
        if text and not text.isspace():
            return False
        if other is not None:
            return other.tag not in ("em", "i") and bool(inner_text(other))
        element = parent
    return False


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


def is_subtitle(block: Block, anchor: Anchor) -> bool:
    """Whether a heading stands in one link with a higher one, which is a whole headline, no kicker."""
    for head in islice(anchor.element.iter(*HEADINGS), LABELS):
        text = inner_text(head)
        if str(head.tag) < block.box.tag and not text.endswith(":") and (text.count(" ") > 3 or text.endswith(ENDS)):
            return True
    return False


def worth(text: str, block: Block, anchor: Anchor) -> float:
    """How well a text would do as a card's headline; the best is taken."""
    value = likeness(text)
    heading = block.box.tag in HEADINGS or next(anchor.element.iterancestors(*HEADINGS), None) is not None
    if heading and not is_subtitle(block, anchor):
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
