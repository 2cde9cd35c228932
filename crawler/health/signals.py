"""Does the site still say the same about crawling and reuse? robots.txt and the rights signals."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.health.baseline import Value
from crawler.health.finding import Finding, Kind
from crawler.health.reading import read
from crawler.runs import Run

OF_AN_ARTICLE = {"isAccessibleForFree"}  # which is another from page to page
SHOWN = 120  # characters of a value


class Signals:
    """Changes of robots.txt, told at once, and of rights signals, told when two runs have met them."""

    def __init__(self) -> None:
        self.robots = Value(1)
        self.rights: dict[str, Value] = {}
        self._before: list[Run] = []

    def see(self, run: Run) -> None:
        self.robots.see(run, run.robots)
        if not read(run):
            return
        for name in run.rights.keys() - self.rights.keys() - OF_AN_ARTICLE:
            self.rights[name] = value = Value(2)
            for before in self._before:
                value.see(before, "")
        for name, value in self.rights.items():
            value.see(run, run.rights.get(name, ""))
        self._before = [*self._before[-99:], run]

    def findings(self, now: int) -> Iterator[Finding]:
        if self.robots.is_odd:
            yield _of(self.robots, Kind.ROBOTS, "", "its SHA-256 is {now:.12}…, was {usual:.12}…")
        for name, value in sorted(self.rights.items()):
            if value.is_odd:
                yield _of(value, Kind.RIGHTS, name, "{now} instead of {usual}")

    def waiting(self) -> Iterator[str]:
        if not self.robots.ready:
            yield f"{Kind.ROBOTS} (needs 5 runs)"


def _of(value: Value, kind: Kind, subject: str, reason: str) -> Finding:
    first = value.odd_runs[0]
    return Finding(
        site=first.site,
        kind=kind,
        subject=subject,
        since=first.started,
        run=first.number,
        sure=1.0,
        reason=reason.format(now=_shown(value.value), usual=_shown(next(iter(value.usual)))),
    )


def _shown(value: str | None) -> str:
    text = value or "nothing"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
