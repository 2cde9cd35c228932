"""Where the records are: the parts of the ledgers, or any JSON Lines of ours, as lines of plain files."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from crawler.seal import CHUNK, zstd
from crawler.state import FILE as STATE

LONGEST = 64 * 1024 * 1024  # bytes of a line; a longer one is none of ours
ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".json", ".ndjson")
PARTS = "articles-[0-9][0-9][0-9][0-9][0-9][0-9].jsonl*"


class BadSource(Exception):
    """An input that can't be read; the message names it and says what to do in one line."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of JSON Lines. Of the open part of a ledger only the first `size` bytes count; None: all of them."""

    path: Path
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source: its number from 1, its place in bytes in the plain file, and its bytes without the end."""

    number: int
    offset: int
    raw: bytes


def sources(places: Iterable[Path], sites: Iterable[str] = ()) -> list[Source]:
    """The files of all places in the order in which they are read: sites by name, parts by number.

    A place is DATA_DIR, the folder of a site, or a file; of DATA_DIR only `sites`, if any are named. Raises BadSource.
    """
    found: list[Source] = []
    for place in places:
        if place.is_file():
            if not place.name.endswith(ENDINGS):
                raise BadSource(f"{place}: no JSON Lines by its name ({', '.join(ENDINGS)})")
            found.append(Source(place))
        elif place.is_dir():
            found += _of_folder(place, frozenset(sites))
        else:
            raise BadSource(f"{place}: there is no such file or folder")
    return found


def _of_folder(place: Path, sites: frozenset[str]) -> list[Source]:
    if (place / STATE).exists():
        return _of_ledger(place)
    ledgers = sorted(path.parent for path in place.glob(f"*/{STATE}"))
    if missing := sorted(sites - {ledger.name for ledger in ledgers}):
        raise BadSource(f"{place}: holds nothing of {', '.join(missing)}")
    found = [part for ledger in ledgers if not sites or ledger.name in sites for part in _of_ledger(ledger)]
    if not ledgers:
        found = [Source(path) for path in sorted(place.iterdir()) if path.name.endswith(ENDINGS)]
    if not found:
        raise BadSource(f"{place}: holds no records: neither a crawl's ({STATE}) nor JSON Lines")
    return found


def _of_ledger(folder: Path) -> list[Source]:
    """The parts of a site; of the open one what the state counts, so that no half line is read during a crawl."""
    try:
        with sqlite3.connect(f"file:{folder / STATE}?mode=ro", uri=True, timeout=10) as db:
            counted = dict(db.execute("SELECT name, bytes FROM parts WHERE state = 'open'"))
    except sqlite3.Error as error:
        raise BadSource(f"{folder / STATE}: can't be read ({error}); scrapy doctor says more") from None
    finally:
        if "db" in locals():
            db.close()
    parts = sorted(path for path in folder.glob(PARTS) if path.name.endswith((".jsonl", ".jsonl.zst")))
    return [Source(path, counted.get(path.name)) for path in parts]


def plain(source: Source, folder: Path) -> Path:
    """The source as an uncompressed file: itself, or a copy below `folder`. Raises BadSource, OSError."""
    if source.path.suffix not in (".gz", ".zst"):
        return source.path
    name = hashlib.sha256(str(source.path.absolute()).encode("utf-8", "replace")).hexdigest()[:16]
    target = folder / f"{name}.jsonl"
    if target.exists():
        return target
    draft = target.with_suffix(".tmp")
    try:
        with _unpacked(source.path) as packed, draft.open("wb") as file:
            shutil.copyfileobj(packed, file, CHUNK)
    except (EOFError, gzip.BadGzipFile, zstd.ZstdError) as error:
        raise BadSource(f"{source.path}: is damaged or cut off ({error})") from None
    draft.rename(target)
    return target


def _unpacked(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path) if path.suffix == ".gz" else zstd.open(path))


def lines(path: Path, size: int | None = None) -> Iterator[Line]:
    """The lines of a plain file up to byte `size`, empty ones left out. A line beyond LONGEST is given cut."""
    with path.open("rb") as file:
        offset = number = 0
        while size is None or offset < size:
            raw = file.readline(LONGEST)
            if not raw:
                return
            number += 1
            read = len(raw)
            while raw[-1:] != b"\n" and (rest := file.readline(LONGEST)):  # what is left of a line too long
                read += len(rest)
                if rest[-1:] == b"\n":
                    break
            if kept := raw.rstrip(b"\r\n"):
                yield Line(number, offset, kept)
            offset += read
