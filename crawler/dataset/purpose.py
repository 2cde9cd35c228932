"""What a site said about reuse → may this record be archived, searched, trained on? Where nothing is known: no.

Sources: RFC 9309 (robots.txt), TDMRep 1.0 (W3C Community Group), Robots meta tag and X-Robots-Tag (Google, Bing),
contentsignals.org (Content-Signal), IETF AIPREF (Content-Usage), RSL 1.0, ai.txt (Spawning), schema.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from crawler.dataset.index import Index

PURPOSES = ("archive", "search", "train")
# Agents that gather for training; those that only answer questions or search say nothing about it.
TRAINERS = frozenset(
    "GPTBot ClaudeBot anthropic-ai Google-Extended CCBot Bytespider Applebot-Extended Amazonbot Meta-ExternalAgent "
    "cohere-ai Diffbot".split()
)
# Directives of X-Robots-Tag and robots meta tags that forbid a purpose. Bing takes noarchive for "no AI training", too.
DIRECTIVES = {
    "archive": frozenset(("noarchive", "none")),
    "search": frozenset(("noindex", "none")),
    "train": frozenset(("noai", "noarchive", "none")),
}
ROBOTS_TAGS = frozenset(("x-robots-tag", "robots", "googlebot", "googlebot-news", "bingbot"))
CONTENT_SIGNALS = {"search": ("search",), "train": ("ai-train",)}
CONTENT_USAGES = {"search": ("search",), "train": ("train-ai", "bots", "all")}
SITE_FILES = ("tdmrep.json", "ai.txt")
WORD = re.compile(r"[\w-]+")
Signal = dict[str, Any]


class Said(Struct, frozen=True):
    """What of a record this step looks at."""

    url: str
    site: str
    rights: dict[str, Any] | None = None


decode = msgspec.json.Decoder(Said).decode


def objections(rights: dict[str, Any] | None, url: str, purpose: str) -> list[tuple[str, str]]:
    """What speaks against the purpose, as (signal, why), none twice. A signal that is missing or unreadable does.

    >>> objections({}, "https://a.de/x", "archive")
    [('robots.txt', 'not recorded')]
    """
    signals = (rights or {}).get("signals")
    signals = [one for one in signals if isinstance(one, dict)] if isinstance(signals, list) else []
    found = [*_robots([one for one in signals if one.get("signal") == "robots.txt"], purpose)]
    for one in signals:
        found += _said(str(one.get("signal", "")), str(one.get("value") or "").lower(), purpose)
    if purpose == "train":
        for name in SITE_FILES:
            found += _file(name, [one for one in signals if one.get("signal") == name], url)
    return list(dict.fromkeys(found))


def _robots(found: list[Signal], purpose: str) -> Iterator[tuple[str, str]]:
    """RFC 9309: what can't be read forbids, what is not there (4xx) allows."""
    if not found:
        yield "robots.txt", "not recorded"
    for one in found:
        verdict, status = one.get("value"), one.get("status")
        if verdict is None and isinstance(status, int) and 400 <= status < 500:
            continue
        if not isinstance(verdict, dict):
            yield "robots.txt", "could not be read"
            continue
        if one.get("left_out"):
            yield "robots.txt", "was too much to be judged"
        ours = next(iter(verdict.values()), False)  # the first is our own agent
        if not ours:
            yield "robots.txt", "forbids us"
        if purpose == "train":
            yield from (("robots.txt", f"forbids {name}") for name in sorted(TRAINERS) if verdict.get(name) is False)


def _said(name: str, value: str, purpose: str) -> Iterator[tuple[str, str]]:
    """What a header, a tag or a line of robots.txt says."""
    words = set(WORD.findall(value))
    if name in ROBOTS_TAGS:
        yield from ((name, word) for word in sorted(words & DIRECTIVES[purpose]))
    elif name == "content-signal":
        yield from ((name, f"{key}=no") for key in CONTENT_SIGNALS.get(purpose, ()) if _value(value, key) == "no")
    elif name == "content-usage":
        yield from ((name, f"{key}=n") for key in CONTENT_USAGES.get(purpose, ()) if _value(value, key) == "n")
    elif purpose != "train":
        return
    elif name == "tdm-reservation" and value.strip() != "0":
        yield name, "reserved"
    elif name == "license":
        yield name, "a licence applies (RSL)"
    elif name == "isAccessibleForFree" and value.strip() != "true":
        yield name, "not free"


def _value(text: str, key: str) -> str:
    """What `key=` is set to in a list of pairs.

    >>> _value("search=yes, ai-train=no", "ai-train")
    'no'
    """
    found = re.search(rf"(?:^|[\s,;]){re.escape(key)}\s*=\s*([\w-]+)", text)
    return found[1] if found else ""


def _file(name: str, found: list[Signal], url: str) -> Iterator[tuple[str, str]]:
    """tdmrep.json and ai.txt: that there is none reserves nothing; that it is unknown whether there is one, does."""
    if not found:
        yield name, "not recorded"
    for one in found:
        value, status = one.get("value"), one.get("status")
        if status is None:
            yield name, "could not be read"
        elif value is not None:
            yield from _tdmrep(str(value), url) if name == "tdmrep.json" else _ai_txt(str(value))


def _tdmrep(text: str, url: str) -> Iterator[tuple[str, str]]:
    try:
        rules = [(str(rule["location"]), int(rule["tdm-reservation"])) for rule in json.loads(text)]
        path = urlsplit(url).path or "/"
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        yield "tdmrep.json", "could not be read"
        return
    if any(reserved and _covers(location, path) for location, reserved in rules):
        yield "tdmrep.json", "reserved"


def _covers(location: str, path: str) -> bool:
    """Whether a location, with * and $ as in robots.txt, covers a path. No regular expression: a site wrote it.

    >>> _covers("/", "/a"), _covers("/b/*.html", "/b/c.html"), _covers("/b$", "/b/c"), _covers("/*b$", "/b/b")
    (True, True, False, True)
    """
    first, *parts = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    last = parts.pop() if location.endswith("$") and parts else None
    at = len(first)
    for part in parts:  # the leftmost leaves the most for those behind it
        at = path.find(part, at) + len(part)
        if at < len(part):
            return False
    if not location.endswith("$"):
        return True
    return path[at:].endswith(last) if last is not None else at == len(path)


def _ai_txt(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lower().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "disallow" and value.strip():
            yield "ai.txt", "disallows"
            return


# ---------------------------------------------------------------------- the step


def permit(index: Index, purpose: str) -> None:
    """Leave out what may not be used for the purpose; all objections are counted by site and signal."""
    counts: dict[tuple[str, str, str], int] = {}
    out: list[tuple[str, int]] = []
    for n, raw in index.kept():
        said = decode(raw)
        if found := objections(said.rights, said.url, purpose):
            out.append((f"--purpose {purpose}: {found[0][0]}: {found[0][1]}", n))
            for signal, why in found:
                counts[said.site, signal, why] = counts.get((said.site, signal, why), 0) + 1
    index.db.executemany("UPDATE records SET left_out = ? WHERE n = ?", out)
    rows: Iterable[tuple[str, str, str, int]] = ((*key, count) for key, count in sorted(counts.items()))
    index.db.executemany("INSERT INTO objections VALUES (?, ?, ?, ?)", rows)
