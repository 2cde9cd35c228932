"""The durable queue of a crawl (Scrapy's SCHEDULER): pending → leased → done or failed, in the site's state.

A request is leased until its response is through with everything: its items are in the ledger and the requests that
it made are in the queue. What happens to it then is committed together with all of these. A process that dies has done
nothing since its last commit; what it had leased is pending again at the next start.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import _schedule_coro

from crawler.envelope import pack, unpack
from crawler.lanes import SOURCES, Lanes
from crawler.recover import recover
from crawler.spider import SiteSpider
from crawler.state import BadState
from crawler.store import Store
from crawler.tally import STORAGE
from crawler.urls import Known, Urls
from crawler.visit import Lease, Outcome

COMMIT_EVERY = 1.0  # seconds; what a kill costs at most is fetched again
RETRY_AFTER = 2.0  # seconds that a failed request waits, unless nothing else is left to do
RETRIES = 100  # failed requests that may wait; with more, the oldest go first
UNDATED = 7 * 24 * 3600  # an article without a date comes after the last week's and before the archive
logger = logging.getLogger(__name__)


class Frontier(BaseScheduler):
    """Articles are kept and fetched once, or again when it is time; sources (`dont_filter`) are asked in every run."""

    store: Store
    urls: Urls

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._closed = True  # nothing can be stored, yet or any more
        self._lanes = Lanes({})
        self._leases: dict[int, Lease] = {}
        self._redirected: deque[Request] = deque()
        self._failed: deque[tuple[float, Request]] = deque()  # with the time when each may go again
        self._timer = create_looping_call(self._tick)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Frontier:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        assert isinstance(spider, SiteSpider)
        self.spider = spider
        connect = self.crawler.signals.connect
        connect(self._idle, signal=signals.spider_idle)
        try:
            self.store = Store(self.crawler.settings, spider.name, self._stop)
        except BadState as error:
            logger.error("%s", error)
            return
        self._closed = False
        with self.store.guarded():
            recover(self.store, spider)
            narrow, since = bool(spider.limit or spider.urls), int(spider.since.timestamp()) if spider.since else None
            self.urls = Urls(self.store.state, revisit=spider.revisit, narrow=narrow, since=since)
            self.urls.park(lambda lane: spider.on_site(f"http://{lane}/") and f"//{lane}" in (spider.at or f"//{lane}"))
            self._lanes = Lanes(self.urls.waiting(), self._room)
        self.store.commit()
        connect(self._received, signal=signals.response_received)
        connect(self._left_out, signal=signals.item_dropped)
        self._timer.start(COMMIT_EVERY, now=False)

    def close(self, reason: str) -> None:
        self._settle()
        if self._timer.running:
            self._timer.stop()
        if not self._closed:
            with self.store.guarded():
                self.urls.end(reason, self.store.note(self.urls, reason))
        if hasattr(self, "store"):
            self.store.close()
        self._closed = True

    def _tick(self) -> None:
        self._settle()
        self.store.note_now_and_then(self.urls)
        self.store.commit()

    def _stop(self) -> None:
        """The store gave up: end the crawl with what is stored."""
        self._closed = True
        if self.crawler.engine and self.crawler.engine.running:
            _schedule_coro(self.crawler.engine.close_spider_async(reason=STORAGE))

    def _idle(self) -> None:
        if self._closed:
            raise CloseSpider(STORAGE)

    # ------------------------------------------------------------------ Scrapy's questions

    def has_pending_requests(self) -> bool:
        self._settle()
        return not self._closed and bool(self._redirected or self._failed or self._lanes)

    def enqueue_request(self, request: Request) -> bool:
        """False if the request is known and need not be made again."""
        if not self._closed:
            with self.store.guarded():
                lease = self._lease_of(request)
                return self._continue(lease, request) if lease and not lease.answered else self._enqueue(request)
        return True  # dropped without a word: the crawl has ended, and the next one begins where this one could

    def next_request(self) -> Request | None:
        self._settle()
        if not self._closed:
            with self.store.guarded():
                return self._next()
        return None

    def keep(self, record: dict[str, Any]) -> dict[str, Any] | None:
        """Write a record of a page on its way; None if it was written before. Raises DropItem if that can't be done."""
        if not self._closed:
            pages = (lease.visit for lease in self._leases.values() if lease.answered and lease.url == record["url"])
            with self.store.guarded():
                return self.store.keep(self.urls, record, next(pages, None))
        raise DropItem("not written: see the error above")

    # ------------------------------------------------------------------ in and out

    def _enqueue(self, request: Request) -> bool:
        meta = request.meta
        meta.pop("lease", None)  # of the response that led here, if a callback passed its meta on
        key = None if request.dont_filter else self._key(request)
        try:
            packed = pack(request, self.spider)
        except ValueError as error:
            logger.error("%s", error)
            return False
        lane = (SOURCES if key is None else "") + request.url.split("/")[2]
        fresh = meta.get("modified") or meta.get("published") or self.urls.opened - UNDATED
        known = self.urls.add(key, request.url, lane, packed, request.priority, fresh, meta.get("modified"))
        if known is Known.NOT:
            self._lanes.add(lane)
        elif known is Known.AS_BEFORE:
            self.crawler.stats.inc_value("frontier/as_before")
        return known is Known.NOT

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
        return self.crawler.request_fingerprinter.fingerprint(request)

    def _next(self) -> Request | None:
        if self._redirected:
            return self._hand_out(self._redirected.popleft())
        due = self._failed and (self._failed[0][0] <= time.monotonic() or len(self._failed) > RETRIES)
        if due or (self._failed and not self._lanes):
            return self._hand_out(self._failed.popleft()[1])
        while lane := self._lanes.next():
            if (leased := self.urls.lease(lane)) is None:
                self._lanes.settled(lane)
                continue
            visit, packed = leased
            self._leases[visit.id] = lease = Lease(visit, lane, visit.url)
            try:
                request = unpack(packed, visit.url, self.spider)
            except ValueError as error:
                logger.error("%s can't be asked for again: %s", visit.url, error)
                self._end(lease)
                continue
            request.headers.update(visit.conditions)
            request.meta["lease"] = visit.id
            lease.url = request.url
            return self._hand_out(request)
        return None

    def _room(self) -> bool:
        """Whether the run's limit leaves room for another article; what goes beyond it waits in the state."""
        under_way = sum(lease.visit.key is not None for lease in self._leases.values())
        return self.spider.limit is None or self.spider.read + under_way < self.spider.limit

    def _hand_out(self, request: Request) -> Request:
        self._leases[request.meta["lease"]].request = request
        return request

    # ------------------------------------------------------------------ done

    def _lease_of(self, request: Request | None) -> Lease | None:
        return self._leases.get(request.meta.get("lease", -1)) if request else None

    def _received(self, response: Response, request: Request) -> None:
        if lease := self._lease_of(request):
            lease.url, lease.answered = response.url, True
            lease.visit.answered(response)

    def _left_out(self, response: Response | None, exception: Exception) -> None:
        lease = self._lease_of(response.request) if response is not None else None
        if lease and not self._closed:
            lease.visit.left_out(exception)

    def _settle(self) -> None:
        """End the leases that the engine is through with.

        Scrapy tells nobody when the last item of a response has left the pipelines, or that a request ended in an
        error; the engine's own set of what is in progress is the one place where all ways end.
        """
        slot = self.crawler.engine._slot if self.crawler.engine else None
        if self._closed or slot is None:
            return
        through = [lease for lease in self._leases.values() if lease.request and lease.request not in slot.inprogress]
        if through:
            with self.store.guarded():
                for lease in through:
                    if slot.closing is None or lease.visit.outcome is not Outcome.NOTHING:
                        self._end(lease)
                    else:  # given up because the crawl ends: it stays leased, so that the next run asks again
                        del self._leases[lease.visit.id]

    def _end(self, lease: Lease) -> None:
        if tombstone := self.urls.settle(lease.visit):
            self.store.write({**tombstone, "site": self.spider.name})
            self.crawler.stats.inc_value("frontier/tombstones")
        if lease.visit.status == 304:
            self.crawler.stats.inc_value("frontier/as_before")
        del self._leases[lease.visit.id]
        self._lanes.settled(lease.lane)
