"""`make bench-export`: records a second and memory of `scrapy export`, beside a bare loop of orjson over the same file.

The records are the demo site's articles, each with another body of 4 KB and an address of its own. The bare loop reads
each line, decodes it, encodes it and writes it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from benchmarks.runs import ROOT, lines
from pipelines.record import digest
from tests.demo_site.__main__ import crawl
from tests.demo_site.server import DemoSite

BODY = 4096  # bytes
FIRST = datetime.fromisoformat("2020-01-01T06:00:00+01:00")
EXPORTS = {
    "jsonl.zst, sharded": ("--format", "jsonl.zst", "--no-dedup"),
    "jsonl.zst, duplicates found": ("--format", "jsonl.zst"),
    "Parquet": ("--format", "parquet", "--no-dedup"),
}


def articles(place: Path) -> list[dict[str, Any]]:
    """The records of the demo site, by a crawl of it."""
    with DemoSite() as site:
        if crawl(site.url, str(place)):
            sys.exit("the demo site could not be crawled")
    return [record for record in lines(place.read_bytes()) if record and "tombstone" not in record]


def make(count: int, of: list[dict[str, Any]], path: Path) -> None:
    """Write `count` records, the same for the same number."""
    paragraphs = [block for record in of for block in record["body"] if block["type"] == "paragraph"]
    with path.open("wb") as file:
        for number in range(count):
            chance = Random(number)
            body, size = [], 0
            while size < BODY:
                body.append(chance.choice(paragraphs))
                size += len(body[-1]["text"].encode())
            record = {**of[number % len(of)], "body": body}
            record["body_text"] = "\n\n".join(block["text"] for block in body)
            record["url"] = record["canonical_url"] = f"https://www.example.org/ratgeber/artikel-{number}.html"
            record["id"] = digest(record["canonical_url"])
            record["version"] = digest(f"{record['headline'] or ''}\n{record['body_text']}")
            record["word_count"] = len(record["body_text"].split())
            record["date_published"] = (FIRST + timedelta(minutes=3 * number)).isoformat()
            file.write(orjson.dumps(record) + b"\n")


def bare(path: Path, out: Path) -> None:
    """What is compared with."""
    with path.open("rb") as file, out.open("wb") as target:
        for line in file:
            target.write(orjson.dumps(orjson.loads(line)) + b"\n")


def timed(command: list[str], log: Path) -> tuple[float, float]:
    """Seconds and peak of resident memory in MB of a process."""
    since = time.perf_counter()
    with log.open("wb") as told:
        process = subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=told)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {log.read_text()}")
    return time.perf_counter() - since, used.ru_maxrss / 1024


def size(path: Path) -> int:
    """Bytes of a file or folder."""
    return path.stat().st_size if path.is_file() else sum(at.stat().st_size for at in path.rglob("*") if at.is_file())


def compare(path: Path, count: int, place: Path) -> Table:
    """The bare loop, then each export; what one wrote is removed before the next."""
    out = place / "out"
    shown = Table("", "seconds", "records/s", "to the bare loop", "peak MB", "MB written")
    loop = [sys.executable, "-m", "benchmarks.export", "--bare", str(path), str(out)]
    export = [sys.executable, "-m", "scrapy", "export", str(out), "--from", str(path)]
    base = 0.0
    for name, command in {
        "orjson.loads/dumps": loop,
        **{name: [*export, *args] for name, args in EXPORTS.items()},
    }.items():
        took, peak = timed(command, place / "log")
        base = base or took
        cells = [
            name,
            f"{took:.1f}",
            f"{count / took:,.0f}",
            f"{base / took:.2f}",
            f"{peak:.0f}",
            f"{size(out) / 1e6:,.0f}",
        ]
        print(*cells, flush=True)
        shown.add_row(*cells)
        out.unlink() if out.is_file() else shutil.rmtree(out)
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export", description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--bare", nargs=2, type=Path, metavar=("IN", "OUT"), help="only the bare loop")
    options = parser.parse_args()
    if options.bare:
        return bare(*options.bare)
    place = Path(tempfile.mkdtemp(prefix="export-"))
    try:
        path = place / "records.jsonl"
        make(options.records, articles(place / "demo.jsonl"), path)
        print(f"{options.records:,} records, {size(path) / 1e6:,.0f} MB", flush=True)
        Console(width=100).print(compare(path, options.records, place))
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
