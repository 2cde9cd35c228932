"""`scrapy runs`: the crawls of a site, or the last one of each, with their figures."""

from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.exits import Exit
from crawler.logs import complain, refuse


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[SITE…] [--last N] [--json]"

    def short_desc(self) -> str:
        return "List the crawls with their figures"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--last", type=int, metavar="N", help="so many of each site (20 of one, 1 of all)")
        parser.add_argument("--json", action="store_true", help="all figures, a line of JSON each")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.history import render, written  # Scrapy imports every command at each start
        from crawler.runs import runs, sites

        assert self.settings is not None
        data = Path(self.settings["DATA_DIR"] or ".")
        there = sites(data)
        if unknown := [name for name in args if name not in there]:
            refuse(f"{data} holds no crawl of {', '.join(unknown)}; there are: {', '.join(there) or 'none'}")
        if opts.last is not None and opts.last < 1:
            refuse(f"--last {opts.last}: 1 or more")
        last = opts.last or (20 if args else 1)
        try:
            found = [run for name in args or there for run in runs(data / name, last=last)]
        except sqlite3.Error as error:
            refuse(f"{data}: a state can't be read: {error}")
        if not found:
            complain(f"{data} holds no crawl yet: scrapy crawl SITE")
            self.exitcode = Exit.NOTHING_FOUND
        elif opts.json:
            print("\n".join(written(run) for run in found))
        else:
            render(found)
