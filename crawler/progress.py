"""A live line while a crawl runs on a terminal, and a plain log line every minute elsewhere (Scrapy's LogStats)."""

from __future__ import annotations

import logging
import sys
from typing import cast

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.log import get_scrapy_root_handler

from crawler.summary import Summary


class Progress:
    """Extension: pages, articles and skipped pages so far, on the last line of the terminal."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.live = Live(Spinner("dots"), console=Console(stderr=True), refresh_per_second=4, transient=True)
        self.spinner = cast(Spinner, self.live.renderable)
        crawler.signals.connect(self.start, signal=signals.spider_opened)
        crawler.signals.connect(self.stop, signal=signals.spider_closed)
        for signal in (signals.response_received, signals.item_scraped):
            crawler.signals.connect(self.update, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        if not sys.stderr.isatty():
            raise NotConfigured
        return cls(crawler)

    def start(self) -> None:
        self.live.start()
        _log_to_stderr()  # which is rich's now: log lines go above the live one

    def stop(self) -> None:
        self.live.stop()
        _log_to_stderr()

    def update(self) -> None:
        summary = self.crawler.get_extension(Summary)
        if summary:
            tally = summary.tally
            figures = f"{tally.fetched} pages, {tally.articles} articles, {tally.skipped_count} skipped"
            self.spinner.update(text=Text(figures))


def _log_to_stderr() -> None:
    handler = get_scrapy_root_handler()
    if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
        handler.setStream(sys.stderr)
