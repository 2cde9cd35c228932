"""How far an export is, as a bar on a terminal; elsewhere nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crawler.dataset.export import Hear

EVERY = 250  # records between two looks at the clock


@contextmanager
def shown() -> Iterator[Hear]:
    """Gives what an export tells its progress to."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {"reading": progress.add_task("reading", total=None)}
        waiting = dict.fromkeys(("reading", "writing"), 0)

        def hear(phase: str, done: int, total: int | None) -> None:
            if phase not in tasks:
                progress.update(tasks["reading"], total=1, completed=1, visible=False)
                tasks[phase] = progress.add_task(phase, total=total)
            waiting[phase] += done
            if waiting[phase] >= EVERY:
                progress.advance(tasks[phase], waiting[phase])
                waiting[phase] = 0

        yield hear
