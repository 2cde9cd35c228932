"""The last station: a record goes to the ledger, once for each version of its article."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from crawler.frontier import Frontier


class Unchanged(DropItem):
    """The article stands in the ledger in this version."""


class KeepPipeline:
    """Writes records that are new and drops those that are not; a changed one names its `previous_version`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepPipeline:
        return cls(crawler)

    def open_spider(self) -> None:
        frontier = self.crawler.engine.scheduler if self.crawler.engine else None
        if not isinstance(frontier, Frontier):
            raise NotConfigured("records are kept by crawler.frontier.Frontier, but SCHEDULER is another")
        self.frontier = frontier

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        kept = self.frontier.keep(item)
        if kept is None:
            raise Unchanged("unchanged since it was last written")
        return kept
