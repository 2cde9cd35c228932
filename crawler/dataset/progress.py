"""How far an export is, as a bar on a terminal; and its end at the next record once a signal asks for it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from crawler.dataset.export import Hear

EVERY = 250  # records between two looks at the clock


class Stopped(Exception):
    """A signal asked for the end."""


@contextmanager
def stoppable(hear: Hear) -> Iterator[Hear]:
    """Gives a `hear` that raises Stopped after Ctrl-C or SIGTERM: never inside of a library.

    The second such signal does what it does elsewhere.
    """
    asked = False

    def ask(number: int, *_: object) -> None:
        nonlocal asked
        asked = True
        signal.signal(number, before[signal.Signals(number)])

    def hear_and_end(phase: str, done: int, total: int | None) -> None:
        if asked:
            raise Stopped
        hear(phase, done, total)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield hear_and_end
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def shown() -> Iterator[Hear]:
    """Gives what an export tells its progress to: a bar for reading, then one for writing; none without a terminal."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, TaskID] = {}
        waiting = 0

        def hear(phase: str, done: int, total: int | None) -> None:
            nonlocal waiting
            if phase not in tasks:
                for task in tasks.values():
                    progress.update(task, visible=False)
                tasks[phase], waiting = progress.add_task(phase, total=total), 0
            waiting += done
            if waiting >= EVERY:
                progress.advance(tasks[phase], waiting)
                waiting = 0

        yield hear
