"""One URL being fetched: what was known of it, and what has come of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from sqlite3 import Row
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler import clock
from crawler.since import TooOld


class Outcome(Enum):
    """What came of a visit."""

    NOTHING = auto()
    STORED = auto()  # its record is in the ledger
    SAME = auto()  # its record was there before
    LEFT_OUT = auto()  # a station dropped it
    TOO_OLD = auto()  # the user did not want it this time
    ELSEWHERE = auto()  # it leads to a page that is known by itself


@dataclass(slots=True, eq=False)
class Visit:
    """A URL being fetched: its row as it was, and what has come of it so far."""

    id: int
    key: bytes | None
    url: str
    row: Row
    outcome: Outcome = Outcome.NOTHING
    status: int | None = None
    headers: dict[str, str | None] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)  # of the answered request

    @property
    def half(self) -> bool:
        """Whether a further page of the article could not be had: what there is, is not what the page is known by."""
        return bool(self.meta.get("half"))

    @property
    def several(self) -> bool:
        """Whether the article was read from more pages than this one, whose validators say nothing about the others."""
        return bool(self.meta.get("several"))

    @property
    def conditions(self) -> dict[str, bytes]:
        """Headers that save the answer if the page is still as it was when its record was written."""
        names = {"If-None-Match": self.row["etag"], "If-Modified-Since": self.row["last_modified"]}
        known = self.row["version"] is not None
        return {name: value.encode("latin-1", "replace") for name, value in names.items() if value and known}

    def left_out(self, by: Exception) -> None:
        """A station dropped its item: that was decided, it is no failure."""
        if self.outcome is Outcome.NOTHING:
            self.outcome = Outcome.TOO_OLD if isinstance(by, TooOld) else Outcome.LEFT_OUT

    def answered(self, response: Response) -> None:
        """Note the status and validators of the answer."""
        self.status, self.meta = response.status, response.meta
        for name, header in (("etag", "ETag"), ("last_modified", "Last-Modified")):
            value = response.headers.get(header)
            self.headers[name] = value.decode("latin-1") if value else None


@dataclass(slots=True, eq=False)
class Lease:
    """A request on its way. `request` is what the engine has of it: None while a retry or redirect waits here."""

    visit: Visit
    lane: str
    url: str  # after redirects so far
    request: Request | None = None
    answered: bool = False


def tombstone(visit: Visit, now: int) -> dict[str, Any]:
    """The line of JSON that says that an article is gone; whose site it is, is added."""
    return {
        "schema_version": 1,
        "id": visit.row["article"],
        "version": None,
        "previous_version": visit.row["version"],
        "tombstone": True,
        "url": visit.url,
        "fetch": {"fetched_at": clock.stamp(now), "status": visit.status, "source": "live"},
    }
