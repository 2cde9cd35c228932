"""A link to an article that is not fetched yet, and the sources that give links."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLink:
    """A pointer to an article as a source gave it: `url` is absolute, both times carry a zone."""

    url: str
    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None

    def older_than(self, since: datetime) -> bool:
        """Whether the article certainly appeared before `since`; a link without any date never did."""
        known = self.published or self.modified
        return known is not None and known < since


@dataclass(slots=True, kw_only=True)
class Found:
    """What one page of a source holds: article links, further pages of the same source, and what was wrong with it."""

    links: list[ArticleLink] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


class Source(Protocol):
    """Where a site lists its articles. `read` is pure: bytes in, links out; it never raises on what a site sends.

    The crawl reads `url` first, then at most `max_pages` pages in all of those that `read` names.
    """

    @property
    def url(self) -> str: ...

    @property
    def max_pages(self) -> int: ...

    def read(self, body: bytes, url: str, *, encoding: str | None = None, since: datetime | None = None) -> Found:
        """The links on the page `url`; further pages that can only hold articles before `since` are left out."""
        ...


def moment(text: str | None, zone: tzinfo = UTC) -> datetime | None:
    """The time that a W3C date stands for, None if it is none. A day without a time counts until its end.

    `zone` is that of a date without one.

    >>> moment("2026-11-01T08:00:00+01:00").isoformat()
    '2026-11-01T08:00:00+01:00'
    >>> moment(" 2026-11-01 ").isoformat()
    '2026-11-01T23:59:59.999999+00:00'
    >>> moment("yesterday") is None
    True
    """
    value = (text or "").strip()
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    if len(value) == len("2026-11-01"):
        found = datetime.combine(found.date(), time.max)
    return found if found.tzinfo else found.replace(tzinfo=zone)
