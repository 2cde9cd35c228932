"""The signatures that a page shows: 'Posted on 3 March 2026 by Jane Doe, Editor · 5 min read' → Jane Doe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.blocks import Block
from pipelines.rules import names
from pipelines.rules.months import MONTH_NAMES
from pipelines.text import fold, key
from pipelines.values import Author

LONGEST = 300  # characters of a signature
SHORT = 120  # of a line that names the author in a note about him
MOST = 12  # signatures of a page that are looked at
SIGNING = "written posted published authored words text story article report recommended verfasst geschrieben".split()
BY = re.compile(
    rf"\b(?:{'|'.join(SIGNING)})\s+(?:by|von)\b\s*:?\s*|(?<=\s)(?:by|par|por)\s*:?\s+(?=(?-i:[A-ZÀ-Ý]))"
    r"|^(?:by|von|par|por|di|door|av|af|authors?(?=\s*:)|autor(?:in|en)?(?=\s*:)|text(?=\s*:))\b\s*:?\s*"
    r"|(?:^|(?<=\s))(?:作者|記者|记者|著者|文)\s?[:：/／]\s*",
    re.IGNORECASE,
)
ALONE = re.compile(rf"(?:(?:{'|'.join(SIGNING)})\s+)?(?:by|von|par|por|authors?|autor(?:in)?|text)\s*:?", re.IGNORECASE)
# Who did something else than write.
OTHERS = re.compile(
    r"\b(?:review|edit|check|verif|test|produc|illustrat|photo|foto|bild|image|video|translat|übersetz|tradu|updat|powered|"
    r"sponsor|present)\w*\W{0,3}(?:by|von)?\s*:?\s*$|^(?:photo|foto|bild|image|quelle|source|bron)\w*\s*[:/]|^contribut",
    re.IGNORECASE,
)
DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|\.)?[\s-]+[^\W\d_]{3,10}\.?,?[\s-]+(?:19|20)\d\d\b"
    rf"|\b(?=[^\W\d_]{{3,10}}\.?\s+\d)(?:{MONTH_NAMES})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?\b"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?|\s+uhr)?\b"
    r"|\b\d+(?:\s*[-–]\s*\d+)?\s*[-–]?\s*(?:min|minute[ns]?|comments?|kommentare?)\b",
    re.IGNORECASE,
)
OFFICE = re.compile(r"\s?\([^(),]{1,40},[^()]{1,60}\)")  # 'Jane Doe (Grenoble, special correspondent)'
WEEKDAY = re.compile(  # before what was a date
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b[,.]?(?=\s*\|)",
    re.IGNORECASE,
)
COUNT = re.compile(r"(?<=\| )\s*\d{1,5}\s+(?=[A-ZÀ-Ý][^\W\d_]+\s[A-ZÀ-Ý])")  # how many comments, between date and name
# What another label begins: 'Kategorie: Netze'.
LABEL = re.compile(r"\s+(?!(?:by|von|par|por)\b)[^\W\d_]{2,20}(?:\s?:(?:\s.*|$)|\s?：.*)", re.IGNORECASE)
HEADING = re.compile(r"(?:more )?about|meet|über|zu[mr] |à propos|sobre|chi è", re.IGNORECASE).match
TEAM = re.compile(r"editor\w*|staff|redaktion\w*", re.IGNORECASE).fullmatch
SEPARATOR = re.compile(
    r"\s*[|•·⋅●・»\n]\s*|\s+[–—-]{1,2}\s+|\.\s+(?=(?-i:[A-Z])\w+ed\b)|"
    r"\s+(?=(?:updated|published|posted|written|reviewed|edited|fact|medically|aktualisiert|veröffentlicht|stand"
    r"|publi(?:é|cado)e?|modifiée?|mise? à jour|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd)\b)",
    re.IGNORECASE,
)
CUT = re.compile(r"\s+(?:on|in|at|from|um|am|à|for|filed|tags?|categories|view|last|lesezeit)(?:\s.*|$)", re.IGNORECASE)


def signed(bylines: list[Block], blocks: list[Block]) -> tuple[list[Author], bool]:
    """Who the page's bylines name, and whether a word like 'By' says so; the first byline with a name counts.

    `blocks` are all of the page.
    """
    weaker: list[Author] = []
    for text in texts(bylines, blocks):
        stated, shown = parts(text)
        if found := people(stated):
            return found, True
        for piece in shown:
            weaker = weaker or [author for author in people([piece]) if names.looks_personal(author.name)]
    return weaker, False


def in_one_list(named: list[Author], links: dict[str, Author], bylines: list[Block]) -> list[Author]:
    """Those named, without the roles, departments and places that stand behind the last linked name.

    Where an 'and' stands before one of these, all are names. `links` has each linked name by its `key`.
    """
    whole = list({key(author.name): author for author in (linked_name(one, links) for one in named)}.values())
    last = max((at for at, author in enumerate(whole, 1) if key(author.name) in links), default=len(whole))
    bare = tuple(author.name for author in whole[last:])
    behind = [text for block in bylines[:MOST] for text in names.JOINT.split(block.text[:LONGEST])[1:]] if bare else []
    return whole if any(text.startswith(bare) for text in behind) else [*whole[:last], *filter(is_house, whole[last:])]


def is_house(author: Author) -> bool:
    """Whether it is written like the name of a newsroom: in capitals."""
    return author.name.isupper()


def linked_name(author: Author, links: dict[str, Author]) -> Author:
    """The person whose linked name it begins with: 'Jane Doe Staff', of which 'Jane Doe' is a link."""
    mine = key(author.name)
    if mine in links:
        return author
    begins = (link for name, link in links.items() if mine.startswith(name) and names.looks_personal(link.name))
    return next(begins, author)


def introduced(notes: list[Block]) -> list[Author]:
    """Whom the notes about the author name in their first short line with a person's name: 'By Jane Doe'."""
    for block in notes[:MOST]:
        if len(block.text) < SHORT and not HEADING(block.text):
            stated, shown = parts(block.text)
            found = [author for author in people(stated or shown[:1]) if names.looks_personal(author.name)]
            if found:
                return found
    return []


def texts(bylines: list[Block], blocks: list[Block]) -> Iterator[str]:
    """The bylines; a name that stands apart from its 'By' or from the other names is joined to them."""
    places = [block.index for block in bylines if len(block.text) < LONGEST]
    done = -1
    for at in places[:MOST]:
        if at <= done:
            continue
        text = blocks[at].text
        while at + 1 in places and len(text) < LONGEST and (folder := of_person(blocks[at])):
            if of_person(blocks[at + 1]) != folder:
                break
            at += 1
            text += ", " + blocks[at].text
        while at + 1 < len(blocks) and len(text) < LONGEST and is_open(text) and len(blocks[at + 1].text) < 80:
            at += 1
            text += " " + blocks[at].text
        done = at
        yield text


def of_person(block: Block) -> str:
    """The folder that a person's name alone in a block leads into: authors', of whom the next is one, too. Else ""."""
    whole = len(block.anchors) == 1 and block.anchors[0].stop - block.anchors[0].start == len(block.text)
    return block.anchors[0].href.rstrip("/").rpartition("/")[0] if whole and names.looks_personal(block.text) else ""


def is_open(text: str) -> bool:
    return ALONE.fullmatch(text) is not None or text.endswith((",", "&", " and", " und", " by", " von"))


def parts(text: str) -> tuple[list[str], list[str]]:
    """What stands behind 'By' in a signature, then the other pieces, among which a name may be.

    >>> parts("Published Jun 4 by Jane Doe on Tests")
    (['Jane Doe'], ['Published'])
    >>> parts("Par Jane Doe (Grenoble, envoyée spéciale)")
    (['Jane Doe'], [])
    >>> parts("12 Novembre 2025 31 Marco Rossi"), parts("von Olli Kategorie: Netze 6 Kommentare")[0]
    (([], ['Marco Rossi']), ['Olli'])
    >>> parts("Jane Doe · 5 min read"), parts("Reviewed by Jane Doe")
    (([], ['Jane Doe', 'read']), ([], []))
    """
    text = COUNT.sub(" ", WEEKDAY.sub("", DATE.sub(" | ", OFFICE.sub("", text[:LONGEST]))))
    stated: list[str] = []
    shown: list[str] = []
    for piece in pieces(text):
        found = BY.search(piece)
        if OTHERS.search(piece[: found.start()] if found else piece) or (found and OTHERS.search(found[0])):
            continue
        if not found:
            shown.append(piece)
        elif rest := LABEL.sub("", piece[found.end() :]).strip():
            stated.append(rest)
    return stated, shown


def pieces(text: str) -> list[str]:
    """What separators part a signature into; a single word with a colon and nothing behind it says what a date was."""
    return [
        piece
        for part in SEPARATOR.split(text)
        if (piece := CUT.sub("", fold(part)).strip(" ,;:|")) and (" " in piece or part.rstrip()[-1] not in ":：")
    ]


def people(signatures: list[str]) -> list[Author]:
    """The names in signatures; one word in small letters only if it is all that stands there."""
    found = names.people([Author(text) for text in signatures])
    alone = len(signatures) == 1 and " " not in signatures[0]
    return [
        Author(without_role(author.name))
        for author in found
        if alone or not author.name[0].islower() or author.name in names.AGENCIES or " " in author.name
    ]


def without_role(name: str) -> str:
    """The name before a role; a team's name stays whole.

    >>> without_role("Jane Doe Former Deputy Tech Editor"), without_role("The Example Editors")
    ('Jane Doe', 'The Example Editors')
    """
    words = name.split()
    tail = enumerate(words[2:], 2)
    end = next((at for at, word in tail if names.ROLE.fullmatch(word) and not TEAM(word)), len(words))
    return " ".join(words[:end])
