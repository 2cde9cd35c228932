"""`scrapy record`: pages of a site → recordings for its tests."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from crawler.commands import no_options
from crawler.commands.separate import load_site
from crawler.exits import Exit
from crawler.logs import clean, complain, refuse, whisper
from pipelines.links import split


class Command(ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "SITE URL… [--whole]"

    def short_desc(self) -> str:
        return "Store pages of a site for its tests, their prose replaced by filler"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--whole", action="store_true", help="store the page as it is: for private use")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            assert self.settings is not None
            no_options(args)
            if len(args) < 2:
                raise UsageError("record takes a site and addresses of its articles: scrapy record SITE URL…")
            self.site = load_site(self.settings, args[0])
            own = self.site()
            for url in args[1:]:
                if split(url) is None:
                    raise UsageError(f"{url!r} is no http or https URL")
                if not own.on_site(url):
                    raise UsageError(f"{url} is not on {args[0]}'s domains: {', '.join(own.allowed_domains)}")
                if not own.is_article(url):
                    raise UsageError(
                        f"{url} is no article: {args[0]}'s article_url {own.article_url} does not match it"
                    )
            whisper(self.settings)
        except UsageError as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports every command at each start; what only this one needs is imported when it runs.
        from crawler.recorder import record_pages

        assert self.settings is not None
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        root = Path(self.settings["RECORDINGS"])
        made, troubles = record_pages(self.crawler_process, self.site, args[1:], root, whole=opts.whole)
        for folder, lines in made:
            print(folder)
            for line in lines:
                print(f"  the skeleton reads differently: {clean(line)}")
        for trouble in troubles:
            complain(trouble)
        if made:
            print(f"Read the labels in {made[0][0]}/expected.json; then: scrapy check {args[0]}")
        self.exitcode = Exit.NOTHING_FOUND if not made else Exit.PARTLY_FAILED if troubles else Exit.FINISHED
