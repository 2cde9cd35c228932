"""A crawl as a process of its own, with its log beside its records."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from crawler import clock
from crawler.health.attempt import LOG
from crawler.schedule.plan import Plan

KEPT = 5  # logs of a site: the last one and those before


@dataclass(slots=True)
class Crawl:
    """A crawl that was started; `began`: Unix seconds."""

    plan: Plan
    process: subprocess.Popen[bytes]
    began: int

    @property
    def code(self) -> int | None:
        """The exit code; None while it runs, negative if it was killed."""
        return self.process.poll()

    def stop(self, *, hard: bool = False) -> None:
        """Ask it to end cleanly, or kill it."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)


def start(plan: Plan, data: Path) -> Crawl:
    """Raises OSError."""
    began = int(clock.now())
    log = turned(data / plan.site)
    with log.open("wb") as file:
        process = subprocess.Popen(
            list(command(plan)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=file,
            start_new_session=True,  # Ctrl-C is the scheduler's, which asks each crawl once
        )
    return Crawl(plan, process, began)


def command(plan: Plan) -> Iterator[str]:
    """The words of the command that crawls the site."""
    yield from (sys.executable, "-m", "scrapy", "crawl", plan.site)
    for name, value in plan.arguments.items():
        yield from ("-a", f"{name}={value}")
    for name, value in plan.settings.items():
        yield from ("-s", f"{name}={value}")
    if plan.output:
        yield from ("-o", plan.output.replace("{site}", plan.site))


def turned(place: Path) -> Path:
    """The name for a new log; those before are kept as crawl.log.1 and so on."""
    place.mkdir(parents=True, exist_ok=True)
    names = [place / LOG, *(place / f"{LOG}.{number}" for number in range(1, KEPT))]
    for newer, older in reversed(list(pairwise(names))):
        with contextlib.suppress(FileNotFoundError):
            newer.replace(older)
    return names[0]


def wait(crawls: list[Crawl], seconds: float) -> bool:
    """Whether all have ended within so many seconds."""
    until = time.monotonic() + seconds
    while any(crawl.code is None for crawl in crawls):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
