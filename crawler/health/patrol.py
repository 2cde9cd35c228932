"""One look at the sites: their runs are judged, who shall know is told, and the metrics are written."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.health.alerts import tell
from crawler.health.attempt import never_began
from crawler.health.baseline import DAY
from crawler.health.examine import Health, examine
from crawler.health.finding import READING, Finding, Kind
from crawler.health.metrics import write
from crawler.health.news import shown
from crawler.health.senders import Senders
from crawler.runs import Run, runs
from crawler.state import FILE, LOCK, told

SINCE = 90 * DAY  # older runs say nothing of what is usual
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """How the sites are; `failed` has a line for each sender that failed, and for metrics that could not be written."""

    sites: list[Health]
    failed: list[str]

    @property
    def fine(self) -> bool:
        return not self.failed and not any(health.findings for health in self.sites)


def patrol(data: Path, sites: Sequence[str], senders: Senders | None, now: int, metrics: Path | None = None) -> Seen:
    """Look at these sites below `data` at `now`, Unix seconds; one without a run is left out. Raises OSError.

    Without senders nobody is told, and it is not remembered either.
    """
    healths = [health for site in sites if (health := look(data / site, now))]
    failed = tell(data, healths, senders.all(), now) if senders else []
    if metrics:
        try:
            write(metrics, data)
        except OSError as error:  # what was found is shown all the same
            failed.append(shown(f"{metrics} can't be written: {error.strerror}"))
    return Seen(healths, failed)


def look(place: Path, now: int) -> Health | None:
    """The health of the site in this folder, with examples; None if it was never crawled."""
    try:
        known = runs(place, since=now - SINCE)
    except sqlite3.Error as error:
        reason = f"{place / FILE}: {told(error)}"
        unread = Finding(site=place.name, kind=Kind.STATE, since=now, run=0, sure=1.0, reason=reason)
        return Health(place.name, None, (unread,), (), ())
    failed = tuple(never_began(place, known[-1] if known else None))
    history = finished(place, known)
    if not history:
        return Health(place.name, None, failed, (), ()) if failed else None
    health = examine(history, now, failed)
    return replace(health, findings=tuple(with_examples(place, finding) for finding in health.findings))


def finished(place: Path, history: list[Run]) -> list[Run]:
    """The runs without one that is still going on: it holds the site's lock."""
    return history[:-1] if history and history[-1].ended is None and running(place) else history


def running(place: Path) -> bool:
    """Whether a crawl of the site runs. A crawl that begins in this very moment is not disturbed."""
    try:
        with (place / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def with_examples(place: Path, finding: Finding) -> Finding:
    """The finding with articles that were read since it began, if it is about how they are read."""
    if finding.urls or finding.kind not in READING | {Kind.LAYOUT}:
        return finding
    return replace(finding, urls=tuple(_articles(place, finding.since)))


def _articles(place: Path, since: int) -> Iterator[str]:
    query = "SELECT url FROM urls WHERE article IS NOT NULL AND last_seen >= ? ORDER BY first_seen DESC LIMIT ?"
    try:
        with closing(sqlite3.connect(f"{(place / FILE).resolve().as_uri()}?mode=ro", uri=True)) as db:
            yield from (url for (url,) in db.execute(query, (since, EXAMPLES)))
    except sqlite3.Error:  # an alert without examples is better than none
        return
