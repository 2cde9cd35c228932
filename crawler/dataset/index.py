"""One row for each record that an export read: where it stands, what it may be chosen by, and why it is left out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from crawler.dataset.flat import COLUMNS, BadLine, Gone, flat
from crawler.dataset.lines import Source, lines, plain

NAMED = 1000  # bad lines that are named one by one; the rest is counted
BATCH = 2000
REAL = ("is_accessible_for_free", "truncated", "word_count", "teasers", "affiliate_links", "offers", "disclosures")
TABLES = f"""
CREATE TABLE files (number INTEGER PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE records (
    n INTEGER PRIMARY KEY,   -- in the order in which they were read
    file INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
    left_out TEXT,           -- why this record is not in the dataset; null: it is
    cluster INTEGER,         -- those of one story share it: it is the n of the first
    split TEXT NOT NULL DEFAULT 'all',
    {", ".join(f"{name} {'INTEGER' if name in REAL else 'TEXT'}" for name in COLUMNS)}
);
CREATE TABLE gone (id TEXT NOT NULL, site TEXT, url TEXT, fetched_at TEXT, previous_version TEXT, file INTEGER, offset INTEGER, length INTEGER);
CREATE TABLE troubles (file TEXT NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


@dataclass(slots=True)
class Index:
    """The index of an export: an SQLite file in its work folder. Constant memory, however many records."""

    path: Path
    db: sqlite3.Connection = field(init=False)
    _open: dict[int, BinaryIO] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=OFF")  # a file of our own that is made anew if it was not finished
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute("PRAGMA cache_size=-65536")
        self.db.execute("PRAGMA temp_store=FILE")

    @property
    def finished(self) -> bool:
        return bool(self.db.execute("PRAGMA user_version").fetchone()[0])

    def finish(self) -> None:
        """From here on the index needs no second reading of the sources."""
        self.db.execute("PRAGMA user_version=1")

    def close(self) -> None:
        for file in self._open.values():
            file.close()
        self._open.clear()
        self.db.close()

    # ------------------------------------------------------------------ reading

    def read(self, found: Iterable[Source], folder: Path, tell: Callable[[int], None]) -> None:
        """Index all lines of the sources; `folder` takes unpacked copies; `tell` hears of bytes read.

        Raises BadSource, OSError.
        """
        self.db.execute("BEGIN")
        self.db.executescript(TABLES)
        counts: Counter[str] = Counter()
        insert = f"INSERT INTO records (file, offset, length, {', '.join(COLUMNS)}) VALUES (?, ?, ?{', ?' * len(COLUMNS)})"
        for number, source in enumerate(found):
            path = plain(source, folder)
            self.db.execute("INSERT INTO files VALUES (?, ?, ?)", (number, str(path), str(source.path)))
            rows = []
            for line in lines(path, source.size):
                counts["lines"] += 1
                try:
                    record = flat(line.raw)
                except BadLine as error:
                    counts["bad"] += 1
                    if counts["bad"] <= NAMED:
                        self.db.execute("INSERT INTO troubles VALUES (?, ?, ?)", (str(source.path), line.number, str(error)))
                    continue
                place = (number, line.offset, len(line.raw))
                if isinstance(record, Gone):
                    values = (record.id, record.site, record.url, record.fetch.fetched_at, record.previous_version)
                    self.db.execute(f"INSERT INTO gone VALUES ({'?, ' * 7}?)", (*values, *place))
                    continue
                rows.append((*place, *record.row()))
                if len(rows) >= BATCH:
                    self.db.executemany(insert, rows)
                    rows.clear()
                    tell(line.offset)
            self.db.executemany(insert, rows)
        self.db.executemany("INSERT INTO counts VALUES (?, ?)", counts.items())
        self.db.execute("CREATE INDEX ids ON records (id)")

    def raw(self, file: int, offset: int, length: int) -> bytes:
        """The bytes of a line."""
        if file not in self._open:
            path = self.db.execute("SELECT path FROM files WHERE number = ?", (file,)).fetchone()[0]
            self._open[file] = Path(path).open("rb")
        self._open[file].seek(offset)
        return self._open[file].read(length)

    def kept(self, split: str | None = None) -> Iterator[tuple[int, bytes]]:
        """Number and line of each record of the dataset (of one split), in the dataset's order."""
        query = f"SELECT n, file, offset, length FROM records WHERE left_out IS NULL{' AND split = ?' if split else ''} ORDER BY {ORDER}"
        for n, *place in self.db.execute(query, (split,) if split else ()):
            yield n, self.raw(*place)

    # ------------------------------------------------------------------ leaving out

    def leave_out(self, reason: str, where: str, values: tuple[object, ...] = ()) -> int:
        """Leave out the records for which the SQL condition does not hold; how many were left out."""
        query = f"UPDATE records SET left_out = ? WHERE left_out IS NULL AND ({where}) IS NOT TRUE"
        return self.db.execute(query, (reason, *values)).rowcount

    def reasons(self) -> dict[str, int]:
        """How many records were left out, by reason."""
        query = "SELECT left_out, count(*) FROM records WHERE left_out IS NOT NULL GROUP BY 1 ORDER BY min(n)"
        return dict(self.db.execute(query))

    def count(self, name: str) -> int:
        """`lines` or `bad`."""
        row = self.db.execute("SELECT value FROM counts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else 0

    @property
    def size(self) -> int:
        """How many records are in the dataset."""
        return int(self.db.execute("SELECT count(*) FROM records WHERE left_out IS NULL").fetchone()[0])


# By site and time of publication; the rest makes the order one and the same for the same records.
ORDER = "site, coalesce(date_published, ''), id, coalesce(fetched_at, ''), version, n"
