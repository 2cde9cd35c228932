"""The database that is browsed: made from the ledgers alone, so that it may be deleted at any time and built again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

FILE = "browse.sqlite"
APPLICATION = 0x7EC4B205  # marks the file as ours
FORMAT = 1  # raise it with any change below: a file of another format is built anew

TABLES = """
CREATE TABLE articles (        -- the newest version of each
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE, site TEXT NOT NULL, headline TEXT, url TEXT,
    published TEXT, modified TEXT,             -- UTC, as SQLite writes times
    section TEXT, type TEXT, language TEXT, keywords TEXT, authors TEXT,
    kicker TEXT, standfirst TEXT, description TEXT, image TEXT,
    words INTEGER, free INTEGER, truncated INTEGER, layout TEXT, warnings TEXT,
    versions INTEGER NOT NULL DEFAULT 0, version TEXT,
    fetched TEXT,                              -- the newest version
    gone TEXT,                                 -- since when the site has it no more (404, 410)
    body_text TEXT
);
CREATE INDEX newest ON articles (published DESC);
CREATE INDEX newest_of_site ON articles (site, published DESC);
CREATE TABLE versions (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    version TEXT NOT NULL, previous_version TEXT, fetched TEXT,
    headline TEXT, words INTEGER, words_before INTEGER,
    difference TEXT,                           -- from the version before, as text
    body_text TEXT,
    UNIQUE (article, version)
);
CREATE INDEX changed ON versions (fetched DESC) WHERE difference IS NOT NULL;
CREATE TABLE authors (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    name TEXT NOT NULL, url TEXT
);
CREATE INDEX author_names ON authors (name);
CREATE INDEX authors_of ON authors (article);
CREATE TABLE teasers (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    headline TEXT, url TEXT, kicker TEXT, box TEXT, position INTEGER, in_body INTEGER,
    target TEXT                                -- the id of the article that it points to, kept here or not
);
CREATE INDEX targets ON teasers (target);
CREATE INDEX teasers_of ON teasers (article);
CREATE TABLE affiliate_links (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    text TEXT, url TEXT, merchant TEXT, network TEXT, in_body INTEGER
);
CREATE INDEX paid ON affiliate_links (merchant, network);
CREATE INDEX affiliate_links_of ON affiliate_links (article);
CREATE TABLE offers (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    product TEXT, price REAL, currency TEXT, merchant TEXT, url TEXT
);
CREATE INDEX offers_of ON offers (article);
CREATE TABLE disclosures (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    text TEXT
);
CREATE INDEX disclosures_of ON disclosures (article);
CREATE TABLE progress (        -- how far each part of each ledger was read
    site TEXT NOT NULL, part INTEGER NOT NULL, bytes INTEGER NOT NULL, lines INTEGER NOT NULL, sha256 TEXT NOT NULL,
    PRIMARY KEY (site, part)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    headline, kicker, standfirst, authors, keywords, body_text,
    content="articles", content_rowid="number", tokenize='unicode61 remove_diacritics 2'
);
"""
PARTS = ("authors", "teasers", "affiliate_links", "offers", "disclosures")  # of an article's newest version
SEARCHED = ("headline", "kicker", "standfirst", "authors", "keywords", "body_text")


class BadDatabase(Exception):
    """A file that can't be used; the message names it and says why in one line."""


def open_database(path: Path) -> sqlite3.Connection:
    """The database, made if there is none or one of another format. Raises BadDatabase."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = _connect(path)
        if db.execute("PRAGMA user_version").fetchone()[0] not in (0, FORMAT):
            db.close()
            for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
                file.unlink(missing_ok=True)
            db = _connect(path)
        if db.execute("PRAGMA user_version").fetchone()[0] == 0:
            db.executescript(
                f"BEGIN IMMEDIATE; {TABLES} {_triggers()} PRAGMA application_id={APPLICATION};"
                f"PRAGMA user_version={FORMAT}; COMMIT;"
            )
        return db
    except sqlite3.Error as error:
        raise BadDatabase(f"{path}: {error}; it is made from the records alone: delete it and try again") from None
    except OSError as error:
        raise BadDatabase(f"{path} can't be written: {error.strerror}") from None


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if not empty and db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise BadDatabase(f"{path} is a database of another program")
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA foreign_keys=ON")
    except BaseException:
        db.close()
        raise
    return db


def _triggers() -> str:
    """What keeps the search index as the articles are."""
    names, old, new = (", ".join(f"{of}{name}" for name in SEARCHED) for of in ("", "old.", "new."))
    remove = f"INSERT INTO articles_fts (articles_fts, rowid, {names}) VALUES ('delete', old.number, {old});"
    add = f"INSERT INTO articles_fts (rowid, {names}) VALUES (new.number, {new});"
    return f"""
    CREATE TRIGGER indexed AFTER INSERT ON articles BEGIN {add} END;
    CREATE TRIGGER unindexed AFTER DELETE ON articles BEGIN {remove} END;
    CREATE TRIGGER reindexed AFTER UPDATE OF {names} ON articles BEGIN {remove} {add} END;
    """
