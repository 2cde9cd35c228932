"""`scrapy report`: how the sites are, as one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import complain, refuse

LONGEST = 366
OUT = "out/report.html"


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[SITE…] [-o FILE] [--days N]"

    def short_desc(self) -> str:
        return "Write one HTML file that shows how the sites are: articles, labels, fields, troubles, changes"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-o", "--output", metavar="FILE", default="out/report.html", help="default: out/report.html"
        )
        parser.add_argument("--days", metavar="N", type=int, default=30, help="up to now (default: 30)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            no_options(args)
        except UsageError as error:
            refuse(str(error))
        if not 1 <= opts.days <= LONGEST:
            refuse(f"--days {opts.days}: 1 to {LONGEST}")
        if Path(opts.output).is_dir():
            refuse(f"-o {opts.output}: is a folder")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler import clock
        from crawler.browse.database import BadDatabase
        from crawler.report.gather import gather
        from crawler.report.page import page
        from crawler.runs import sites

        assert self.settings is not None
        if not (place := self.settings["DATA_DIR"]):
            refuse("DATA_DIR is empty: nothing is kept of which there could be a report")
        data, now = Path(place), int(clock.now())
        there = sites(data)
        if not there:
            complain(f"{data} holds no crawl yet: scrapy crawl SITE")
            self.exitcode = Exit.NOTHING_FOUND
            return
        if unknown := [name for name in args if name not in there]:
            refuse(f"{data} holds no crawl of {', '.join(unknown)}; there are: {', '.join(there) or 'none'}")
        try:
            found, troubles = gather(data, args or there, now, opts.days)
        except BadDatabase as error:
            complain(str(error))
            self.exitcode = Exit.STORAGE
            return
        for trouble in troubles:
            complain(trouble)
        self.write(Path(opts.output), page(found, now))
        if troubles:
            self.exitcode = self.exitcode or Exit.PARTLY_FAILED

    def write(self, out: Path, drawn: str) -> None:
        """Replace the file as a whole: whoever looks at it meanwhile sees the old one."""
        draft = out.with_name(f"{out.name}.tmp")
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(drawn, encoding="utf-8", errors="replace")
            draft.replace(out)
        except OSError as error:
            complain(f"{out} can't be written: {error.strerror}")
            self.exitcode = Exit.STORAGE
            return
        print(out)
