"""What was wrong with a site in the days of the report, and what still is: the findings of its health, run by run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.health.examine import causes, rules
from crawler.health.finding import Finding
from crawler.runs import Run

APART = 86_400  # seconds: what comes back sooner was not over


@dataclass(slots=True)
class Trouble:
    """A finding (as it was told last) with its end in Unix seconds; None: it lasts."""

    finding: Finding
    until: int | None = None
    number: int = 0  # in the site's charts


def troubles(history: Sequence[Run], now: int, since: int) -> list[Trouble]:
    """Those of a site that lasted into the days after `since`, the oldest first; `history` has all runs that ended."""
    asked = rules()
    found: dict[str, list[Trouble]] = {}
    for run in history:
        for rule in asked:
            rule.see(run)
        _note(found, [finding for rule in asked for finding in rule.findings(run.started)], run.started)
    _note(found, [finding for rule in asked for finding in rule.findings(now)], now)
    kept = [one for ones in found.values() for one in ones if one.until is None or one.until >= since]
    kept.sort(key=lambda one: (one.finding.since, one.finding.key))
    for number, one in enumerate(kept, 1):
        one.number = number
    return kept


def waiting(history: Sequence[Run]) -> tuple[str, ...]:
    """What of a site can't be judged yet because too little is known."""
    asked = rules()
    for run in history:
        for rule in asked:
            rule.see(run)
    return tuple(line for rule in asked for line in rule.waiting())


def _note(found: dict[str, list[Trouble]], findings: list[Finding], at: int) -> None:
    """What is found begins or goes on, the rest has ended."""
    told = {finding.key: finding for finding in causes(findings)[0]}
    for key, finding in told.items():
        ones = found.setdefault(key, [])
        if ones and (ones[-1].until is None or at - ones[-1].until < APART):
            ones[-1].finding, ones[-1].until = finding, None
        else:
            ones.append(Trouble(finding))
    for key, ones in found.items():
        if key not in told and ones[-1].until is None:
            ones[-1].until = at
