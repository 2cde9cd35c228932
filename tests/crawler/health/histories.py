"""Made histories of a site: quiet ones, with the noise of real newsrooms, into which a test plants its trouble."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from crawler.runs import Run

START = 1_793_577_600  # Monday, 2026-11-02, 00:00 UTC
HOUR, DAY = 3600, 86_400
FEED, FRONT = "https://www.example.org/rss.xml", "https://www.example.org/"


@dataclass
class Newsroom:
    """How a site is: articles a weekday, the share of that on a day of the weekend, how often each field is filled."""

    seed: int = 0
    every: int = 6  # hours
    rate: float = 10.0
    weekend: float = 0.4
    fields: dict[str, float] = field(default_factory=lambda: {"headline": 1.0, "standfirst": 0.97, "image": 0.8})
    words: float = 400.0
    flaky: float = 0.01  # the share of runs in which a source fails, and of pages that do

    def runs(self, days: float) -> list[Run]:
        """All runs of these days, the first of which brings the articles of a week."""
        chance = random.Random(self.seed)
        made: list[Run] = []
        newest = START - HOUR
        for number in range(int(days * 24 / self.every)):
            at = START + number * self.every * HOUR + chance.randint(0, 600)
            times = [] if number else [at - DAY] * round(7 * self.rate)
            for hour in range(self.every):
                when = at - (self.every - hour) * HOUR
                times += [when + chance.randint(0, HOUR - 1)] * _poisson(chance, self._rate(when))
            newest = max([newest, *times])
            made.append(self._run(chance, number + 1, at, len(times), newest))
        return made

    def _rate(self, when: int) -> float:
        """Articles in this hour: most by day, few at night, fewer at the weekend."""
        at = datetime.fromtimestamp(when, UTC)
        day = self.rate * (self.weekend if at.weekday() > 4 else 1)
        return day * (0.0745 if 7 <= at.hour < 19 else 0.0088)

    def _run(self, chance: random.Random, number: int, at: int, new: int, newest: int) -> Run:
        changed = sum(chance.random() < 0.3 for _ in range(2))
        read = new + changed
        words = [int(self.words * chance.lognormvariate(0, 0.6)) + 20 for _ in range(read)]
        body = sum(words)
        paid = sum(chance.random() < 0.1 for _ in range(read)) * 120
        failed = sum(chance.random() < self.flaky for _ in range(read + 5))
        sources: dict[str, dict[str, Any]] = {
            url: {"links": 0, "trouble": "HTTP 503"} if chance.random() < self.flaky else {"links": 30, "trouble": ""}
            for url in (FEED, FRONT)
        }
        return Run(
            site="example",
            number=number,
            started=at,
            ended=at + 40,
            reason="finished",
            exit=0,
            pages=read + 10,
            new=new,
            changed=changed,
            unchanged=40,
            gone=0,
            bytes=read * 50_000,
            errors={"HTTP 404": failed} if failed else {},
            labels={"body": body, "teaser": read * chance.randint(60, 160), "affiliate": paid, "nav": read * 90},
            fields=dict(Counter(name for name, share in self.fields.items() for _ in words if chance.random() < share)),
            words=words,
            latency={"median": 0.2, "p95": 0.5, "max": 1.1},
            layouts={"2024": read} if read else {},
            sources=sources,
            newest=datetime.fromtimestamp(newest, UTC).isoformat(),
            robots="a" * 64,
            rights={"robots.txt": "{'technews': True}"} if read else {},
            slowest=[("https://www.example.org/news/1.html", 1.1)],
            failed=[(f"https://www.example.org/news/{n}.html", "HTTP 404") for n in range(failed)],
        )


def _poisson(chance: random.Random, rate: float) -> int:
    """So many events, drawn by their waiting times."""
    if not rate:
        return 0
    count, time = 0, chance.expovariate(rate)
    while time < 1:
        count, time = count + 1, time + chance.expovariate(rate)
    return count


def troubled(history: list[Run], last: int, **figures: Any) -> list[Run]:
    """The history with other figures in its last runs; a figure may be a function of the run."""
    cut = len(history) - last
    return history[:cut] + [
        replace(run, **{name: value(run) if callable(value) else value for name, value in figures.items()})
        for run in history[cut:]
    ]
