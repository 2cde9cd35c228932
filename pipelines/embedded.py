"""The article's text out of the data that a page's scripts carry, for pages that are drawn by script alone.

Next.js (`__NEXT_DATA__`, flight data), Nuxt and other state dumps differ in shape and alike in this: the paragraphs are
JSON strings under one key. So the texts are grouped by key and the group with most prose wins. Costs about as much as
parsing the page: only worth calling where the visible page holds no body.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from pipelines.blocks import Element
from pipelines.items import Article
from pipelines.rules.body_text import body_text, summary
from pipelines.rules.schemaorg import plain
from pipelines.text import count_words, fold
from pipelines.values import Paragraph

SMALLEST = 500  # characters of a script that can carry an article
LARGEST = 4_000_000
SHORTEST = 40  # characters of a paragraph
LEAST = 400  # characters of an article
ENOUGH = 60  # words that a page shows of an article whose text is not drawn by script
LEAST_WORDS = 80  # of an article in the scripts
# A string with the key before it; an unfinished one reaches to the end, so that no text is read twice.
STRING = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"(\s*:)?|$)', re.DOTALL)
PROSE = re.compile(r"[^\W\d_]{2,}[,;:]?\s[^\W\d_]{2,}").search
SENTENCE = re.compile(r"[.!?…。！？»”\"’)]\s*$|[.!?]\s+\S|[。！？]").search
CODE = re.compile(r"function\s*\(|=>|\bvar \w+ ?=|@media|\{[^}]*:[^}]*;|https?://\S+$|^\s*[.#@{<]\S+\s*\{").search


def embedded_body(root: Element) -> str | None:
    """The paragraphs of the article in the page's scripts, apart by newlines; None if there is no article in them."""
    scripts = [script for script in root.iter("script") if len(script.text or "") <= LARGEST]
    texts = [script.text or "" for script in scripts if "ld+json" not in (script.get("type") or "")]
    best = max((article(text) for text in texts if len(text) >= SMALLEST), key=len, default="")
    if best:
        return best
    # Next.js' flight data is one text, cut over many scripts.
    flight = [value for text in texts if text.startswith("self.__next_f.push(") for _, value in literals(text)]
    return article("".join(flight)[:LARGEST]) or None


def article(text: str) -> str:
    """The paragraphs that stand under one key of a JSON or JavaScript text, of the key with most; "" if all are few."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for name, value in strings(text):
        for paragraph in paragraphs(value):
            groups[name].setdefault(paragraph)
    best = max(groups.values(), key=lambda group: sum(map(len, group)), default={})
    return "\n".join(best) if sum(map(len, best)) > LEAST else ""


def strings(text: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """All strings of a JSON or JavaScript text with the key that they stand under, those inside strings included."""
    for name, value in literals(text):
        if depth < 2 and value.count('":') > 2:
            yield from strings(value, depth + 1)
        else:
            yield name, value


def literals(text: str) -> Iterator[tuple[str, str]]:
    name = ""
    for found in STRING.finditer(text):
        if found[2]:
            name = found[1][:40]
        elif len(found[1]) >= SHORTEST:
            try:
                yield name, msgspec.json.decode(b'"' + found[1].encode("utf-8", "replace") + b'"', type=str)
            except msgspec.DecodeError:
                continue


def paragraphs(value: str) -> list[str]:
    """The paragraphs of a string that is prose, with or without mark-up; none of code, links and labels."""
    if " " not in value and not SENTENCE(value):
        return []
    lines = (plain(value) or "").split("\n")
    return [line for line in lines if len(line) >= SHORTEST and is_prose(line)]


def is_prose(text: str) -> bool:
    return (PROSE(text) is not None or not text.isascii()) and SENTENCE(text) is not None and not CODE(text[:500])


def from_data(item: Article) -> str | None:
    """The declared or embedded text, where it is the article's and what the page shows is next to nothing of it."""
    seen = count_words(item.body_text)
    if seen >= ENOUGH or item.root is None or item.lists:
        return None
    for text in (item.declared.article_body, embedded_body(item.root)):
        if text and count_words(text) > max(3 * seen, LEAST_WORDS):
            return text
    return None


class EmbeddedPipeline:
    """Fills in `body` and `body_text` of a page whose text is drawn by script."""

    def process_item(self, item: Article) -> Article:
        text = from_data(item)
        if text:
            lines = [line for part in text.split("\n") if (line := fold(part))]
            item.body = [Paragraph(line) for line in lines]
            item.body_text = body_text(summary(item.blocks), item.body)
            item.warnings.append("the text comes from the data in the page's scripts, the page shows next to none")
        return item
