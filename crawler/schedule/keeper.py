"""Starts what is due, looks at what came of it, and tells who shall know."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from crawler import clock
from crawler.exits import Exit
from crawler.health.attempt import Attempt, forget, note
from crawler.health.patrol import patrol, running
from crawler.runs import Run, runs
from crawler.schedule.config import Config
from crawler.schedule.crawls import Crawl, start, wait
from crawler.schedule.plan import Plan
from crawler.state import FILE, told

LOCK = "schedule.lock"
TICK = 1.0  # seconds between two looks at the clock
GRACE = 30.0  # seconds that crawls have to end cleanly
REST = 300.0  # seconds until a site whose crawl could not even be started is tried again
FINE = (Exit.FINISHED, Exit.BUDGET)
logger = logging.getLogger("technews.schedule")


class Busy(Exception):
    """Another scheduler works on the same data; the message says which process."""


class Keeper:
    """The crawls of all sites of a configuration: at most `at_once`, never two of one site."""

    def __init__(self, config: Config, say: Callable[[str], None] = logger.info) -> None:
        self.config, self.say = config, say
        self.crawls: list[Crawl] = []
        self.fine = True  # whether all that ended, and all sites that were looked at, were well
        self.unheard = False  # whether a trouble could not be written down, so that no alert tells of it
        self.stopping = 0  # how often the end was asked for
        self._resting: dict[str, float] = {}  # monotonic time until a site is left alone

    def due(self) -> list[Plan]:
        """The sites that are due and not being crawled, the longest overdue first."""
        now = clock.now()
        busy = {crawl.plan.site for crawl in self.crawls}
        waiting = []
        for plan in self.config.plans:
            place = self.config.data / plan.site
            if plan.site in busy or self._resting.get(plan.site, 0) > time.monotonic() or running(place):
                continue
            at = plan.next(self._last(plan), now)
            if at <= now:
                waiting.append((at, plan))
        return [plan for _, plan in sorted(waiting, key=lambda pair: pair[0])]

    def _last(self, plan: Plan) -> Run | None:
        """The site's last crawl. A state that can't be read keeps the others from nothing."""
        try:
            return next(iter(runs(self.config.data / plan.site, last=1)), None)
        except sqlite3.Error as error:
            self._trouble(plan.site, f"{self.config.data / plan.site / FILE}: {told(error)}")
            self._look(plan.site)
            return Run(site=plan.site, number=0, started=int(clock.now()), ended=int(clock.now()), exit=0)

    def run(self, *, once: bool) -> None:
        """Crawl what is due, until nothing is (`once`) or until the end is asked for."""
        with self._signals():
            while not self.stopping:
                self._reap()
                self._start()
                if once and not self.crawls:
                    return
                time.sleep(min(TICK, 0.2) if once else TICK)
            self._stop()

    def _start(self) -> None:
        for plan in self.due() if len(self.crawls) < self.config.at_once else ():
            if len(self.crawls) >= self.config.at_once:
                return
            try:
                self.crawls.append(start(plan, self.config.data))
                self.say(f"{plan.site}: crawl begins")
            except OSError as error:
                how = f"can't be crawled: {error.filename or ''} {error.strerror}"
                self._trouble(plan.site, how)
                self._note(plan.site, Attempt(int(clock.now()), how, logged=False))
                self._look(plan.site)

    def _reap(self) -> None:
        """Look at the sites whose crawl has ended."""
        for crawl in [crawl for crawl in self.crawls if crawl.code is not None]:
            self.crawls.remove(crawl)
            site, code = crawl.plan.site, crawl.code
            assert code is not None
            ended = Exit(code).name.lower().replace("_", " ") if code in list(Exit) else f"killed (signal {-code})"
            self.say(f"{site}: {ended}")
            if code in FINE:
                forget(self.config.data / site)
            else:
                self.fine = False
                self._resting[site] = time.monotonic() + REST
                self._note(site, Attempt(crawl.began, ended))
            self._look(site)

    def _note(self, site: str, attempt: Attempt) -> None:
        try:
            note(self.config.data / site, attempt)
        except OSError as error:
            self.unheard = True
            self._trouble(site, f"can't be noted: {error.filename or ''} {error.strerror}")

    def _look(self, site: str) -> None:
        try:
            seen = patrol(self.config.data, [site], self.config.senders, int(clock.now()), self.config.metrics)
        except OSError as error:
            self.unheard = True
            self._trouble(site, f"can't be looked at: {error.filename or ''} {error.strerror}")
            return
        self.fine &= seen.fine
        for line in seen.failed:
            self.say(line)

    def _trouble(self, site: str, reason: str) -> None:
        self.fine = False
        self._resting[site] = time.monotonic() + REST
        self.say(f"{site}: {reason}")

    # ------------------------------------------------------------------ the end

    def _stop(self) -> None:
        """Let the crawls end cleanly; at once, if it is asked for again."""
        for crawl in self.crawls:
            crawl.stop()
        until = time.monotonic() + GRACE
        while not wait(self.crawls, 0.2) and self.stopping < 2 and time.monotonic() < until:
            pass
        for crawl in self.crawls:
            if crawl.code is None:
                crawl.stop(hard=True)
        wait(self.crawls, GRACE)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def ask(number: int, _: object) -> None:
            self.stopping += 1

        before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def alone(data: Path) -> Iterator[IO[str]]:
    """Only one scheduler at a time starts crawls below `data`. Raises Busy, OSError."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / LOCK).open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Busy(f"{data}: another scheduler is at work (process {lock.read(20).strip() or 'unknown'})") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield lock
