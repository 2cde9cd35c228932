"""`scrapy stats`: what is in a dataset, on the terminal or as a page with plots."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import clean, complain, refuse, whisper
from crawler.piped import printed

if TYPE_CHECKING:
    from crawler.dataset.figures import Figures

BAR = 24  # characters of a bar that stands for all


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[DATASET|DATA_DIR|FILE] [--html FILE]"

    def short_desc(self) -> str:
        return "Show what is in a dataset: sites, months, labels, fields, rights"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--html", metavar="FILE", help="write a page with plots instead")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            no_options(args)
            assert self.settings is not None
            if len(args) > 1 or not (args or self.settings.get("DATA_DIR")):
                raise UsageError("stats takes one dataset, data folder or file")
        except UsageError as error:
            refuse(str(error))
        whisper(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.dataset.figures import figures
        from crawler.dataset.page import page
        from crawler.dataset.rows import Unreadable, left_out, rows

        assert self.settings is not None
        place = Path(args[0] if args else self.settings["DATA_DIR"])
        try:
            found = figures(rows(place))
            if opts.html:
                Path(opts.html).write_text(page(place.absolute().name, found, left_out(place)), "utf-8")
                print(f"written to {opts.html}")
            else:
                with printed():
                    show(place, found, left_out(place))
        except Unreadable as error:
            refuse(str(error))
        except OSError as error:
            refuse(f"{opts.html}: can't be written: {error.strerror}")
        if found.bad:
            complain(f"{place}: {found.bad} lines are no records")
        good = Exit.PARTLY_FAILED if found.bad else Exit.FINISHED
        self.exitcode = good if found.records else Exit.NOTHING_FOUND


def show(place: Path, found: Figures, left_out: dict[str, int]) -> None:
    """Print the figures."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from crawler.dataset.tables import summary, tables

    console = Console()
    print(clean(str(place)))
    head = Table(show_header=False)
    for name, value in summary(found):
        head.add_row(Text(name), Text(clean(value)))
    console.print(head)
    for table in tables(found, left_out):
        shown = Table(title=Text(table.title))
        shown.add_column(table.head)
        for name in (table.unit, "share"):
            shown.add_column(name, justify="right")
        shown.add_column("")
        for row in table.rows:
            bar = Text("█" * round(BAR * row.share), style="blue")
            shown.add_row(Text(clean(row.name)), f"{row.number:,}", f"{row.share:.1%}", bar)
        console.print(shown)
