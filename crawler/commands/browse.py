"""`scrapy browse`: the collected articles in Datasette, in a browser on this machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exits import Exit
from crawler.logs import complain, refuse


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[--build-only] [--port N]"

    def short_desc(self) -> str:
        return "Open the collected articles in Datasette: full-text search and ready queries"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--build-only", action="store_true", help="bring the database up to date, serve nothing")
        parser.add_argument("--port", metavar="N", type=int, default=8001, help="of 127.0.0.1 (default: 8001)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
        except UsageError as error:
            refuse(str(error))
        if args:
            refuse(f"browse takes no argument, not {args[0]!r}: scrapy browse [--build-only] [--port N]")
        if not 0 < opts.port < 65536:
            refuse(f"--port {opts.port} is no port: 1 to 65535")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.browse.build import build
        from crawler.browse.database import BadDatabase
        from crawler.browse.serve import CannotServe, prepare, serve
        from crawler.runs import sites

        assert self.settings is not None
        if not (place := self.settings["DATA_DIR"]):
            refuse("DATA_DIR is empty: nothing is collected that could be browsed")
        if not sites(Path(place)):
            complain(f"{place} holds no crawl yet: scrapy crawl SITE")
            self.exitcode = Exit.NOTHING_FOUND
            return
        try:
            if not opts.build_only:
                prepare(opts.port)
            built = build(Path(place))
        except CannotServe as error:
            refuse(str(error))
        except BadDatabase as error:
            complain(str(error))
            self.exitcode = Exit.STORAGE
            return
        for trouble in built.troubles:
            complain(trouble)
        print(f"{built.path}: {built.articles} articles, {built.lines} lines read now")
        if not opts.build_only:
            serve(built.path, opts.port)
        if built.troubles:
            self.exitcode = Exit.PARTLY_FAILED
