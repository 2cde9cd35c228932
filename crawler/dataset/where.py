"""`--where`: a user's SQL expression over the columns of the index, that can read these and nothing else."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from crawler.dataset.flat import COLUMNS

SECONDS = 60.0  # at least; and one more for each ROWS records
ROWS = 10_000
FUNCTIONS = frozenset(
    "abs coalesce date datetime glob ifnull iif instr julianday length like lower ltrim max min nullif replace round "
    "rtrim strftime substr substring time trim typeof unixepoch upper".split()
)
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 64 * 1024 * 1024,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
}
# Texts, comments, and names in double quotes: the name in the group.
_QUOTED = re.compile(r"'[^']*'|--[^\n]*|/\*.*?(?:\*/|\Z)|`[^`]*`|\[[^\]]*\]|\"([^\"]*)\"", re.DOTALL)
_READABLE = COLUMNS.keys() | {"left_out", "ROWID"}


class BadWhere(ValueError):
    """An expression that can't be used; the message says why in one line."""


@contextmanager
def holds(db: sqlite3.Connection) -> Iterator[None]:
    """Inside, statements may set `left_out` of records by an expression over their columns. Raises BadWhere.

    No other table, no file, no subquery (which would take the time of all records for each), and an end in time.
    """
    before = {limit: db.setlimit(limit, value) for limit, value in LIMITS.items()}
    rows = db.execute("SELECT count(*) FROM records").fetchone()[0]
    end = time.monotonic() + SECONDS + rows / ROWS
    db.set_authorizer(_authorize)
    db.set_progress_handler(lambda: time.monotonic() > end, 10_000)
    try:
        yield
    except sqlite3.Error as error:
        why = "takes too long" if "interrupted" in str(error) else str(error)
        if "full" in why or "I/O" in why:
            raise
        raise BadWhere(f"--where: {why}; its columns are {', '.join(COLUMNS)}") from None
    finally:
        db.set_authorizer(None)
        db.set_progress_handler(None, 0)
        for limit, value in before.items():
            db.setlimit(limit, value)


def check(expression: str) -> None:
    """Raises BadWhere for what is no expression over the columns, before anything is read."""
    for found in _QUOTED.finditer(expression):  # SQLite would take a name that is none for a text
        if found[1] is not None and found[1].lower() not in COLUMNS:
            why = f"no such column: {found[0]} (a text stands in single quotes)"
            raise BadWhere(f"--where: {why}; its columns are {', '.join(COLUMNS)}")
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE TABLE records (left_out, {', '.join(COLUMNS)})")
        with holds(db):
            db.execute(f"UPDATE records SET left_out = '' WHERE left_out IS NULL AND ({expression}\n) IS NOT TRUE")


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    allowed = (
        (action == sqlite3.SQLITE_UPDATE and (first, second) == ("records", "left_out"))
        or (action == sqlite3.SQLITE_READ and first == "records" and second in _READABLE)
        or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in FUNCTIONS)
        or (action == sqlite3.SQLITE_TRANSACTION)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
