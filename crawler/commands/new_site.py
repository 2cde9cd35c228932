"""`scrapy new_site`: a front page → spider, recordings and expectations of its site."""

from __future__ import annotations

import argparse
import keyword
import re
from importlib import import_module
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import clean, complain, refuse, whisper
from crawler.recording import BadManifest, Recording
from pipelines.links import site, split

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}").fullmatch


class Command(ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "NAME URL [--pages N] [--from FOLDER]"

    def short_desc(self) -> str:
        return "Make a spider for a site, with recordings and expectations"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--pages", type=int, default=3, metavar="N", help="articles to record (default: 3)")
        parser.add_argument("--from", dest="stored", metavar="FOLDER", help="stored pages instead of the network")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            check(args, opts)
            self.file = place(self.settings, args[0])
            self.stored: list[str] = []
            if opts.stored:
                recording = Recording(opts.stored)
                self.stored = recording.urls((site(args[1]),))
                if not self.stored:
                    raise UsageError(f"{opts.stored} stores no page of {site(args[1])}")
                for entry in filter(None, map(recording.find, self.stored)):
                    if not entry.path.is_file():
                        raise UsageError(f"{opts.stored} names {entry.path}, which is not there")
                self.settings.set("REPLAY", opts.stored, priority="cmdline")
            whisper(self.settings)
        except (UsageError, BadManifest) as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.newsite import NoSite
        from crawler.recordings import BadRecording
        from crawler.settle import make

        assert self.settings is not None
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        try:
            made = make(
                self.crawler_process, args[0], args[1], self.stored, opts.pages,
                self.file, Path(self.settings["RECORDINGS"]),
            )  # fmt: skip
        except NoSite as error:
            complain(str(error))
            self.exitcode = Exit.BLOCKED if error.refused else Exit.NOTHING_FOUND
            return
        except (OSError, BadRecording) as error:
            complain(f"the site could not be written: {error}")
            self.exitcode = Exit.STORAGE
            return
        for line in made.lines:
            print(clean(line))
        self.exitcode = Exit.PARTLY_FAILED if made.failed else Exit.FINISHED


def check(args: list[str], opts: argparse.Namespace) -> None:
    """Raises UsageError for what can't be a site."""
    no_options(args)
    if len(args) != 2:
        raise UsageError("new_site takes a name and an address: scrapy new_site NAME URL")
    if keyword.iskeyword(args[0]):
        raise UsageError(f"{args[0]!r} can't be a site's name: it is a keyword of Python")
    if not NAME(args[0]):
        raise UsageError(f"{args[0]!r} can't be a site's name: 2 to 40 of a-z, 0-9 and _, a letter first")
    if split(args[1]) is None:
        raise UsageError(f"{args[1]!r} is no http or https URL")
    if not 1 <= opts.pages <= 50:
        raise UsageError(f"--pages {opts.pages}: from 1 to 50")


def place(settings: BaseSettings, name: str) -> Path:
    """The file that the spider will be written to, in NEWSPIDER_MODULE. Raises UsageError if the name is taken."""
    if name in get_spider_loader(settings).list():
        raise UsageError(f"there is a spider {name!r} already: choose another name")
    module = import_module(settings["NEWSPIDER_MODULE"])
    file = Path(next(iter(module.__path__))) / f"{name}.py"
    recordings = Path(settings["RECORDINGS"]) / name
    for taken in (file, recordings):
        if taken.exists():
            raise UsageError(f"{taken} exists already: choose another name")
    return file
