"""A site's runs → what is wrong with it now. Pure: no clock, no disk, no memory of what was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from crawler.health.access import Pages, Sources
from crawler.health.crawls import Crawls
from crawler.health.finding import ACCESS, EXPLAINS, Finding, Kind
from crawler.health.flow import TooFew, TooOld
from crawler.health.reading import Fields, LabelShares, Layouts, Lengths
from crawler.health.signals import Signals
from crawler.runs import Run


class Rule(Protocol):
    """Sees a site's runs in their order and says what is wrong after the last."""

    def see(self, run: Run) -> None: ...
    def findings(self, now: int) -> Iterator[Finding]: ...
    def waiting(self) -> Iterator[str]: ...


def rules() -> list[Rule]:
    """All rules, which have seen nothing yet."""
    pages = Pages()
    reading: list[Rule] = [Layouts(), Fields(), Lengths(), LabelShares()]
    return [Crawls(), Sources(), pages, *reading, TooFew(pages), TooOld(), Signals()]


@dataclass(frozen=True, slots=True)
class Health:
    """What is wrong with a site, the gravest first, and what can't be judged yet because too little is known.

    `explained` are findings that follow from one of the others, which tells of them. `last`: the last run.
    """

    site: str
    last: Run | None
    findings: tuple[Finding, ...]
    explained: tuple[Finding, ...]
    waiting: tuple[str, ...]


def examine(history: Sequence[Run], now: int, known: Iterable[Finding] = ()) -> Health:
    """Judge a site by all its runs, oldest first, without one that is still going on. There must be one.

    `known` are findings that are not about runs.
    """
    asked = rules()
    for run in history:
        for rule in asked:
            rule.see(run)
    found = [*known, *(finding for rule in asked for finding in rule.findings(now))]
    waiting = tuple(line for rule in asked for line in rule.waiting())
    told, explained = causes(found)
    return Health(history[-1].site, history[-1], told, explained, waiting)


def findings(history: Sequence[Run], now: int) -> list[Finding]:
    """What is wrong with a site at `now` (Unix seconds), the gravest first; nothing without a run."""
    return list(examine(history, now).findings) if history else []


def causes(found: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that stand for themselves, and those that one of them explains."""
    grave = list(Kind)
    told: list[Finding] = []
    explained: list[Finding] = []
    for finding in sorted(found, key=lambda one: (grave.index(one.kind), one.subject)):
        if finding not in explained:
            also = [one for one in found if one.kind in EXPLAINS.get(finding.kind, ()) and one not in explained]
            explained += also
            news = [one for one in also if one.kind not in ACCESS]  # "no page comes" says that no source does
            told.append(replace(finding, also=tuple(f"{one.what}: {one.reason}" for one in news)))
    return tuple(told), tuple(explained)
