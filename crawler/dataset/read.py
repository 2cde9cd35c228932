"""Files of JSON Lines → entries, one a record. A line that is none is counted and named; the rest goes on."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from crawler.dataset.sources import Source
from crawler.seal import zstd
from pipelines.record import SCHEMA_VERSION, Gone, Record

LONGEST = 64 * 1024 * 1024  # bytes of a line; the largest records have 3 MB
NAMED = 1_000  # troubles that are kept with file and line; the others are counted
_record = msgspec.json.Decoder(Record)
_gone = msgspec.json.Decoder(Gone)
_any = msgspec.json.Decoder()
_hex = re.compile(r"[0-9a-f]{16}").fullmatch
# So many digits in a row may have more than 64 bits. No pattern looks for them: it would take the most time of all.
_LARGE, _DIGITS = b"0" * 19, bytes.maketrans(b"123456789", b"000000000")


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and where it stood. `raw` is the line without blanks around it: valid UTF-8, a valid record.

    `line` counts from 1, `offset` is that of `raw` in the uncompressed file. Gone: the site took the article down.
    """

    raw: bytes
    article: Record | Gone
    file: str
    line: int
    offset: int

    @property
    def record(self) -> dict[str, Any]:
        """All that stands in the line, as a new dict."""
        return cast(dict[str, Any], _any.decode(self.raw))


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line that could not be used. `line` counts from 1; 0: the file as a whole."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.why}" if self.line else f"{self.file}: {self.why}"


@dataclass(slots=True)
class Troubles:
    """What could not be used, counted by kind; the first NAMED with their places."""

    counts: Counter[str] = field(default_factory=Counter)
    named: list[Trouble] = field(default_factory=list)

    def note(self, kind: str, file: str, line: int, why: str = "") -> None:
        self.counts[kind] += 1
        if len(self.named) < NAMED:
            self.named.append(Trouble(file, line, f"{kind}: {why}" if why else kind))


def decode(raw: bytes) -> Record | Gone:
    """A line → its record. Raises msgspec.ValidationError (JSON, but no record), DecodeError, RecursionError."""
    try:
        return _record.decode(raw)
    except msgspec.ValidationError:
        if b'"tombstone"' in raw:
            return _gone.decode(raw)
        raise


def read(files: Iterable[Source], troubles: Troubles) -> Iterator[Entry]:
    """The entries of the files in their order. What can't be read is left to `troubles`."""
    for source in files:
        name = str(source.path)
        try:
            with opened(source.path) as file:
                yield from _entries(file, source, name, troubles)
        except (OSError, EOFError, zstd.ZstdError) as error:  # gzip's and zlib's errors are OSErrors, but for EOFError
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            troubles.note("unreadable file, the rest of it is lost", name, 0, why)


def opened(path: Path) -> IO[bytes]:
    """A file's uncompressed bytes. A part that was compressed since it was listed is found too. Raises OSError."""
    if not path.exists() and path.suffix == ".jsonl":
        path = path.with_name(f"{path.name}.zst")
    if path.suffix == ".zst":
        return cast(IO[bytes], zstd.open(path, "rb"))
    if path.suffix == ".gz":
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb", buffering=1024 * 1024)


def _entries(file: IO[bytes], source: Source, name: str, troubles: Troubles) -> Iterator[Entry]:
    end = 0
    for number, line in enumerate(iter(partial(file.readline, LONGEST), b""), 1):
        start, end = end, end + len(line)
        if source.size is not None and start >= source.size:
            return
        if len(line) == LONGEST and not line.endswith(b"\n"):
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                end += len(rest)
            end += len(rest)
            troubles.note("longer than 64 MiB", name, number)
            continue
        raw = line.strip()
        if not raw:
            continue
        try:
            yield Entry(raw, usable(raw), name, number, start + line.index(raw[:1]))
        except Unusable as error:
            torn = not line.endswith(b"\n") and error.kind == NO_JSON
            troubles.note("torn line" if torn else error.kind, name, number, error.why)
    if source.size and end < source.size:
        troubles.note("shorter than its crawl had committed", name, 0, f"{source.size - end} bytes are missing")


NO_JSON = "no JSON"


class Unusable(ValueError):
    """A line that is no record of ours: of what kind it is, and what exactly is wrong."""

    def __init__(self, kind: str, why: str = "") -> None:
        super().__init__(kind)
        self.kind, self.why = kind, why


class _Version(msgspec.Struct):
    schema_version: int


def usable(raw: bytes) -> Record | Gone:
    """A line → its record, checked. Raises Unusable."""
    try:
        if not raw.isascii():
            raw.decode()
        found = decode(raw)
    except UnicodeDecodeError as error:
        raise Unusable("invalid UTF-8", f"byte {error.start + 1}") from None
    except msgspec.ValidationError as error:
        _check_version(raw)
        raise Unusable("no record", str(error)) from None
    except msgspec.DecodeError as error:
        raise Unusable(NO_JSON, str(error)) from None
    except RecursionError:
        raise Unusable("no record", "nested too deep") from None
    if found.schema_version != SCHEMA_VERSION:
        _check_version(raw)
    if not _hex(found.id) or not (found.version is None or _hex(found.version)):
        raise Unusable("no record", "id and version are 16 hex digits each")
    if _LARGE in raw.translate(_DIGITS) and (number := oversized(found)) is not None:
        raise Unusable("no record", f"{number} is too large a number")
    return found


def oversized(found: Record | Gone) -> int | None:
    """A number that has more than the 64 bits of SQLite and Parquet; in `rights`, which stay JSON, it does no harm."""
    waiting: list[Any] = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, msgspec.Struct):
            waiting += msgspec.structs.astuple(value)
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            return value
    return None


def _check_version(raw: bytes) -> None:
    """Raises Unusable if the line is a record of another time."""
    try:
        version = msgspec.json.decode(raw, type=_Version).schema_version
    except (msgspec.DecodeError, RecursionError):
        return
    if version > SCHEMA_VERSION:
        raise Unusable("newer schema_version", f"{version}; this technews knows {SCHEMA_VERSION}: update it")
    if version < SCHEMA_VERSION:
        raise Unusable("older schema_version", f"{version}; this technews reads {SCHEMA_VERSION}")
