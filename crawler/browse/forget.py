"""Articles that shall be known no more are taken out of the database as well."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from crawler.browse.database import FILE, BadDatabase, open_database
from pipelines.links import normalise


def forget(data: Path, ids: Iterable[str], urls: Iterable[str] = ()) -> int:
    """Delete articles by id or address with their versions, links and traces in the search; how many there were.

    `data` is DATA_DIR. Teasers of other articles that lead to them go, too. What is deleted is overwritten, not only
    given free. Raises BadDatabase.
    """
    path = data / FILE
    if not path.exists():
        return 0
    addresses = list(urls)
    db = open_database(path)
    try:
        db.execute("PRAGMA secure_delete=ON")
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TEMP TABLE doomed AS SELECT value AS id FROM json_each(?)", (json.dumps(list(ids)),))
        db.execute(
            "INSERT INTO doomed SELECT id FROM articles WHERE url IN (SELECT value FROM json_each(?))",
            (json.dumps([*addresses, *map(normalise, addresses)]),),
        )
        db.execute("DELETE FROM teasers WHERE target IN (SELECT id FROM doomed)")
        count = db.execute("DELETE FROM articles WHERE id IN (SELECT id FROM doomed)").rowcount
        db.execute("COMMIT")
        # The index keeps deleted words in its older segments, and the log old pages, until they are written anew.
        db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count
    except sqlite3.Error as error:
        raise BadDatabase(f"{path}: {error}") from None
    finally:
        db.close()
