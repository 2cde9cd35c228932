"""`scrapy check`: are the sites still read as their recordings say? With --live: do they still look like that?"""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from crawler.commands.separate import load_site
from crawler.exits import Exit
from crawler.logs import complain, refuse, whisper


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[SITE…] [--accept]"

    def short_desc(self) -> str:
        return "Replay the recordings of the sites and compare with what is expected"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--accept", action="store_true", help="write what came as the new expectation")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            if stray := [arg for arg in args if arg.startswith("-")]:
                raise UsageError(f"unknown option {stray[0]}")
            names = args or sorted(get_spider_loader(self.settings).list())
            self.sites = {name: load_site(self.settings, name) for name in names}
            whisper(self.settings)
        except UsageError as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.check import examine, report
        from crawler.recordings import folders

        assert self.settings is not None
        root = Path(self.settings["RECORDINGS"])
        findings = {
            name: [examine(folder, site) for folder in folders(root, name)] for name, site in self.sites.items()
        }
        for line in report(found for of_site in findings.values() for found in of_site):
            print(line)
        changed = sum(not found.same for of_site in findings.values() for found in of_site)
        for name, of_site in findings.items():
            if opts.accept:
                for found in of_site:
                    found.accept()
            bad = sum(not found.same for found in of_site)
            print(f"{name}: {len(of_site)} recordings, " + (f"{bad} differ" if bad else "as expected"))
        if args and not all(findings.values()):
            complain(f"{root}/<site>/ holds no recording of {', '.join(n for n, of in findings.items() if not of)}")
            self.exitcode = Exit.NOTHING_FOUND
        elif changed and not opts.accept:
            print("If what came is right: scrapy check --accept")
            self.exitcode = Exit.PARTLY_FAILED
