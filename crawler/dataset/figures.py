"""Records → the figures of a dataset: what its card, its Croissant file and `scrapy stats` tell of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

import msgspec
from msgspec import Struct

from pipelines.values import Label

KINDS = 5_000  # values that are counted by name; whatever comes after counts as OTHERS, so that memory is bounded
OTHERS = "(others)"
LENGTHS = (0, 100, 200, 300, 500, 800, 1200, 2000, 4000)  # words, where a bar of the histogram begins
MONTH = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))(?:-|$)").match


class Typed(Struct, frozen=True):
    type: Literal["paragraph", "heading", "list", "quote", "table", "code", "figure", "embed"]


class Labelled(Struct, frozen=True):
    label: Label


class Something(Struct, frozen=True):
    """Only counted."""


class Paid(Struct, frozen=True):
    disclosures: list[str] = []
    links: list[Something] = []
    offers: list[Something] = []


class Signal(Struct, frozen=True):
    signal: str | None = None
    value: Any = None


class Rights(Struct, frozen=True):
    signals: list[Signal] = []


class Fetched(Struct, frozen=True):
    fetched_at: str | None = None


class Counted(Struct, frozen=True, kw_only=True):
    """A record as far as it is counted; the rest of its line is skipped, not decoded."""

    id: str
    site: str = ""
    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    description: str | None = None
    authors: list[Something] = []
    date_published: str | None = None
    date_modified: str | None = None
    section: str | None = None
    keywords: list[str] = []
    language: str | None = None
    article_type: str | None = None
    image: Any = None  # in the view of teasers an address
    is_accessible_for_free: bool | None = None
    truncated: bool = False
    body: list[Typed] = []
    word_count: int = 0
    teasers: list[Something] = []
    affiliate: Paid = Paid()
    rights: Rights = Rights()
    fetch: Fetched = Fetched()
    blocks: list[Labelled] | None = None
    label: Label | None = None  # of a row of the view of blocks
    tombstone: bool = False


FILLED = (  # the fields that a record may lack
    "headline", "kicker", "standfirst", "description", "authors", "date_published", "date_modified", "section",
    "keywords", "language", "image", "is_accessible_for_free", "body", "word_count", "teasers", "blocks",
)  # fmt: skip


@dataclass(slots=True)
class Figures:
    """What is in a dataset. Counters are by name; `filled` says how many records have a value in the field."""

    records: int = 0
    words: int = 0
    gone: int = 0
    bad: int = 0
    truncated: int = 0
    first: str = ""
    last: str = ""
    fetched: str = ""
    sites: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    rights: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)

    @property
    def articles(self) -> bool:
        """Whether the rows are articles, not what stands in them."""
        return bool(self.filled["body"])

    def add(self, one: Counted) -> None:
        """Count a record."""
        if one.tombstone:
            self.gone += 1
            return
        self.records += 1
        self._when(one)
        self.words += one.word_count
        self.truncated += one.truncated
        self.lengths[LENGTHS[max(bisect_right(LENGTHS, one.word_count) - 1, 0)]] += 1
        count(self.sites, one.site)
        count(self.languages, one.language or "unknown")
        count(self.types, one.article_type or "unknown")
        for part in one.body:
            self.parts[part.type] += 1
        for block in one.blocks or ():
            self.labels[block.label.value] += 1
        if one.label:
            self.labels[one.label.value] += 1
        self.beside["teasers"] += len(one.teasers)
        self.beside["affiliate_links"] += len(one.affiliate.links)
        self.beside["offers"] += len(one.affiliate.offers)
        self.beside["disclosures"] += len(one.affiliate.disclosures)
        if one.rights.signals:
            for told in {told for signal in one.rights.signals for told in _told(signal)}:
                count(self.rights, told)
        else:
            self.rights["no signal"] += 1
        for name, value in zip(FILLED, _values(one), strict=True):
            if value or value is False:
                self.filled[name] += 1

    def _when(self, one: Counted) -> None:
        month = MONTH(one.date_published or "")
        count(self.months, month[1] if month else "unknown")
        if month and one.date_published:
            day = one.date_published[:10]
            if not self.first or day < self.first:
                self.first = day
            if day > self.last:
                self.last = day
        if one.fetch.fetched_at and one.fetch.fetched_at > self.fetched:
            self.fetched = one.fetch.fetched_at[:10]


_values = attrgetter(*FILLED)
_decode = msgspec.json.Decoder(Counted).decode


def figures(lines: Iterable[bytes | str]) -> Figures:
    """The figures of records, each a line of JSON; what is none is counted as `bad`. Memory stays constant."""
    found = Figures()
    for line in lines:
        try:
            found.add(_decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            found.bad += 1
    return found


def count(counter: Counter[str], name: str) -> None:
    """Count a value that a site may have chosen."""
    counter[name if name in counter or len(counter) < KINDS else OTHERS] += 1


def _told(signal: Signal) -> list[str]:
    """A signal in words; that of a robots.txt for each crawler that it was asked about."""
    if isinstance(signal.value, dict):
        return [f"{signal.signal}, {_short(who)}: {_short(value)}" for who, value in signal.value.items()]
    return [f"{signal.signal}: {_short(signal.value)}"]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 80 else f"{text[:79]}…"
