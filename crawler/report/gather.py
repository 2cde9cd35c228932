"""All that a report needs: runs from the sites' states, articles from the database that is browsed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.browse.build import build
from crawler.browse.database import BadDatabase, open_database
from crawler.health.patrol import finished, with_examples
from crawler.report.articles import changed, newest
from crawler.report.story import Site, tell
from crawler.runs import Run, runs

DAY = 86_400
FEWEST = 7  # days that are shown
BEFORE = 60 * DAY  # seconds of history before the days that are shown, from which a site's usual figures are known


def gather(data: Path, names: list[str], now: int, days: int) -> tuple[list[Site], list[str]]:
    """The sites' parts of the report, without those that were never crawled, and what could not be read.

    Days before the first of all runs are left out. Brings DATA_DIR/browse.sqlite up to date. Raises BadDatabase.
    """
    built = build(data)
    histories, troubles = _histories(data, names, now - days * DAY - BEFORE, built.troubles)
    first = min((history[0].started for history in histories.values()), default=now)
    days = min(days, max(FEWEST, now // DAY - first // DAY + 1))
    found = [
        site
        for name, history in histories.items()
        if (site := tell(name, history, now, days, going_on=finished(data / name, history) != history))
    ]
    try:
        with closing(open_database(built.path)) as db:
            for site in found:
                for trouble in site.now_wrong:
                    trouble.finding = with_examples(data / site.name, trouble.finding)
                site.articles, site.changes = newest(db, site.name), changed(db, site.name)
    except sqlite3.Error as error:
        raise BadDatabase(f"{built.path}: {error}") from None
    return found, troubles


def _histories(data: Path, names: list[str], since: int, troubles: list[str]) -> tuple[dict[str, list[Run]], list[str]]:
    """The runs of each site that has some; `troubles` and what else could not be read."""
    found = {}
    for name in names:
        try:
            if history := runs(data / name, since=since):
                found[name] = history
        except (sqlite3.Error, ValueError, TypeError) as error:  # damaged, or figures that are none
            troubles = [*troubles, f"{data / name}: its runs can't be read: {error}"]
    return found, troubles
