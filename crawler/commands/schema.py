"""`scrapy schema`: the JSON Schema of the record on standard output."""

from __future__ import annotations

import argparse
import json
import sys

from scrapy.commands import ScrapyCommand

from crawler.piped import printed


class Command(ScrapyCommand):
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "Print the JSON Schema of the record"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from pipelines.record import schema  # Scrapy imports every command at each start

        with printed():
            json.dump(schema(), sys.stdout, ensure_ascii=False, indent=2)
            sys.stdout.write("\n")
