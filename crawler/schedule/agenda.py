"""The crawls of the next 24 hours, as lines for a terminal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from crawler import clock
from crawler.runs import Run, runs
from crawler.schedule.config import Config
from crawler.schedule.plan import coming
from crawler.state import FILE, told


def agenda(config: Config) -> Iterator[str]:
    """A line a crawl, in local time, as if each ended well and at once; before them what is wrong."""
    last: dict[str, Run | None] = {}
    for plan in config.plans:
        try:
            last[plan.site] = next(iter(runs(config.data / plan.site, last=1)), None)
        except sqlite3.Error as error:
            yield f"{config.data / plan.site / FILE}: {told(error)}"
            last[plan.site] = None
    now = clock.now()
    found = coming(config.plans, last, now)
    for at, site in found:
        when = datetime.fromtimestamp(at).astimezone()
        yield f"{when:%a %Y-%m-%d %H:%M}  {site}{'  (due)' if at <= now else ''}"
    if not found:
        yield "nothing is due in the next 24 hours"
