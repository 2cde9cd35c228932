"""`scrapy overlay`: one page with its labels to look at, as a standalone HTML file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from crawler.commands import no_options
from crawler.commands.separate import load_site
from crawler.exits import Exit
from crawler.expectation import EXPECTED
from crawler.guard import networks
from crawler.logs import complain, quieten, refuse
from crawler.recording import MANIFEST, BadManifest, UnreadableFile, read_page
from pipelines.items import Page
from pipelines.links import split
from pipelines.values import Label


class Command(ScrapyCommand):
    requires_project = True
    default_settings = {"LOG_LEVEL": "WARNING"}  # noqa: RUF012  # Scrapy's own way to set it

    def syntax(self) -> str:
        return "PAGE.html --url URL [options] | URL [options] | RECORDING [options]"

    def short_desc(self) -> str:
        return "Show a page with its blocks tinted by label, as one HTML file"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="the address of a stored page")
        parser.add_argument("--site", help="the spider whose layouts, language and time zone are used")
        parser.add_argument(
            "--expected",
            metavar="FILE",
            help="JSON to compare with: blocks [{label, text, xpath?}], or a record that has them",
        )
        parser.add_argument("-o", "--output", metavar="OUT", help="the file to write (default: one in out/overlay/)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            check(args, opts)
            if (Path(args[0]) / MANIFEST).is_file():
                of_recording(args, opts)
            networks(self.settings)
            self.site = load_site(self.settings, opts.site or "", known=bool(opts.site))
            self.expected = read_expected(Path(opts.expected)) if opts.expected else None
            quieten(self.settings)
        except (UsageError, ValueError) as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.errand import NoPage
        from crawler.overlay import draw, file_name
        from pipelines.parse import UnreadablePage

        try:
            page = self.page(args[0], opts)
            drawn = draw(page, self.expected)
        except (NoPage, UnreadableFile, UnreadablePage) as error:
            complain(str(error) if args[0] in str(error) else f"{args[0]}: {error}")
            self.exitcode = Exit.NOTHING_FOUND
            return
        out = Path(opts.output or Path("out") / "overlay" / file_name(page.url))
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(drawn, encoding="utf-8", errors="replace")
        except OSError as error:
            complain(f"{out} can't be written: {error.strerror}")
            self.exitcode = Exit.STORAGE
            return
        print(out)

    def page(self, place: str, opts: argparse.Namespace) -> Page:
        """The page that is stored at a path or stands at a URL. Raises what is wrong with it."""
        site = self.site
        if split(place) is not None:
            from crawler import errand  # see run()

            assert isinstance(self.crawler_process, AsyncCrawlerProcess)
            page = errand.page(self.crawler_process, place, site.allowed_domains)
            page.site, page.layouts, page.language, page.timezone = (
                opts.site or "",
                site.layouts,
                site.language,
                site.timezone,
            )
            return page
        return Page(
            url=opts.url,
            html=read_page(Path(place)),
            site=opts.site or "",
            layouts=site.layouts,
            language=site.language,
            timezone=site.timezone if opts.site else None,
        )


def check(args: list[str], opts: argparse.Namespace) -> None:
    """Raises UsageError for options that make no sense together."""
    no_options(args)
    if len(args) != 1:
        raise UsageError(
            "overlay takes one page: scrapy overlay PAGE.html --url URL, or a URL, or a recording's folder"
        )
    if (Path(args[0]) / MANIFEST).is_file():
        if opts.url:
            raise UsageError("--url is for a stored page; a recording has its own")
        return
    if split(args[0]) is not None:
        if opts.url:
            raise UsageError("--url is for a stored page; the one at a URL has its own")
    elif not opts.url:
        raise UsageError(f"the address of {args[0]} is missing: --url URL")
    elif split(opts.url) is None:
        raise UsageError(f"--url {opts.url!r} is no http or https URL")
    elif not Path(args[0]).exists():
        raise UsageError(f"{args[0]}: no such file")


def of_recording(args: list[str], opts: argparse.Namespace) -> None:
    """Read the options off a recording's folder: its page, its address, its site, what it shall give."""
    from crawler.recordings import Stored  # Scrapy imports every command at each start

    folder = Path(args[0])
    try:
        entry = Stored.at(folder).entry
    except BadManifest as error:
        raise UsageError(str(error)) from None
    args[0], opts.url, opts.site = str(entry.path), entry.url, opts.site or entry.site
    if not opts.expected and (folder / EXPECTED).is_file():
        opts.expected = str(folder / EXPECTED)


def read_expected(path: Path) -> list[dict[str, Any]]:
    """The blocks of a file of expected ones. Raises UsageError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is no JSON") from None
    blocks = found.get("blocks") if isinstance(found, dict) else found
    if not isinstance(blocks, list):
        raise UsageError(f"{path} holds no list of blocks")
    for number, block in enumerate(blocks):
        if not isinstance(block, dict) or not all(isinstance(block.get(key, ""), str) for key in ("text", "xpath")):
            raise UsageError(f"{path}: block {number} is no object with a 'text'")
        if block.get("label") not in list(Label) or "text" not in block:
            raise UsageError(f"{path}: block {number} needs a 'text' and one of the labels: {', '.join(Label)}")
    return blocks
