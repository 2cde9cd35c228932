"""`-a since=…` for articles whose date is known only from their own page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from crawler.discovery.link import moment
from crawler.spider import SiteSpider


def too_old(published: str | None, since: datetime, timezone: str) -> bool:
    """Whether a record's date lies before `since`; a record without a date stays. A day counts until its end.

    >>> since = datetime.fromisoformat("2026-11-01T00:00:00+01:00")
    >>> dates = ("2026-10-31", "2026-11-01", "2026-10-31T23:59:00+01:00", None)
    >>> [too_old(date, since, "Europe/Berlin") for date in dates]
    [True, False, True, False]
    """
    when = moment(published, ZoneInfo(timezone))
    return when is not None and when < since


class TooOld(DropItem):
    """The article appeared before the day that the user asked for."""


class SincePipeline:
    """Drops records of articles that appeared before the day that the user asked for."""

    def __init__(self, since: datetime, timezone: str) -> None:
        self.since = since
        self.timezone = timezone

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SincePipeline:
        spider = crawler.spider
        if not isinstance(spider, SiteSpider) or spider.since is None:
            raise NotConfigured
        return cls(spider.since, spider.timezone)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        if too_old(item["date_published"], self.since, self.timezone):
            raise TooOld(f"published {item['date_published']}, before {self.since.isoformat()}")
        return item
