"""Do the crawls themselves run? Those that were killed or broke, and the one that is missing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from statistics import median

from crawler.exits import Exit
from crawler.health.baseline import DAY, ENOUGH_RUNS
from crawler.health.finding import Finding, Kind, sure
from crawler.runs import Run

HOUR = 3600
MEMORY = 15 * DAY  # two weekends
BROKEN = (Exit.BROKEN, Exit.STORAGE)


class Crawls:
    """Told until two whole runs came; missing after twice the longest pause of two weeks, and an hour at least."""

    def __init__(self) -> None:
        self.last: deque[Run] = deque(maxlen=2)
        self.pauses: deque[tuple[int, int]] = deque()  # when each ended, and its length, in seconds

    def see(self, run: Run) -> None:
        if self.last:
            self.pauses.append((run.started, run.started - self.last[-1].started))
        while self.pauses and self.pauses[0][0] < run.started - MEMORY:
            self.pauses.popleft()
        self.last.append(run)

    def findings(self, now: int) -> Iterator[Finding]:
        broken = [run for run in self.last if run.ended is None or run.exit in BROKEN]
        if broken:
            first, last = broken[0], broken[-1]
            how = "killed, or the machine went down" if last.ended is None else f"it broke ({last.reason})"
            reason = f"run {last.number}: {how}; the next run goes on from there"
            yield _of(first, Kind.UNFINISHED, first.started, 1.0, reason)
        lengths = [length for _, length in self.pauses]
        if self.ready and (late := now - self.last[-1].started) > max(HOUR, 2 * max(lengths)):
            usual = median(lengths)
            reason = f"no run for {late / HOUR:.1f} hours; usually one every {usual / HOUR:.1f} hours"
            last = self.last[-1]
            yield _of(last, Kind.OVERDUE, last.started + int(usual), sure(usual / late / 100), reason)

    @property
    def ready(self) -> bool:
        """Whether there is a rhythm; some runs by hand within an hour are none."""
        return len(self.pauses) >= ENOUGH_RUNS and sum(length for _, length in self.pauses) >= DAY

    def waiting(self) -> Iterator[str]:
        if not self.ready:
            yield f"{Kind.OVERDUE} (needs 6 runs and a day)"


def _of(run: Run, kind: Kind, since: int, certain: float, reason: str) -> Finding:
    return Finding(site=run.site, kind=kind, since=since, run=run.number, sure=certain, reason=reason)
