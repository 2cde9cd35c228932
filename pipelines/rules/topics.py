"""An article's topics, of what a page declares as its keywords or shows as its tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from pipelines.text import key

NO_TOPIC = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|^[_©<]|\bzurück\b|rechte vorbehalten|vorheriger|\d views?$|^\d{4}-\d\d-\d\d$|"
    r"^\d{1,2}\.? [^\W\d_]{3,9}\.? (?:19|20)\d\d$|"
    r"^[\w -]{2,24}: ?\S|https?:|^\W*$|^\d+$|\.(?:com|de|org|net|ca)$|^/\w|\.(?:pdf|jpe?g|png)$|^\d\d/\d\d/\d{4}|"
    r"^[a-z]{2}[a-z0-9]*_\S+$|^\S+(?: \S+){3,} [^\W\d_]{3,}\.$|"  # a code, a sentence
    r":$|^(?:(?:related |weitere |more |follow )?(?:tags?|topics?|themen)(?: folgen)?|schlagwort\w*|keywords?"
    r"|kategorien?|categor\w+|mehr|more|home|all|alle|in this article|mehr zum thema|etiketler|weiter|next|"
    r"zur startseite|(?:next|previous|nächster) (?:article|artikel|post|beitrag))\b\W*$",
    re.IGNORECASE,
)
LONGEST = 80  # characters of a topic
COUNTED = re.compile(r"^\(\d+\) ?| ?\(\d+\)$")  # how many articles there are of it
MOST = 100  # words that are looked at
CODES = 10  # keywords of which most are codes of a newsroom
CODE = re.compile(r"[A-Z0-9]{1,8}").fullmatch


def topics(declared: list[str], shown: Callable[[], list[str]], site: Collection[str]) -> list[str]:
    """The declared keywords, else the tags that the page shows; not the names of the site (their keys).

    >>> topics(["#Router", "Router (12)", "Mesh", "Router Mesh", "The Daily"], list, {"thedaily"})
    ['Router', 'Mesh']
    >>> topics(["channel_gaming", "cat_space", "x86_64", "We found new articles for you."], list, set())
    ['x86_64']
    """
    for words in (lambda: declared, shown):
        said = {
            key(word): word for word in map(bare, words()[:MOST]) if len(word) < LONGEST and not NO_TOPIC.search(word)
        }
        found = {mine: word for mine, word in said.items() if mine and mine not in site}
        if found and not (len(found) >= CODES and sum(map(bool, map(CODE, found.values()))) > len(found) / 2):
            longest_first = sorted(found, key=len, reverse=True)
            return [word for mine, word in found.items() if not together(mine, longest_first)]
    return []


def bare(word: str) -> str:
    return COUNTED.sub("", word.strip(" #,;•·\"'")).strip()


def together(whole: str, longest_first: list[str]) -> bool:
    """Whether a topic is nothing but several of the others in one: 'Ukraine Russia NATO'."""
    rest, parts = whole, 0
    for one in longest_first:
        if one != whole and len(one) > 2 and one in rest:
            rest, parts = rest.replace(one, "", 1), parts + 1
    return parts > 1 and not rest
