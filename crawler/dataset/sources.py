"""Where records lie: a data folder, a site's ledger, a folder or a file of JSON Lines → files in a fixed order."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.dataset.draft import is_dataset
from crawler.state import FILE

LAST = 10**6  # the place of a part that has no number
SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")


class NoSource(Exception):
    """A place that holds no records; the message names it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of JSON Lines. `size`: only its first bytes (uncompressed) count; None: all that it holds."""

    path: Path
    size: int | None = None


def sources(places: Collection[Path], sites: Collection[str] = ()) -> list[Source]:
    """The files below each place, by name; of a ledger those that its state counts, in the order of writing.

    Where there are ledgers, nothing right beside their folders is read, and no dataset: it is made of their records.

    `sites` leaves out the ledgers of others before they are read. Raises NoSource, OSError.
    """
    found: list[Source] = []
    for place in places:
        if not place.exists():
            raise NoSource(f"{place}: no such file or folder")
        here = [Source(place)] if place.is_file() else list(_below(place, sites))
        if not here and not sites:
            raise NoSource(f"{place}: holds no records ({', '.join(SUFFIXES)})")
        found += here
    if not found:
        raise NoSource(f"{', '.join(map(str, places))}: holds no records of {', '.join(sites)}")
    return list(dict.fromkeys(found))


def _below(place: Path, sites: Collection[str]) -> Iterator[Source]:
    data = any(place.glob(f"*/{FILE}"))
    for at, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and ".tmp-" not in name)
        folder = Path(at)
        if data and is_dataset(folder):
            folders.clear()
        elif FILE in names:
            if not sites or folder.name in sites:
                yield from ledger(folder)
        elif not any((folder / name / FILE).exists() for name in folders):  # what lies beside ledgers are alerts, logs
            files = (folder / name for name in sorted(names) if name.endswith(SUFFIXES))
            yield from (Source(path) for path in files if not (data and is_dataset(path)))


def ledger(folder: Path) -> list[Source]:
    """A site's parts. Of the open one counts what its crawl has committed: behind that a line may be half written."""
    try:
        parts = _parts(folder)
    except sqlite3.Error:  # a damaged state: the records stay, and what is torn is found in reading
        parts = []
    known = {Path(name).name.removesuffix(".zst") for _, _, name, _ in parts}
    found = [(number, Source(folder / name, size if state == "open" else None)) for number, state, name, size in parts]
    for path in sorted(folder.glob("articles-*.jsonl*")):  # laid beside them by someone else
        if path.name.endswith(SUFFIXES) and path.name.partition(".jsonl")[0] + ".jsonl" not in known:
            digits = path.name[9:15]
            found.append((int(digits) if digits.isdecimal() else LAST, Source(path)))
    return [source for _, source in sorted(found, key=lambda pair: (pair[0], pair[1].path.name))]


def _parts(folder: Path) -> list[tuple[int, str, str, int]]:
    """Number, state, name and counted bytes of each part. Raises sqlite3.Error."""
    with closing(sqlite3.connect(f"{(folder / FILE).absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as db:
        return db.execute("SELECT number, state, name, bytes FROM parts ORDER BY number").fetchall()
