"""`scrapy schedule`: crawl each site when it is due, until the process is asked to end."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exits import Exit
from crawler.logs import clean, complain, refuse
from crawler.schedule import CONFIG


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    once = False  # end when nothing is due any more

    def syntax(self) -> str:
        return "[--config FILE] [--plan]"

    def short_desc(self) -> str:
        return "Crawl each site when it is due, in one long-running process"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--config", metavar="FILE", type=Path, default=CONFIG)
        parser.add_argument("--plan", action="store_true", help="show the crawls of the next 24 hours and end")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.schedule.config import BadConfig, of_project

        try:
            super().process_options(args, opts)
            assert self.settings is not None
            if args:
                raise UsageError(f"{args[0]!r} is one word too many: the sites stand in {opts.config}")
            self.config = of_project(opts.config, self.settings)
        except (UsageError, BadConfig) as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """A second scheduler on the same data ends at once, with the code of a finished one."""
        from crawler.schedule.agenda import agenda
        from crawler.schedule.keeper import Busy, Keeper, alone

        if opts.plan:
            for line in agenda(self.config):
                print(clean(line))
            return
        keeper = Keeper(self.config, say=tell)
        try:
            with alone(self.config.data):
                keeper.run(once=self.once)
        except Busy as error:
            complain(str(error))
            return
        except OSError as error:
            complain(f"{error.filename or self.config.data} can't be written: {error.strerror}")
            raise SystemExit(Exit.STORAGE) from None
        if keeper.stopping:
            self.exitcode = Exit.STOPPED if self.once else Exit.FINISHED
        elif keeper.unheard:
            self.exitcode = Exit.STORAGE
        elif not keeper.fine:
            self.exitcode = Exit.PARTLY_FAILED


def tell(line: str) -> None:
    """A line of what happens, with its time, on standard output."""
    print(time.strftime("%Y-%m-%d %H:%M:%S"), clean(line), flush=True)
