"""`scrapy runs`: the crawls of a site, or the last one of each, with their figures."""

from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import complain, refuse
from crawler.schedule import CONFIG
from crawler.state import FILE, told


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[SITE…] [--config FILE] [--last N] [--json]"

    def short_desc(self) -> str:
        return "List the crawls with their figures"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--config", metavar="FILE", type=Path, default=CONFIG)
        parser.add_argument("--last", type=int, metavar="N", help="so many of each site (20 of one, 1 of all)")
        parser.add_argument("--json", action="store_true", help="all figures, a line of JSON each")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            no_options(args)
        except UsageError as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.history import render, written
        from crawler.runs import Run, runs, sites
        from crawler.schedule.config import BadConfig
        from crawler.schedule.place import place

        assert self.settings is not None
        try:
            _, kept = place(self.settings, opts.config)
        except BadConfig as error:
            refuse(str(error))
        data = kept or Path()
        there = sites(data)
        if unknown := [name for name in args if name not in there]:
            refuse(f"{data} holds no crawl of {', '.join(unknown)}; there are: {', '.join(there) or 'none'}")
        if opts.last is not None and opts.last < 1:
            refuse(f"--last {opts.last}: 1 or more")
        last = opts.last or (20 if args else 1)
        found = list[Run]()
        for name in args or there:
            try:
                found += runs(data / name, last=last)
            except sqlite3.Error as error:  # the other sites are shown
                complain(f"{data / name / FILE}: {told(error)}")
                self.exitcode = Exit.PARTLY_FAILED
        if not (found or self.exitcode):
            complain(f"{data} holds no crawl yet: scrapy crawl SITE")
            self.exitcode = Exit.NOTHING_FOUND
        elif opts.json:
            print("".join(f"{written(run)}\n" for run in found), end="")
        elif found:
            render(found)
