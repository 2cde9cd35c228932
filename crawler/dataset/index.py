"""One row for each record that an export read: where it stands, what it may be chosen by, and why it is left out.

A step of an export (crawler/dataset/steps.py) is a function that reads this table and sets `left_out`, `cluster` or
`split`. The steps done, `finish` puts what stays in its order; from then on the index is only read.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from crawler.dataset.flat import COLUMNS, flat, utc
from crawler.dataset.read import Entry, Trouble, Troubles, read
from crawler.dataset.sources import Source
from pipelines.record import Gone

BATCH = 500
FILE, DRAFT = "index.sqlite", "index.draft"
SPOOL = "lines.jsonl"  # beside the index: the records of compressed files, so that each can be had by its offset
TABLES = f"""
CREATE TABLE files (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE records (
    n INTEGER PRIMARY KEY,   -- in the order in which they were read
    file INTEGER NOT NULL, line INTEGER NOT NULL,
    spooled INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, -- in `file`, or in the spool
    left_out TEXT,           -- why this record is not in the dataset; null: it is
    cluster INTEGER,         -- those of one story share it: it is the n of one of them
    split TEXT NOT NULL DEFAULT 'train',
    published TEXT,          -- date_published in UTC: what records are put in order by
    {", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())}
);
CREATE TABLE gone (n INTEGER NOT NULL, id TEXT NOT NULL, site TEXT NOT NULL, url TEXT NOT NULL, fetched_at TEXT,
    previous_version TEXT);  -- n: of the record that was read before it
CREATE TABLE chosen (place INTEGER PRIMARY KEY, split TEXT NOT NULL, n INTEGER NOT NULL);
CREATE TABLE objections (site TEXT NOT NULL, signal TEXT NOT NULL, why TEXT NOT NULL, records INTEGER NOT NULL);
CREATE TABLE boilerplate (site TEXT NOT NULL, sentence TEXT NOT NULL, articles INTEGER NOT NULL, of INTEGER NOT NULL,
    example TEXT NOT NULL);
CREATE TABLE troubles (file TEXT NOT NULL, line INTEGER NOT NULL, why TEXT NOT NULL);
CREATE TABLE counts (kind TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
# By site and time of publication; the rest makes it one and the same order for the same records.
ORDER = "site, coalesce(published, ''), id, coalesce(fetched_at, ''), version, n"


class Index:
    """The index of an export: an SQLite file in its work folder. Constant memory, however many records."""

    def __init__(self, folder: Path) -> None:
        """Opens the index of a work folder; one that was not finished is begun anew. Raises sqlite3.Error, OSError."""
        self.folder, self.troubles = folder, Troubles()
        self.each: Callable[[], object] = lambda: None  # called for each record that a step reads
        self._open: dict[int | None, int] = {}  # descriptors of the files that records stand in; None: the spool
        self.finished = (folder / FILE).exists()
        if self.finished:
            self._connect(FILE)
            return
        (folder / DRAFT).unlink(missing_ok=True)
        self._connect(DRAFT)
        self.db.executescript(TABLES)
        self.db.execute("BEGIN")

    def _connect(self, name: str) -> None:
        self.db = sqlite3.connect(self.folder / name, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-65536", "temp_store=FILE"):
            self.db.execute(f"PRAGMA {pragma}")  # a file of our own, made anew if it was not finished

    def close(self) -> None:
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()
        self.db.close()

    # ------------------------------------------------------------------ reading

    def read(self, sources: Iterable[Source], tell: Callable[[Entry], None] = lambda _: None) -> None:
        """Index the records of all sources; `tell` hears of each. Raises sqlite3.Error, OSError."""
        insert = f"""INSERT INTO records (n, file, line, spooled, offset, length, published, {", ".join(COLUMNS)})
            VALUES (?, ?, ?, ?, ?, ?, ?{", ?" * len(COLUMNS)})"""
        n, rows = 0, []
        with (self.folder / SPOOL).open("wb") as spool:
            at = 0
            for number, source in enumerate(sources):
                self.db.execute("INSERT INTO files VALUES (?, ?)", (number, str(source.path)))
                for entry in read([source], self.troubles):
                    tell(entry)
                    if isinstance(entry.article, Gone):
                        self._gone(n, entry.article)
                        continue
                    n, spooled, offset = n + 1, source.path.suffix != ".jsonl", entry.offset
                    if spooled:
                        offset, at = at, at + spool.write(entry.raw + b"\n")
                    place = (n, number, entry.line, spooled, offset, len(entry.raw))
                    rows.append((*place, utc(entry.article.date_published), *flat(entry.article)))
                    if len(rows) >= BATCH:
                        self.db.executemany(insert, rows)
                        rows.clear()
            self.db.executemany(insert, rows)
        self.db.execute("CREATE INDEX ids ON records (id)")

    def _gone(self, n: int, article: Gone) -> None:
        at = utc(article.fetch.fetched_at)
        values = (n, article.id, article.site, article.url, at, article.previous_version)
        self.db.execute("INSERT INTO gone VALUES (?, ?, ?, ?, ?, ?)", values)

    def one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row that a query gives."""
        row: tuple[Any, ...] | None = self.db.execute(query, values).fetchone()
        return row

    def raw(self, n: int) -> bytes:
        """The line of a record, without its end."""
        query = "SELECT file, spooled, offset, length FROM records WHERE n = ?"
        return self._raw(*self.db.execute(query, (n,)).fetchone())

    def _raw(self, number: int, spooled: int, offset: int, length: int) -> bytes:
        key = None if spooled else number
        if key not in self._open:
            query = "SELECT name FROM files WHERE number = ?"
            path = self.folder / SPOOL if spooled else Path(self.db.execute(query, (number,)).fetchone()[0])
            self._open[key] = os.open(path, os.O_RDONLY)
        return os.pread(self._open[key], length, offset)

    # ------------------------------------------------------------------ leaving out

    def leave_out(self, reason: str, unless: str, *values: object) -> int:
        """Leave out what is still in and for which the SQL condition `unless` is not true; how many these were."""
        query = f"UPDATE records SET left_out = ? WHERE left_out IS NULL AND ({unless}\n) IS NOT TRUE"
        return self.db.execute(query, (reason, *values)).rowcount

    def kept(self) -> Iterator[tuple[int, bytes]]:
        """Number and line of each record that is still in, in the dataset's order: for steps that read texts."""
        query = f"SELECT n, file, spooled, offset, length FROM records WHERE left_out IS NULL ORDER BY {ORDER}"
        rows = self.db.execute(query)
        for n, *place in rows:
            self.each()
            yield n, self._raw(*place)

    def reasons(self) -> dict[str, int]:
        """How many records were left out, by reason, the largest first."""
        query = "SELECT left_out, count(*) FROM records WHERE left_out IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        return dict(self.db.execute(query))

    # ------------------------------------------------------------------ the dataset

    def finish(self) -> None:
        """The steps are done: what stays gets its place, split by split. A killed export goes on from here."""
        self.db.execute(
            "INSERT INTO chosen (split, n) SELECT split, n FROM records WHERE left_out IS NULL"
            f" ORDER BY instr('train validation test', split), {ORDER}"
        )
        self.db.executemany("INSERT INTO counts VALUES (?, ?)", self.troubles.counts.items())
        named = ((trouble.file, trouble.line, trouble.why) for trouble in self.troubles.named)
        self.db.executemany("INSERT INTO troubles VALUES (?, ?, ?)", named)
        self.db.execute("COMMIT")
        self.db.close()
        (self.folder / DRAFT).rename(self.folder / FILE)
        self.finished = True
        self._connect(FILE)

    def restore(self) -> None:
        """The troubles of a finished index."""
        self.troubles.counts.update(dict(self.db.execute("SELECT kind, value FROM counts")))
        self.troubles.named = [Trouble(*row) for row in self.db.execute("SELECT file, line, why FROM troubles")]

    def splits(self) -> dict[str, tuple[int, int]]:
        """Of each split the first place and the one behind its last."""
        rows = self.db.execute("SELECT split, min(place), max(place) + 1 FROM chosen GROUP BY 1 ORDER BY 2")
        return {split: (first, behind) for split, first, behind in rows}

    def lines(self, first: int, behind: int) -> Iterator[tuple[int, bytes]]:
        """Number and line of the records at these places of the dataset."""
        rows = self.db.execute(
            "SELECT n, file, spooled, offset, length FROM chosen JOIN records USING (n) "
            "WHERE place >= ? AND place < ? ORDER BY place",
            (first, behind),
        )
        for n, *place in rows:
            yield n, self._raw(*place)
