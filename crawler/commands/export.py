"""`scrapy export`: what was crawled → a dataset."""

from __future__ import annotations

import argparse
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import clean, complain, refuse, whisper

if TYPE_CHECKING:
    from crawler.dataset.export import Result
    from crawler.dataset.made import Request
    from crawler.dataset.read import Troubles

SHOWN = 20  # lines in trouble; all are in the manifest
# Options that may be given more than once, and those of one value, by their fields in Wanted.
LISTS = {
    "site": "sites",
    "language": "languages",
    "section": "sections",
    "type": "types",
    "author": "authors",
    "keyword": "keywords",
}
PLAIN = ("all_versions", "gone", "since", "until", "min_words", "max_words", "where", "purpose", "keep", "split")


class Command(ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "OUT [options]"

    def short_desc(self) -> str:
        return "Make a dataset of what was crawled"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        from crawler.dataset.duplicates import KEEP
        from crawler.dataset.formats import FORMATS
        from crawler.dataset.purpose import PURPOSES
        from crawler.dataset.views import VIEWS

        super().add_options(parser)
        add = parser.add_argument
        add(
            "--from",
            dest="places",
            action="append",
            metavar="PLACE",
            help="our JSON Lines, files or folders of them, or a data folder (default: DATA_DIR)",
        )
        add("--format", choices=FORMATS, help="default: by OUT's ending, else jsonl.zst")
        add("--view", choices=VIEWS, default="articles", help="what a row is (default: articles)")
        add("--shard", type=int, metavar="N", help="records of one file (default: 20000)")
        add("--overwrite", action="store_true", help="replace OUT if it is a dataset")
        add("--split", default="", metavar="WAY=SHARES", help="time, site or cluster: time=80/10/10")
        add("--keep", choices=KEEP, default=KEEP[0], help="of articles that tell the same (default: earliest)")
        add("--no-dedup", dest="keep", action="store_const", const="all", help="the same as --keep all")
        add("--purpose", choices=PURPOSES, default="", help="only what the sites allowed for it when it was fetched")
        add = parser.add_argument_group(
            "Choice", "A name may be given more than once: one of them is enough."
        ).add_argument
        add("--all-versions", action="store_true", help="not only the newest version of an article")
        add("--gone", action="store_true", help="with the articles that their site has taken down")
        for name in LISTS:
            add(f"--{name}", action="append", default=[], metavar=name.upper())
        add("--since", default="", metavar="DAY", help="published on this day or later: 2026-11-01")
        add("--until", default="", metavar="DAY", help="published on this day or before")
        add("--min-words", type=int, metavar="N")
        add("--max-words", type=int, metavar="N")
        add(
            "--where",
            default="",
            metavar="SQL",
            help="an expression over the flat fields: 'word_count > 300 AND offers = 0'",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.dataset.where import BadWhere

        try:
            super().process_options(args, opts)
            assert self.settings is not None
            whisper(self.settings)
            self.request = request(args, opts, self.settings["DATA_DIR"])
        except (UsageError, BadWhere) as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.dataset.draft import Busy, Exists
        from crawler.dataset.export import Empty, export
        from crawler.dataset.progress import Stopped, shown, stoppable
        from crawler.dataset.sources import NoSource
        from crawler.dataset.where import BadWhere
        from crawler.state import told

        out = self.request.out
        try:
            with shown() as bar, stoppable(bar) as hear:
                result = export(self.request, hear)
        except Stopped:
            complain(f"stopped: {out} is not written; the same command goes on with what is done of it")
            self.exitcode = Exit.STOPPED
        except (NoSource, Exists, BadWhere) as error:
            refuse(str(error))
        except Empty as error:
            mention(error.troubles)
            complain(str(error))
            self.exitcode = Exit.NOTHING_FOUND
        except (Busy, OSError, sqlite3.Error) as error:
            why = str(error) if isinstance(error, Busy) else told(error)
            complain(f"{out} is not written: {why}; the same command goes on with what is done of it")
            self.exitcode = Exit.STORAGE
        else:
            self.exitcode = tell(out, result)


def request(args: list[str], opts: argparse.Namespace, data: str) -> Request:
    """What the options ask for. Raises UsageError, BadWhere."""
    from crawler.arguments import is_day
    from crawler.dataset.made import SHARD, Request
    from crawler.dataset.splits import BadSplit, split
    from crawler.dataset.steps import Wanted
    from crawler.dataset.where import check

    no_options(args)
    if len(args) != 1:
        raise UsageError("export takes the name of what it shall make: scrapy export OUT [options]")
    if data and Path(args[0]).resolve().is_relative_to(Path(data).resolve()):
        raise UsageError(f"{args[0]} lies in DATA_DIR ({data}), from where exports take records: name another place")
    for name in ("since", "until"):
        if (day := getattr(opts, name)) and not is_day(day):
            raise UsageError(f"--{name} {day}: a day is written like 2026-11-01")
    for name in ("shard", "min_words", "max_words"):
        if (number := getattr(opts, name)) is not None and number < (name == "shard"):
            raise UsageError(f"--{name.replace('_', '-')} {number}: too small")
    if not (places := opts.places or ([data] if data else [])):
        raise UsageError("there is no DATA_DIR: say where the records are, --from PLACE")
    if opts.where:
        check(opts.where)
    if opts.split:
        try:
            split(opts.split)
        except BadSplit as error:
            raise UsageError(f"--split {error}") from None
    chosen: dict[str, Any] = {field: tuple(getattr(opts, name)) for name, field in LISTS.items()}
    chosen |= {name: getattr(opts, name) for name in PLAIN}
    asked = Request(
        out=Path(args[0]),
        places=tuple(map(Path, places)),
        format=form_of(args[0], opts),
        view=opts.view,
        shard=opts.shard or SHARD,
        overwrite=opts.overwrite,
        wanted=Wanted(**chosen),
    )
    if opts.split and asked.single:
        raise UsageError(f"{args[0]} is one file, and --split makes several: name a folder")
    return asked


def form_of(out: str, opts: argparse.Namespace) -> str:
    """The format that is asked for, or that OUT's ending names. Raises UsageError."""
    from crawler.dataset.formats import FORMATS, of_ending

    form: str = opts.format or of_ending(out) or "jsonl.zst"
    if opts.view != "articles" and not FORMATS[form].views:
        raise UsageError(f"--format {form} is for articles: it has no {opts.view}")
    if form in ("parquet", "hf") and not find_spec("duckdb"):
        raise UsageError(f"--format {form} needs DuckDB: pip install 'technews[dataset]'")
    return form


def tell(out: Path, result: Result) -> Exit:
    """Print what came of it; lines that could not be used, on standard error."""
    for name, split in result.splits.items():
        files = f"{split.files:,} file{'s' * (split.files != 1)}, {split.bytes:,} bytes"
        print(clean(f"{out}: {name}: {split.records:,} records, {split.rows:,} rows in {files}"))
    for reason, count in result.left_out.items():
        print(clean(f"left out: {count:,} {reason}"))
    mention(result.troubles)
    return Exit.PARTLY_FAILED if result.troubles.counts else Exit.FINISHED


def mention(troubles: Troubles) -> None:
    """Name the lines that could not be used."""
    for trouble in troubles.named[:SHOWN]:
        complain(str(trouble))
    if (count := troubles.counts.total()) > SHOWN:
        complain(f"… and {count - SHOWN:,} more; {', '.join(f'{n:,} {kind}' for kind, n in troubles.counts.items())}")
