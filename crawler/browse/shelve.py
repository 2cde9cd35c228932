"""A line of a ledger → rows. A line that was put in before changes nothing."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import msgspec

from crawler.browse.changes import lines, told
from crawler.browse.database import PARTS
from pipelines.links import normalise
from pipelines.record import Gone, Record, digest

UNUSABLE = (msgspec.ValidationError, OverflowError)  # no record of ours, or a number that no database holds


def shelve(db: sqlite3.Connection, line: dict[str, Any]) -> None:
    """Put a record or a tombstone in, within the caller's transaction. Raises one of UNUSABLE, then nothing is in."""
    db.execute("SAVEPOINT line")
    try:
        if line.get("tombstone"):
            _bury(db, msgspec.convert(line, Gone))
        else:
            _add(db, msgspec.convert(line, Record))
    except UNUSABLE:
        db.execute("ROLLBACK TO line")
        raise
    finally:
        db.execute("RELEASE line")


def _bury(db: sqlite3.Connection, gone: Gone) -> None:
    at = gone.fetch.fetched_at
    db.execute("UPDATE articles SET gone = ? WHERE id = ? AND fetched <= ?", (at, gone.id, at))


def _add(db: sqlite3.Connection, record: Record) -> None:
    db.execute("INSERT OR IGNORE INTO articles (id, site) VALUES (?, ?)", (record.id, record.site))
    number = db.execute("SELECT number FROM articles WHERE id = ?", (record.id,)).fetchone()[0]
    if not _version(db, number, record):
        return
    _article(db, number, record)
    for table in PARTS:
        db.execute(f"DELETE FROM {table} WHERE article = ?", (number,))
    _insert(db, "authors", [{"article": number, "name": author.name, "url": author.url} for author in record.authors])
    _insert(db, "teasers", _teasers(number, record))
    paid = record.affiliate
    _insert(db, "affiliate_links", [{"article": number, **msgspec.structs.asdict(link)} for link in paid.links])
    _insert(db, "offers", [{"article": number, **msgspec.structs.asdict(offer)} for offer in paid.offers])
    _insert(db, "disclosures", [{"article": number, "text": text} for text in paid.disclosures])


def _version(db: sqlite3.Connection, number: int, record: Record) -> bool:
    """Add a version with what it changed; False if it is there already."""
    if db.execute("SELECT 1 FROM versions WHERE article = ? AND version = ?", (number, record.version)).fetchone():
        return False
    previous = None if record.previous_version is msgspec.UNSET else record.previous_version
    before = db.execute(
        "SELECT headline, body_text, words FROM versions WHERE article = ? ORDER BY version = ? DESC, number DESC",
        (number, previous),
    ).fetchone()
    text = record.body_text
    row = {
        "article": number,
        "version": record.version,
        "previous_version": previous,
        "fetched": record.fetch.fetched_at,
        "headline": record.headline,
        "words": record.word_count,
        "words_before": before and before[2],
        "difference": before and told(lines(f"{before[0] or ''}\n\n{before[1]}", f"{record.headline or ''}\n\n{text}")),
        "body_text": text,
    }
    _insert(db, "versions", [row])
    return True


def _article(db: sqlite3.Connection, number: int, record: Record) -> None:
    """Bring the article's row to its newest version."""
    columns = {
        "site": record.site,
        "headline": record.headline,
        "url": record.url,
        "section": record.section,
        "type": record.article_type,
        "language": record.language,
        "keywords": json.dumps(record.keywords, ensure_ascii=False) if record.keywords else None,
        "authors": ", ".join(author.name for author in record.authors) or None,
        "kicker": record.kicker,
        "standfirst": record.standfirst,
        "description": record.description,
        "image": record.image and record.image.url,
        "words": record.word_count,
        "free": record.is_accessible_for_free,
        "truncated": record.truncated,
        "layout": record.extraction.layout,
        "warnings": "\n".join(record.extraction.warnings) or None,
        "version": record.version,
        "fetched": record.fetch.fetched_at,
        "body_text": record.body_text,
    }
    settings = ", ".join(f"{name} = :{name}" for name in columns)
    db.execute(
        f"UPDATE articles SET {settings}, gone = NULL, versions = versions + 1,"
        " published = datetime(:date_published), modified = datetime(:date_modified) WHERE number = :number",
        {
            **columns,
            "date_published": record.date_published,
            "date_modified": record.date_modified,
            "number": number,
        },
    )


def _teasers(number: int, record: Record) -> list[dict[str, Any]]:
    rows = []
    for teaser in record.teasers:
        row = {"article": number, **msgspec.structs.asdict(teaser)}
        row.pop("image")
        row["target"] = digest(normalise(teaser.url)) if teaser.url else None
        rows.append(row)
    return rows


def _insert(db: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Rows of one shape; their names are ours, their values anybody's."""
    if rows:
        names = ", ".join(rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        db.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
