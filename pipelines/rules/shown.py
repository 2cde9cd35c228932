"""What a page shows its readers about the article: headings, signatures, dates and tags, found by mark-up alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from itertools import islice
from typing import Any, cast

from lxml import etree

from pipelines.items import Author, Element
from pipelines.text import fold


def xpath(path: str) -> Callable[[Element], list[Any]]:
    """A compiled XPath that selects nodes or texts."""
    return cast("Callable[[Element], list[Any]]", etree.XPath(path, smart_strings=False))


MOST_TEXTS = 150  # text nodes behind the h1 among which date and signature are looked for
NEXT_TIME = xpath("(//h1)[1]/following::time[@datetime][1]")
NEXT_TEXTS = xpath(f"(//h1)[1]/following::text()[position() <= {MOST_TEXTS}]")
PREVIOUS_TEXTS = xpath("(//h1)[1]/preceding::text()[position() <= 40]")
FIRST_TEXTS = xpath(f"(//body//text())[position() <= {2 * MOST_TEXTS}]")
YEAR = re.compile(r"(?:19|20)\d\d").search
BY_NEAR = re.compile(r"(?:By|Von|Written by|Posted by|Words by|Text:|Autor:|Author:)\s+[A-ZÀ-Ý]").match
# What a page marks as its signature or its tags: by meaning, then by the names that designers give them.
MARKED = tuple("a span div p ul li address section footer header h3 h4 strong b em cite dd td small figcaption".split())
SIGNATURE = re.compile(r"author|byline|autor(?!_|iz)", re.IGNORECASE).search
TAG_BOX = re.compile(r"tags|topics|keywords|tag-?list|schlagw", re.IGNORECASE).search


class Marked:
    """The elements that a page marks as signatures and tags: found in one pass, when first asked for."""

    def __init__(self, root: Element) -> None:
        self.root = root

    @cached_property
    def found(self) -> tuple[list[Element], list[Element], list[Element]]:
        """By meaning (rel, itemprop) marked signatures, those marked by class, links of tags."""
        signed: list[Element] = []
        bylines: list[Element] = []
        tags: list[Element] = []
        kinds: dict[str, tuple[bool, bool]] = {"": (False, False)}
        for element in self.root.iter(*MARKED):
            get = element.get
            name = get("class") or ""
            kind = kinds.get(name)
            if kind is None:
                kind = kinds[name] = (SIGNATURE(name) is not None, TAG_BOX(name) is not None)
            if kind[0] and len(bylines) < 12:
                bylines.append(element)
            if kind[1] and len(tags) < 20:
                tags.extend(islice(element.iter("a"), 20))
            if get("itemprop") == "author":
                signed.append(element)
            elif element.tag == "a" and (rel := get("rel")):
                (signed if "author" in rel else tags if "tag" in rel.split() else []).append(element)
        return signed, bylines, tags


def headings(root: Element) -> list[str]:
    """The texts of the first eight h1."""
    return [fold("".join(etree.ElementTextIterator(element))) for element in islice(root.iter("h1"), 8)]


def times(root: Element) -> list[str]:
    """The machine-readable dates of <time> elements: the first behind the h1, then the page's first."""
    found = [*NEXT_TIME(root), *islice(root.iter("time"), 2)]
    return [value for element in found if (value := element.get("datetime"))]


def signatures(elements: list[Element]) -> list[Author]:
    """The short texts of elements that are marked as signatures; the first two that can name somebody."""
    texts = (fold(" ".join(etree.ElementTextIterator(element))) for element in elements[:12])
    return [Author(text) for text in texts if 3 < len(text) < 120][:2]


def near_headline(root: Element) -> list[Author]:
    texts = (fold(text) for text in NEXT_TEXTS(root) if 5 < len(text) < 200)
    return [Author(text) for text in texts if len(text) < 80 and BY_NEAR(text)][:1]


def dated_texts(root: Element) -> list[str]:
    """Texts with a year around the first h1, nearest first; one that is a date and little else before a longer one."""
    after = [fold(text) for text in NEXT_TEXTS(root) or FIRST_TEXTS(root) if 5 < len(text) < 200]
    before = [fold(text) for text in reversed(PREVIOUS_TEXTS(root)) if 5 < len(text) < 200]
    placed = [*enumerate(after), *((2 * place, text) for place, text in enumerate(before))]
    found = [(place + 20 * (len(text) > 60), text) for place, text in placed if YEAR(text) and "©" not in text]
    return [text for _, text in sorted(found, key=lambda entry: entry[0])]


def linked_tags(links: list[Element]) -> list[str]:
    """The words of tag links, each once."""
    return list(dict.fromkeys(fold("".join(etree.ElementTextIterator(link))) for link in links[:30]))
