"""`scrapy crawl`: Scrapy's own, with its input checked first and an exit code that tells what came of it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader
from w3lib.url import file_uri_to_path

from crawler import values
from crawler.commands import no_options
from crawler.commands.separate import load_site
from crawler.exits import Exit
from crawler.feeds import grows
from crawler.frontier import Frontier
from crawler.logs import complain, quieten, refuse
from crawler.recording import BadManifest, Recording
from crawler.state import BadState, State
from crawler.store import folder
from crawler.summary import Summary

SHUTDOWN = "shutdown"  # Scrapy's reason for a crawl that a signal ended


class Command(crawl.Command):
    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            check(self.settings, args, opts)
            quieten(self.settings)
        except UsageError as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(args[0])
        asked_twice = second_signal(self.crawler_process)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        summary = crawler.get_extension(Summary) if not self.crawler_process.bootstrap_failed else None
        if summary and asked_twice and not summary.reason:
            finish(crawler, summary)
        self.exitcode = summary.exit if summary else Exit.BROKEN


def second_signal(process: Any) -> list[int]:
    """Signals come into this list when the end is asked for a second time: Scrapy then drops everything."""
    came: list[int] = []
    drop = process._signal_kill

    def kill(number: int, frame: object) -> None:
        came.append(number)
        drop(number, frame)

    process._signal_kill = kill
    return came


def finish(crawler: Crawler, summary: Summary) -> None:
    """Write down how the crawl ended, and print the table, after the reactor has gone."""
    scheduler = crawler.engine.scheduler if crawler.engine else None
    if isinstance(scheduler, Frontier):
        scheduler.close(SHUTDOWN)
    summary.spider_closed(SHUTDOWN)
    summary.engine_stopped()


def check(settings: BaseSettings, args: list[str], opts: argparse.Namespace) -> None:
    """Everything that can be known to be wrong before the first request. Raises UsageError."""
    no_options(args)
    if len(args) != 1:
        raise UsageError("crawl takes the name of one spider: scrapy crawl [options] <spider>")
    load_site(settings, args[0])
    listed = opts.spargs.get("urls")
    if listed and Path(listed).exists() and not Path(listed).is_file():  # which gives its lines once only
        raise UsageError(f"urls={listed!r} is no regular file: write the URLs to one")
    try:
        values.check(settings)
        get_spider_loader(settings).load(args[0])(**opts.spargs)
        if settings.get("REPLAY"):
            Recording(settings["REPLAY"])
    except (ValueError, BadManifest) as error:
        raise UsageError(str(error)) from None
    for uri, feed in settings.getdict("FEEDS").items():
        check_writable(str(uri))
        check_growing(str(uri), feed)
    try:
        State(folder(settings, args[0])).close()
    except BadState as error:
        complain(str(error))
        raise SystemExit(Exit.STORAGE) from None


def file_of(uri: str) -> Path | None:
    """The file that a feed goes to; None for what is no file, or not yet named."""
    parts = urlsplit(uri)
    if parts.scheme not in ("", "file") or "%(" in uri:
        return None
    return Path(file_uri_to_path(uri) if parts.scheme else uri)


def check_growing(uri: str, feed: Mapping[str, Any]) -> None:
    """Raises UsageError if the feed would be appended to a file that has an end already."""
    path = file_of(uri)
    if path and not grows(uri, feed) and path.is_file() and path.stat().st_size:
        raise UsageError(f"{path} is there, and {feed['format']} can't be appended to: -O replaces it, .jsonl grows")


def check_writable(uri: str) -> None:
    """Raises UsageError if the file that a feed goes to can't be written."""
    path = file_of(uri)
    if path is None:
        return
    known = path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
        if not known:
            path.unlink()
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from None
