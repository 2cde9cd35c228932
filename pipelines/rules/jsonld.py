"""JSON-LD as pages really write it: read, repaired where that is cheap, flattened, and the article's node picked.

Nothing raises, however broken or large the input; what cannot be read is left out.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pipelines.links import normalise

LARGEST = 3_000_000  # characters of one script; real ones stay under 1 MB
MOST_NODES = 2_000
WRAPPER = re.compile(
    r"^\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/|//)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*;?\s*$"
)
TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
MISSING_COMMA = re.compile(r'(["}\]])[^\S\n]*\n\s*(?=")')
LENIENT = json.JSONDecoder(strict=False)  # strict=False: raw line breaks inside strings
INNER = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "review", "liveBlogUpdate")
CHROME = frozenset(
    "WebSite Website Organization NewsMediaOrganization Corporation LocalBusiness Person ImageObject BreadcrumbList "
    "ListItem SiteNavigationElement WPHeader WPFooter WPSideBar SearchAction ReadAction ViewAction Place Brand "
    "PostalAddress Country WebPageElement Question Answer Comment".split()
)


def decode(text: str) -> Any:
    """The value of a JSON text, mended if need be (wrappers, raw line breaks, commas, entities), or None.

    >>> decode('<!-- {"a": "x\\ny",} -->')
    {'a': 'x\\ny'}
    >>> decode("[" * 100_000), decode("no JSON")
    (None, None)
    """
    if len(text) > LARGEST:
        return None
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        pass
    text = WRAPPER.sub("", WRAPPER.sub("", text.strip(), count=1))
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    start = re.search(r"[{\[]", text)
    if not start:
        return None
    text = text[start.start() :]
    for mend in (str, mend_commas):
        try:
            return LENIENT.raw_decode(mend(text))[0]
        except (ValueError, RecursionError):
            continue
    return None


def mend_commas(text: str) -> str:
    """Without commas before a closing bracket, with one where a line ends and the next starts a property."""
    return TRAILING_COMMA.sub("", MISSING_COMMA.sub(r"\1,\n", text))


def nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The nodes of a document in order: lists, graphs and main entities opened; at most 2,000."""
    waiting, seen = [data], 0
    while waiting and seen < MOST_NODES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend(reversed(value[:MOST_NODES]))
        elif isinstance(value, dict):
            if "@type" in value or "headline" in value:
                yield value
            waiting.extend(value[name] for name in reversed(INNER) if isinstance(value.get(name), dict | list))


def types(node: dict[str, Any]) -> list[str]:
    """A node's types, without the vocabulary's address.

    >>> types({"@type": ["http://schema.org/NewsArticle", "schema:Review"]})
    ['NewsArticle', 'Review']
    """
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [re.split(r"[/:#]", kind)[-1] for kind in values[:8] if isinstance(kind, str)]


def rank(node: dict[str, Any]) -> int:
    """How likely a node describes the page's article: 0 not at all."""
    kinds = types(node)
    if any(kind.lower().endswith(("article", "posting", "blogpost", "report")) for kind in kinds):
        return 4
    if any(
        kind.endswith(("Review", "Recipe", "HowTo", "VideoObject", "AudioObject", "CreativeWork")) for kind in kinds
    ):
        return 2
    if any(kind.endswith("Page") for kind in kinds):
        return 1
    return 2 if "headline" in node and not CHROME.intersection(kinds) else 0


def address(node: dict[str, Any]) -> str:
    """The URL that a node says it is about, normalised; "" if it names none."""
    for name in ("mainEntityOfPage", "url", "@id"):
        value = node.get(name)
        value = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith("http"):
            return normalise(value.strip()).rstrip("/")
    return ""


def pick(found: list[dict[str, Any]], url: str) -> list[dict[str, Any]]:
    """The nodes that describe the article at `url`, best first; other articles of the page are left out."""
    here = normalise(url).rstrip("/")
    ranked = [(rank(node), address(node), node) for node in found]
    articles = [entry for entry in ranked if entry[0] >= 2]
    best = max(
        articles,
        key=lambda entry: (entry[0], entry[1] == here, bool(entry[2].get("datePublished")), "headline" in entry[2]),
        default=None,
    )
    chosen = [best[2]] if best else []
    if best:
        same = [node for kind, at, node in articles if node is not best[2] and kind == 4 and at and at == best[1]]
        chosen += same[:3]
    return chosen + [node for kind, _, node in ranked if kind == 1][:2]
