"""`scrapy watch`: what is wrong with the sites, by their own history; who shall know is told."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import clock
from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import complain, refuse, whisper
from crawler.schedule import CONFIG


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[SITE…] [--config FILE] [--metrics FILE] [--quiet]"

    def short_desc(self) -> str:
        return "Judge the sites' runs by their history, send alerts and all-clears"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--config", metavar="FILE", type=Path, default=CONFIG)
        parser.add_argument("--metrics", metavar="FILE", type=Path, help="write the figures as OpenMetrics text")
        parser.add_argument("--quiet", action="store_true", help="only show: send nothing, remember nothing")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            no_options(args)
        except UsageError as error:
            refuse(str(error))
        assert self.settings is not None
        whisper(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from dataclasses import replace

        from scrapy.utils.log import configure_logging

        from crawler.health.news import report
        from crawler.health.patrol import patrol
        from crawler.runs import sites
        from crawler.schedule.config import BadConfig
        from crawler.schedule.place import place

        assert self.settings is not None
        try:
            config, data = place(self.settings, opts.config)
        except BadConfig as error:
            refuse(str(error))
        if data is None:
            refuse("DATA_DIR is empty: there is no history to judge by")
        planned = [plan.site for plan in config.plans]  # a site that is no longer crawled is not missed
        there = sites(data)
        known = {*there, *planned}
        if unknown := [name for name in args if name not in known]:
            refuse(f"{data} has no runs of {', '.join(unknown)}; it has {', '.join(there) or 'none at all'}")
        configure_logging(self.settings)
        log = bool(self.settings["LOG_FILE"])  # what goes to the terminal is told below, whether it is new or not
        senders = None if opts.quiet else replace(config.senders, log=log)
        try:
            seen = patrol(
                data, args or sorted(planned) or there, senders, int(clock.now()), opts.metrics or config.metrics
            )
        except OSError as error:
            complain(f"{error.filename or data} can't be written: {error.strerror}")
            raise SystemExit(Exit.STORAGE) from None
        for health in seen.sites:
            print("\n".join(report(health)))
        for line in seen.failed:
            complain(line)
        self.exitcode = Exit.FINISHED if seen.fine else Exit.PARTLY_FAILED
        if not (seen.sites or seen.failed):
            complain(f"{data} has no runs yet: scrapy crawl SITE")
            self.exitcode = Exit.NOTHING_FOUND
