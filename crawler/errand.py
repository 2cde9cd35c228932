"""An errand on the network: pages fetched one after the other, guarded and as gently as a crawl fetches them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.page import fault, page_of
from crawler.spider import SiteSpider
from crawler.tally import REFUSALS, Skipped, Unreachable
from pipelines.items import Page
from pipelines.links import host


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for a URL: a response with status 200, or why there is none."""

    url: str
    response: Response | None = None
    trouble: Skipped | None = None


Get = Callable[[str], Awaitable[Answer]]
Work = Callable[[Get], Awaitable[None]]


class Errand(SiteSpider):
    """Does its `work`, which gets pages on the errand's domains; stores nothing."""

    name = "errand"

    def __init__(self, *, work: Work, errors: list[BaseException], named: Iterable[str], **unknown: str) -> None:
        super().__init__(**unknown)
        self.work, self.errors, self.urls = work, errors, list(named)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        own: dict[str, Any] = {
            "DATA_DIR": "",
            "SCHEDULER": "scrapy.core.scheduler.Scheduler",
            "ITEM_PIPELINES": {},
            "RIGHTS_FILES": [],
            "EXTENSIONS": {"crawler.logs.CleanLogs": 0, "crawler.stop.Stop": 0, "crawler.politeness.Pace": 100},
        }
        settings.setdict(own, priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        try:
            await self.work(self.get)
        except Exception as error:  # Scrapy would log it and end as if all were well
            self.errors.append(error)
        return
        yield

    async def get(self, url: str) -> Answer:
        """The answer to a URL, redirects followed."""
        request = Request(url, dont_filter=True)
        if url.endswith("/robots.txt"):
            request.meta["dont_obey_robotstxt"] = True
        try:
            response = await self.crawler.engine.download_async(request)
        except Unreachable as error:
            reason = f"the site can't be reached: robots.txt: {error.why}"
            return Answer(url, trouble=Skipped(url=url, reason=reason, temporary=True))
        except Exception as error:  # whatever a download can fail with
            return Answer(url, trouble=Skipped.because(error, url))
        if response.status != 200:
            refused = response.status in REFUSALS
            return Answer(url, trouble=Skipped(url=url, reason=f"HTTP {response.status}", refused=refused))
        return Answer(url, response)


class NoPage(ValueError):
    """A URL that gave no page; the message says why."""


def page(process: AsyncCrawlerProcess, url: str, domains: tuple[str, ...]) -> Page:
    """The page at a URL; a redirect may lead to the domains, or to hosts below the URL's own. Raises NoPage.

    Ends the process' reactor.
    """
    answers: list[Answer] = []

    async def work(get: Get) -> None:
        answers.append(await get(url))

    run(process, (*domains, host(url).removeprefix("www.")), work, [url])
    for response in (answer.response for answer in answers if answer.response):
        if reason := fault(response):
            raise NoPage(f"{url}: {reason}")
        return page_of(response)
    raise NoPage(f"{url}: {next((answer.trouble.reason for answer in answers if answer.trouble), 'nothing came')}")


def run(process: AsyncCrawlerProcess, domains: tuple[str, ...], work: Work, named: Iterable[str] = ()) -> None:
    """Do the work on these domains; `named` are the URLs that the user gave, see `credentials.py`.

    Ends the process' reactor; raises what the work raises.
    """
    errors: list[BaseException] = []
    process.crawl(type("Errand", (Errand,), {"allowed_domains": domains}), work=work, errors=errors, named=named)
    process.start()
    if errors:
        raise errors[0]
