"""What a site's ledger holds: its parts as the state knows them, and their lines."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from crawler.ledger import PART
from crawler.seal import CHUNK, zstd
from crawler.state import FILE as STATE


class BadLine(Exception):
    """A line that holds no record."""


class BadPart(Exception):
    """A file that is damaged or can't be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part file. `bytes` of its lines count, before compression; `sha256` is of these bytes."""

    path: Path
    number: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line, `number` counted from 1."""

    number: int
    text: bytes

    def record(self) -> dict[str, Any]:
        """What it holds. Raises BadLine."""
        try:
            found = msgspec.json.decode(self.text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadLine(f"no JSON ({error})") from None
        if not isinstance(found, dict):
            raise BadLine("no JSON object")
        return found


def parts(folder: Path, troubles: list[str]) -> list[Part]:
    """The parts of a site in the order of their writing. What can't be read is told in `troubles`."""
    state = folder / STATE
    query = "SELECT number, name, bytes, sha256, state FROM parts WHERE bytes > 0 ORDER BY number"
    try:
        with closing(sqlite3.connect(f"{state.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as db:
            rows = db.execute(query).fetchall()
    except sqlite3.Error as error:
        troubles.append(f"{state}: left out: {error}")
        return []
    found = []
    for number, name, size, sha256, kind in rows:
        # A crawl may close the part between our look at the state and at the file.
        path = next((path for path in (folder / name, folder / f"{PART.format(number)}.zst") if path.exists()), None)
        if path is None:
            troubles.append(f"{folder / name}: left out: the file is gone")
        elif kind == "edited":  # by a person: of what it holds now the state knows nothing
            found.append(_as_it_is(path, number))
        else:
            found.append(Part(path, number, size, sha256))
    return found


def _as_it_is(path: Path, number: int) -> Part:
    with path.open("rb") as file:
        return Part(path, number, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def lines(part: Part, offset: int, number: int) -> Iterator[Line]:
    """The lines behind the first `offset` bytes, which hold `number` lines. What is behind `part.bytes` is not read.

    Raises BadPart.
    """
    with _opened(part.path) as file:
        file.seek(offset)
        while offset < part.bytes and (text := file.readline(part.bytes - offset)):
            offset += len(text)
            number += 1
            yield Line(number, text)


def begins_with(part: Part, size: int, sha256: str) -> bool:
    """Whether the first `size` bytes of the part are still those with this hash."""
    digest = hashlib.sha256()
    with _opened(part.path) as file:
        while size and (chunk := file.read(min(CHUNK, size))):
            digest.update(chunk)
            size -= len(chunk)
    return not size and digest.hexdigest() == sha256


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The part's lines, unpacked. Raises BadPart, also for what goes wrong while it is read."""
    try:
        with cast(IO[bytes], zstd.open(path)) if path.suffix == ".zst" else path.open("rb") as file:
            yield file
    except (OSError, EOFError, zstd.ZstdError) as error:
        raise BadPart(f"{path}: can't be read: {getattr(error, 'strerror', None) or error}") from None
