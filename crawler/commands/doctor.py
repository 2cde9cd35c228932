"""`scrapy doctor`: is everything there that crawls need?"""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from crawler.commands.separate import load_site
from crawler.exits import Exit
from crawler.logs import clean, refuse, whisper
from crawler.schedule import CONFIG


class Command(ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "[SITE] [--offline] [--config FILE] [--at ORIGIN]"

    def short_desc(self) -> str:
        return "Check the installation: packages, disk, states, certificates, network, clock"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--offline", action="store_true", help="ask nobody: no check of names, network and clock")
        parser.add_argument("--config", metavar="FILE", type=Path, default=CONFIG)
        parser.add_argument("--at", metavar="ORIGIN", help="ask this mirror instead of the site")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            if len(args) > 1 or any(arg.startswith("-") for arg in args):
                raise UsageError(f"unknown: {' '.join(args)}; scrapy doctor {self.syntax()}")
            site = load_site(self.settings, args[0] if args else "heise")
            self.origin = site(at=opts.at).at or f"https://{site.sources[0].url.split('/')[2]}"
            whisper(self.settings)
        except (UsageError, ValueError) as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.doctor import Check, Verdict, here, there

        assert self.settings is not None

        def tell(check: Check) -> None:
            print(clean(str(check)), flush=True)
            if check.verdict is Verdict.TROUBLE:
                self.exitcode = Exit.PARTLY_FAILED

        for check in here(self.settings, opts.config, needed=opts.config != CONFIG):
            tell(check)
        if not opts.offline:
            assert isinstance(self.crawler_process, AsyncCrawlerProcess)
            for check in there(self.crawler_process, self.origin):
                tell(check)
