"""Values of schema.org nodes, which may be a text, a node, or a list of either, wherever one of them is promised."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from math import inf
from typing import Any

from pipelines.links import absolute
from pipelines.rules import jsonld
from pipelines.text import fold, fold_lines
from pipelines.values import Author, Image

Node = dict[str, Any]
MOST = 60  # values of one kind; a page that states more states nothing
LONGEST = 2_000  # characters of a value that is no body
MOST_WORDS = 8  # of a rubric
SEPARATOR = re.compile(r" ?[,;] ?")
AND = re.compile(r" (?:&|and|und|et|e|y|en|og|och) ")
TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
BLOCK_END = re.compile(r"<(?:/p|/h[1-6]|/li|/div|br ?/?)>", re.IGNORECASE)


def clean(value: str) -> str | None:
    """One line of plain text: entities resolved (twice, as some pages escape twice), tags left out; None if empty.

    >>> clean(" Bits &amp;amp; <b>Bytes</b>\\n")
    'Bits & Bytes'
    """
    value = value[:LONGEST]
    if "&" in value:
        value = html.unescape(html.unescape(value))
    if "<" in value:
        value = TAG.sub("", value)
    return fold(value) or None


def section(value: str) -> str | None:
    """The rubric that a declared one names: the first of several in one text. None for an address or a sentence.

    >>> section("Mobile, Internet, Vodafone"), section("Arts,Politics"), section("Business, Social and Health Sciences")
    ('Mobile', 'Arts', 'Business, Social and Health Sciences')
    >>> section("Helena, MT"), section("Szene,"), section("https://a.de/b"), section("Thirty-two words " * 16)
    ('Helena, MT', 'Szene', None, None)
    """
    value = value.strip(" ,;")
    listed = SEPARATOR.split(value)
    one = AND.search(listed[-1]) or (len(listed) < 3 and SEPARATOR.sub(", ", value) == value)
    name = value if one and len(value.split()) <= MOST_WORDS else listed[0]
    return name if name and len(name.split()) <= MOST_WORDS and "://" not in name else None


def plain(value: str) -> str | None:
    """Text of an HTML fragment or plain text, its paragraphs apart by newlines."""
    if "<" in value:
        value = TAG.sub("", BLOCK_END.sub("\n", value))
    if "&" in value:
        value = html.unescape(value)
    return fold_lines(value) or None


def first(values: Iterable[str], read: Callable[[str], str | None]) -> str | None:
    """The first value that `read` makes something of."""
    return next((result for value in values if (result := read(value))), None)


def flat(value: Any) -> list[Any]:
    return value[:MOST] if isinstance(value, list) else [value]


def strings(nodes: list[Node], name: str) -> list[str]:
    """All texts under a property, node by node; a node stands for its name."""
    result = []
    for node in nodes:
        for value in flat(node.get(name)):
            if isinstance(value, dict):
                value = value.get("@value") or value.get("name") or value.get("alternateName")
            if isinstance(value, str) and value.strip():
                result.append(value)
            elif isinstance(value, int | float) and 0 < value < inf and not isinstance(value, bool):
                result.append(str(int(value)))
    return result


def named(values: Iterable[str]) -> list[Author]:
    return list(dict.fromkeys(Author(name) for value in values if (name := clean(value))))


def authors(nodes: list[Node], by_id: dict[str, Node]) -> list[Author]:
    """Who a node is signed by; `author` first, `creator` if nobody is named there."""
    for name in ("author", "creator"):
        result: dict[str, Author] = {}
        for node in nodes:
            for value in flat(node.get(name)):
                for person in people(value, by_id):
                    result.setdefault(person.name, person)
        if result:
            return list(result.values())
    return []


def people(value: Any, by_id: dict[str, Node]) -> list[Author]:
    """The persons behind an author value: text, node, or reference to a node of the graph."""
    if isinstance(value, str):
        value = by_id.get(value, value)
    if isinstance(value, str):
        return [] if "://" in value else named([value])
    if not isinstance(value, dict):
        return []
    node = value.get("@id")
    same = by_id.get(node, value) if isinstance(node, str) else value  # Yoast names the author at both places
    if "name" not in value:
        value = same
    names = strings([value], "name")
    if not names and (family := strings([value], "familyName")):
        names = [" ".join([*strings([value], "givenName")[:1], family[0]])]
    links = [link for link in strings([value, same], "url") if link.startswith(("http", "/"))]
    link = links[0].strip() if links and len(names) == 1 else None
    return [Author(person.name, link) for person in named(names)]


def words(values: list[str]) -> list[str]:
    """Keywords; a single text with separators is a list, and so is one of several with more than one comma.

    >>> words(["a, b；c"]), words(["Paris, Texas", "a, b, c"]), words(["照片，风景"])
    (['a', 'b；c'], ['Paris, Texas', 'a', 'b', 'c'], ['照片', '风景'])
    """
    found: list[str] = []
    for value in values:
        commas = value.count(",")
        apart = r"[;|]" if value.count(";") > commas else r"[,，、|]"
        found += re.split(apart, value[:LONGEST]) if len(values) == 1 or commas > 1 else [value]
    return list(dict.fromkeys(word for value in found if (word := clean(value))))[:MOST]


def keywords(nodes: list[Node]) -> list[str]:
    return next((result for node in nodes if (result := words(strings([node], "keywords")))), [])


def image(nodes: list[Node], by_id: dict[str, Node], url: str) -> Image | None:
    """The largest picture that the nodes name; the first if no sizes are given."""
    best: Image | None = None
    most = -1.0
    for node in nodes:
        for name in ("image", "primaryImageOfPage", "thumbnailUrl"):
            for value in flat(node.get(name)):
                picture, size = depicted(value, by_id, url)
                if picture and size > most:
                    best, most = picture, size
        if best:
            break
    return best


def depicted(value: Any, by_id: dict[str, Node], url: str) -> tuple[Image | None, float]:
    """An image value and its pixels (0 if unknown)."""
    if isinstance(value, dict):
        if not ("url" in value or "contentUrl" in value) and isinstance(value.get("@id"), str):
            value = by_id.get(value["@id"], value)
        links = [*strings([value], "contentUrl"), *strings([value], "url")]
        source = next((link for raw in links if (link := absolute(url, raw))), None)
        if source is None:
            return None, 0
        credit = [*strings([value], "creditText"), *strings([value], "creator"), *strings([value], "copyrightHolder")]
        return Image(source, first(strings([value], "caption"), clean), first(credit, clean)), pixels(value)
    source = absolute(url, value) if isinstance(value, str) else None
    return (Image(source), 0) if source else (None, 0)


def pixels(node: Node) -> float:
    sides = [re.match(r"\d{1,5}", text) for text in (*strings([node], "width")[:1], *strings([node], "height")[:1])]
    return float(sides[0][0]) * float(sides[1][0]) if len(sides) == 2 and sides[0] and sides[1] else 0


def publisher(nodes: list[Node], by_id: dict[str, Node]) -> str | None:
    for node in nodes:
        for value in flat(node.get("publisher")):
            if found := people(value, by_id):
                return found[0].name
    return None


def kinds(chosen: list[Node], found: list[Node], og_type: str | None) -> list[str]:
    """The types of the article's own nodes, then those of the others that are no furniture, then og:type."""
    result = [kind for node in [*chosen, *found] for kind in jsonld.types(node) if kind not in jsonld.CHROME]
    return list(dict.fromkeys(result + ([og_type] if og_type else [])))[:MOST]


def free(nodes: list[Node], tier: str | None) -> bool | None:
    """Whether the page says that it may be read without paying."""
    for node in nodes:
        value = node.get("isAccessibleForFree")
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and (match := re.search(r"(true|false|yes|no)\s*$", value[:100].lower())):
            return match[1] in ("true", "yes")
    return {"free": True, "locked": False, "metered": False}.get((tier or "").lower())
