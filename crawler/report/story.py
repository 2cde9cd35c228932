"""Runs → what the report tells of a site: its figures day by day, and what stands out. Days are UTC's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from statistics import median

from crawler.report.articles import Changed, Newest
from crawler.report.charts import Mark, Series
from crawler.report.troubles import Trouble, troubles, waiting
from crawler.report.wording import timestamp
from crawler.runs import Run
from pipelines.values import Label

DAY = 86_400
MOST = 10  # slow or failed addresses of a site


@dataclass(frozen=True, slots=True)
class Filled:
    """In which share of a day's articles a field was filled; None on days without articles."""

    name: str
    shares: list[float | None]
    all: float

    @property
    def last(self) -> float:
        return next((value for value in reversed(self.shares) if value is not None), 0.0)

    @property
    def dried(self) -> bool:
        """Whether it is filled now less than half as often as at first."""
        known = [value for value in self.shares if value is not None]
        return self.last < median(known[: len(known) // 2 + 1] or [0]) / 2


@dataclass(slots=True, kw_only=True)
class Site:
    """A site's part of the report. `runs` are those of its days, oldest first; `last` may be older.

    `waiting` is what can't be judged yet because too little is known.
    """

    name: str
    days: list[date]
    runs: list[Run]
    last: Run
    newest: float | None
    troubles: list[Trouble]
    waiting: tuple[str, ...]
    new: Series
    changed: Series
    failing: Series
    shares: dict[str, list[float | None]]
    fields: list[Filled]
    errors: list[tuple[str, int]]
    slowest: list[tuple[str, float]]
    failed: list[tuple[str, str, int]]
    articles: list[Newest] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)

    @property
    def now_wrong(self) -> list[Trouble]:
        return [trouble for trouble in self.troubles if trouble.until is None]

    @property
    def over(self) -> list[Trouble]:
        return [trouble for trouble in self.troubles if trouble.until is not None]

    @property
    def bad_days(self) -> list[bool]:
        """On which days more pages gave none than gave an article."""
        good = [(new or 0) + (changed or 0) for new, changed in zip(self.new.values, self.changed.values, strict=True)]
        return [(bad or 0) > few for bad, few in zip(self.failing.values, good, strict=True)]

    def total(self, name: str) -> int:
        """The sum of one of the runs' figures."""
        return sum(getattr(run, name) for run in self.runs)

    @property
    def latest_shares(self) -> list[tuple[str, float]]:
        """The labels with their share on the last day that is known, the largest first."""
        known = {name: [value for value in values if value is not None] for name, values in self.shares.items()}
        return sorted(((name, values[-1]) for name, values in known.items() if values), key=lambda one: -one[1])

    @property
    def marks(self) -> list[Mark]:
        """Where in the charts its troubles began."""
        places = {day: place for place, day in enumerate(self.days)}
        found = []
        for trouble in self.troubles:
            place = places.get(_day(trouble.finding.since), 0)
            found.append(Mark(place, trouble.number, f"{trouble.number}: {trouble.finding.what}"))
        return found


def tell(name: str, history: Sequence[Run], now: int, days: int, going_on: bool = False) -> Site | None:
    """What there is to tell of a site's last days up to now; None for one without a run.

    `going_on`: so is the last run, which therefore isn't judged yet.
    """
    if not history:
        return None
    today = _day(now)
    ended = history[:-1] if going_on else history
    shown = [today - timedelta(days=back) for back in reversed(range(days))]
    runs = [run for run in history if shown[0] <= _day(run.started) <= today]
    by_day: dict[date, list[Run]] = {day: [] for day in shown}
    for run in runs:
        by_day[_day(run.started)].append(run)
    return Site(
        name=name,
        days=shown,
        runs=runs,
        last=history[-1],
        newest=max(filter(None, (timestamp(run.newest) for run in history)), default=None),
        troubles=troubles(ended, now, (now // DAY - days + 1) * DAY),
        waiting=waiting(ended),
        new=Series("new", "new", _by_day(by_day, "new")),
        changed=Series("changed", "changed", _by_day(by_day, "changed")),
        failing=Series(
            "without an article", "failing", [sum(sum(run.errors.values()) for run in of) for of in by_day.values()]
        ),
        shares=_shares(list(by_day.values())),
        fields=_fields(list(by_day.values())),
        errors=sum((Counter(run.errors) for run in runs), Counter()).most_common(),
        slowest=_slowest(runs),
        failed=_failed(runs),
    )


def _day(when: int) -> date:
    return datetime.fromtimestamp(when, UTC).date()


def _by_day(by_day: dict[date, list[Run]], name: str) -> list[int | None]:
    return [sum(getattr(run, name) for run in of) if of else None for of in by_day.values()]


def _shares(by_day: list[list[Run]]) -> dict[str, list[float | None]]:
    """By label, in the order of a page, its share of each day's words; labels that never occurred are left out."""
    words = [sum((Counter(run.labels) for run in of), Counter()) for of in by_day]
    names = [label.value for label in Label if any(of[label.value] for of in words)]
    return {name: [of[name] / total if (total := of.total()) else None for of in words] for name in names}


def _fields(by_day: list[list[Run]]) -> list[Filled]:
    """By field of the record, the least filled last."""
    filled = [sum((Counter(run.fields) for run in of), Counter()) for of in by_day]
    # An article without any layout counts under "".
    read = [sum(sum(run.layouts.values()) for run in of) for of in by_day]
    names = list(dict.fromkeys(name for of in by_day for run in of for name in run.fields))
    found = [
        Filled(
            name,
            [min(1.0, of[name] / articles) if articles else None for of, articles in zip(filled, read, strict=True)],
            min(1.0, sum(of[name] for of in filled) / (sum(read) or 1)),
        )
        for name in names
    ]
    return sorted(found, key=lambda one: -one.all)


def _slowest(runs: list[Run]) -> list[tuple[str, float]]:
    times: dict[str, float] = {}
    for run in runs:
        for url, seconds in run.slowest:
            times[url] = max(seconds, times.get(url, 0))
    return sorted(times.items(), key=lambda entry: -entry[1])[:MOST]


def _failed(runs: list[Run]) -> list[tuple[str, str, int]]:
    """The addresses that failed last: each with why and when."""
    last = {url: (reason, run.started) for run in runs for url, reason in run.failed}
    rows = [(url, reason, at) for url, (reason, at) in last.items()]
    return sorted(rows, key=lambda row: -row[2])[:MOST]
