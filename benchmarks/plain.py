"""What a careful user writes with Scrapy alone: the same sources, the same extraction, Scrapy's queue and feeds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from crawler.page import charset, fault
from pipelines import separate
from pipelines.links import normalise
from spiders.techstage import TechStageSpider


class PlainSpider(Spider):
    name = "plain"

    def __init__(self, at: str) -> None:
        super().__init__()
        self.site = TechStageSpider(at=at)

    async def start(self) -> AsyncIterator[Request]:
        for number, source in enumerate(self.site.sources):
            yield self._source(source.url, number)

    def read_source(self, response: Response, source: int) -> Iterator[Request]:
        found = self.site.sources[source].read(response.body, response.url)
        for link in found.links:
            if self.site.is_article(link.url):
                yield Request(normalise(self.site.moved(link.url)), callback=self.read_article)
        for page in found.pages:
            yield self._source(page, source)

    def read_article(self, response: Response) -> Iterator[dict[str, Any]]:
        if fault(response) is None:
            site = self.site
            yield separate(
                response.body,
                response.url,
                layouts=site.layouts,
                site=site.name,
                language=site.language,
                timezone=site.timezone,
                encoding=charset(response),
            )

    def _source(self, url: str, source: int) -> Request:
        # Filtered as articles are: else paging would never end.
        return Request(self.site.moved(url), callback=self.read_source, cb_kwargs={"source": source})
