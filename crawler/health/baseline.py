"""What is usual for a site, learnt from its own runs; one object for each thing that can be odd."""

from __future__ import annotations

from collections import deque
from math import sqrt
from typing import NamedTuple

from crawler.health.finding import surprise
from crawler.runs import Run

DAY = 86_400
MEMORY = 28 * DAY  # what is usual is learnt from the last four weeks without trouble
UNLIKELY = 2e-5  # a share of odd articles or pages that a healthy site shows less often is told
RARE = 5e-4  # the same for a row of runs, of which there are fewer
MOST = 0.5  # what is odd more often than that is not judged: a field that few articles have
ENOUGH_RUNS, ENOUGH_CASES = 5, 20


class Case(NamedTuple):
    """One run: how many of its articles (pages) are odd in one way."""

    run: Run
    bad: int
    of: int


class Share:
    """Which share of a run's articles is odd in one way, usually and now.

    Runs of which most are odd, more than halfway between usual and all, wait in `odd_runs`, and what is usual is not
    learnt from them. They are a finding (`is_odd`) as soon as all of them together would be very unlikely; the first
    run that is as usual ends it. `settles`: after four weeks the odd is the usual.
    """

    def __init__(self, *, least: float = 0.005, settles: bool = False) -> None:
        self.least, self.settles = least, settles
        self.odd_runs: list[Case] = []
        self._known: deque[Case] = deque()
        self.bad = self.of = 0  # of the known

    def see(self, run: Run, bad: int, of: int) -> None:
        """Learn a run; one without a single case says nothing."""
        if of <= 0:
            return
        self.odd_runs.append(Case(run, min(bad, of), of))
        if self.settles and run.started - self.odd_runs[0].run.started > MEMORY:
            self._known.clear()
            self.bad = self.of = 0
            self._learn()
        elif not self.ready or bad / of <= (1 + self.usual) / 2:
            self._learn()

    def _learn(self) -> None:
        for case in self.odd_runs:
            self._known.append(case)
            self.bad, self.of = self.bad + case.bad, self.of + case.of
        self.odd_runs.clear()
        while self._known[-1].run.started - self._known[0].run.started > MEMORY:
            old = self._known.popleft()
            self.bad, self.of = self.bad - old.bad, self.of - old.of

    @property
    def ready(self) -> bool:
        """Whether enough is known for a verdict."""
        return len(self._known) >= ENOUGH_RUNS and self.of >= ENOUGH_CASES

    @property
    def usual(self) -> float:
        """The usual share, one standard error above what was seen: little is known from few."""
        seen = (self.bad + 0.5) / (self.of + 1)
        return max(self.least, seen + sqrt(seen * (1 - seen) / (self.of + 1)))

    @property
    def now(self) -> tuple[int, int]:
        """Odd ones and all in the odd runs."""
        return sum(case.bad for case in self.odd_runs), sum(case.of for case in self.odd_runs)

    @property
    def chance(self) -> float:
        """How likely a healthy site shows that."""
        return surprise(*self.now, self.usual) if self.odd_runs else 1.0

    @property
    def is_odd(self) -> bool:
        return self.chance < UNLIKELY and self.usual < MOST

    def told(self, thing: str) -> str:
        """The figures now and usually: '4 of 4 articles without a layout in 2 runs; usually 1 of 310'."""
        (bad, of), count = self.now, len(self.odd_runs)
        usually = f"{self.bad} of {self.of}" if self.of else "unknown"
        return f"{bad} of {of} {thing} in {count} run{'s' * (count > 1)}; usually {usually}"


class Row:
    """Whether something fails run after run that does not usually."""

    def __init__(self) -> None:
        self.odd_runs: list[Run] = []
        self.bad = self.of = 0  # of the runs before

    def see(self, run: Run, bad: bool) -> None:
        if bad:
            self.odd_runs.append(run)
            return
        self.bad, self.of = self.bad + len(self.odd_runs), self.of + len(self.odd_runs) + 1
        self.odd_runs.clear()

    @property
    def chance(self) -> float:
        return float(((self.bad + 0.5) / (self.of + 1)) ** len(self.odd_runs))

    @property
    def is_odd(self) -> bool:
        """Two runs in a row where some twenty were good before; more where less is known or it fails often."""
        return len(self.odd_runs) > 1 and self.chance < RARE

    @property
    def told(self) -> str:
        return f"in {len(self.odd_runs)} runs in a row; before, in {self.bad} of {self.of}"


class Value:
    """Something that stays the same for weeks: is it another now? None says nothing."""

    def __init__(self, rows: int) -> None:
        """`rows`: in how many runs in a row another value must be met to count."""
        self.rows = rows
        self.odd_runs: list[Run] = []
        self.value: str | None = None
        self._known: deque[tuple[int, str]] = deque()

    def see(self, run: Run, value: str | None) -> None:
        if value is None:
            return
        if value != self.value:
            self.odd_runs.clear()
        self.value = value
        self.odd_runs.append(run)
        settled = run.started - self.odd_runs[0].started >= 3 * DAY and len(self.odd_runs) > self.rows
        if settled or not self.ready or self.value in self.usual:
            if settled:
                self._known.clear()  # what was usual before would be news again
            self._known.extend((one.started, value) for one in self.odd_runs)
            self.odd_runs.clear()
        while self._known and self._known[-1][0] - self._known[0][0] > MEMORY:
            self._known.popleft()

    @property
    def ready(self) -> bool:
        return len(self._known) >= ENOUGH_RUNS

    @property
    def usual(self) -> set[str]:
        return {value for _, value in self._known}

    @property
    def is_odd(self) -> bool:
        """It was not met in four weeks, in which there was one other; where it changes often, that is usual."""
        return len(self.odd_runs) >= self.rows and len(self.usual) == 1
