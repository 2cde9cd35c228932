"""Do articles come in as ever? Too few of them, or the newest too old."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from math import sqrt
from statistics import median

from crawler.health.access import Pages, complete, unreachable
from crawler.health.baseline import DAY, ENOUGH_CASES, MEMORY
from crawler.health.finding import Finding, Kind, sure
from crawler.runs import Run

WINDOWS = (1, 3, 7)  # days: a small site needs the longer ones
WEEKS = 4
LOW, CLEAR = -4.0, -3.0  # deviations from the usual; between the two a finding stays
HALF = 0.5
HOUR = 3600


def blind(run: Run) -> bool:
    """Whether the run could not see all that there was, or was not to."""
    return not (run.whole and complete(run)) or unreachable(run)


class TooFew:
    """New articles within a day (three, seven), against the same weekdays of up to four weeks before.

    Counts are compared by their square roots, whose spread is the same for all (Anscombe), and is widened by what the
    site's own days differ from one week to the next. Before there are three weeks, it must also be less than half of
    the poorest day of the last week. Days with troubles that explain a lack are left out.
    """

    def __init__(self, pages: Pages) -> None:
        """`pages` tells of walls; it has seen each run before this."""
        self.pages = pages
        self.odd: tuple[Run, str, float] | None = None
        self.judged = False
        self._begin(0)

    def _begin(self, at: int) -> None:
        """Know nothing yet. The runs of the first day bring what the site has, and not what appears."""
        self.times: list[int] = []
        self.sums: list[int] = [0]
        self.troubled: list[int] = []
        self.first = at + DAY

    def see(self, run: Run) -> None:
        if not self.times or run.started < self.times[-1]:  # the clock was set back: what was learnt is of other days
            self._begin(run.started)
        self.times.append(run.started)
        self.sums.append(self.sums[-1] + run.new)
        walls = {case.run.started for share in self.pages.shares.values() if share.is_odd for case in share.odd_runs}
        if walls or unreachable(run):
            self.troubled = sorted({*self.troubled, *walls, run.started})
        if walls or blind(run):  # the next run brings what this one was to bring
            return
        seen = [found for days in WINDOWS if (found := self._look(run.started, days))]
        self.judged = self.judged or bool(seen)
        low = [(z, told) for z, told in seen if z < (CLEAR if self.odd else LOW)]
        if low:
            z, told = min(low)
            self.odd = (self.odd[0] if self.odd else run, told, sure(_tail(z)))
        elif seen:
            self.odd = None

    def _look(self, end: int, days: int) -> tuple[float, str] | None:
        """How many deviations the window that ends now is below the usual, in words too; None if none is known."""
        now = self._count(end, days)
        weeks = self._counts(end, [7 * week for week in range(1, WEEKS + 1)], days)
        if now is None or not weeks:
            return None
        usual = median(weeks)
        poorest = min(self._counts(end, range(1, 8), days), default=0) if len(weeks) < 3 else usual
        if now >= HALF * min(usual, poorest):
            return 0.0, ""
        z = (_root(now) - _root(usual)) / (self._spread(end) * sqrt(1 + 1.5 / len(weeks)))
        named = "1 day" if days == 1 else f"{days} days"
        return z, f"{now} new articles in {named}; usually {usual:.0f} at this time of the week ({len(weeks)} weeks)"

    def _spread(self, end: int) -> float:
        """How far days are from the same day a week before, in units of pure chance; at least 1."""
        pairs = [(self._count(end - day * DAY, 1), self._count(end - (day + 7) * DAY, 1)) for day in range(1, 22)]
        apart = [abs(_root(one) - _root(other)) for one, other in pairs if one is not None and other is not None]
        return max(1.0, 1.4826 * median(apart) / sqrt(2)) if len(apart) >= 5 else 1.3

    def _counts(self, end: int, ago: Iterable[int], days: int) -> list[int]:
        """The counts of the windows that ended so many days ago, where they are known."""
        return [count for day in ago if (count := self._count(end - day * DAY, days)) is not None]

    def _count(self, end: int, days: int) -> int | None:
        """New articles of the days before `end`; None where not all of them were watched, or a trouble was."""
        begin = end - days * DAY
        if begin < self.first or bisect_right(self.troubled, end) > bisect_right(self.troubled, begin):
            return None
        return self.sums[bisect_right(self.times, end)] - self.sums[bisect_right(self.times, begin)]

    def findings(self, now: int) -> Iterator[Finding]:
        if self.odd:
            run, told, certain = self.odd
            yield Finding(
                site=run.site, kind=Kind.TOO_FEW, since=run.started, run=run.number, sure=certain, reason=told
            )

    def waiting(self) -> Iterator[str]:
        if not self.judged:
            yield f"{Kind.TOO_FEW} (needs 9 days)"


class TooOld:
    """The newest article is over a day old, and three times as old as one became in four weeks before another came."""

    def __init__(self) -> None:
        self.ages: deque[tuple[int, float]] = deque()  # the last age of each that was the newest once
        self.newest = 0.0
        self.same: list[tuple[Run, float]] = []  # runs that met the same newest article, with its age

    def see(self, run: Run) -> None:
        newest = moment(run.newest)
        if newest is None or blind(run):
            return
        if newest != self.newest:
            self.ages += [(run.started, age) for _, age in self.same[-1:]]
            self.same.clear()
        self.newest = newest
        self.same.append((run, max(0.0, run.started - newest)))
        while self.ages and self.ages[0][0] < run.started - MEMORY and len(self.ages) > 1:
            self.ages.popleft()

    @property
    def oldest(self) -> float:
        return max(age for _, age in self.ages)

    @property
    def ready(self) -> bool:
        return len(self.ages) >= ENOUGH_CASES and self.ages[-1][0] - self.ages[0][0] >= 14 * DAY

    def findings(self, now: int) -> Iterator[Finding]:
        odd = [(run, age) for run, age in self.same if self.ready and age > max(DAY, 3 * self.oldest)]
        if odd:
            run, age = odd[0][0], odd[-1][1]
            told = f"{age / HOUR:.0f} hours old; never over {self.oldest / HOUR:.0f} hours in the four weeks before"
            certain = sure((self.oldest or HOUR) / age / 100)
            yield Finding(
                site=run.site, kind=Kind.TOO_OLD, since=run.started, run=run.number, sure=certain, reason=told
            )

    def waiting(self) -> Iterator[str]:
        if not self.ready:
            yield f"{Kind.TOO_OLD} (needs 14 days and 20 articles)"


def moment(text: str | None) -> float | None:
    """An ISO date or time as Unix seconds; one without a zone is in UTC, and what is none is None.

    >>> moment("1970-01-02"), moment("soon"), moment("1970-01-01T01:00:00+01:00")
    (86400.0, None, 0.0)
    """
    try:
        found = datetime.fromisoformat(text or "")
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _root(count: float) -> float:
    """A count on a scale where chance spreads all alike, by 1."""
    return 2 * sqrt(count + 3 / 8)


def _tail(z: float) -> float:
    """A bound of the chance of so low a value."""
    return float(2.718281828 ** (-z * z / 2))
