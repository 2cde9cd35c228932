"""The figures of a crawl for those that follow: what came, what it held, how long it took, what the site said."""

from __future__ import annotations

import heapq
import json
import statistics
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler import clock
from crawler.discovery.link import ArticleLink, moment
from crawler.frontier import Frontier
from crawler.politeness import RobotsMiddleware
from crawler.spider import SiteSpider, source_read
from crawler.summary import Summary
from pipelines.items import Article, Metadata

DAY = 24 * 3600
MOST_WORDS, MOST_TIMES, MOST_FAILED, SLOWEST = 500, 5000, 50, 10
LONGEST = 200  # characters of a signal's value
FIELDS = tuple(
    "headline kicker standfirst description authors date_published date_modified section keywords language image "
    "is_accessible_for_free".split()
)


class Sample:
    """At most `most` of all values, evenly spread over them.

    >>> sample = Sample(4)
    >>> for value in range(100): sample.add(value)
    >>> sample.values
    [0, 32, 64, 96]
    """

    def __init__(self, most: int) -> None:
        self.most, self.values = most, list[Any]()
        self._seen, self._step = 0, 1

    def add(self, value: Any) -> None:
        if self._seen % self._step == 0:
            self.values.append(value)
            if len(self.values) > self.most:
                self.values = self.values[::2]
                self._step *= 2
        self._seen += 1


class Figures:
    """Extension: keeps the figures of `crawler.runs.Run` and gives them to the frontier, which writes them down."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.new = self.changed = 0
        self.labels: Counter[str] = Counter()
        self.fields: Counter[str] = Counter(dict.fromkeys((*FIELDS, "body_text", "teasers", "affiliate"), 0))
        self.layouts: Counter[str] = Counter()
        self.rights: Counter[tuple[str, str]] = Counter()
        self.words, self.times = Sample(MOST_WORDS), Sample(MOST_TIMES)
        self.slowest: list[tuple[float, str]] = []
        self.sources: dict[str, dict[str, Any]] = {}
        self.newest: datetime | None = None
        connect = crawler.signals.connect
        connect(self.opened, signal=signals.spider_opened)
        connect(self.received, signal=signals.response_received)
        connect(self.source_read, signal=source_read)
        connect(self.scraped, signal=signals.item_scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Figures:
        return cls(crawler)

    def opened(self) -> None:
        scheduler = self.crawler.engine.scheduler if self.crawler.engine else None
        if isinstance(scheduler, Frontier) and hasattr(scheduler, "store"):  # else its state could not be opened
            scheduler.store.figures = self.so_far

    # ------------------------------------------------------------------ what happens

    def received(self, response: Response) -> None:
        latency = response.meta.get("download_latency")
        if latency is not None:
            self.times.add(latency)
            push = heapq.heappush if len(self.slowest) < SLOWEST else heapq.heappushpop
            push(self.slowest, (latency, response.url))

    def source_read(self, source: str, links: Iterable[ArticleLink], trouble: str) -> None:
        known = self.sources.setdefault(source, {"links": 0, "trouble": ""})
        for link in links:
            known["links"] += 1
            self._met(link.published)
        known["trouble"] = known["trouble"] or trouble

    def read(self, article: Article) -> None:
        """An article was understood, whether it is new or not."""
        for block in article.blocks:
            self.labels[block.label.value] += block.text.count(" ") + 1
        self.fields.update(filled(article))
        self.layouts[(article.layout.name or article.layout.when) if article.layout else ""] += 1
        self.words.add(article.body_text.count(" ") + 1 if article.body_text else 0)
        self._met(moment(article.metadata.date_published, UTC))
        for signal in article.page.rights.get("signals", []):
            self.rights[signal["signal"], str(signal["value"])[:LONGEST]] += 1

    def scraped(self, item: dict[str, Any]) -> None:
        if item.get("previous_version"):
            self.changed += 1
        else:
            self.new += 1

    def _met(self, when: datetime | None) -> None:
        """A time of publication; one that lies ahead is a mistake of the site's."""
        if when and when.timestamp() < clock.now() + DAY and (self.newest is None or when > self.newest):
            self.newest = when

    # ------------------------------------------------------------------ what is told

    def so_far(self, reason: str) -> tuple[str, int | None]:
        """The figures as JSON, and the exit code of a crawl that ends now for this reason (None: it goes on)."""
        summary = self.crawler.get_extension(Summary)
        assert summary is not None
        code = int(summary.code(reason)) if reason else None
        stats, tally, spider = self.crawler.stats, summary.tally, self.crawler.spider
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        told = {
            "pages": tally.fetched,
            "new": self.new,
            "changed": self.changed,
            "unchanged": tally.unchanged + stats.get_value("frontier/as_before", 0),
            "gone": stats.get_value("frontier/tombstones", 0),
            "bytes": stats.get_value("downloader/response_bytes", 0),
            "errors": {kind: count for kind, count in tally.errors.items() if count},
            "labels": self.labels,
            "fields": self.fields if self.layouts else {},
            "words": self.words.values,
            "latency": spread(self.times.values),
            "layouts": self.layouts,
            "sources": self.sources,
            "newest": self.newest.isoformat() if self.newest else None,
            "robots": robots.digest if robots else None,
            "rights": usual(self.rights),
            "slowest": [(url, round(seconds, 3)) for seconds, url in sorted(self.slowest, reverse=True)],
            "failed": [(page.url, page.reason) for page in tally.skipped[:MOST_FAILED]],
            "whole": isinstance(spider, SiteSpider) and not (spider.limit or spider.urls or spider.since),
        }
        return json.dumps(told, ensure_ascii=False), code


class FiguresPipeline:
    """Counts each article that was understood, while its blocks are at hand."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FiguresPipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        figures = self.crawler.get_extension(Figures)
        if figures:
            figures.read(item)
        return item


def filled(article: Article) -> list[str]:
    """The fields of the record that this article fills."""
    metadata: Metadata = article.metadata
    names = [name for name in FIELDS if getattr(metadata, name) not in (None, "", [], ())]
    paid = article.affiliate
    parts = {
        "body_text": article.body_text,
        "teasers": article.teasers,
        "affiliate": paid.disclosures or paid.links or paid.offers,
    }
    return names + [name for name, value in parts.items() if value]


def spread(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum, in seconds.

    >>> spread([0.1, 0.2, 0.9])
    {'median': 0.2, 'p95': 0.9, 'max': 0.9}
    """
    if not times:
        return {}
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return {"median": round(statistics.median(ordered), 3), "p95": round(p95, 3), "max": round(ordered[-1], 3)}


def usual(signals: Counter[tuple[str, str]]) -> dict[str, str]:
    """Each signal's most frequent value."""
    return {name: value for (name, value), _ in reversed(signals.most_common())}
