"""Ledgers → database, incrementally: only lines that no build before has read, and each of them once."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from crawler.browse.database import FILE, BadDatabase, open_database
from crawler.browse.parts import BadLine, BadPart, Part, begins_with, lines, parts
from crawler.browse.shelve import UNUSABLE, shelve
from crawler.runs import sites


@dataclass(slots=True)
class Built:
    """The database at `path`; `lines` were read in this build; `troubles` are lines that could not be used."""

    path: Path
    articles: int = 0
    lines: int = 0
    troubles: list[str] = field(default_factory=list)


def build(data: Path) -> Built:
    """Bring DATA_DIR/browse.sqlite up to date with the ledgers of all sites. Killed anywhere, the next build goes on.

    Raises BadDatabase.
    """
    built = Built(data / FILE)
    db = open_database(built.path)
    try:
        for site in sites(data):
            for part in parts(data / site, built.troubles):
                _read(db, site, part, built)
        built.articles = db.execute("SELECT count(*) FROM articles").fetchone()[0]
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise BadDatabase(f"{built.path}: {error}") from None
    finally:
        db.close()
    return built


def _read(db: sqlite3.Connection, site: str, part: Part, built: Built) -> None:
    """Put in what the part holds behind the place where the last build stopped, wholly or not at all."""
    row = db.execute("SELECT bytes, lines, sha256 FROM progress WHERE (site, part) = (?, ?)", (site, part.number))
    offset, line, sha256 = row.fetchone() or (0, 0, "")
    if part.sha256 == sha256:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        if offset and not begins_with(part, offset, sha256):
            offset = line = 0  # rewritten, as by `scrapy forget`: what is in already is not put in again
        line = _add(db, part, offset, line, built)
    except BadPart as error:
        db.execute("ROLLBACK")
        built.troubles.append(f"{error}: left out")
        return
    done = (site, part.number, part.bytes, line, part.sha256)
    db.execute("INSERT OR REPLACE INTO progress VALUES (?, ?, ?, ?, ?)", done)
    db.execute("COMMIT")


def _add(db: sqlite3.Connection, part: Part, offset: int, line: int, built: Built) -> int:
    """Put in the lines behind `offset`; the number of the last one. Raises BadPart."""
    for entry in lines(part, offset, line):
        line = entry.number
        try:
            shelve(db, entry.record())
            built.lines += 1
        except (BadLine, *UNUSABLE) as error:
            built.troubles.append(f"{part.path}:{line}: left out: {error}")
    return line
