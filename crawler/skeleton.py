"""A page → its skeleton: structure, classes, links, dates and data as they are, the prose replaced by filler.

What labels hang on stays: function words, the words that rules look for, prices, dates, addresses. Same page in, same
skeleton out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from crawler.filler import WORD, Filler
from pipelines.blocks import Element
from pipelines.items import Article
from pipelines.links import host
from pipelines.parse import parse
from pipelines.rules import jsonld
from pipelines.rules.disclosures import ALONE, CONTEXT, DEALING, SIGNS, disclosure
from pipelines.rules.kinds import IN_HEADLINE
from pipelines.rules.lexicon import LONG_TEXTS, SHORT_TEXTS
from pipelines.rules.listings import AUTHOR
from pipelines.rules.names import ROLE
from pipelines.rules.styles import is_hidden

DROPPED = "script style svg noscript template canvas object".split()
SHORT = re.compile(r"(?<!\w)(?:" + "|".join(SHORT_TEXTS.values()) + ")")
LONG = re.compile(rf"(?<!\w)(?:{LONG_TEXTS})")
RULES = (SHORT, ROLE, *(pattern for _, pattern in IN_HEADLINE))  # what rules search in short texts
HEAD_LINKS = frozenset("canonical alternate amphtml author next prev".split())
WORDY = frozenset("alt title placeholder summary label".split())  # attributes that hold prose
ADDRESSES = frozenset("href src data-src poster action cite".split())
UNNEEDED = re.compile(r"on\w+|srcset|sizes|style|integrity|nonce|d|data-srcset|imagesrcset").fullmatch
LONGEST = 300  # characters of an attribute that is neither prose nor an address: longer ones are data of scripts
LONGEST_NAME = 60  # characters of an aria-label that is a name of a part, not a sentence
SHORT_TEXT = 200  # characters up to which the rules ask what a text reads like
# Metadata that is no prose: types, names of things, numbers.
PLAIN = re.compile(
    r"\S*[:/\d_]\S*|\d[\d .,:+TZ-]*|[a-z]{2}(?:[-_][A-Za-z]{2})?|(?:article|website|summary\w*)"
).fullmatch
PLAIN_META = re.compile(r"viewport|robots|charset|generator|theme|color|type|locale|card|app-id|http-equiv").search
PLAIN_KEYS = re.compile(r"@\w+|\w*(?:url|type|currency|availability|language)", re.IGNORECASE).fullmatch


def skeleton(article: Article) -> str:
    """The skeleton of a page that walked through the stations."""
    root = parse(article.page.html, article.page.encoding)
    filler = Filler(cue_words(article))
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in list(root.iter(*DROPPED, "link")):
        if element.tag == "script" and "ld+json" in (element.get("type") or ""):
            _fill_data(element, filler)
        elif element.tag != "link" or (element.get("rel") or "").lower() not in HEAD_LINKS:
            _remove(element)
    for element in root.iter():
        if element.tag != "script" and element.text:
            element.text = filler.text(element.text)
        if element.tail:
            element.tail = filler.text(element.tail)
        _fill_attributes(element, filler)
    return etree.tostring(root, encoding="unicode", method="html", doctype="<!DOCTYPE html>") + "\n"


def cue_words(article: Article) -> set[str]:
    """The words that a rule found in this page, in lower case, and the site's own names."""
    names = " ".join((host(article.page.url).replace(".", " "), article.declared.site_name or ""))
    kept = set(WORD.findall(names.lower()))
    declared = article.declared
    texts = [*(block.text for block in article.blocks), declared.section or "", declared.headline or ""]
    for text in texts:
        for found in cues(text.lower()):
            kept.update(WORD.findall(found))
    kept.update(WORD.findall((declared.section or "").lower()))
    return kept


def cues(text: str) -> Iterator[str]:
    """The words that rules look for and find in a text; both in lower case.

    >>> list(cues("alle kommentare zum neuen handy"))
    ['kommentare']
    """
    if text.rstrip(":") in ALONE or disclosure(text) == "heading":
        yield text
    patterns: list[re.Pattern[str]] = list(RULES) if len(text) < SHORT_TEXT else [LONG]
    if disclosure(text):
        patterns += [sign.pattern for sign in SIGNS] + [CONTEXT, DEALING]
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield text[start_of_word(text, found.start()) : end_of_word(text, found.end())]


def start_of_word(text: str, at: int) -> int:
    while 0 < at < len(text) and text[at].isalpha() and text[at - 1].isalpha():
        at -= 1
    return at


def end_of_word(text: str, at: int) -> int:
    while 0 < at < len(text) and text[at - 1].isalpha() and text[at].isalpha():
        at += 1
    return at


def _remove(element: Element) -> None:
    """Take an element out, what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _fill_attributes(element: Element, filler: Filler) -> None:
    hidden = is_hidden(element) and element.get("style") is not None
    meta = element.tag == "meta"
    for name, value in list(element.items()):
        name, value = str(name), str(value)
        if UNNEEDED(name) or value.startswith("data:") or (len(value) > LONGEST and name not in WORDY and not meta):
            del element.attrib[name]
        elif name in ADDRESSES:
            element.set(name, _address(value, filler))
        elif name in WORDY or (name == "aria-label" and len(value) > LONGEST_NAME) or is_prose(name, value):
            element.set(name, filler.text(value))
        elif meta and name == "content":
            kind = element.get("property") or element.get("name") or element.get("itemprop") or "http-equiv"
            plain = PLAIN_META(kind) or PLAIN(value)
            element.set(name, _address(value, filler) if plain else filler.text(value))
    if hidden:
        element.set("style", "display:none")


def is_prose(name: str, value: str) -> bool:
    """Whether an attribute of the site's own (data-title) holds words for people rather than names for scripts."""
    return (name.startswith("data-") or name == "value") and value.count(" ") > 1


def _address(url: str, filler: Filler) -> str:
    """The address; a person's name at its end replaced."""
    if not AUTHOR(url):
        return url
    folder, slash, name = url.rstrip("/").rpartition("/")
    return folder + slash + filler.text(name) + url[len(url.rstrip("/")) :]


def _fill_data(script: Element, filler: Filler) -> None:
    """Replace the prose in JSON-LD; what can't be read as JSON goes."""
    data = jsonld.decode(script.text or "")
    if data is None:
        _remove(script)
    else:
        script.text = json.dumps(_filled(data, "", filler), ensure_ascii=False).replace("<", "\\u003c")


def _filled(value: Any, name: str, filler: Filler) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, key, filler) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, name, filler) for inner in value]
    if not isinstance(value, str):
        return value
    if value.startswith(("http", "/")) and " " not in value:
        return _address(value, filler)
    return value if PLAIN_KEYS(name) or PLAIN(value) else filler.text(value)
