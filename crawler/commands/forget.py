"""`scrapy forget`: articles taken out of everything that is kept."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import clean, complain, refuse, whisper

if TYPE_CHECKING:
    from crawler.forget import Asked, Done


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "URL… | SITE… [--before DAY] | --before DAY   [--dry-run] [--yes]"

    def short_desc(self) -> str:
        return "Delete articles from records, state, logs and browse database, for good"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--before", default="", metavar="DAY", help="published, else fetched, before this day: 2024-01-01"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say how much it would be")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            whisper(self.settings)
            if not self.settings["DATA_DIR"]:
                raise UsageError("DATA_DIR is empty: nothing is kept")
            self.data = Path(self.settings["DATA_DIR"])
            self.asked = asked(args, opts.before, self.data)
        except UsageError as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.browse.database import BadDatabase
        from crawler.forget import forget, found
        from crawler.state import BadState, told

        assert self.settings is not None
        try:
            if opts.dry_run or not opts.yes:
                for done in found(self.data, self.asked):
                    print(clean(line(done)))
            if opts.dry_run:
                return
            if not opts.yes and not agreed():
                complain("nothing was forgotten")
                self.exitcode = Exit.STOPPED
                return
            receipt = forget(self.settings, self.data, self.asked, lambda done: print(clean(line(done)), flush=True))
            print(clean(f"receipt: {receipt}"))
        except (BadState, BadDatabase) as error:
            complain(f"{error}; the same command goes on from there")
            self.exitcode = Exit.STORAGE
        except (OSError, sqlite3.Error) as error:
            complain(f"{self.data}: {told(error)}; the same command goes on from there")
            self.exitcode = Exit.STORAGE


def asked(args: list[str], before: str, data: Path) -> Asked:
    """What the words mean. Raises UsageError."""
    from crawler.arguments import is_day
    from crawler.forget import Asked
    from crawler.runs import sites
    from pipelines.links import host, normalise

    no_options(args)
    urls = [arg for arg in args if "://" in arg]
    names = [arg for arg in args if "://" not in arg]
    if not args and not before:
        raise UsageError("forget what? scrapy forget URL…, SITE…, or --before DAY")
    if urls and (names or before):
        raise UsageError("forget takes addresses, or sites and --before, not both")
    if wrong := [url for url in urls if not host(url)]:
        raise UsageError(f"{wrong[0]!r} is no http(s) address")
    if before and not is_day(before):
        raise UsageError(f"--before {before}: a day is written like 2024-01-01")
    there = sites(data)
    if unknown := [name for name in names if name not in there]:
        raise UsageError(f"{data} has nothing of {', '.join(unknown)}; it has {', '.join(there) or 'nothing at all'}")
    return Asked(frozenset([*urls, *map(normalise, urls)]), frozenset(names), before)


def line(done: Done) -> str:
    stay = f"; {len(done.undated):,} without a date stay" if done.undated else ""
    return f"{done.site}: {len(done.ids):,} articles, {done.records:,} records{stay}"


def agreed() -> bool:
    """Whether the person before the terminal says yes; nobody there is a no."""
    if not sys.stdin.isatty():
        refuse("nobody can be asked here: --yes deletes without asking, --dry-run only counts")
    return input("Delete this for good? [y/N] ").strip().lower() in ("y", "yes")
