"""`make bench-crawl`: pages a second of our crawl against Scrapy's memory queue and against plain Scrapy, and a soak.

All crawl the same demo site with the same extraction and no delay. The rate is taken from the server's log, from the
first article to the last; CPU seconds and the peak of memory are those of the crawling process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from rich.console import Console
from rich.table import Table

from benchmarks.runs import ours, plain, records
from tests.demo_site import DemoSite

MEMORY = {"SCHEDULER": "scrapy.core.scheduler.Scheduler"}
Start = Callable[[str, Path], "subprocess.Popen[bytes]"]
VARIANTS: dict[str, Start] = {
    "ours: durable queue, ledger": lambda url, place: ours(url, place / "data", log=place / "log"),
    "ours on Scrapy's memory queue, -o": lambda url, place: ours(
        url, place, "-o", f"{place}/out.jsonl", log=place / "log", **MEMORY
    ),
    "plain Scrapy, -o": lambda url, place: plain(url, place / "out.jsonl", log=place / "log"),
}


@dataclass
class Speed:
    """One crawl: articles a second, CPU seconds an article, and the peak of resident memory in MB."""

    rate: float
    cpu: float
    peak: float


def measure(start: Start, site: DemoSite, place: Path) -> Speed:
    """One crawl from an empty folder."""
    site.log.clear()
    process = start(site.url, place)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seen = [visit.time for visit in site.log if site.library.find(visit.path.partition("?")[0]) is not None]
    if process.returncode or len(seen) < len(site.library):
        sys.exit(f"a crawl ended with code {process.returncode} after {len(seen)} articles: see {place}/log")
    cpu = (used.ru_utime + used.ru_stime) / len(site.library)
    return Speed(len(seen) / (max(seen) - min(seen)), cpu, used.ru_maxrss / 1024)


def compare(articles: int, rounds: int, place: Path) -> Table:
    """Each variant in turn, `rounds` times; medians."""
    speeds: dict[str, list[Speed]] = {name: [] for name in VARIANTS}
    with DemoSite(articles) as site:
        for turn in range(rounds):
            for number, (name, start) in enumerate(VARIANTS.items()):
                folder = place / f"{turn}-{number}"
                folder.mkdir()
                speeds[name].append(measure(start, site, folder))
                print(name, speeds[name][-1], flush=True)
    shown = Table("crawl", "articles/s", "to memory queue", "CPU ms/article", "peak MB")
    base = statistics.median(speed.rate for speed in speeds["ours on Scrapy's memory queue, -o"])
    for name, found in speeds.items():
        rate = statistics.median(speed.rate for speed in found)
        cpu = statistics.median(speed.cpu for speed in found) * 1000
        peak = max(speed.peak for speed in found)
        shown.add_row(name, f"{rate:.1f}", f"{rate / base - 1:+.1%}", f"{cpu:.1f}", f"{peak:.0f}")
    return shown


def soak(articles: int, place: Path) -> Table:
    """One long crawl; its resident memory at every tenth of the way."""
    shown = Table("articles written", "seconds", "resident MB", "articles/s")
    with DemoSite(articles) as site:
        process = ours(site.url, place / "soak", log=place / "soak.log")
        began = time.monotonic()
        done = Thread(target=process.wait, daemon=True)
        done.start()
        step, last = max(1, articles // 10), (began, 0)
        while done.is_alive():
            time.sleep(1)
            seen, now = sum(site.counts.values()), time.monotonic()
            if seen // step > last[1] // step and (memory := resident(process.pid)):
                rate = (seen - last[1]) / (now - last[0])
                shown.add_row(f"{seen}", f"{now - began:.0f}", f"{memory:.0f}", f"{rate:.1f}")
                print(seen, f"{now - began:.0f} s", f"{memory:.0f} MB", f"{rate:.1f}/s", flush=True)
                last = (now, seen)
    found = sum(1 for record in records(place / "soak" / "techstage") if record)
    shown.caption = f"{found} records of {articles} articles, exit code {process.returncode}"
    return shown


def resident(pid: int) -> float | None:
    """Resident memory of a process in MB; None if it has ended, or this is not Linux."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--soak", type=int, metavar="ARTICLES", default=0, help="one long crawl instead")
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="crawl-"))
    table = soak(options.soak, place) if options.soak else compare(options.articles, options.rounds, place)
    Console(width=120).print(table)
    shutil.rmtree(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
