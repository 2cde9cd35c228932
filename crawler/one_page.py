"""One page fetched as a crawl fetches it: guarded, as robots.txt allows, with the site's delay."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.page import fault, page_of
from crawler.spider import SiteSpider
from crawler.tally import Skipped
from pipelines.items import Page
from pipelines.links import host


class NoPage(ValueError):
    """A URL that gave no page; the message says why."""


class OnePage(SiteSpider):
    """Fetches `url` and leaves what came of it in `pages` or in `troubles`; nothing is stored."""

    name = "one_page"

    def __init__(self, *, url: str, pages: list[Page], troubles: list[Skipped], **unknown: str) -> None:
        super().__init__(**unknown)
        self.url, self.pages, self.troubles = url, pages, troubles

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        here: dict[str, Any] = {
            "DATA_DIR": "",
            "SCHEDULER": "scrapy.core.scheduler.Scheduler",
            "ITEM_PIPELINES": {},
            "RIGHTS_FILES": [],
            "EXTENSIONS": {"crawler.logs.CleanLogs": 0, "crawler.politeness.Pace": 100},
        }
        settings.setdict(here, priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self.url, callback=self.keep, errback=self.failed, dont_filter=True)

    def keep(self, response: Response) -> None:
        if reason := fault(response):
            self.troubles.append(Skipped(url=response.url, reason=reason))
        else:
            self.pages.append(page_of(response))

    def failed(self, failure: Failure) -> None:
        self.troubles.append(Skipped.after(failure))


def fetch(process: CrawlerProcess | AsyncCrawlerProcess, url: str, site: type[SiteSpider]) -> Page:
    """The page at a URL, with the layouts, language and time zone of its site. Ends the process' reactor.

    A redirect may lead to the site's domains, or to hosts below the URL's own. Raises NoPage.
    """
    pages: list[Page] = []
    troubles: list[Skipped] = []
    domains = (*site.allowed_domains, host(url).removeprefix("www."))
    spider = type("OnePage", (OnePage,), {"allowed_domains": domains})
    process.crawl(spider, url=url, pages=pages, troubles=troubles)
    process.start()
    if not pages:
        raise NoPage(f"{url}: {troubles[0].reason if troubles else 'nothing came'}")
    return replace(pages[0], layouts=site.layouts, language=site.language, timezone=site.timezone)
