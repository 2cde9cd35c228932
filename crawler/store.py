"""State and ledger of a site as one: what is done between two commits is done wholly or not at all, in both."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from crawler.ledger import Ledger
from crawler.state import BadState, State, StorageError, told
from crawler.urls import Urls
from crawler.visit import Outcome, Visit
from crawler.visits import TRIES

NOTE_EVERY = 10.0  # seconds; the figures of a killed run are at most so old
logger = logging.getLogger(__name__)


def folder(settings: BaseSettings, site: str) -> Path | None:
    """Where a site's records and state are kept; None if nothing shall be kept: no DATA_DIR, or a replay."""
    place = settings.get("DATA_DIR")
    return Path(place) / site if place and not settings.get("REPLAY") else None


class Store:
    """Everything that a crawl writes down. After the first failure it writes nothing more: `trouble` says why."""

    def __init__(self, settings: BaseSettings, site: str, on_trouble: Callable[[], None]) -> None:
        """Raises BadState."""
        self.site, self.on_trouble = site, on_trouble
        self.trouble = ""
        self.dirty = False
        self.lost = 0  # lines that were written and had to be taken back
        self.figures: Callable[[str], tuple[str, int | None]] | None = None  # of the run, JSON, and its exit code
        self._noted = -NOTE_EVERY  # the first figures soon
        place = folder(settings, site)
        self.state = State(place)
        self.ledger: Ledger | None = None
        try:
            if place:
                size, hours = settings.getint("PART_BYTES"), settings.getfloat("PART_HOURS")
                self.ledger = Ledger(self.state, place, size, hours * 3600)
        except StorageError as error:
            self.state.close()
            raise BadState(f"{place}: {told(error)}") from None

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """What is done inside changes the store; if that fails, the store goes back to the last commit."""
        self.dirty = True
        try:
            yield
        except StorageError as error:
            self._give_up(error)

    def keep(self, urls: Urls, record: dict[str, Any], visit: Visit | None) -> dict[str, Any] | None:
        """Write a record with the version that it follows, and note that; None if this version was written before."""
        if visit and visit.half and visit.row["version"] and visit.row["tries"] < TRIES:
            visit.outcome = Outcome.SAME  # the whole article that was written stays, until its part is gone for good
            return None
        if self.state.is_forgotten(record["id"]):
            if visit:
                visit.outcome = Outcome.LEFT_OUT
            return None
        written = urls.versions(record["id"])
        if record["version"] in written:
            urls.stored(visit, record, same=True)
            return None
        before = visit.row["version"] if visit and visit.row["version"] else min(written, default=None)
        record = {**record, "previous_version": before}
        self.write(record)
        urls.stored(visit, record)
        return record

    def note(self, urls: Urls, reason: str = "") -> int | None:
        """Keep the figures of the run so far; gives the exit code if it ends now, for this reason."""
        self._noted = time.monotonic()
        if self.figures is None:
            return None
        figures, code = self.figures(reason)
        urls.note(figures)
        return code

    def note_now_and_then(self, urls: Urls) -> None:
        if not self.trouble and time.monotonic() - self._noted > NOTE_EVERY:
            with self.guarded():
                self.note(urls)

    def write(self, record: dict[str, Any]) -> None:
        """Append a line to the ledger, if there is one."""
        if self.ledger:
            self.ledger.append(record)

    def commit(self) -> None:
        """Make what was done last."""
        if self.trouble or not self.dirty:
            return
        with self.guarded():
            if self.ledger:
                self.ledger.sync()
            self.state.commit()
            if self.ledger:
                self.ledger.kept()
        self.dirty = False

    def close(self) -> None:
        """Commit and let go of the site."""
        self.commit()
        try:
            if self.ledger:
                self.ledger.close()
            self.state.close()
        except StorageError as error:
            logger.warning("%s: %s", self.place, told(error))

    @property
    def place(self) -> str:
        return str(self.state.folder or "the state in memory")

    def _give_up(self, error: Exception) -> None:
        if self.trouble:
            return
        self.trouble = told(error)
        self.lost = self.ledger.waiting if self.ledger else 0
        logger.error("%s: %s: the crawl stops; started again, it goes on from here", self.place, self.trouble)
        for undo in (self.state.rollback, self.ledger.undo if self.ledger else None):
            try:
                if undo:
                    undo()
            except StorageError as further:
                logger.warning("%s: %s; put right at the next start", self.place, told(further))
        self.on_trouble()
