"""The last station: a record goes to the ledger, once for each version of its article."""

from __future__ import annotations

from typing import Any, cast

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.utils.misc import load_object

from crawler.frontier import Frontier


class Unchanged(DropItem):
    """The article stands in the ledger in this version."""


class KeepPipeline:
    """Writes records that are new and drops those that are not; a changed one names its `previous_version`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepPipeline:
        if load_object(crawler.settings["SCHEDULER"]) is not Frontier:  # which holds the ledger
            raise NotConfigured
        return cls(crawler)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        assert self.crawler.engine is not None
        kept = cast(Frontier, self.crawler.engine.scheduler).keep(item)
        if kept is None:
            raise Unchanged("unchanged since it was last written")
        return kept
