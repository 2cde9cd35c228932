"""A crawl that ended badly: noted beside its log, since the state does not know of one that ended before its start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from crawler.health.finding import Finding, Kind
from crawler.rewrite import rewrite
from crawler.runs import Run

FILE, LOG = "failed.json", "crawl.log"
TAIL = 4096  # bytes of the log, in which its last line is looked for


class Attempt(Struct, frozen=True):
    """When it was started (Unix seconds), how it ended, and whether its log says more."""

    began: int
    how: str
    logged: bool = True


def note(place: Path, attempt: Attempt) -> None:
    """Keep it. Raises OSError."""
    rewrite(place / FILE, msgspec.json.encode(attempt))


def forget(place: Path) -> None:
    """A later crawl went well."""
    with suppress(OSError):
        (place / FILE).unlink()


def never_began(place: Path, last: Run | None) -> Iterator[Finding]:
    """The finding of a crawl that left no run in the state; `last` is the last run there."""
    try:
        attempt = msgspec.json.decode((place / FILE).read_bytes(), type=Attempt)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return
    if last is None or last.started < attempt.began:
        said = last_line(place / LOG) if attempt.logged else ""
        reason = f"{attempt.how}: {said}" if said else attempt.how
        yield Finding(site=place.name, kind=Kind.NOT_BEGUN, since=attempt.began, run=0, sure=1.0, reason=reason)


def last_line(path: Path) -> str:
    """The last line of a log that says something; none if it can't be read."""
    try:
        with path.open("rb") as file:
            file.seek(-min(TAIL, path.stat().st_size), 2)
            lines = file.read(TAIL).decode("utf-8", "replace").split("\n")
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
