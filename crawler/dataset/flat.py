"""What of a record has one value: the columns that a user may choose by, and the CSV."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipelines.record import Record

# The columns and their types in SQLite; lists are joined by "; ", or counted.
COLUMNS = {
    **dict.fromkeys(("id", "version", "previous_version", "site", "url", "canonical_url"), "TEXT"),
    **dict.fromkeys(("headline", "kicker", "standfirst", "description", "authors", "date_published"), "TEXT"),
    **dict.fromkeys(("date_modified", "section", "keywords", "language", "article_type", "image"), "TEXT"),
    **dict.fromkeys(("is_accessible_for_free", "truncated", "word_count", "teasers"), "INTEGER"),
    **dict.fromkeys(("affiliate_links", "offers", "disclosures", "blocks"), "INTEGER"),
    **dict.fromkeys(("fetched_at", "layout", "warnings"), "TEXT"),
}


def flat(record: Record) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    return (
        record.id, record.version, record.previous_version or None, record.site, record.url, record.canonical_url,
        record.headline, record.kicker, record.standfirst, record.description,
        "; ".join([author.name for author in record.authors]), record.date_published,
        record.date_modified, record.section, "; ".join(record.keywords), record.language, record.article_type,
        record.image.url if record.image else None,
        record.is_accessible_for_free, record.truncated, record.word_count, len(record.teasers),
        len(record.affiliate.links), len(record.affiliate.offers), len(record.affiliate.disclosures),
        len(record.blocks) if record.blocks else None,
        utc(record.fetch.fetched_at), record.extraction.layout, "; ".join(record.extraction.warnings),
    )  # fmt: skip


def utc(time: str | None) -> str | None:
    """A time in UTC, so that times can be compared as texts; what is no time, or none in UTC, stays.

    >>> utc("2026-11-20T09:00:00+01:00"), utc("2026-11-20T08:00:00+00:00"), utc("yesterday")
    ('2026-11-20T08:00:00+00:00', '2026-11-20T08:00:00+00:00', 'yesterday')
    """
    if not time or time.endswith("+00:00"):
        return time
    try:
        found = datetime.fromisoformat(time)
        return found.astimezone(UTC).isoformat(timespec="seconds") if found.tzinfo else time
    except (ValueError, OverflowError):  # the first hours of the year 1 are none in UTC
        return time
