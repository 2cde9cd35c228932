"""The end of a crawl within seconds, and what it and each answer may cost at most."""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import _schedule_coro
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawler.tally import Stopped

GRACE = 3.0  # seconds that a page on its way has to arrive
EVERY = 0.25
LONGEST_HEAD = 256 * 1024  # bytes of a response's header lines
hurry = object()  # signal: what is still on its way is given up


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's own, which takes header lines without end: here the connection is cut at LONGEST_HEAD."""

    head = 0

    def request(self, request: Any) -> Any:
        self.head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self.head += len(data)
            if self.head > LONGEST_HEAD and self.transport:
                self.transport.abortConnection()
                return
        super().dataReceived(data)


class BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> BoundedProtocol:
        return BoundedProtocol(self._quiescentCallback)


class StoppableHandler(HTTP11DownloadHandler):
    """Scrapy's own for http and https, with bounded headers, whose downloads end at the signal `hurry`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory
        self._tasks: set[asyncio.Task[Response]] = set()
        crawler.signals.connect(self.give_up, signal=hurry)

    async def download_request(self, request: Request) -> Response:
        task = asyncio.ensure_future(super().download_request(request))
        self._tasks.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            raise Stopped("the crawl was stopped") from None
        finally:
            self._tasks.discard(task)

    def give_up(self) -> None:
        for task in self._tasks:
            task.cancel()


class Stop:
    """Extension: when a crawl ends early (Ctrl-C, a budget, a full disk), nothing more is asked of the site.

    Scrapy makes all requests that wait in the downloader first, which with a Crawl-delay takes minutes.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._waited = 0.0
        self._timer = create_looping_call(self._look)
        crawler.signals.connect(self._start, signal=signals.engine_started)
        crawler.signals.connect(self._end, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Stop:
        return cls(crawler)

    def _start(self) -> None:
        self._timer.start(EVERY, now=False)

    def _end(self) -> None:
        if self._timer.running:
            self._timer.stop()

    def _look(self) -> None:
        engine = self.crawler.engine
        if engine is None or engine._slot is None or engine._slot.closing is None:
            return
        for slot in list(engine.downloader.slots.values()):
            while slot.queue:
                slot.queue.popleft()[1].errback(Failure(Stopped("the crawl was stopped")))
        self._waited += EVERY
        if self._waited >= GRACE:
            self.crawler.signals.send_catch_log(hurry)


class ByteBudget:
    """Extension: ends the crawl when CRAWL_BYTES have come; Scrapy's CLOSESPIDER_* count pages, items and time."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.left = crawler.settings.getint("CRAWL_BYTES")
        if self.left:
            crawler.signals.connect(self._count, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ByteBudget:
        return cls(crawler)

    def _count(self, data: bytes) -> None:
        before, self.left = self.left, self.left - len(data)
        if before > 0 >= self.left and self.crawler.engine:
            _schedule_coro(self.crawler.engine.close_spider_async(reason="closespider_bytes"))
