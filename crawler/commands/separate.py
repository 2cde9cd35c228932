"""`scrapy separate`: stored pages → records on standard output."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler.commands import no_options
from crawler.exits import Exit
from crawler.logs import complain, refuse
from crawler.piped import printed
from crawler.proofread import BadSite, proofread
from crawler.recording import BadManifest, Entry, read_manifest, read_page
from crawler.spider import SiteSpider
from pipelines.items import Fetch
from pipelines.links import split


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "PAGE.html --url URL [--site NAME] [--blocks] | --manifest pages.jsonl [--blocks]"

    def short_desc(self) -> str:
        return "Separate stored pages: one record a line on standard output"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="the address of the page")
        parser.add_argument("--site", help="the spider whose layouts, language and time zone are used")
        parser.add_argument("--blocks", action="store_true", help="keep all blocks with their labels in the record")
        parser.add_argument("--manifest", metavar="FILE", help='JSON Lines {"id", "path", "url", "site"?}; .gz too')

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            check(args, opts)
            self.sites = {name: load_site(self.settings, name) for name in [opts.site] if name}
        except UsageError as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            if opts.manifest:
                entries: Iterable[Entry | BadManifest] = read_manifest(Path(opts.manifest))
            else:
                entries = [Entry(id="", path=Path(args[0]), url=opts.url)]
            with printed():
                self.exitcode = self.write(entries, opts)
        except BadManifest as error:
            refuse(str(error))

    def write(self, entries: Iterable[Entry | BadManifest], opts: argparse.Namespace) -> Exit:
        """Write the records of all pages that can be read; name the others on standard error."""
        good = bad = 0
        encoder = msgspec.json.Encoder()
        for entry in entries:
            try:
                if isinstance(entry, BadManifest):
                    raise entry
                record = self.record(entry, opts)
            except Exception as error:  # a bad page among good ones is named and left out, whatever is wrong with it
                bad += 1
                complain(describe(entry, error))
                continue
            sys.stdout.buffer.write(encoder.encode(record) + b"\n")
            good += 1
        sys.stdout.buffer.flush()
        if bad and opts.manifest:
            complain(f"{bad} of {good + bad} pages could not be separated")
        if not good:
            if not bad:
                complain(f"{opts.manifest}: names no page")
            return Exit.NOTHING_FOUND
        return Exit.PARTLY_FAILED if bad else Exit.FINISHED

    def record(self, entry: Entry, opts: argparse.Namespace) -> dict[str, Any]:
        """The record of one stored page. Raises whatever is wrong with it."""
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from pipelines import separate

        assert self.settings is not None
        html = read_page(entry.path)
        name = opts.site or entry.site
        if name not in self.sites:
            self.sites[name] = load_site(self.settings, name, known=False)
        site = self.sites[name]
        record = separate(
            html,
            entry.url,
            site=name,
            layouts=site.layouts,
            language=site.language,
            timezone=site.timezone if name else None,
            fetch=Fetch(source="file", sha256=hashlib.sha256(html).hexdigest()),
            blocks=opts.blocks,
        )
        return {"page": entry.id, **record} if entry.id else record


def check(args: list[str], opts: argparse.Namespace) -> None:
    """Raises UsageError for options that make no sense together."""
    no_options([arg for arg in args if arg != "-"])
    if opts.manifest:
        if args or opts.url:
            raise UsageError("--manifest names the pages and their URLs; give no other page and no --url")
        return
    if len(args) != 1:
        raise UsageError("separate takes one page: scrapy separate PAGE.html --url URL, or --manifest FILE")
    if not opts.url:
        raise UsageError(f"the address of {args[0]} is missing: --url URL")
    if not Path(args[0]).exists():
        raise UsageError(f"{args[0]}: no such file")
    if split(opts.url) is None:
        raise UsageError(f"--url {opts.url!r} is no http or https URL")


def load_site(settings: BaseSettings, name: str, *, known: bool = True) -> type[SiteSpider]:
    """The declaration of a site; if it need not be `known`, a site without any for a name that no spider has.

    Raises UsageError for a name that is unknown, or a declaration that can't be used.
    """
    loader = get_spider_loader(settings)
    spider = loader.load(name) if name in loader.list() else None
    if spider is None and known:
        raise UsageError(f"there is no spider {name!r}; there are {', '.join(sorted(loader.list()))}")
    if spider is None or not issubclass(spider, SiteSpider):
        return SiteSpider
    try:
        proofread(spider)
    except BadSite as error:
        raise UsageError(str(error)) from None
    return spider


def describe(entry: Entry | BadManifest, error: Exception) -> str:
    """What went wrong with which page, in one line."""
    reason = str(error) or type(error).__name__
    if isinstance(entry, BadManifest) or str(entry.path) in reason:
        return reason
    return f"{entry.path}: {reason}"
