"""What is kept of a site from one crawl to the next: an SQLite file beside its records, for one crawl at a time."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from pathlib import Path
from typing import IO, Any

VERSION = 3
APPLICATION = 0x7EC44E35  # marks the file as ours
FILE = "state.sqlite"
LOCK = "lock"
# What a full disk, a lost mount or a damaged file raise, whoever writes.
StorageError = (sqlite3.Error, OSError)

TABLES = """
CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    key BLOB UNIQUE,          -- the request's fingerprint; null: a source, which every run asks anew
    url TEXT NOT NULL,
    lane TEXT NOT NULL,       -- those of a lane wait in one line: the articles of a host, or its sources
    request TEXT NOT NULL,    -- JSON (crawler/envelope.py)
    state TEXT NOT NULL,      -- pending, leased, parked (not asked for in this run), left (out), done, failed
    priority INTEGER NOT NULL DEFAULT 0,
    fresh INTEGER NOT NULL DEFAULT 0,      -- when the article appeared, as far as known; all times are Unix seconds
    via INTEGER,              -- the row that was redirected here and stands for this one
    status INTEGER,           -- of the last answer; null: there was none
    etag TEXT, last_modified TEXT, sha256 TEXT,
    article TEXT, version TEXT,            -- as in the record that was last written
    first_seen INTEGER NOT NULL,
    last_seen INTEGER,        -- when it was last fetched
    changed INTEGER,          -- when a fetch last brought another version
    changes INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,      -- failed visits in a row
    next_visit INTEGER,       -- of one left out by its date: the day that it came before
    listed INTEGER            -- the run that last met it among a source's links
);
CREATE INDEX waiting ON urls (lane, priority DESC, fresh DESC, id) WHERE state = 'pending';
CREATE INDEX leased ON urls (id) WHERE state IN ('leased', 'parked');
CREATE INDEX visits ON urls (next_visit) WHERE next_visit IS NOT NULL;
CREATE INDEX vias ON urls (via) WHERE via IS NOT NULL;
CREATE INDEX articles ON urls (article) WHERE article IS NOT NULL;
CREATE TABLE parts (
    number INTEGER PRIMARY KEY,
    state TEXT NOT NULL,      -- open, closed, edited (by someone else: never touched again)
    name TEXT NOT NULL,
    records INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,      -- of JSON Lines, before compression
    sha256 TEXT NOT NULL,                  -- of these bytes
    started INTEGER NOT NULL,
    file_bytes INTEGER, file_sha256 TEXT   -- of the closed file
);
CREATE TABLE runs (
    number INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER, reason TEXT, records INTEGER,
    exit INTEGER, figures TEXT             -- JSON (crawler/runs.py)
);
CREATE TABLE forgotten (hash BLOB PRIMARY KEY) WITHOUT ROWID;  -- of ids and fingerprints that shall not come back
"""
# What turns a state of one format into the next.
STEPS = {
    1: "ALTER TABLE runs ADD COLUMN exit INTEGER; ALTER TABLE runs ADD COLUMN figures TEXT;",
    2: "CREATE TABLE forgotten (hash BLOB PRIMARY KEY) WITHOUT ROWID;",
}


def forgotten(name: str | bytes) -> bytes:
    """How an article's id, or a request's fingerprint, is marked that `scrapy forget` took out."""
    return hashlib.sha256(name.encode() if isinstance(name, str) else name).digest()


class BadState(Exception):
    """A state that can't be used; the message names the file and what is wrong in one line."""


class State:
    """The database of one site and the lock that keeps other crawls of it out.

    Everything between two calls of `commit` happens wholly or not at all, whatever ends the process.
    """

    def __init__(self, folder: Path | None) -> None:
        """`folder` is the site's own; None keeps everything in memory. Raises BadState."""
        self.folder = folder
        self._lock: IO[str] | None = None
        if folder is None:
            self.db = _connect(":memory:")
            self._begin()
            return
        path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(folder)
            self.db = _connect(path)
            self._begin()
        except sqlite3.Error as error:
            self._unlock()
            raise BadState(f"{path}: {_why(error)}") from None
        except OSError as error:
            raise BadState(f"{error.filename or folder}: can't be written: {error.strerror}") from None
        except BadState:
            self._unlock()
            raise

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make everything since the last commit last."""
        self.db.execute("COMMIT")
        self._begin()

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        self._begin()

    def close(self) -> None:
        """Give the site free; what is not committed is forgotten."""
        try:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            self.db.close()
        finally:
            self._unlock()

    def _unlock(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def is_forgotten(self, name: str | bytes) -> bool:
        """Whether `scrapy forget` took out the article with this id, or the URL with this fingerprint."""
        return self.one("SELECT 1 FROM forgotten WHERE hash = ?", forgotten(name)) is not None

    def one(self, query: str, *values: Any) -> sqlite3.Row | None:
        """The first row that a query gives."""
        row: sqlite3.Row | None = self.db.execute(query, values).fetchone()
        return row


def _locked(folder: Path) -> IO[str]:
    """The lock file, locked by this process until it ends, however it ends. Raises BadState."""
    lock = (folder / LOCK).open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        owner = lock.read(20).strip()
        lock.close()
        raise BadState(f"{folder}: another crawl of this site is running (process {owner or 'unknown'})") from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _connect(path: Path | str) -> sqlite3.Connection:
    """A connection to a database that has our tables. Raises BadState or sqlite3.Error."""
    db = sqlite3.connect(path, timeout=2, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path | str) -> None:
    db.row_factory = sqlite3.Row
    found = db.execute("PRAGMA user_version").fetchone()[0]
    owner = db.execute("PRAGMA application_id").fetchone()[0]
    empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if not empty and owner != APPLICATION:
        raise BadState(f"{path}: is a database of another program")
    if found > VERSION:
        raise BadState(f"{path}: was written by a newer technews (format {found}; this one knows {VERSION})")
    # FULL: with one commit a second its price is small, and a power cut is no worse than a kill.
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA cache_size=-16384")  # KiB: constant, however many URLs there are
    db.execute("PRAGMA journal_size_limit=67108864")
    if empty:
        db.executescript(f"BEGIN; {TABLES} PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION}; COMMIT;")
    elif found < VERSION:
        back_up(db, Path(f"{path}.{found}"))
        steps = " ".join(STEPS[number] for number in range(found, VERSION))
        db.executescript(f"BEGIN IMMEDIATE; {steps} PRAGMA user_version={VERSION}; COMMIT;")


def back_up(db: sqlite3.Connection, target: Path) -> None:
    """A copy of the database as it is, complete from the moment that it has its name. Raises sqlite3.Error, OSError."""
    draft = target.with_name(f"{target.name}.tmp")
    draft.unlink(missing_ok=True)
    copy = sqlite3.connect(draft)
    try:
        db.backup(copy)
    finally:
        copy.close()
    draft.replace(target)


def _why(error: sqlite3.Error) -> str:
    """SQLite's error in words that say what to do."""
    text = str(error)
    if "locked" in text:
        return "is locked by another program"
    if "not a database" in text or "malformed" in text:
        return "is damaged; move it away: a new one is made from the parts"
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return "can't be written: the disk or file is read-only"
    if "full" in text:
        return "can't be written: the disk is full"
    return text


def told(error: Exception) -> str:
    """A storage error in one line."""
    if isinstance(error, sqlite3.Error):
        return _why(error)
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
