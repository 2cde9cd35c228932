"""Time and memory of `separate`, beside lxml's parse and the peers: `python -m benchmarks.speed`.

One process, page by page in turn, so that what slows the machine slows all alike; a page's time is its best of K runs,
and the figures are medians over the pages of (that time / the time of lxml's parse of the same page).
"""

from __future__ import annotations

import argparse
import gc
import itertools
import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from lxml import etree

from benchmarks.corpus import ROOT, Sample, samples
from benchmarks.document import conditions, publish
from benchmarks.peers import PEERS, limited, text_of, trafilatura_json, trafilatura_text, version
from benchmarks.quality import OURS, table
from pipelines import separate
from pipelines.article import TO_BODY, TO_END
from pipelines.compiled import state
from pipelines.items import Article, Fetch, Page
from pipelines.record import record

PATIENCE = 30  # seconds a call
TRAFILATURA = {
    "trafilatura, text only": trafilatura_text,
    "trafilatura, with metadata": PEERS["trafilatura"],
    "trafilatura, all as JSON": trafilatura_json,
}
HOSTILE = {
    "50,000 blocks": "<p>Ein Absatz mit <a href=/x>Link</a>.</p>" * 50_000,
    "50,000 levels": "<div>x" * 50_000,
    "50,000 unclosed tables": "<table><td>x" * 50_000,
}


def parse(page: Sample) -> None:
    etree.fromstring(page.html, etree.HTMLParser(encoding="utf-8"))


def ours(page: Sample) -> None:
    separate(page.html, page.url, encoding="utf-8")


def runners(peers: list[str]) -> dict[str, Callable[[Sample], object]]:
    """What is timed, lxml's parse first."""
    out: dict[str, Callable[[Sample], object]] = {"lxml parse": parse, OURS: ours}
    for peer in peers:
        for name, run in (TRAFILATURA if peer == "trafilatura" else {peer: PEERS[peer]}).items():
            out[name] = lambda page, run=run: run(text_of(page), page.url)
    return out


def timed(run: Callable[[Sample], object], page: Sample) -> float | None:
    """Seconds; None if it failed or took too long."""
    try:
        with limited(PATIENCE):
            began = perf_counter()
            run(page)
            return perf_counter() - began
    except Exception:
        return None


def best(runs: dict[str, Callable[[Sample], object]], page: Sample, repeat: int) -> dict[str, float]:
    """Each runner's best time on the page, all in turn; without those that failed."""
    out: dict[str, float] = {}
    for _ in range(repeat):
        for name, run in runs.items():
            took = timed(run, page)
            if took is not None:
                out[name] = min(took, out.get(name, took))
    return out


def compare(name: str, pages: list[Sample], peers: list[str], repeat: int) -> str:
    """The table of one set."""
    runs = runners(peers)
    best(runs, pages[0], 1)  # warms up: imports, models
    times = [best(runs, page, repeat) for page in pages]
    rows: list[list[object]] = []
    for who in runs:
        pairs = [(page[who], page["lxml parse"]) for page in times if who in page and "lxml parse" in page]
        if not pairs:
            continue
        took = sorted(1000 * mine for mine, _ in pairs)
        ratio = statistics.median(mine / floor for mine, floor in pairs)
        p95 = took[int(len(took) * 0.95)]
        shown = f"**{who}**" if who == OURS else who
        cells = [f"{value:.2f}" for value in (statistics.median(took), p95, took[-1])]
        rows.append([shown, *cells, f"{ratio:.1f}", len(pages) - len(pairs)])
    kilobytes = statistics.median(len(page.html) for page in pages) / 1000
    head = ["", "median ms", "95th percentile", "slowest", "× lxml parse", "failed"]
    return f"### {name}: {len(pages)} pages (median {kilobytes:.0f} kB), best of {repeat}\n\n{table(head, rows)}"


def stations(pages: list[Sample], repeat: int) -> str:
    """Where the time of ours goes: medians over the pages, each page's best of `repeat`."""
    steps = [*TO_BODY, *TO_END]
    names = [type(step).__name__.removesuffix("Pipeline").lower() for step in steps] + ["record"]
    taken: list[list[float]] = []
    floor: list[float] = []
    for page in pages:
        lowest = [float("inf")] * len(names)
        for _ in range(repeat):
            article = Article(page=Page(url=page.url, html=page.html, encoding="utf-8", fetch=Fetch()))
            for i, step in enumerate([*steps, record]):
                began = perf_counter()
                step(article) if step is record else step.process_item(article)
                lowest[i] = min(lowest[i], perf_counter() - began)
        taken.append(lowest)
        floor.append(min(filter(None, (timed(parse, page) for _ in range(repeat))), default=float("nan")))
    rows = []
    for i, name in enumerate(names):
        ratio = statistics.median(page[i] / base for page, base in zip(taken, floor, strict=True))
        rows.append([name, f"{1000 * statistics.median(page[i] for page in taken):.2f}", f"{ratio:.2f}"])
    return f"### Ours, by station\n\n{table(['', 'median ms', '× lxml parse'], rows)}"


def grown(page: Sample, times: int) -> bytes:
    """The page with what stands in its body repeated."""
    head, found, rest = page.html.partition(b"<body")
    start, _, inside = rest.partition(b">")
    inside = inside.rpartition(b"</body")[0] or inside
    return head + found + start + b">" + inside * times + b"</body></html>" if found else page.html * times


def linearity(pages: list[Sample]) -> str:
    """What ten times the page costs, and pages made to be slow."""
    ratios = []
    for page in pages:
        large = replace(page, html=grown(page, 10))
        once, ten = (best({OURS: ours}, one, 2).get(OURS) for one in (page, large))
        if once and ten:
            ratios.append(ten / once)
    rows: list[list[object]] = [
        ["a page's body ten times: cost against once, median", f"{statistics.median(ratios):.1f} ×"],
        ["the same, worst page", f"{max(ratios):.1f} ×"],
    ]
    for name, body in HOSTILE.items():
        html = f"<html><body><h1>Titel</h1>{body}".encode()
        took = timed(ours, replace(pages[0], html=html))
        rows.append([name, "failed" if took is None else f"{took:.2f} s"])
    return f"### Growth\n\n{table(['', 'cost'], rows)}"


def resident() -> float:
    """Megabytes of this process in memory."""
    status = Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]
    return int(status) / 1000


def memory(pages: list[Sample], calls: int) -> str:
    """Resident memory over many calls; the first round over the pages is warm-up."""
    for page in pages:
        separate(page.html, page.url, encoding="utf-8")
    marks = {0, calls // 2, calls}
    seen: list[float] = []
    turn: Iterator[Sample] = itertools.cycle(pages)
    for call in range(calls + 1):
        if call in marks:
            gc.collect()
            seen.append(resident())
        page = next(turn)
        separate(page.html, page.url, encoding="utf-8")
    cells = [f"{megabytes:.0f} MB" for megabytes in seen]
    return f"### Memory over {calls:,} calls\n\n{table(['', 'start', 'middle', 'end'], [['resident', *cells]])}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", help="repeatable; separation and wcxb-dev if not given")
    parser.add_argument("--pages", type=int, default=60, help="of each set, spread over it (default 60)")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each page (default 3)")
    parser.add_argument("--calls", type=int, default=5000, help="for memory (default 5000)")
    parser.add_argument("--peers", nargs="*", choices=tuple(PEERS), default=tuple(PEERS))
    parser.add_argument("--dry", action="store_true", help="print, but leave docs/BENCHMARKS.md as it is")
    options = parser.parse_args()
    if not ROOT.exists():
        print(f"skipped: there is no corpus at {ROOT}")
        return
    peers = [peer for peer in options.peers if version(peer)]
    tables = []
    for name in options.set or ("separation", "wcxb-dev"):
        every = list(samples(name))
        pages = every[:: max(1, -(-len(every) // options.pages))]
        tables.append(compare(name, pages, peers, options.repeat))
        if len(tables) == 1:
            first = pages
    tables += [stations(first, options.repeat), linearity(first[::4]), memory(first, options.calls)]
    versions = "Peers: " + ", ".join(f"{peer} {version(peer)}" for peer in peers) + f"; lxml {version('lxml')}."
    text = "\n\n".join([f"{conditions()}. Engine {state()}. {versions}", *tables])
    print(text) if options.dry else publish("speed", text)


if __name__ == "__main__":
    main()
