"""Pages on the network → recordings on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawler import errand
from crawler.page import charset, fault
from crawler.recordings import BadRecording, keep, understood
from crawler.spider import SiteSpider
from pipelines.parse import UnreadablePage


def record_pages(
    process: AsyncCrawlerProcess, site: type[SiteSpider], urls: Sequence[str], root: Path, *, whole: bool
) -> tuple[list[tuple[Path, list[str]]], list[str]]:
    """Fetch and store the pages: (folder, labels that the skeleton changed) of each, and why others are missing."""
    made: list[tuple[Path, list[str]]] = []
    troubles: list[str] = []
    own = site()

    async def work(get: errand.Get) -> None:
        for url in urls:
            answer = await get(url)
            if answer.response is None:
                troubles.append(f"{url}: {answer.trouble.reason if answer.trouble else 'nothing came'}")
                continue
            response = answer.response
            try:
                if reason := fault(response):
                    raise UnreadablePage(reason)
                if not own.is_article(response.url):
                    raise UnreadablePage(f"leads to {response.url}, which is no article")
                article = understood(response.body, response.url, site, charset(response))
                made.append(keep(root, article, site, whole=whole))
            except (UnreadablePage, BadRecording) as error:
                troubles.append(f"{url}: {error}")

    errand.run(process, site.allowed_domains, work, urls)
    return made, troubles
