"""One crawl of one site in figures."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from crawler.state import FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one site with its figures. Times are Unix seconds; durations seconds; sizes bytes.

    `new`, `changed`, `unchanged` and `gone` count articles. `labels` (words), `fields` (how often each was filled),
    `words` (an even sample), `layouts` ("": none matched) and `rights` (each signal's most frequent value) are about
    the articles that were read. `errors` counts pages without an article by kind, `failed` names some. `whole`:
    everything was asked for, no limit, date or list of URLs was given.
    """

    site: str
    number: int
    started: int
    ended: int | None = None  # it goes on, or it was killed
    reason: str = ""  # for which Scrapy closed the spider
    exit: int | None = None
    pages: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    bytes: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    words: list[int] = field(default_factory=list)
    latency: dict[str, float] = field(default_factory=dict)
    layouts: dict[str, int] = field(default_factory=dict)
    sources: dict[str, dict[str, object]] = field(default_factory=dict)
    newest: str | None = None
    robots: str | None = None
    rights: dict[str, str] = field(default_factory=dict)
    slowest: list[tuple[str, float]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = True


def runs(place: Path, *, since: int = 0, last: int | None = None) -> list[Run]:
    """The runs of the site in this folder that began at `since` or later, oldest first; a crawl may go on meanwhile.

    Raises sqlite3.Error.
    """
    path = place / FILE
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if not version:  # it is just being made
            return []
        kept = "exit, figures" if version > 1 else "null, null"
        query = (
            f"SELECT number, started, ended, reason, {kept} FROM runs WHERE started >= ? ORDER BY number DESC LIMIT ?"
        )
        rows = db.execute(query, (since, -1 if last is None else last)).fetchall()
    try:
        return [_run(place.name, *row) for row in reversed(rows)]
    except (ValueError, TypeError) as error:
        raise sqlite3.DatabaseError(f"malformed figures of a run: {error}") from None


def _run(site: str, number: int, started: int, ended: int | None, reason: str, code: int, figures: str | None) -> Run:
    known = json.loads(figures or "{}")
    for pairs in ("slowest", "failed"):
        known[pairs] = [tuple(pair) for pair in known.get(pairs, [])]
    return Run(site=site, number=number, started=started, ended=ended, reason=reason or "", exit=code, **known)


def sites(data: Path) -> list[str]:
    """The sites that have a state below this folder."""
    return sorted(path.parent.name for path in data.glob(f"*/{FILE}"))
