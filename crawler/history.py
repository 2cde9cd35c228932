"""The crawls of the past, for a person before the terminal and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler import clock
from crawler.exits import Exit
from crawler.logs import clean
from crawler.runs import Run


def written(run: Run) -> str:
    """All figures as one line of JSON."""
    return json.dumps(asdict(run), ensure_ascii=False)


def render(runs: Sequence[Run]) -> None:
    """A table on standard output, a row a run."""
    table = Table(box=None, pad_edge=False)
    for name in ("site", "run", "began", "took", "end", "pages", "new", "changed", "as before", "gone", "troubles"):
        table.add_column(name, justify="left" if name in ("site", "began", "end", "troubles") else "right")
    for run in runs:
        counts = (run.pages, run.new, run.changed, run.unchanged, run.gone)
        began = clock.stamp(run.started)[:16].replace("T", " ")
        cells = [run.site, str(run.number), began, took(run), ended(run), *map(str, counts), troubles(run)]
        table.add_row(*(Text(clean(cell)) for cell in cells))
    # Nothing is cut off where it goes to a file or another program.
    Console(width=None if sys.stdout.isatty() else 1000).print(table)


def took(run: Run) -> str:
    """How long a run took.

    >>> took(Run(site="a", number=1, started=0, ended=4000)), took(Run(site="a", number=2, started=0, ended=95))
    ('1:06 h', '1:35 min')
    """
    if run.ended is None:
        return ""
    minutes, seconds = divmod(max(0, run.ended - run.started), 60)
    return f"{minutes // 60}:{minutes % 60:02} h" if minutes >= 60 else f"{minutes}:{seconds:02} min"


def ended(run: Run) -> str:
    """How a run ended, in a few words."""
    if run.ended is None:
        return "goes on, or killed"
    if run.exit is None:
        return run.reason
    return Exit(run.exit).name.lower().replace("_", " ")


def troubles(run: Run) -> str:
    """What kept articles from it: errors by kind, sources that could not be read."""
    told = [f"{count} {kind}" for kind, count in sorted(run.errors.items(), key=lambda pair: -pair[1])]
    told += [f"{url}: {source['trouble']}" for url, source in run.sources.items() if source["trouble"]]
    return ", ".join(told)
