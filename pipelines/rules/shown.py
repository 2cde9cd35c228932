"""What a page shows its readers about the article: headings, signatures, dates and tags, found by mark-up alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from lxml import etree

from pipelines.items import Author, Element
from pipelines.text import fold


def xpath(path: str) -> Callable[[Element], list[Any]]:
    """A compiled XPath that selects nodes or texts."""
    return cast("Callable[[Element], list[Any]]", etree.XPath(path, smart_strings=False))


HEADINGS = xpath("(//h1)[position() <= 8]")
TIMES = xpath("(//h1)[1]/following::time[@datetime][position() <= 1]")
ANY_TIMES = xpath("(//time[@datetime])[position() <= 2]")
# What a page marks as its signature or its tags: by meaning, then by the names that designers give them.
SIGNED = xpath("(//*[@rel='author' or @itemprop='author'])[position() <= 6]")
BYLINES = xpath(
    "(//*[contains(@class, 'author') or contains(@class, 'Author') or contains(@class, 'byline') or"
    " contains(@class, 'Byline') or contains(@class, 'autor')])[position() <= 12]"
)
TAGGED = xpath(
    "//a[@rel='tag' or contains(@rel, 'tag ') or contains(@rel, ' tag')] | //*[self::ul or self::div or self::section"
    " or self::nav or self::p][contains(@class, 'tags') or"
    " contains(@class, 'topics') or contains(@class, 'keywords') or"
    " contains(@class, 'tag-list') or contains(@class, 'taglist')]//a"
)
NEAR = "[string-length() > 5 and string-length() < 200][not(parent::script or parent::style)]"
NEXT_TEXTS = xpath(f"(//h1)[1]/following::text(){NEAR}[position() <= 60]")
PREVIOUS_TEXTS = xpath(f"(//h1)[1]/preceding::text(){NEAR}[position() <= 12]")
YEAR = re.compile(r"(?:19|20)\d\d").search
BY_NEAR = re.compile(r"(?:By|Von|Written by|Posted by|Words by|Text:|Autor:|Author:)\s+[A-ZÀ-Ý]").match


def headings(root: Element) -> list[str]:
    """The texts of the first eight h1."""
    return [fold("".join(etree.ElementTextIterator(element))) for element in HEADINGS(root)]


def times(root: Element) -> list[str]:
    """The machine-readable dates of <time> elements: the first behind the h1, then the page's first."""
    return [element.get("datetime") for element in (*TIMES(root), *ANY_TIMES(root))]


def signatures(elements: list[Element]) -> list[Author]:
    """The short texts of elements that are marked as signatures; the first that names somebody decides."""
    result: list[Author] = []
    for element in elements:
        text = (
            fold(" ".join(etree.ElementTextIterator(element)))
            if element.tag != "meta"
            else element.get("content") or ""
        )
        if 3 < len(text) < 120:
            result.append(Author(text))
    return result[:2]


def near_headline(root: Element) -> list[Author]:
    texts = (fold(str(text)) for text in NEXT_TEXTS(root))
    return [Author(text) for text in texts if len(text) < 80 and BY_NEAR(text)][:1]


def dated_texts(root: Element) -> list[str]:
    """Texts with a year around the first h1, nearest first; one that is a date and little else before a longer one."""
    after = [(place, fold(str(text))) for place, text in enumerate(NEXT_TEXTS(root))]
    before = [(2 * place, fold(str(text))) for place, text in enumerate(reversed(PREVIOUS_TEXTS(root)))]
    found = [(place + 20 * (len(text) > 60), text) for place, text in after + before if YEAR(text) and "©" not in text]
    return [text for _, text in sorted(found, key=lambda entry: entry[0])]


def linked_tags(root: Element) -> list[str]:
    return [fold("".join(etree.ElementTextIterator(link))) for link in TAGGED(root)[:20]]
