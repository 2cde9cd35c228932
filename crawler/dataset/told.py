"""What another program tells of an article → a record of ours; what it can't tell is null or empty."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from pipelines.body import body_text
from pipelines.items import Article, Fetch, Metadata, Page
from pipelines.links import normalise, split
from pipelines.metadata import canonical, tongue
from pipelines.record import record
from pipelines.text import fold, fold_lines
from pipelines.values import Author, BodyBlock, Image, Paragraph

BESIDE = "article_type, truncated, teasers, affiliate and rights are not known"


class Unusable(ValueError):
    """An article that no record can be made of; the message says why."""


class Told(Struct, kw_only=True):
    """An article in nobody's format. `url` is an http(s) address; dates are as they were written."""

    url: str
    canonical_url: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    description: str | None = None
    authors: list[str] = []
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    keywords: list[str] = []
    language: str | None = None
    image: str | None = None
    free: bool | None = None
    body: list[BodyBlock] = []
    fetched: str | None = None


def recorded(told: Told, source: str, site: str, timezone: str | None) -> dict[str, Any]:
    """The record. `timezone` is that of dates without one; if it is None, too, they lose their time of day.

    Raises Unusable.
    """
    text = body_text(told.standfirst, told.body)
    if not text:
        raise Unusable("it has no text")
    image = told.image if told.image and split(told.image) and normalise(told.image) != normalise(told.url) else None
    fetched = date(told.fetched, "UTC")
    article = Article(
        page=Page(url=told.url, html=b"", site=site, fetch=Fetch(fetched_at=_utc(fetched), source="file")),
        body=told.body,
        body_text=text,
        metadata=Metadata(
            canonical_url=canonical(told.canonical_url, told.url),
            headline=told.headline,
            standfirst=told.standfirst,
            description=told.description,
            authors=[Author(name) for name in dict.fromkeys(told.authors)],
            date_published=date(told.published, timezone),
            date_modified=date(told.modified, timezone),
            section=told.section,
            keywords=list(dict.fromkeys(told.keywords)),
            language=tongue(told.language),
            image=Image(image) if image else None,
            is_accessible_for_free=told.free,
        ),
        warnings=[f"imported from {source}: {BESIDE}"],
    )
    return record(article)


def date(written: str | None, timezone: str | None) -> str | None:
    """A date in ISO 8601, with an offset if it has a time; None for what is no date.

    >>> date("2026-11-19 16:40:00+01:00", None), date("2026-11-19 16:40:00", "Europe/Berlin")
    ('2026-11-19T16:40:00+01:00', '2026-11-19T16:40:00+01:00')
    >>> date("2026-11-19 16:40:00", None), date("2026-11-19", "UTC"), date("None", "UTC")
    ('2026-11-19', '2026-11-19', None)
    """
    try:
        found = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    if len(written or "") <= len("2026-11-19") or not (found.tzinfo or timezone):
        return found.date().isoformat()
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(timezone or ""))).isoformat()


def _utc(moment: str | None) -> str | None:
    """As `fetched_at` is written."""
    try:
        return datetime.fromisoformat(moment).astimezone(UTC).isoformat(timespec="seconds") if moment else None
    except (OverflowError, ValueError):
        return None


def text(value: object) -> str | None:
    """A string in one line; None for anything else, and for the word that programs write for nothing."""
    return fold(value) or None if isinstance(value, str) and value != "None" else None


def texts(value: object) -> list[str]:
    """The strings of a list."""
    return [found for part in value if (found := text(part))] if isinstance(value, list) else []


def paragraphs(value: object) -> list[BodyBlock]:
    """A paragraph for each line that is not empty."""
    return [Paragraph(line) for line in fold_lines(value).split("\n") if line] if isinstance(value, str) else []
