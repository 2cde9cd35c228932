"""How often a site is asked, and for what: robots.txt, Crawl-delay, Retry-After, back-off."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections import Counter, defaultdict
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.asyncio import call_later

from crawler import clock
from crawler.robots import LONGEST, Robots, readable
from crawler.tally import Stopped, Unreachable

ROBOTS_HOURS = 24.0  # RFC 9309, 2.4
OVERLOADED = {429, 503}
SMALLEST = 0.001  # seconds; without a delay Scrapy 2.19 starts all that is queued before it counts what is under way
logger = logging.getLogger(__name__)


class RobotsMiddleware:
    """Obeys robots.txt, for all requests: while it is on its way, the others wait and then obey it too.

    Scrapy's own takes an error of the server for a site without rules, never reads the file again, ignores Crawl-delay,
    and forgets the rules for some of the requests that wait for them.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._known: dict[str, Robots] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        robots = await self.robots(request.url)
        if robots.unreachable:
            raise Unreachable(robots.trouble)
        if not robots.allowed(request.url, self.agent):
            raise IgnoreRequest("Forbidden by robots.txt")

    async def robots(self, url: str) -> Robots:
        """The robots.txt for a URL, at most a day old."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        async with self._turns[place]:
            known = self._known.get(place)
            if known is None or time.monotonic() - known.read > ROBOTS_HOURS * 3600:
                known = self._known[place] = await self._fetch(place)
                self._keep_delay(urlsplit(place).hostname or "", known)
            return known

    @property
    def digest(self) -> str | None:
        """SHA-256 of what was read as robots.txt, of several hosts together; None if nothing could be read."""
        read = [known.text for _, known in sorted(self._known.items()) if not known.unreachable]
        return hashlib.sha256("\0".join(read).encode("utf-8", "replace")).hexdigest() if read else None

    async def _fetch(self, place: str) -> Robots:
        request = Request(place, callback=NO_CALLBACK, priority=1000, meta={"dont_obey_robotstxt": True})
        at, read = clock.stamp(), time.monotonic()
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except Stopped:
            raise
        except Exception as error:  # whatever a download can fail with, the file could not be had
            trouble = str(error).partition("\n")[0] or type(error).__name__
            status = 404 if "max redirections" in trouble else None  # RFC 9309, 2.3.1.2
            if status is None:
                logger.warning("%s can't be read, so that nothing is fetched there: %s", place, trouble)
            return Robots(place, at, status=status, trouble=trouble, read=read)
        trouble = f"HTTP {response.status}" if response.status >= 400 else ""
        text = readable(response.body) if response.status < 300 else ""
        cut = len(response.body) > LONGEST
        return Robots(place, at, status=response.status, text=text, trouble=trouble, read=read, cut=cut)

    def _keep_delay(self, host: str, robots: Robots) -> None:
        pace = self.crawler.get_extension(Pace)
        wanted = 0.0 if robots.unreachable else robots.delay(self.agent)
        if pace and wanted:
            pace.keep(host, wanted)


class Pace:
    """Extension: the least delay of each host (Crawl-delay), and rest when it says that it has too much to do.

    It comes after AutoThrottle, which knows neither and would go below the Crawl-delay.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.longest_delay = settings.getfloat("CRAWL_DELAY_MAX")
        self.first_rest, self.longest_rest = settings.getfloat("BACKOFF_START"), settings.getfloat("BACKOFF_MAX")
        self._least: dict[str, float] = {}
        self._overloaded: Counter[str] = Counter()  # answers in a row, by slot
        self._until: dict[str, float] = {}
        crawler.signals.connect(self.asked, signal=signals.request_reached_downloader)
        crawler.signals.connect(self.answered, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        return cls(crawler)

    def keep(self, host: str, seconds: float) -> None:
        """From now on ask the host at most once in so many seconds."""
        if seconds > self.longest_delay:
            logger.warning(
                "%s: robots.txt asks for a Crawl-delay of %g s; kept at %g s, which is CRAWL_DELAY_MAX",
                host, seconds, self.longest_delay,
            )  # fmt: skip
            seconds = self.longest_delay
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        self._least[host] = seconds
        usual = downloader.per_slot_settings.get(host, {})
        delay = max(seconds, usual.get("delay", downloader._delay))
        downloader.per_slot_settings[host] = {**usual, "delay": delay, "jitter": 0}  # jitter goes below the delay too
        if slot := downloader.slots.get(host):
            slot.delay, slot.jitter = max(slot.delay, seconds), 0

    def asked(self, request: Request) -> None:
        """However the delay was set, there is one: only then the bound of CONCURRENT_REQUESTS_PER_DOMAIN holds."""
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots[request.meta["download_slot"]]
        slot.delay = max(slot.delay, SMALLEST)

    def answered(self, response: Response, request: Request) -> None:
        assert self.crawler.engine is not None
        name = request.meta.get("download_slot", "")
        slot = self.crawler.engine.downloader.slots.get(name)
        if slot is None:
            return
        slot.delay = max(slot.delay, self._least.get(name, 0))
        if response.status in OVERLOADED:
            self._overloaded[name] += 1
            self._rest(name, self._rest_for(name, response))
        else:
            self._overloaded.pop(name, None)

    def _rest_for(self, name: str, response: Response) -> float:
        asked = retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), time.time())
        if asked is None:
            asked = self.first_rest * 2 ** min(self._overloaded[name] - 1, 20)
        elif asked > self.longest_rest:
            logger.warning("%s: Retry-After %g s; we wait %g s, BACKOFF_MAX", name, asked, self.longest_rest)
        return min(asked, self.longest_rest)

    def _rest(self, name: str, seconds: float) -> None:
        """Hold back all that waits for the host, what is queued in the downloader too."""
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        slot, until = downloader.slots[name], time.monotonic() + seconds
        if seconds <= 0 or until <= self._until.get(name, 0):
            return
        self._until[name] = until
        logger.info("%s has too much to do (HTTP 429 or 503): it is left alone for %.1f s", name, seconds)
        if slot.latercall:
            slot.latercall.cancel()
        slot.latercall = call_later(seconds, downloader._latercall, slot)


def retry_after(value: str, now: float) -> float | None:
    """The seconds that a Retry-After header asks for, None for what is none.

    >>> retry_after("120", 0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 20), retry_after("soon", 0)
    (120.0, 40.0, None)
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
