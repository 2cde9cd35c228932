"""Titles: the site's name cut off, and the one among a page's several titles that stands over the article."""

from __future__ import annotations

import re

from pipelines.links import host
from pipelines.text import key

LONGEST = 250  # characters; what is longer is a paragraph in the wrong element
# Each alternative begins with what is rare in a title, which is many times faster.
SEPARATOR = re.compile(r"\s\s*(?:[|•·»«\-–—~:/]{1,2}\s+|[<>]\s+|[|｜ㅣ]\s*)|[|｜ㅣ]\s*|:(?<=\w:) (?=\w+$)")
WORD = re.compile(r"\w+")
SECTION = re.compile(r"\s*[|•·»ㅣ–—-]\s*\S").match
SHORTEST = 15  # letters of a title that tells one text from another
MOST_STATED = 8
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
    return title.rstrip(" |•·")


def choose(
    headings: list[str], beside: list[str], stated: list[str], site: set[str], *, news: bool = False
) -> str | None:
    """The article's title: its heading, unless the page itself says better.

    `headings` are the likeliest headings, best first, `beside` the lesser headings around them, `stated` the declared
    titles, one per source in order of trust. `news`: the page declares a NewsArticle.

    >>> choose(["Menu", "New phone"], [], ["A phone: new", "New phone"], set())
    'New phone'
    >>> choose(["Phone X: price, date"], ["Smartphones This one is cheaper"], ["Phone X", "This one is cheaper"], set())
    'This one is cheaper'
    """
    stated = [title for raw in stated[:MOST_STATED] if (title := without_site(raw, site))]
    heading = best_heading(headings, stated, site)
    if heading is None:
        best = next((title for title in stated if not is_site(title, site)), stated[0] if stated else "")
        return without_section(best, stated) or None
    mine, names = key(heading), [key(title) for title in stated]
    # Where the h1 is written for search engines, readers see the title in an h2, perhaps behind a kicker.
    for title, name in zip(stated[:3], names, strict=False):
        if len(name) >= SHORTEST and name != mine and any(key(text).endswith(name) for text in beside):
            return title
    # Newsrooms keep one title for all machines; elsewhere the declared one is often made up for search engines.
    if news and mine not in names and len(names) > 1 and names[0] == names[1]:
        return stated[0]
    for title in stated[:2]:  # a kicker in the heading's own element
        before = heading.removesuffix(title).rstrip()
        if len(title) > SHORTEST and before != heading and before.endswith((":", "|", "–", "+++")):
            return title
    return heading


def without_section(title: str, stated: list[str]) -> str:
    """The title without what follows a dash in it, if another stated title ends there.

    >>> without_section("New phone at last-Technology", ["New phone at last"])
    'New phone at last'
    """
    shorter = (other for other in stated if len(other) >= SHORTEST and title.startswith(other))
    return next((other for other in shorter if SECTION(title, len(other))), title)


def best_heading(headings: list[str], stated: list[str], site: set[str]) -> str | None:
    """The heading that has most words in common with the declared titles; the first if none has."""
    wanted = {word for title in stated[:3] for word in WORD.findall(title.lower())}
    best, most = None, -1.0
    for text in dict.fromkeys(without_site(heading, site) for heading in dict.fromkeys(headings)):
        words = set(WORD.findall(text.lower()))
        if not words or len(text) > LONGEST or is_site(text, site):
            continue
        shared = len(words & wanted) / len(words | wanted)
        if shared > most:
            best, most = text, shared
    return best
