"""The demo site as a server on the loopback, in a thread of its own; tests set its switches and read its log."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import random
import time
from collections import Counter, deque
from email.utils import format_datetime, parsedate_to_datetime
from threading import Event, Thread
from types import TracebackType
from typing import NamedTuple

from aiohttp import web

from tests.demo_site import lists, trouble
from tests.demo_site.content import Library
from tests.demo_site.content.library import SECTIONS
from tests.demo_site.page import DESIGNS, render

LOG = 100_000


class Visit(NamedTuple):
    """One request as it came in; `time` is in seconds on the monotonic clock."""

    time: float
    method: str
    path: str
    headers: dict[str, str]


class DemoSite:
    """`with DemoSite() as site:` serves at `site.url` (no slash at its end).

    `robots`: the text of robots.txt, or a status (404, 500), or "slow". `edition`: 2 after `advance()`. `design`: that
    of all articles, whatever their own is. `instead`: what answers in their place, one of `trouble.INSTEAD`. `dead`:
    paths of lists that are not found.
    """

    def __init__(
        self, articles: int | None = None, port: int = 0, crawl_delay: float = 0, library: Library | None = None
    ) -> None:
        self.library = library or Library(articles)
        self.dead: set[str] = set()
        self.running = False
        self.robots: str | int | None = None
        self.design = self.instead = ""
        self.log: deque[Visit] = deque(maxlen=LOG)
        self.counts: Counter[str] = Counter()
        self.port, self.crawl_delay = port, crawl_delay
        self._faults: tuple[float, int, tuple[str, ...]] = (0.0, 0, ())
        self._failed: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def edition(self) -> int:
        return self.library.edition

    @edition.setter
    def edition(self, number: int) -> None:
        self.library.edition = number

    def advance(self) -> None:
        """The next visit's state: some articles changed, new ones, one gone."""
        self.edition += 1

    def faults(self, rate: float, seed: int = 0, kinds: tuple[str, ...] = ("500", "503", "reset", "truncated")) -> None:
        """That share of the articles fails at its first request, and heals; which ones, the seed decides."""
        self._faults = (rate, seed, kinds)
        self._failed.clear()

    # ------------------------------------------------------------------ the thread

    def __enter__(self) -> DemoSite:
        self._ready, self._loop = Event(), asyncio.new_event_loop()
        self._thread = Thread(target=self._serve, daemon=True)
        self._error: BaseException | None = None
        self._thread.start()
        self._ready.wait()
        if self._error:
            raise self._error
        self.running = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self.running = False

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.1)
        try:
            self._loop.run_until_complete(runner.setup())
            place = web.TCPSite(runner, "127.0.0.1", self.port)
            self._loop.run_until_complete(place.start())
            self.port = runner.addresses[0][1]
        except BaseException as error:  # handed over to the thread that waits for the port
            self._error = error
        self._ready.set()
        if not self._error:
            self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._record])
        trouble.add_routes(app)
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get("/sitemap-{number:\\d+}.{form:xml|xml\\.gz}", self._sitemap)
        app.router.add_get("/{path:.*}", self._page)
        return app

    # ------------------------------------------------------------------ the answers

    @web.middleware
    async def _record(self, request: web.Request, handler: web.Handler) -> web.StreamResponse:
        self.log.append(Visit(time.monotonic(), request.method, request.path_qs, dict(request.headers)))
        self.counts[request.path] += 1
        return await handler(request)

    async def _robots(self, request: web.Request) -> web.Response:
        if isinstance(self.robots, int):
            return web.Response(status=self.robots)
        if self.robots == "slow":
            await asyncio.sleep(5)
        usual = lists.ROBOTS.format(delay=self.crawl_delay, base=self.url)
        return web.Response(text=usual if self.robots in (None, "slow") else self.robots)

    async def _sitemap(self, request: web.Request) -> web.Response:
        number, form = int(request.match_info["number"]), request.match_info["form"]
        if number >= lists.sitemaps(self.library):
            raise web.HTTPNotFound
        body = lists.sitemap(self.library, self.url, number).encode()
        if form == "xml":
            return web.Response(body=body, content_type="application/xml")
        return web.Response(body=gzip.compress(body, mtime=0), content_type="application/gzip")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        made = {
            "/rss.xml": lists.rss,
            "/atom.xml": lists.atom,
            "/sitemap.xml": lists.sitemap_index,
            "/sitemap-news.xml": lists.news_sitemap,
        }.get(request.path)
        if request.path in self.dead:
            raise web.HTTPNotFound
        if made:
            return _answer(request, made(self.library, self.url), "application/xml")
        section = request.path.strip("/")
        if section in ("", *SECTIONS):
            page = _number(request.query.get("page", "1"))
            return web.Response(text=lists.listing(self.library, section, page), content_type="text/html")
        index = self.library.find(request.path)
        if index is None:
            raise web.HTTPNotFound
        if self.library.gone(index):
            raise web.HTTPGone
        if self.instead:
            return await trouble.INSTEAD[self.instead](request)
        return await self._fault(request) or self._article(request, index)

    def _article(self, request: web.Request, index: int) -> web.Response:
        article = self.library[index]
        design = request.query.get("design", self.design or article.design)
        wanted = request.query.get("seite", "1")
        page = 0 if wanted == "all" else _number(wanted)
        if design not in DESIGNS or page > len(article.pages):
            raise web.HTTPNotFound
        modified = format_datetime(article.modified or article.published)
        return _answer(request, render(article, design, f"{self.url}/", page), "text/html", modified)

    async def _fault(self, request: web.Request) -> web.StreamResponse | None:
        rate, seed, kinds = self._faults
        chance = random.Random(f"{seed}{request.path}")
        if request.path in self._failed or chance.random() >= rate:
            return None
        self._failed.add(request.path)
        return await trouble.fail(request, chance.choice(kinds))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise web.HTTPNotFound
    return int(text)


def _answer(request: web.Request, text: str, kind: str, modified: str = "") -> web.Response:
    """The text with its validators, or 304 if the visitor has it already; ETag counts before the date."""
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Last-Modified": modified or "Fri, 20 Nov 2026 08:15:00 GMT"}
    if modified:
        at = parsedate_to_datetime(modified)
        headers["Last-Modified"] = time.strftime("%a, %d %b %Y %H:%M:%S GMT", at.utctimetuple())
    known = request.headers.get("If-None-Match")
    if known == etag or (known is None and request.headers.get("If-Modified-Since") == headers["Last-Modified"]):
        return web.Response(status=304, headers=headers)
    return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)
