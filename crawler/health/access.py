"""Can the site be reached, and does it give its pages? Refusals, walls, failing pages and dead sources."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import replace

from crawler.exits import Exit
from crawler.health.baseline import ENOUGH_CASES, Row, Share
from crawler.health.finding import Finding, Kind, sure
from crawler.health.reading import found, read
from crawler.runs import Run
from crawler.tally import Skipped

REFUSED = ("HTTP 401", "HTTP 403", "HTTP 429", "HTTP 451", "robots.txt")
EXAMPLES = 3
WALL, TRAP = (Kind.CONSENT_WALL, ""), (Kind.FAILING, "trap")


def group(error: str) -> tuple[Kind, str]:
    """The trouble that a class of errors speaks of, and its name where it is one of many.

    >>> group("HTTP 403"), group("HTTP 500")
    ((<Kind.BLOCKED: 'blocked'>, ''), (<Kind.FAILING: 'pages fail'>, 'HTTP 500'))
    """
    if error in REFUSED:
        return Kind.BLOCKED, ""
    return (Kind.CONSENT_WALL, "") if error == "consent wall" else (Kind.FAILING, error)


def unreachable(run: Run) -> bool:
    """Whether nothing of the site could be read, for no refusal of its own."""
    dead = bool(run.sources) and all(source["trouble"] for source in run.sources.values())
    return dead and not read(run) and not refusals(run)


def refusals(run: Run) -> int:
    """How many of the sources and pages the site refused to give; a robots.txt that can't be read refuses nothing."""
    names = [name for name in REFUSED if run.robots or name != "robots.txt"]
    troubles = [str(source["trouble"]) for source in run.sources.values()]
    refused = sum(any(name in trouble for name in names) for trouble in troubles)
    return refused + sum(run.errors.get(name, 0) for name in names)


def complete(run: Run) -> bool:
    """Whether the run came to its end: what it did not find is not there."""
    return run.ended is not None and run.exit not in (Exit.STOPPED, Exit.BROKEN, Exit.STORAGE)


def failures(run: Run) -> Counter[tuple[Kind, str]]:
    """Pages and sources that were not given, by what kept them from us."""
    found: Counter[tuple[Kind, str]] = Counter()
    for error, count in run.errors.items():
        found[group(error)] += count
    if refused := refusals(run):
        found[Kind.BLOCKED, ""] = refused
    if found[WALL]:  # the same wall at every address looks like a trap, and is not read any more
        found[WALL] += found.pop(TRAP, 0)
    return found


class Pages:
    """Pages that give no article: which share of those asked for, by what kept them from us."""

    def __init__(self) -> None:
        self.shares: dict[tuple[Kind, str], Share] = {}
        self._before: deque[tuple[Run, int]] = deque(maxlen=ENOUGH_CASES * 10)

    def see(self, run: Run) -> None:
        if unreachable(run):  # which is not the pages' fault
            return
        bad = failures(run)
        asked = read(run) + bad.total()
        for key in bad.keys() | self.shares.keys():
            self._share(key).see(run, bad[key], asked)
        self._before.append((run, asked))

    def _share(self, key: tuple[Kind, str]) -> Share:
        """The share of a trouble; when it is met for the first time, it was in none of the runs before."""
        if key not in self.shares:
            self.shares[key] = Share(least=0.01)
            for run, asked in self._before:
                self.shares[key].see(run, 0, asked)
        return self.shares[key]

    def findings(self, now: int) -> Iterator[Finding]:
        for (kind, name), share in sorted(self.shares.items()):
            for finding in found(share, kind, f"pages gave no article ({name or kind})", name):
                yield replace(finding, urls=examples([case.run for case in share.odd_runs], kind, name))

    def waiting(self) -> Iterator[str]:
        return iter(())


def examples(runs: list[Run], kind: Kind, name: str) -> tuple[str, ...]:
    """The first pages of the newest run that failed for this reason."""
    urls = [url for url, why in runs[-1].failed if group(Skipped(url=url, reason=why).kind) == (kind, name)]
    return tuple((urls or [url for url, _ in runs[-1].failed])[:EXAMPLES])


class Sources:
    """Sources that can't be read or list nothing, run after run; all at once, the site is unreachable."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.reach = Row()

    def see(self, run: Run) -> None:
        if not run.sources or not complete(run):
            return
        self.reach.see(run, unreachable(run))
        for url, source in run.sources.items():
            row = self.rows.setdefault(url, Row())
            row.see(run, bool(source["trouble"]) or not source["links"])

    def findings(self, now: int) -> Iterator[Finding]:
        if self.reach.is_odd:
            trouble = str(next(iter(self.reach.odd_runs[-1].sources.values()))["trouble"])
            trouble = trouble.removeprefix("Forbidden, because ")
            yield _of(self.reach, Kind.UNREACHABLE, "", f"no source could be read {self.reach.told} ({trouble})")
        for url, row in self.rows.items():
            if row.is_odd:
                trouble = str(row.odd_runs[-1].sources[url]["trouble"] or "it lists nothing")
                yield replace(_of(row, Kind.FEED_DEAD, url, f"{trouble} {row.told}"), urls=(url,))

    def waiting(self) -> Iterator[str]:
        return iter(())


def _of(row: Row, kind: Kind, subject: str, reason: str) -> Finding:
    first = row.odd_runs[0]
    return Finding(
        site=first.site,
        kind=kind,
        subject=subject,
        since=first.started,
        run=first.number,
        sure=sure(row.chance),
        reason=reason,
    )
