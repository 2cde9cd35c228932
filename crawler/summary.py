"""The end of a crawl: what it brought, for the person before the terminal and for the process's exit code."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.exits import Exit
from crawler.keep import Unchanged
from crawler.ledger import PARTS
from crawler.logs import clean
from crawler.spider import SiteSpider, page_skipped
from crawler.store import folder
from crawler.tally import Skipped, Tally
from pipelines.items import Article

SHOWN = 20  # skipped pages in the table; the log names all


class Summary:
    """Extension: counts what happens and prints the table when all is written. `exit` is the crawl's exit code."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.tally = Tally()
        self.files: list[str] = []
        self.reason = ""
        self.started = time.monotonic()
        connect = crawler.signals.connect
        connect(self.response_received, signal=signals.response_received)
        connect(self.page_skipped, signal=page_skipped)
        connect(self.item_scraped, signal=signals.item_scraped)
        connect(self.item_error, signal=signals.item_error)
        connect(self.item_dropped, signal=signals.item_dropped)
        connect(self.feed_slot_closed, signal=signals.feed_slot_closed)
        connect(self.spider_closed, signal=signals.spider_closed)
        connect(self.engine_stopped, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Summary:
        return cls(crawler)

    @property
    def exit(self) -> Exit:
        return self.code(self.reason)

    def code(self, reason: str) -> Exit:
        """The exit code of a crawl that ends for this reason."""
        if not reason:  # the spider never came to its end
            return Exit.BROKEN
        errors = self.crawler.stats.get_value("log_count/ERROR", 0)
        self.tally.as_before = self.crawler.stats.get_value("frontier/as_before", 0)
        return self.tally.exit(reason=reason, errors=errors)

    def response_received(self) -> None:
        self.tally.fetched += 1

    def page_skipped(self, page: Skipped) -> None:
        self.tally.skip(page)
        if self.crawler.spider:
            self.crawler.spider.logger.warning("Skipped %s: %s", page.url, page.reason)

    def item_scraped(self, item: dict[str, Any], spider: Spider) -> None:
        self.tally.add(item, layouts=isinstance(spider, SiteSpider) and bool(spider.layouts))

    def item_error(self, response: Any, failure: Any) -> None:
        self.tally.skip(Skipped.because(failure.value, response.url))

    def item_dropped(self, response: Any, exception: DropItem) -> None:
        if isinstance(exception, Unchanged):
            self.tally.unchanged += 1
            return
        self.tally.skip(Skipped(url=response.url, reason=str(exception)))

    def feed_slot_closed(self, slot: Any) -> None:
        if slot.itemcount:
            self.files.append(slot.uri)

    def spider_closed(self, reason: str) -> None:
        self.reason = reason
        scheduler = self.crawler.engine.scheduler if self.crawler.engine else None
        store = getattr(scheduler, "store", None)  # there is none if the state could not be opened
        self.tally.lost = min(store.lost, self.tally.articles) if store else 0
        self.tally.as_before = self.crawler.stats.get_value("frontier/as_before", 0)

    def engine_stopped(self) -> None:
        """Print the table to standard error: standard output may be the feed."""
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        seconds = time.monotonic() - self.started
        name = self.crawler.spider.name if self.crawler.spider else ""
        place = folder(self.crawler.settings, name)
        console.print(render(self.tally, name, seconds, written(self.files, place, self.tally)))
        passed = self.crawler.spider.passed.told if isinstance(self.crawler.spider, SiteSpider) else {}
        if not (self.tally.articles or self.tally.known):
            hints = [*(["see the skipped pages above"] if self.tally.skipped_count else []), *passed.values()]
            said = clean("; ".join(hints) or "its sources list nothing")
            console.print(Text(f"NO ARTICLE was found on {clean(name)}: {said}.", "bold red"))
        elif "pages" in passed:
            console.print(Text(clean(f"Left out: {passed['pages']}.")))


class CountBlocksPipeline:
    """Counts the blocks by label, before the record leaves them out."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CountBlocksPipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        summary = self.crawler.get_extension(Summary)
        if summary:
            summary.tally.labels.update(block.label.value for block in item.blocks)
        return item


def written(files: list[str], place: Path | None, tally: Tally) -> str:
    """Where the records of a crawl are: the files of its feeds, and the parts in the site's folder, if it has one.

    >>> written([], Path("data/a"), Tally(articles=2)), written(["out.jsonl"], None, Tally(articles=2))
    ('data/a/articles-*.jsonl and .jsonl.zst', 'out.jsonl')
    >>> written([], Path("data/a"), Tally()), written([], None, Tally())
    ('nothing', 'nothing (name a file with -o)')
    """
    if place and tally.articles > tally.lost:
        files = [*files, f"{place}/articles-*.jsonl and .jsonl.zst"]
    earlier = place and any(path.stat().st_size for path in place.glob(PARTS))
    nothing = f"nothing new; earlier records are in {place}/" if earlier else "nothing"
    return ", ".join(files) or nothing + ("" if place else " (name a file with -o)")


def render(tally: Tally, site: str, seconds: float, files: str) -> Table:
    """The table of a crawl's figures; `files` says where its records are."""
    table = Table(title=Text(f"crawl of {clean(site)}"), show_header=False, title_justify="left")
    table.add_column(justify="left")
    table.add_column(justify="left", overflow="fold")
    blocks = ", ".join(f"{count} {label}" for label, count in tally.labels.most_common())
    rows = [
        ("pages fetched", f"{tally.fetched}"),
        ("articles", _articles(tally)),
        ("words", f"{tally.words}"),
        ("blocks", f"{tally.labels.total()}" + (f": {blocks}" if blocks else "")),
        ("teasers", f"{tally.teasers}"),
        ("affiliate links", f"{tally.affiliate_links}"),
        ("disclosures", f"{tally.disclosures}"),
        ("without a layout", _named(tally.without_layout_count, tally.without_layout)),
        ("skipped pages", _named(tally.skipped_count, [f"{page.url}: {page.reason}" for page in tally.skipped])),
        ("seconds", f"{seconds:.1f}"),
        ("written to", files),
    ]
    for name, value in rows:
        table.add_row(name, Text("\n".join(clean(line) for line in value.split("\n"))))
    return table


def _articles(tally: Tally) -> str:
    """What was kept of them, and what came without being new.

    >>> _articles(Tally(articles=3)), _articles(Tally(articles=3, lost=2, as_before=1))
    ('3', '1 new or changed; 1 as before; 2 could not be kept')
    """
    kept, others = tally.articles - tally.lost, []
    if tally.known:
        others.append(f" new or changed; {tally.known} as before")
    if tally.lost:
        others.append(f"; {tally.lost} could not be kept")
    return f"{kept}{''.join(others)}"


def _named(count: int, names: list[str]) -> str:
    """The count, and below it the first names."""
    lines = [f"{count}", *(name.replace("\n", "\\n") for name in names[:SHOWN])]
    if count > SHOWN:
        lines.append(f"… and {count - SHOWN} more")
    return "\n".join(lines)
