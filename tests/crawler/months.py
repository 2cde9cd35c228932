"""Made months of runs for a report: quiet sites, and some in which a trouble is planted."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from crawler.exits import Exit
from crawler.runs import Run
from tests.crawler.health.histories import DAY, FEED, FRONT, START, Newsroom

NOW = START + 45 * DAY + DAY // 2
LABELS = {
    "headline": 12, "kicker": 4, "standfirst": 30, "byline": 10, "body": 400, "caption": 25, "teaser": 160,
    "affiliate": 30, "disclosure": 12, "ad": 14, "share": 8, "tags": 9, "author_bio": 20, "newsletter": 10,
    "comments": 12, "nav": 120, "other": 30,
}  # fmt: skip
FIELDS = {
    "headline": 1.0, "body": 1.0, "date_published": 1.0, "standfirst": 0.97, "authors": 0.93, "kicker": 0.7,
    "image": 0.9, "section": 0.99, "keywords": 0.8, "date_modified": 0.6, "teasers": 0.95, "affiliate": 0.25,
}  # fmt: skip
NOTHING: dict[str, Any] = {"new": 0, "changed": 0, "words": [], "layouts": {}, "labels": {}, "fields": {}}


def month(site: str, seed: int, rate: float = 24) -> list[Run]:
    """The runs of 45 days and a half, every four hours."""
    chance = random.Random(seed)
    made = []
    for run in Newsroom(seed=seed, every=4, rate=rate, fields=FIELDS).runs(45.5):
        words = {name: int(words * len(run.words) * chance.uniform(0.8, 1.25)) for name, words in LABELS.items()}
        slow = [(f"https://{site}.example/news/lang-{run.number}-{n}.html", chance.uniform(0.4, 4)) for n in range(3)]
        made.append(replace(run, site=site, labels=words, slowest=slow))
    return made


def redesigned(runs: list[Run], day: int) -> list[Run]:
    """From this day on the site has another layout, in which some fields are not found."""
    lost = ("standfirst", "authors", "kicker")
    return [
        replace(
            run,
            layouts={"": sum(run.layouts.values())} if run.layouts else {},
            fields={name: number for name, number in run.fields.items() if name not in lost},
            labels={**run.labels, "other": run.labels["other"] * 6, "body": int(run.labels["body"] * 0.7)},
        )
        if run.started >= START + day * DAY
        else run
        for run in runs
    ]


def walled(runs: list[Run], first: float, last: float) -> list[Run]:
    """Between these days every page is a consent wall."""
    failed = [(f"https://{runs[0].site}.example/news/{n}.html", "consent wall") for n in range(5)]
    wall = {**NOTHING, "errors": {"consent wall": 9}, "exit": int(Exit.NOTHING_FOUND), "failed": failed}
    return _between(runs, first, last, wall)


def offline(runs: list[Run], first: float, last: float) -> list[Run]:
    """Between these days there is no network."""
    sources = {url: {"links": 0, "trouble": "dns"} for url in (FEED, FRONT)}
    figures = {"pages": 0, "bytes": 0, "errors": {"dns": 3}, "exit": int(Exit.BROKEN), "sources": sources}
    return _between(runs, first, last, {**NOTHING, **figures, "failed": [], "slowest": [], "latency": {}})


def _between(runs: list[Run], first: float, last: float, figures: dict[str, Any]) -> list[Run]:
    there = (START + first * DAY, START + last * DAY)
    return [replace(run, **figures) if there[0] <= run.started < there[1] else run for run in runs]


def months() -> dict[str, list[Run]]:
    """Six sites: a redesign that lasts, a consent wall that is over, a night without network, and quiet ones."""
    return {
        "techstage": redesigned(month("techstage", 1), 27),
        "heise": walled(month("heise", 2, 60), 32, 35),
        "golem": offline(month("golem", 3, 30), 38, 38.5),
        "caschy": month("caschy", 4, 12),
        "netzpolitik": month("netzpolitik", 5, 5),
        "theverge": month("theverge", 6, 40),
    }
