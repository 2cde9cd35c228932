"""`scrapy import`: files of ours or of other programs → the ledgers of their sites."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import complain, refuse, whisper
from crawler.state import BadState

if TYPE_CHECKING:
    from crawler.dataset.intake import Came


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "FILE… [--site NAME] [--format ours|fundus|news-please|zyte]"

    def short_desc(self) -> str:
        return "Take records of ours, Fundus, news-please or Zyte into the data folder"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--site", help="whose articles they all are (default: by their domain)")
        parser.add_argument("--format", help="ours, fundus, news-please or zyte (default: by their fields)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            no_options(args)
            if not args:
                raise UsageError("import takes the files to read")
        except UsageError as error:
            refuse(str(error))
        assert self.settings is not None
        whisper(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.dataset.foreign import FORMATS
        from crawler.dataset.intake import Intake, Stopped

        assert self.settings is not None
        if opts.format not in (None, *FORMATS):
            refuse(f"--format {opts.format!r}: there are {', '.join(FORMATS)}")
        if not self.settings.get("DATA_DIR"):
            refuse("DATA_DIR is empty: there is no folder that the records could go to")
        for name in args:
            if not Path(name).is_file():
                refuse(f"{name}: no such file")
        try:
            intake = Intake(self.settings, complain, opts.site, opts.format)
        except ValueError as error:
            refuse(str(error))
        self.exitcode = Exit.FINISHED
        try:
            try:
                for name in args:
                    intake.take(Path(name))
            finally:
                intake.close()
        except (BadState, Stopped, OSError) as error:
            complain(str(error))
            self.exitcode = Exit.STORAGE
        print(told(intake.came))
        if intake.came.bad:
            complain(f"{intake.came.bad} left out, named above")
        if not self.exitcode:
            taken = intake.came.formats.total()
            bad = Exit.PARTLY_FAILED if taken else Exit.NOTHING_FOUND
            self.exitcode = bad if intake.came.bad or not taken else Exit.FINISHED


def told(came: Came) -> str:
    """What came of it, a line for each site."""
    lines = []
    for site in sorted(came.new.keys() | came.known.keys() | came.forgotten.keys()):
        note = "; no spider declares this site, it is named after its domain" if site in came.undeclared else ""
        out = f", {came.forgotten[site]} stay forgotten" if came.forgotten[site] else ""
        lines.append(f"{site}: {came.new[site]} new, {came.known[site]} were there{out}{note}")
    read = ", ".join(f"{count} {form}" for form, count in sorted(came.formats.items()))
    return "\n".join([*lines, f"read: {read or 'nothing'}"])
