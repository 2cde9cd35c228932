"""Titles: the site's name cut off, and the one among a page's several titles that stands over the article."""

from __future__ import annotations

import re

from pipelines.links import host
from pipelines.text import key

LONGEST = 400  # characters; what is longer is a paragraph in the wrong element
SEPARATOR = re.compile(r"\s+[|•·»«\-–—~:/]{1,2}\s+|\s*[|｜ㅣ]\s*|\s+[<>]\s+|(?<=\w): (?=\w+$)")
WORD = re.compile(r"\w+")
SHOWN, STATED = 2.5, (2.0, 1.5, 0.25, 0.25)  # how much a heading, JSON-LD, og:title and the others count
ENDING = frozenset("com de net org co uk www the der die das online magazin magazine news".split())


def site_keys(site_name: str | None, url: str) -> set[str]:
    """The spellings under which a site signs its titles.

    >>> sorted(site_keys("Ars Technica", "https://www.arstechnica.com/x"))
    ['arstechnica', 'arstechnicacom']
    """
    labels = [label for label in host(url).split(".") if label not in ("www", "m", "amp", "blog", "news", "edition")]
    result = {key("".join(labels)), *(label for label in labels[:-1] if len(label) > 3)}
    result.add(key(".".join(labels[:-1])))
    if site_name:
        result.add(key(site_name))
        result.update(key(part) for part in SEPARATOR.split(site_name))
    return {name for name in result if len(name) > 1}


def is_named(text: str, names: set[str]) -> bool:
    """Whether a text is the site's name, perhaps with an ending or 'The' to it."""
    mine = key(text)
    return mine in names or key(" ".join(word for word in WORD.findall(text.lower()) if word not in ENDING)) in names


def is_site(text: str, names: set[str]) -> bool:
    """Whether a title's part is the site's name or contains it."""
    mine = key(text)
    if not mine or is_named(text, names):
        return bool(mine)
    return len(text) < 40 and len(mine) > 3 and any(len(name) > 3 and (name in mine or mine in name) for name in names)


def without_site(title: str, names: set[str]) -> str:
    """The title without the site's name and what follows it at its end, or stands before it at its start.

    >>> without_site("Apple: Das neue iPhone - Tests | heise online", {"heise", "heiseonline"})
    'Apple: Das neue iPhone - Tests'
    """
    parts = list(SEPARATOR.finditer(title[:LONGEST]))
    for cut in parts:
        end = next((after.start() for after in parts if after.start() > cut.start()), len(title))
        if cut.start() > 3 and is_site(title[cut.end() : end], names):
            return title[: cut.start()].rstrip()
    if parts and is_named(title[: parts[0].start()], names):
        return title[parts[0].end() :].lstrip()
    return title


def choose(shown: list[str], stated: list[str], site: set[str]) -> str | None:
    """The title of most weight: `shown` are the page's headings, `stated` its declared titles in order of trust.

    >>> choose(["Menu", "New phone"], ["A phone: new", "New phone"], set())
    'New phone'
    """
    votes: dict[str, float] = {}
    texts: dict[str, str] = {}
    heading = best_heading(shown, stated, site)
    for text, weight in [(heading, SHOWN), *zip(stated, STATED, strict=False)]:
        if text and (mine := key(text)):
            votes[mine] = votes.get(mine, 0) + weight
            texts.setdefault(mine, text)
    if not votes:
        return None
    best = max(votes, key=lambda mine: votes[mine])
    if heading and texts[best] == heading:  # a kicker in the heading's own element
        for text in stated[:2]:
            if (
                len(text) > 15
                and heading.endswith(text)
                and heading[: -len(text)].rstrip().endswith((":", "|", "–", "+++"))
            ):
                return text
    return texts[best]


def best_heading(shown: list[str], stated: list[str], site: set[str]) -> str | None:
    """The heading that has most words in common with the declared titles; the first if none has."""
    wanted = {word for title in stated[:3] for word in WORD.findall(title.lower())}
    best, most = None, -1.0
    for text in shown:
        text = without_site(text, site)
        if not text or len(text) > LONGEST or is_site(text, site):
            continue
        words = set(WORD.findall(text.lower()))
        shared = len(words & wanted) / len(words | wanted) if words | wanted else 0
        if shared > most:
            best, most = text, shared
    return best
