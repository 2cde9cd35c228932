"""`scrapy sites`: which sites are declared, and against which real pages they were checked."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand

from crawler.logs import refuse


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[--markdown]"

    def short_desc(self) -> str:
        return "List the sites: sources, layouts, and the years of the pages that they were checked against"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--markdown", action="store_true", help="write docs/SITES.md")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.catalogue import entries, markdown, plain  # Scrapy imports every command at each start

        if args:
            refuse(f"sites takes no argument, not {args[0]!r}: scrapy sites [--markdown]")
        assert self.settings is not None
        found = entries(self.settings)
        print(markdown(found) if opts.markdown else plain(found))
