"""Any dataset of ours, or what a crawl wrote → its rows, each a line of JSON, in constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from crawler.dataset.documents import opened

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".parquet")
MANIFEST = "manifest.json"


class Unreadable(Exception):
    """A place without rows, or a file that ends in the middle; the message says which."""


def files(place: Path) -> list[Path]:
    """The files of a dataset, a data folder or a file, by name. Raises Unreadable."""
    if place.is_file() and place.name.endswith(ENDINGS):
        return [place]
    found = [path for path in sorted(place.rglob("*")) if path.name.endswith(ENDINGS) and path.is_file()]
    found = [path for path in found if not any(".tmp-" in part for part in path.relative_to(place).parts)]
    if not found:
        what = "there is no such file or folder" if not place.exists() else "holds no records"
        raise Unreadable(f"{place}: {what} ({', '.join(ENDINGS)} are read)")
    return found


def rows(place: Path) -> Iterator[bytes | str]:
    """The rows of all files. Raises Unreadable."""
    for path in files(place):
        try:
            if path.suffix == ".parquet":
                yield from _of_parquet(path)
            else:
                with opened(path) as file:
                    yield from (line for line in file if line.strip())
        except (OSError, EOFError) as error:
            raise Unreadable(f"{path}: can't be read to its end ({error})") from None


def _of_parquet(path: Path) -> Iterator[str]:
    try:
        import duckdb  # an extra: only who has Parquet needs it
    except ImportError:
        raise Unreadable(f"{path}: to read Parquet, pip install 'technews[dataset]'") from None
    with duckdb.connect(config={"threads": 1, "memory_limit": "512MB"}) as db:
        try:
            source = db.read_parquet(str(path))
            typed = "REPLACE (rights::JSON AS rights)" if "rights" in source.columns else ""
            left = "EXCLUDE (body_text)" if "body_text" in source.columns else ""
            lines = db.execute(f"SELECT to_json(t) FROM (SELECT * {left} {typed} FROM read_parquet(?)) t", [str(path)])
            while batch := lines.fetchmany(1000):
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
