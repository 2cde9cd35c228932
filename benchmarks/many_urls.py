"""`python -m benchmarks.many_urls`: millions of waiting URLs in the queue: seconds, memory and disk on the way.

The queue of the frontier alone, on the disk as in a crawl: no network and no pages, so that what it costs is seen.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.crawl import resident
from crawler.state import State
from crawler.urls import Urls

LANES = ("www.a.example", "www.b.example", "www.c.example")
COMMIT = 1_000  # URLs
PACKED = '{"callback": "read_article", "meta": {"source": 0, "link": {"date": "2026-11-22T10:00:00+00:00"}}}'


def run(count: int, taken: int, place: Path) -> Table:
    """Put in `count` URLs, then take and settle `taken` of them."""
    shown = Table("", "URLs", "seconds", "URLs/s", "resident MB", "disk MB")
    state = State(place)
    urls = Urls(state)

    def tell(what: str, done: int, since: float, part: int) -> None:
        took = time.monotonic() - since
        disk = sum(file.stat().st_size for file in place.iterdir()) / 1e6
        cells = [what, f"{done:,}", f"{took:.1f}", f"{part / took:,.0f}", f"{resident(os.getpid()):.0f}", f"{disk:.0f}"]
        print(*cells, flush=True)
        shown.add_row(*cells)

    since = time.monotonic()
    for n in range(1, count + 1):
        lane = LANES[n % len(LANES)]
        url = f"https://{lane}/news/ein-artikel-ueber-etwas-{n}.html"
        urls.add(hashlib.sha1(url.encode()).digest(), url, lane, PACKED, 0, 1_700_000_000 + n % 1_000_000, None)
        if n % COMMIT == 0:
            state.commit()
        if n % (count // 5) == 0:
            tell("put in", n, since, count // 5)
            since = time.monotonic()
    for n in range(1, taken + 1):
        leased = urls.lease(LANES[n % len(LANES)])
        assert leased is not None
        leased[0].status = 200
        urls.settle(leased[0])
        if n % COMMIT == 0:
            state.commit()
    tell("taken and settled", taken, since, taken)
    state.close()
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many_urls", description=__doc__)
    parser.add_argument("--urls", type=int, default=2_000_000)
    parser.add_argument("--taken", type=int, default=50_000)
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="urls-"))
    Console(width=100).print(run(options.urls, options.taken, place))
    shutil.rmtree(place)


if __name__ == "__main__":
    main()
