"""When a site is due: its rhythm, its quiet hours and its last crawl. No clock, no disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.exits import Exit
from crawler.runs import Run
from crawler.schedule.times import DAY, Quiet, Rhythm

AT_ONCE = (None, Exit.STOPPED, Exit.BROKEN)  # exits of crawls that were cut short: killed, stopped, broken
PATIENCE = 600  # seconds until a crawl that was cut short is tried again, so that one that always breaks rests, too


@dataclass(frozen=True, slots=True)
class Plan:
    """How a site is crawled: when (`jitter` seconds at most are added), with which -a and -s, into which feed."""

    site: str
    rhythm: Rhythm
    quiet: Quiet | None = None
    jitter: int = 0
    arguments: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    output: str = ""

    def next(self, last: Run | None, now: float) -> float:
        """When the site is due; at `now` or before: it is. `last` is its last crawl, which does not run any more.

        What was missed is made up for once. A crawl that was cut short goes on soon.
        """
        if last is None:
            return self._waking(now)
        began = min(last.started, now)  # the clock may have been set back
        if last.exit in AT_ONCE and (last.exit is not None or last.ended is None):
            return self._waking(began + PATIENCE)
        return self._waking(self.rhythm.after(began) + self._jitter(began))

    def starts(self, last: Run | None, now: float, until: float) -> Iterator[float]:
        """The starts from now on, as long as all crawls end well and at once."""
        at = max(now, self.next(last, now))
        while at < until:
            yield at
            at = self.next(Run(site=self.site, number=0, started=int(at), ended=int(at), exit=Exit.FINISHED), at)

    def _waking(self, at: float) -> float:
        return self.quiet.over(at) if self.quiet else at

    def _jitter(self, last: float) -> int:
        """So many seconds later than the rhythm says: other ones for each site and time, the same at each question."""
        seed = hashlib.sha256(f"{self.site} {int(last)}".encode()).digest()
        return int.from_bytes(seed[:4], "big") % (self.jitter + 1)


def coming(plans: Sequence[Plan], last: dict[str, Run | None], now: float) -> list[tuple[float, str]]:
    """The starts of all sites in the next 24 hours, in their order."""
    return sorted((at, plan.site) for plan in plans for at in plan.starts(last[plan.site], now, now + DAY))
