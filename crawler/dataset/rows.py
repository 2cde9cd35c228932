"""Any dataset of ours, or what a crawl wrote → its rows, each a line of JSON, in constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from crawler.dataset.draft import MANIFEST
from crawler.dataset.read import LONGEST, Unusable, opened, usable
from crawler.dataset.sources import NoSource, Source, sources

PARQUET = ".parquet"


class Unreadable(Exception):
    """A place without rows, or a file that ends in the middle; the message says which."""


def rows(place: Path) -> Iterator[bytes | str]:
    """The rows of a dataset, a data folder or a file. Raises Unreadable."""
    files = [place] if place.is_file() else sorted(place.rglob(f"*{PARQUET}"))
    files = [path for path in files if path.suffix == PARQUET]
    try:
        yield from (row for path in files for row in _of_parquet(path))
        if not files:
            yield from (row for source in sources([place]) for row in _of_lines(source))
    except (NoSource, OSError, EOFError) as error:
        raise Unreadable(str(error)) from None


def _of_lines(source: Source) -> Iterator[bytes]:
    """The lines of a file; of a part that a crawl has open those that count. What no export takes is given empty."""
    read = 0
    try:
        with opened(source.path) as file:
            while (source.size is None or read < source.size) and (line := file.readline(LONGEST)):
                read += len(line)
                if line.strip():
                    yield line if _taken(line) else b""
    except (OSError, EOFError) as error:
        raise Unreadable(f"{source.path}: can't be read to its end ({error})") from None


def _taken(line: bytes) -> bool:
    """Whether a line is a record that an export takes, too; those of other views are not looked at."""
    try:
        return b'"schema_version"' not in line or usable(line.strip()) is not None
    except Unusable:
        return False


def _of_parquet(path: Path) -> Iterator[str]:
    try:
        import duckdb  # an extra: only who has Parquet needs it
    except ImportError:
        raise Unreadable(f"{path}: to read Parquet, pip install 'technews[dataset]'") from None
    with duckdb.connect(config={"threads": 1, "memory_limit": "512MB"}) as db, path.open("rb") as file:
        # By its number, since DuckDB takes [ and * in a path for a pattern.
        source = f"read_parquet('/dev/fd/{file.fileno()}')"
        try:
            columns = {name for name, *_ in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
            left = "EXCLUDE (body_text)" if "body_text" in columns else ""
            typed = "REPLACE (rights::JSON AS rights)" if "rights" in columns else ""
            found = db.execute(f"SELECT to_json(t) FROM (SELECT * {left} {typed} FROM {source}) t")
            while batch := found.fetchmany(1000):
                yield from (line for (line,) in batch)
        except duckdb.Error as error:
            raise Unreadable(f"{path}: {str(error).splitlines()[0]}") from None


def left_out(place: Path) -> dict[str, int]:
    """What an export says that it left out, by reason; empty where it says nothing."""
    try:
        told = json.loads((place / MANIFEST).read_bytes())["left_out"]
        return {str(reason): int(number) for reason, number in told.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
