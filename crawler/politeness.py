"""robots.txt."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, for all requests: while robots.txt is on its way, the others wait and then obey it too.

    In Scrapy 2.19 only the first two of the requests that a crawl starts with get the rules; the Deferred that the
    others wait for has lost its result by then, which they take for a site without robots.txt.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        async with self._turns[request.url.split("/")[2]]:
            return await super().robot_parser(request)
