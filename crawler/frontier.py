"""The durable queue of a crawl (Scrapy's SCHEDULER): pending → leased → done or failed, in the site's state.

A request is leased until its response is through with everything: its items are in the ledger and the requests that
it made are in the queue. What happens to it then is committed together with all of these. A process that dies has done
nothing since its last commit; what it had leased is pending again at the next start.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import _schedule_coro

from crawler.envelope import pack, unpack
from crawler.lanes import Lanes
from crawler.ledger import Ledger
from crawler.spider import SiteSpider
from crawler.state import State, StorageError, told
from crawler.tally import STORAGE
from crawler.urls import Known, Outcome, Urls, Visit

COMMIT_EVERY = 1.0  # seconds; what a kill costs at most is fetched again
RETRY_AFTER = 2.0  # seconds that a failed request waits, unless nothing else is left to do
RETRIES = 100  # failed requests that may wait; with more, the oldest go first
UNDATED = 7 * 24 * 3600  # an article without a date comes after the last week's and before the archive
logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Lease:
    """A request on its way. `request` is what the engine has of it: None while a retry or redirect waits here."""

    visit: Visit
    lane: str
    url: str  # after redirects so far
    request: Request | None = None
    answered: bool = False


class Frontier(BaseScheduler):
    """Articles are kept and fetched once, or again when it is time; sources (`dont_filter`) are asked in every run."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.trouble = ""  # why nothing is stored any more
        self._leases: dict[int, Lease] = {}
        self._redirected: deque[Request] = deque()
        self._failed: deque[tuple[float, Request]] = deque()  # with the time when each may go again
        self._timer = create_looping_call(self._tick)
        self._dirty = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Frontier:
        return cls(crawler)

    @staticmethod
    def folder(settings: Any, site: str) -> Path | None:
        """Where a site's records and state are kept; None if nothing shall be kept: no DATA_DIR, or a replay."""
        place = settings.get("DATA_DIR")
        return Path(place) / site if place and not settings.get("REPLAY") else None

    def open(self, spider: Spider) -> None:
        """Raises BadState, OSError or sqlite3.Error."""
        self.spider = spider
        settings = self.crawler.settings
        folder = self.folder(settings, spider.name)
        self.state = State(folder)
        self.ledger: Ledger | None = None
        if folder:
            size, hours = settings.getint("PART_BYTES"), settings.getfloat("PART_HOURS")
            self.ledger = Ledger(self.state, folder, size, hours * 3600)
        revisit, narrow, dated = "auto", False, False
        if isinstance(spider, SiteSpider):
            revisit, dated = spider.revisit, spider.since is not None
            narrow = bool(spider.limit or spider.urls)
        self.urls = Urls(self.state, revisit=revisit, narrow=narrow, dated=dated)
        self._lanes = Lanes(self.urls.waiting())
        self._commit()
        self.crawler.signals.connect(self._received, signal=signals.response_received)
        self.crawler.signals.connect(self._left_out, signal=signals.item_dropped)
        self._timer.start(COMMIT_EVERY, now=False)

    def close(self, reason: str) -> None:
        if self._timer.running:
            self._timer.stop()
        self._settle()
        try:
            if not self.trouble:
                self.urls.end(reason)
                self._commit()
        except StorageError as error:
            self._give_up(error)
        if self.ledger:
            self.ledger.close()
        self.state.close()

    # ------------------------------------------------------------------ Scrapy's questions

    def has_pending_requests(self) -> bool:
        self._settle()
        return not self.trouble and bool(self._redirected or self._failed or self._lanes)

    def enqueue_request(self, request: Request) -> bool:
        """False if the request is known and need not be made again."""
        if self.trouble:
            return True  # dropped without a word: the crawl has ended, and the next one begins where this one could
        try:
            lease = self._leases.get(request.meta.get("lease", -1))
            if lease and not lease.answered:
                return self._continue(lease, request)
            return self._enqueue(request)
        except StorageError as error:
            self._give_up(error)
            return True

    def next_request(self) -> Request | None:
        self._settle()
        try:
            return None if self.trouble else self._next()
        except StorageError as error:
            self._give_up(error)
            return None

    # ------------------------------------------------------------------ in

    def _enqueue(self, request: Request) -> bool:
        request.meta.pop("lease", None)  # of the response that led here, if a callback passed its meta on
        key = None if request.dont_filter else self._key(request)
        try:
            packed = pack(request, self.spider)
        except ValueError as error:
            logger.error("%s", error)
            return False
        host = request.url.split("/")[2]
        lane = f"sources of {host}" if key is None else host
        meta = request.meta
        fresh = meta.get("modified") or meta.get("published") or self.urls.opened - UNDATED
        self._dirty = True
        known = self.urls.add(key, request.url, lane, packed, request.priority, fresh, meta.get("modified"))
        if known is Known.WAITING:
            self.crawler.stats.inc_value("frontier/known")
            return False
        if known is Known.DONE:
            self.crawler.stats.inc_value("frontier/as_before")
            return False
        self._lanes.add(lane)
        self.crawler.stats.inc_value("frontier/enqueued")
        return True

    def _continue(self, lease: Lease, request: Request) -> bool:
        """Take a retry or redirect of a leased request: the lease goes on. False where it leads to what is known."""
        lease.request = None
        circle = request.url in request.meta.get("redirect_urls", ())
        if request.url == lease.url and not circle:
            self._failed.append((time.monotonic() + RETRY_AFTER, request))
            return True
        lease.url = request.url
        if lease.visit.key is not None:
            lane = "" if circle else self.urls.redirect(lease.visit, self._key(request), request.url)
            if lane is not None:
                self._end(lease)
                if lane:
                    self._lanes.add(lane)
                return False
        self._redirected.append(request)
        return True

    def _key(self, request: Request) -> bytes:
        assert self.crawler.request_fingerprinter is not None
        return self.crawler.request_fingerprinter.fingerprint(request)

    # ------------------------------------------------------------------ out

    def _next(self) -> Request | None:
        if self._redirected:
            return self._hand_out(self._redirected.popleft())
        due = self._failed and (self._failed[0][0] <= time.monotonic() or len(self._failed) > RETRIES)
        if due or (self._failed and not self._lanes):
            return self._hand_out(self._failed.popleft()[1])
        while lane := self._lanes.next():
            leased = self.urls.lease(lane)
            self._dirty = True
            if leased is None:  # the figures of the lane were wrong: it is empty
                self._lanes.forget(lane)
                continue
            visit, packed = leased
            try:
                request = unpack(packed, visit.url, self.spider)
            except ValueError as error:
                logger.error("%s can't be asked for again: %s", visit.url, error)
                self.urls.settle(visit)
                self._lanes.settled(lane)
                continue
            request.headers.update(visit.conditions)
            request.meta["lease"] = visit.id
            self._leases[visit.id] = Lease(visit, lane, request.url)
            return self._hand_out(request)
        return None

    def _hand_out(self, request: Request) -> Request:
        self._leases[request.meta["lease"]].request = request
        return request

    # ------------------------------------------------------------------ done

    def keep(self, record: dict[str, Any]) -> dict[str, Any] | None:
        """Write a record, with the version that it follows; None if this version was written before.

        Raises DropItem if it can't be written.
        """
        at = (lease.visit for lease in self._leases.values() if lease.answered and lease.url == record["url"])
        visit = next(at, None)
        try:
            if self.trouble:
                raise OSError(self.trouble)
            self._dirty = True
            written = self.urls.versions(record["id"])
            same = record["version"] in written
            if not same:
                before = visit.row["version"] if visit and visit.row["version"] else min(written, default=None)
                record = {**record, "previous_version": before}
                if self.ledger:
                    self.ledger.append(record)
            self.urls.stored(visit, record, same=same)
        except StorageError as error:
            self._give_up(error)
            raise DropItem(f"not written: {self.trouble}") from None
        return None if same else record

    def _received(self, response: Response, request: Request) -> None:
        lease = self._leases.get(request.meta.get("lease", -1))
        if lease:
            lease.url, lease.answered = response.url, True
            lease.visit.answered(response)

    def _left_out(self, response: Response | None) -> None:
        """An earlier station dropped the item of a page: that was decided, it is no failure."""
        lease = self._leases.get(response.request.meta.get("lease", -1)) if response and response.request else None
        if lease and lease.visit.outcome is Outcome.NOTHING and not self.trouble:
            lease.visit.outcome = Outcome.LEFT_OUT

    def _settle(self) -> None:
        """End the leases that the engine is through with.

        Scrapy tells nobody when the last item of a response has left the pipelines, or that a request ended in an
        error; the engine's own set of what is in progress is the one place where all ways end.
        """
        slot = self.crawler.engine._slot if self.crawler.engine else None
        if self.trouble or slot is None:
            return
        through = [lease for lease in self._leases.values() if lease.request and lease.request not in slot.inprogress]
        try:
            for lease in through:
                self._end(lease)
        except StorageError as error:
            self._give_up(error)

    def _end(self, lease: Lease) -> None:
        self._dirty = True
        if tombstone := self.urls.settle(lease.visit):
            self._bury(tombstone)
        if lease.visit.status == 304:
            self.crawler.stats.inc_value("frontier/as_before")
        del self._leases[lease.visit.id]
        self._lanes.settled(lease.lane)

    def _bury(self, tombstone: dict[str, Any]) -> None:
        if self.ledger:
            self.ledger.append({**tombstone, "site": self.spider.name})
        self.crawler.stats.inc_value("frontier/tombstones")

    # ------------------------------------------------------------------ storage

    def _tick(self) -> None:
        self._settle()
        if self._dirty and not self.trouble:
            try:
                self._commit()
            except StorageError as error:
                self._give_up(error)

    def _commit(self) -> None:
        if self.ledger:
            self.ledger.sync()
        self.state.commit()
        self._dirty = False
        if self.ledger:
            self.ledger.kept()

    def _give_up(self, error: Exception) -> None:
        """Go back to the last commit and end the crawl: nothing is torn, and the next run goes on from there."""
        if self.trouble:
            return
        self.trouble = told(error)
        place = self.state.folder or "the state"
        logger.error("%s: %s: the crawl stops, and goes on from here when it is started again", place, self.trouble)
        for undo in (self.state.rollback, self.ledger.undo if self.ledger else None):
            try:
                if undo:
                    undo()
            except StorageError as further:
                logger.warning("%s: %s; put right at the next start", place, told(further))
        _schedule_coro(self.crawler.engine.close_spider_async(reason=STORAGE))
