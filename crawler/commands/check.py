"""`scrapy check`: are the sites still read as their recordings say? With --live: do they still look like that?"""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from crawler.commands import no_options
from crawler.commands.separate import load_site
from crawler.exits import Exit
from crawler.logs import clean, complain, refuse, whisper


class Command(ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "[SITE…] [--accept] | [SITE…] --live [--pages N] [--at ORIGIN]"

    def short_desc(self) -> str:
        return "Compare the sites with their recordings, stored pages or live ones"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--accept", action="store_true", help="write what came as the new expectation")
        parser.add_argument("--live", action="store_true", help="look at a few pages of each site as it is today")
        parser.add_argument("--pages", type=int, default=3, metavar="N", help="articles of each site (default: 3)")
        parser.add_argument("--at", metavar="ORIGIN", help="ask this mirror instead of the site")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            check(args, opts)
            names = args or sorted(get_spider_loader(self.settings).list())
            self.sites = {name: load_site(self.settings, name) for name in names}
            if opts.at:
                next(iter(self.sites.values()))(at=opts.at)  # which knows what an origin is
            whisper(self.settings)
        except (UsageError, ValueError) as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        recordings = Path(self.settings["RECORDINGS"])
        self.exitcode = self.look(recordings, opts) if opts.live else self.replay(recordings, args, opts.accept)

    def replay(self, recordings: Path, asked: list[str], accept: bool) -> Exit:
        """Compare the stored pages with what is expected."""
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.check import examine, report
        from crawler.recordings import folders

        of_sites = {name: [examine(at, site) for at in folders(recordings, name)] for name, site in self.sites.items()}
        for line in report(found for findings in of_sites.values() for found in findings):
            print(line)
        if accept:
            for found in (found for findings in of_sites.values() for found in findings):
                found.accept()
        for name, findings in of_sites.items():
            bad = sum(not found.same for found in findings)
            outcome = f"{bad} differ" if bad else "as expected" if findings else "nothing to compare"
            print(f"{name}: {len(findings)} recordings, {outcome}")
        if without := [name for name in asked if not of_sites[name]]:
            complain(f"{recordings} holds no recording of {', '.join(without)}: scrapy record SITE URL")
            return Exit.NOTHING_FOUND
        if all(found.same for findings in of_sites.values() for found in findings):
            return Exit.FINISHED
        print(f"If what came is right: {' '.join(['scrapy check', *asked, '--accept'])}")
        return Exit.PARTLY_FAILED

    def look(self, recordings: Path, opts: argparse.Namespace) -> Exit:
        """Compare the sites as they are today with the shape of their recordings."""
        from crawler.live import Verdict
        from crawler.watch import report, watch

        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        found = watch(self.crawler_process, self.sites, recordings, opts.pages, opts.at)
        for name, today in found.items():
            for line in report(name, self.sites[name], today, recordings):
                print(clean(line))
        verdicts = {today.verdict for today in found.values()}
        if verdicts <= {Verdict.FINE}:
            return Exit.FINISHED
        return Exit.BLOCKED if verdicts == {Verdict.BLOCKED} else Exit.PARTLY_FAILED


def check(args: list[str], opts: argparse.Namespace) -> None:
    """Raises UsageError for options that make no sense together."""
    no_options(args)
    if opts.live and opts.accept:
        raise UsageError("--accept is for stored pages: record what a site shows today, scrapy record SITE URL")
    if opts.at and not opts.live:
        raise UsageError("--at is for --live")
    if not 1 <= opts.pages <= 50:
        raise UsageError(f"--pages {opts.pages}: from 1 to 50")
