"""`make bench-crash`: crawls of the demo site that are killed, torn, starved of disk and lied to, and what is left.

Each scenario is run until a crawl ends by itself with everything there. The table counts articles lost, written twice,
lines that are no record, and exit codes that did not tell the truth. The same kills over plain Scrapy are the
comparison.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.runs import lines, ours, plain, records
from crawler.exits import Exit
from tests.demo_site import DemoSite

PATIENCE = 600  # seconds for one crawl
RUNS = 60  # of one scenario
Start = Callable[[], "subprocess.Popen[bytes]"]


@dataclass
class Result:
    """What a scenario left. `lost`, `twice`, `invalid` and `wrong_codes` shall be 0."""

    name: str
    runs: int = 0
    stops: int = 0
    lost: int = 0
    twice: int = 0
    invalid: int = 0
    wrong_codes: int = 0
    codes: str = ""
    seconds: float = 0.0


class Scenario:
    """One folder, one demo site, and crawls of it until all is there."""

    def __init__(self, name: str, site: DemoSite, folder: Path, seed: int) -> None:
        self.result = Result(name)
        self.site, self.folder = site, folder
        self.chance = random.Random(seed)
        self.codes: Counter[int] = Counter()
        self.began = time.monotonic()
        folder.mkdir(parents=True, exist_ok=True)

    def ours(self, *args: str, **settings: str) -> subprocess.Popen[bytes]:
        """Small parts, so that the kills also hit the closing of one."""
        log = self.folder / "log"
        return ours(self.site.url, self.folder, *args, log=log, **{"PART_BYTES": "400000", **settings})

    @property
    def parts(self) -> Path:
        return self.folder / "techstage"

    def found(self) -> list[dict[str, Any] | None]:
        return list(records(self.parts))

    def missing(self, found: Iterable[dict[str, Any] | None]) -> int:
        library = self.site.library
        there = {library.path(index) for index in range(len(library)) if not library.gone(index)}
        return len(there - {record["url"].removeprefix(self.site.url) for record in found if record})

    def stop(self, process: subprocess.Popen[bytes], after: float, how: signal.Signals = signal.SIGKILL) -> int:
        """Let a crawl run so many seconds from its first request on, then end it; gives its exit code."""
        before = self.site.counts.total()
        while process.poll() is None and self.site.counts.total() == before:
            time.sleep(0.02)
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(how)
            self.result.stops += 1
        return self.ended(process)

    def ended(self, process: subprocess.Popen[bytes]) -> int:
        """Wait for the end of a crawl and judge the exit code: 0 if and only if nothing is missing."""
        try:
            code = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        self.result.runs += 1
        self.codes[code] += 1
        return code

    def judge(self, code: int, *, disturbed: bool = False) -> int:
        """Count an exit code that claims what is not so; after a disturbance there may be trouble to tell of."""
        done = self.missing(self.found()) == 0
        if (code == Exit.FINISHED) != done and not (done and disturbed):
            self.result.wrong_codes += 1
        return code

    def until_finished(self, start: Start) -> None:
        """Start again as a scheduler would, until a crawl says that it has finished."""
        for _ in range(RUNS):
            if self.judge(self.ended(start())) == Exit.FINISHED:
                return

    def report(self, found: list[dict[str, Any] | None] | None = None) -> Result:
        found = self.found() if found is None else found
        written = Counter((record["id"], record["version"]) for record in found if record)
        self.result.invalid = sum(record is None or "body_text" not in record for record in found)
        self.result.twice = sum(number - 1 for number in written.values())
        self.result.lost = self.missing(found)
        self.result.codes = ", ".join(f"{number} x {code}" for code, number in sorted(self.codes.items()))
        self.result.seconds = time.monotonic() - self.began
        return self.result


# ---------------------------------------------------------------------- the scenarios


def kills(run: Scenario, number: int, longest: float) -> Result:
    """SIGKILL at random moments."""
    while run.result.stops < number and run.result.runs < 2 * number:
        code = run.stop(run.ours(), run.chance.uniform(0.0, longest))
        if code == Exit.FINISHED:
            run.judge(code)
            break
    run.until_finished(run.ours)
    return run.report()


def torn(run: Scenario, number: int, longest: float) -> Result:
    """After each kill, rubbish or half a line at the end of the open part, as a torn write leaves it."""
    rubbish = (b'{"schema_version": 1, "id": "half a li', b"\x00" * 4096, b"}\n{]\n", b'{"url": "ganz"}\n')
    for turn in range(number):
        run.stop(run.ours(), run.chance.uniform(0.5, longest))
        for path in sorted(run.parts.glob("articles-*.jsonl"))[-1:]:
            with path.open("ab") as part:
                part.write(rubbish[turn % len(rubbish)])
    run.until_finished(run.ours)
    return run.report()


def signals(run: Scenario, number: int, longest: float) -> Result:
    """SIGTERM: a clean end within seconds, told by the exit code."""
    for _ in range(number):
        code = run.stop(run.ours(), run.chance.uniform(0.5, longest), signal.SIGTERM)
        run.result.wrong_codes += code not in (Exit.STOPPED, Exit.FINISHED)
    run.until_finished(run.ours)
    return run.report()


def restarts(run: Scenario, number: int, longest: float) -> Result:
    """The server goes away in the middle of a crawl and comes back."""
    for _ in range(number):
        process = run.ours()
        time.sleep(run.chance.uniform(2.0, longest))
        run.site.__exit__(None, None, None)
        time.sleep(1.5)
        run.site.__enter__()
        run.result.stops += 1
        run.judge(run.ended(process), disturbed=True)
    run.until_finished(run.ours)
    return run.report()


def faults(run: Scenario) -> Result:
    """A tenth of the articles fail at first: 500, 503, connections reset, gzip cut short."""
    run.site.faults(0.1, seed=7)
    run.until_finished(run.ours)
    run.site.faults(0.0)
    return run.report()


def full_disk(run: Scenario, sizes: tuple[str, ...]) -> Result | None:
    """A disk that is full again and again, and each time gets a little larger; None where none can be mounted."""
    disk = run.folder / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={sizes[0]}", "tmpfs", disk], capture_output=True
    ).returncode:
        return None
    logs, run.folder = run.folder, disk
    try:
        for size in sizes:
            subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
            process = ours(run.site.url, disk, log=logs / "log", PART_BYTES="400000")
            code = run.judge(run.ended(process))
            run.result.stops += code == Exit.STORAGE
            run.result.wrong_codes += code != (Exit.FINISHED if size == sizes[-1] else Exit.STORAGE)
        return run.report()
    finally:
        subprocess.run(["umount", disk], check=True)


def plain_kills(run: Scenario, number: int, longest: float) -> Result:
    """The same kills over Scrapy's own JOBDIR and -o, started again with the same command."""
    out, jobs = run.folder / "out.jsonl", run.folder / "jobs"

    def start() -> subprocess.Popen[bytes]:
        return plain(run.site.url, out, log=run.folder / "log", JOBDIR=str(jobs))

    code = -1
    while run.result.stops < number and code != 0:
        code = run.stop(start(), run.chance.uniform(0.0, longest))
    if code != 0:
        code = run.ended(start())
    found = list(lines(out.read_bytes()))
    run.result.wrong_codes = int((code == 0) != (run.missing(found) == 0))
    return run.report(found)


# ---------------------------------------------------------------------- all of them


def table(results: list[Result]) -> Table:
    shown = Table("scenario", "runs", "stops", "lost", "written twice", "invalid lines", "wrong codes", "codes", "s")
    for one in results:
        figures = (one.runs, one.stops, one.lost, one.twice, one.invalid, one.wrong_codes)
        shown.add_row(one.name, *map(str, figures), one.codes, f"{one.seconds:.0f}")
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="the first letters of one scenario")
    options = parser.parse_args()
    small, longest = min(options.articles, 400), max(1.0, options.articles / 500)
    place = Path(tempfile.mkdtemp(prefix="crash-"))
    many, few = f"{options.articles} articles", f"{small} articles"
    scenarios: list[tuple[str, int, Callable[[Scenario], Result | None]]] = [
        (f"SIGKILL, {many}", options.articles, lambda run: kills(run, options.kills, longest)),
        (f"torn writes, {few}", small, lambda run: torn(run, 8, 2.0)),
        (f"SIGTERM, {few}", small, lambda run: signals(run, 4, 3.0)),
        (f"server restarts, {few}", small, lambda run: restarts(run, 3, 5.0)),
        (f"10 % faults, {few}", small, faults),
        (f"full disk, {few}", small, lambda run: full_disk(run, ("300k", "300k", "500k", "700k", "40m"))),
        (f"plain Scrapy, SIGKILL, {many}", options.articles, lambda run: plain_kills(run, options.kills, longest)),
    ]
    results = []
    for name, articles, scenario in scenarios:
        if name.startswith(options.only):
            with DemoSite(articles) as site:
                result = scenario(Scenario(name, site, place / str(len(results)), options.seed))
            print(f"{name}: {result or 'skipped: no disk can be mounted here'}", flush=True)
            results += [result] if result else []
    Console(width=150).print(table(results))
    shutil.rmtree(place)
    kept = [one for one in results if not one.name.startswith("plain")]
    return int(any(one.lost or one.twice or one.invalid or one.wrong_codes for one in kept))


if __name__ == "__main__":
    sys.exit(main())
