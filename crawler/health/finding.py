"""What can be wrong with a site, and what is said of it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log


class Kind(StrEnum):
    """The troubles, the gravest first."""

    STATE = "state can't be read"
    NOT_BEGUN = "crawl never began"
    OVERDUE = "not crawled"
    UNFINISHED = "never finished"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    CONSENT_WALL = "consent wall"
    FAILING = "pages fail"
    FEED_DEAD = "feed dead"
    LAYOUT = "unknown layout"
    FIELD = "field dried up"
    SHORT = "bodies suddenly short"
    LONG = "bodies suddenly long"
    TEASERS = "teaser share jumped"
    AFFILIATE = "affiliate share jumped"
    TOO_FEW = "too few articles"
    TOO_OLD = "newest article too old"
    ROBOTS = "robots.txt changed"
    RIGHTS = "rights signals changed"


READING = {Kind.FIELD, Kind.SHORT, Kind.LONG, Kind.TEASERS, Kind.AFFILIATE}  # how pages are read
FLOW = {Kind.TOO_FEW, Kind.TOO_OLD}  # what comes in
ACCESS = {Kind.UNREACHABLE, Kind.BLOCKED, Kind.CONSENT_WALL, Kind.FAILING, Kind.FEED_DEAD}
# What follows from a trouble is told with it, and not as a trouble of its own.
EXPLAINS: dict[Kind, set[Kind]] = {
    Kind.NOT_BEGUN: FLOW | {Kind.OVERDUE},
    Kind.OVERDUE: FLOW,
    Kind.UNREACHABLE: FLOW | {Kind.FEED_DEAD, Kind.FAILING},
    Kind.BLOCKED: FLOW | READING | {Kind.FEED_DEAD, Kind.LAYOUT, Kind.FAILING},
    Kind.CONSENT_WALL: FLOW | READING | {Kind.LAYOUT, Kind.FAILING},
    Kind.FAILING: FLOW,
    Kind.FEED_DEAD: FLOW,
    Kind.LAYOUT: READING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A site's trouble. `since` (Unix seconds) and `run` (0: none) are of the first that shows it; `sure` is 0 to 1.

    `reason` has the figures now and usually. It and `subject`, `urls`, `also` hold what the site sent, as it came.
    """

    site: str
    kind: Kind
    subject: str = ""  # which field, source, signal or class of errors
    since: int
    run: int
    sure: float
    reason: str
    urls: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # what follows from it

    @property
    def key(self) -> str:
        """The same for the same trouble in each run."""
        return "\t".join((self.site, self.kind, self.subject))

    @property
    def what(self) -> str:
        return f"{self.kind}: {self.subject}" if self.subject else str(self.kind)

    @property
    def command(self) -> str:
        """What to type to look at it. A URL is quoted for the shell: it is the site's."""
        if self.kind in (Kind.STATE, Kind.NOT_BEGUN):
            return "scrapy doctor --offline"
        if self.kind in (Kind.OVERDUE, Kind.UNFINISHED):
            return f"scrapy runs {shlex.quote(self.site)}"
        if self.kind in READING and self.urls:
            return f"scrapy overlay {shlex.quote(self.urls[0])} --site {shlex.quote(self.site)}"
        return f"scrapy check {shlex.quote(self.site)} --live"


def sure(chance: float) -> float:
    """How sure a finding is that a healthy site would show with this chance, if one run in a hundred had trouble.

    >>> sure(1e-5), sure(0.001), sure(1.0)
    (0.999, 0.909, 0.01)
    """
    return round(min(0.999, 1 / (1 + 100 * chance)), 3)


def surprise(bad: int, of: int, usual: float) -> float:
    """A bound of the chance that so many or more of them are bad where `usual` (0 to 1) is the rate (Chernoff's).

    >>> surprise(2, 2, 0.01), surprise(1, 20, 0.05)
    (0.0001, 1.0)
    """
    share = bad / of
    if share <= usual:
        return 1.0
    good = (1 - share) * log((1 - share) / (1 - usual)) if bad < of else 0.0
    return round(exp(-of * (share * log(share / usual) + good)), 12)
