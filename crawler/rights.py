"""What a site says about the reuse of its pages: raw, with where it stood and when. It is recorded, nothing more."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from html import unescape
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK

from crawler import clock
from crawler.politeness import RobotsMiddleware
from crawler.robots import Robots
from crawler.tally import Stopped

AGENTS = (
    "GPTBot", "OAI-SearchBot", "ChatGPT-User", "ClaudeBot", "Claude-SearchBot", "anthropic-ai", "Google-Extended",
    "CCBot", "PerplexityBot", "Bytespider", "Applebot-Extended", "Amazonbot", "Meta-ExternalAgent", "cohere-ai",
    "DuckAssistBot", "MistralAI-User", "Diffbot",
)  # fmt: skip
HEADERS = ("X-Robots-Tag", "TDM-Reservation", "TDM-Policy", "Content-Usage", "Content-Signal")
METAS = {"robots", "googlebot", "googlebot-news", "bingbot", "tdm-reservation", "tdm-policy"}
METAS |= {agent.lower() for agent in AGENTS}
RSL = "application/rsl+xml"
LONGEST = 2_000  # characters of one value
MOST = 50  # signals of one kind of place
HEAD = 256 * 1024  # bytes of a page that are searched for tags
TAG = re.compile(rb"<(meta|link|script)\b([^<>]{1,4000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
FREE = re.compile(rb'"isAccessibleForFree"\s{0,20}:\s{0,20}("[^"<>]{1,60}"|true|false)', re.IGNORECASE)
Signal = dict[str, Any]


def of_headers(headers: list[tuple[str, str]]) -> list[Signal]:
    """The signals in a response's headers.

    >>> of_headers([("X-Robots-Tag", "noai"), ("Link", '</l.xml>; rel="license"; type="application/rsl+xml"')])[0]
    {'signal': 'x-robots-tag', 'value': 'noai', 'where': 'header'}
    """
    names = {name.lower() for name in HEADERS}
    found = [_signal(name.lower(), value, "header") for name, value in headers if name.lower() in names]
    licences = [value for name, value in headers if name.lower() == "link" and RSL in value.lower()]
    return (found + [_signal("license", value, "header") for value in licences])[:MOST]


def of_page(html: bytes) -> list[Signal]:
    """The signals in the page itself: meta tags, licence links, isAccessibleForFree.

    >>> of_page(b'<meta content="noai, noimageai" name=robots>')
    [{'signal': 'robots', 'value': 'noai, noimageai', 'where': 'meta'}]
    """
    found = []
    for kind, inside in TAG.findall(html[:HEAD]):
        given = attributes(inside.decode("utf-8", "replace"))
        if kind.lower() == b"meta" and given.get("name", "").lower() in METAS:
            found.append(_signal(given["name"].lower(), given.get("content", ""), "meta"))
        elif given.get("type", "").lower() == RSL:
            place = "link" if kind.lower() == b"link" else "script"
            found.append(_signal("license", given.get("href", given.get("src", "")), place))
    free = sorted({value.decode("utf-8", "replace").strip('"') for value in FREE.findall(html)})
    return (found + [_signal("isAccessibleForFree", value, "json-ld") for value in free])[:MOST]


def attributes(inside: str) -> dict[str, str]:
    """The attributes of a tag; names in lower case, the first of a name counts.

    >>> attributes("name='x' CONTENT=a&amp;b name=y") == {"name": "x", "content": "a&b"}
    True
    """
    pairs = [(found[1].lower(), found[2] or found[3] or found[4] or "") for found in ATTRIBUTE.finditer(inside)]
    return {name: unescape(value) for name, value in reversed(pairs)}


def of_robots(robots: Robots, url: str, agent: str) -> list[Signal]:
    """What robots.txt allows us and the agents of AI companies at this URL, and its lines about use and licence."""
    place = {"where": robots.url, "at": robots.at, "status": robots.status}
    if robots.trouble:
        return [{"signal": "robots.txt", "value": None, **place, "trouble": robots.trouble[:LONGEST]}]
    verdict = {agent: robots.allowed(url, agent), **robots.verdicts(url, AGENTS)}
    found: list[Signal] = [{"signal": "robots.txt", "value": verdict, **place}]
    if robots.left_out:
        found[0]["left_out"] = list(robots.left_out)
    for name, value, agents in robots.lines:
        found.append({**_signal(name, value, robots.url), "at": robots.at, "agents": agents[:LONGEST]})
    return found[:MOST]


def _signal(name: str, value: str, where: str) -> Signal:
    return {"signal": name, "value": value[:LONGEST], "where": where}


def _about_site(request: Request) -> bool:
    """Whether it is for a source, for one of the files, or for robots.txt."""
    return bool(request.dont_filter or request.meta.get("dont_obey_robotstxt"))


class RightsMiddleware:
    """Leaves in `request.meta["rights"]` what was said about reuse when the page came.

    RIGHTS_FILES are the site-wide files, read once for each host in a crawl, like any page: as robots.txt allows, with
    the usual delay, and before the first article, which would else wait for them behind all that is queued. One that
    can't be had is recorded as such and stops nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.get("REPLAY"):  # what was said then is not stored
            raise NotConfigured
        self.crawler = crawler
        self.files: list[str] = crawler.settings.getlist("RIGHTS_FILES")
        self._read: dict[str, list[Signal]] = {}
        self._stopped = False
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RightsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if not _about_site(request):
            await self._files(request.url)

    async def process_response(self, request: Request, response: Response) -> Response:
        if response.status == 200 and isinstance(response, HtmlResponse) and not _about_site(request):
            at = clock.stamp()
            headers = [
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, values in response.headers.items()
                for value in values
            ]
            here = [{**signal, "at": at} for signal in of_headers(headers) + of_page(response.body)]
            request.meta["rights"] = {"signals": here + await self._of_site(response.url)}
        return response

    async def _of_site(self, url: str) -> list[Signal]:
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        found = of_robots(await robots.robots(url), url, robots.agent) if robots else []
        return found + await self._files(url)

    async def _files(self, url: str) -> list[Signal]:
        site = "/".join(url.split("/")[:3])
        async with self._turns[site]:  # pages that are asked for meanwhile wait, so that their records say it too
            if self._stopped:
                raise Stopped("the crawl was stopped")
            if site not in self._read:
                self._read[site] = [await self._file(site + path) for path in self.files]
        return self._read[site]

    async def _file(self, url: str) -> Signal:
        at = clock.stamp()
        name = url.rpartition("/")[2]
        assert self.crawler.engine is not None
        meta = {"max_retry_times": 0}
        try:
            request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta=meta)
            response = await self.crawler.engine.download_async(request)
        except Stopped:
            self._stopped = True
            raise
        except Exception as error:  # whatever a download can fail with, the pages matter more
            trouble = (str(error).partition("\n")[0] or type(error).__name__)[:LONGEST]
            return {"signal": name, "value": None, "where": url, "at": at, "status": None, "trouble": trouble}
        there = response.status == 200 and not isinstance(response, HtmlResponse)  # a site's page for what is missing
        value = response.body[: 4 * LONGEST].decode("utf-8", "replace")[:LONGEST] if there else None
        return {"signal": name, "value": value, "where": url, "at": at, "status": response.status}
