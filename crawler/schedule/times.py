"""Intervals, cron lines and quiet hours, as they are written; pure arithmetic on Unix seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 24 * 3600, "w": 7 * 24 * 3600}
INTERVAL = re.compile(r"(\d{1,6})\s*([smhdw])").fullmatch
QUIET = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)").fullmatch
LEAST = 60  # seconds between two crawls of a site
DAY = 24 * 3600


class Rhythm(Protocol):
    """When a site shall be crawled again."""

    def after(self, last: float) -> float:
        """The time of the next crawl, when the last one began at `last`."""
        ...


@dataclass(frozen=True, slots=True)
class Every:
    """So many seconds after the last crawl began."""

    seconds: int

    def after(self, last: float) -> float:
        return last + self.seconds


@dataclass(frozen=True, slots=True)
class Cron:
    """At the times of a cron line, in a time zone."""

    line: str
    zone: ZoneInfo

    def after(self, last: float) -> float:
        return next(CronSim(self.line, datetime.fromtimestamp(last, self.zone))).timestamp()


def interval(text: str) -> int:
    """Seconds. Raises ValueError.

    >>> interval("90m"), interval("2h"), interval("1d")
    (5400, 7200, 86400)
    """
    match = INTERVAL(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no interval: a number and s, m, h, d or w, as in 90m or 2h")
    return int(match[1]) * UNITS[match[2]]


def every(text: str) -> Every:
    """A rhythm of intervals. Raises ValueError."""
    seconds = interval(text)
    if seconds < LEAST:
        raise ValueError(f"{text!r} is too often: {LEAST}s or more")
    return Every(seconds)


def cron(line: str, zone: ZoneInfo) -> Cron:
    """A rhythm of a cron line. Raises ValueError for one that is none, or that never comes."""
    try:
        if len(line.split()) != 5:  # a sixth would be seconds
            raise CronSimError("five fields")
        found = Cron(line, zone)
        found.after(datetime(2024, 1, 1, tzinfo=UTC).timestamp())  # a leap year: 29 February is no mistake
    except (CronSimError, StopIteration) as error:
        raise ValueError(f"{line!r} is no cron line that ever comes ({str(error) or 'no such day'})") from None
    return found


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of a day in which no crawl begins; they may go over midnight."""

    begins: time
    ends: time
    zone: ZoneInfo

    def over(self, at: float) -> float:
        """`at`, or the end of the quiet hours that it lies in.

        >>> quiet("22:00-06:00", ZoneInfo("UTC")).over(23 * 3600) / 3600
        30.0
        """
        here = datetime.fromtimestamp(at, self.zone)
        now = here.time()
        early, late = self.begins <= now, now < self.ends
        if not ((early or late) if self.begins > self.ends else (early and late)):
            return at
        days = 1 if now >= self.ends else 0
        return datetime.combine(here.date() + timedelta(days=days), self.ends, self.zone).timestamp()


def quiet(text: str, zone: ZoneInfo) -> Quiet:
    """Quiet hours as in `22:00-06:00`. Raises ValueError."""
    match = QUIET(text.strip())
    if not match:
        raise ValueError(f"{text!r} are no quiet hours: two times, as in 22:00-06:00")
    first, second = (time(int(match[i]) % 24, int(match[i + 1])) for i in (1, 3))
    if first == second:
        raise ValueError(f"{text!r} would be quiet all day: leave the site out instead")
    return Quiet(first, second, zone)
