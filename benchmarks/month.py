"""`make bench-month`: a month of scheduled crawls of the demo site with planted troubles, in some minutes.

Articles appear, change and go day by day; each crawl is a process of its own that takes the simulated time for now.
After each the site is looked at, as `scrapy due` does. Each trouble must be told within two runs, nothing else may be,
and no article may be lost. The data stays in out/month for `scrapy report -s DATA_DIR=out/month`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.document import conditions, publish
from benchmarks.runs import ours, records
from benchmarks.troubles import MONTH, Trouble
from crawler.exits import Exit
from crawler.health.finding import Kind
from crawler.health.patrol import patrol
from crawler.health.senders import Senders
from tests.demo_site import DemoSite, Diary

START = datetime(2026, 11, 2, tzinfo=UTC)  # a Monday
EVERY = 6  # hours
OUT = Path("out") / "month"
PATIENCE = 120  # seconds for a crawl
SITE = "techstage"
WITHIN = 2  # runs


@dataclass
class Look:
    """What was known after one run: the open findings by kind, with their figures."""

    day: float
    open: dict[Kind, str]
    events: list[dict[str, Any]] = field(default_factory=list)


class Month:
    """The demo site, a folder, and crawls of it by a simulated clock."""

    def __init__(self, out: Path, days: int, troubles: Sequence[Trouble], every: float = EVERY, seed: int = 1) -> None:
        self.out, self.days, self.troubles, self.every = out, days, troubles, every
        self.diary = Diary(START, days + 1, seed)
        self.site = DemoSite(library=self.diary)
        self.site.design = "ring"
        self.looks: list[Look] = []
        self.codes: Counter[int] = Counter()
        self.senders = Senders(log=False, file=out / "alerts.jsonl")

    def run(self, say: Callable[[str], object] = print) -> None:
        """Live through all days, and one more run that fetches what is still missing."""
        self.out.mkdir(parents=True)
        self.site.__enter__()
        for number in range(int(self.days * 24 / self.every) + 1):
            day = number * self.every / 24
            self.diary.at = START + timedelta(days=day, minutes=3)
            for trouble in self.troubles:
                if trouble.switch:
                    trouble.switch(self.site, trouble.on(day))
            self._crawl(day)
            self._look(day, say)
        self.site.__exit__(None, None, None)

    def _crawl(self, day: float) -> None:
        dead = next((trouble for trouble in self.troubles if not trouble.switch and trouble.on(day)), None)
        if dead and day > dead.begins:
            return
        shift = self.diary.at.timestamp() - time.time()
        args = {"CONTACT": "month@example.org", "DOWNLOAD_TIMEOUT": "10"}
        before = self.site.counts.total()
        process = ours(self.site.url, self.out, log=self.out / "log", env={"TECHNEWS_CLOCK": str(shift)}, **args)
        if dead:
            while process.poll() is None and self.site.counts.total() < before + 12:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        self.codes[process.wait(PATIENCE)] += 1

    def _look(self, day: float, say: Callable[[str], object]) -> None:
        now = int(self.diary.at.timestamp()) + 600
        known = len(self.events())
        seen = patrol(self.out, [SITE], self.senders, now, self.out / "technews.prom")
        found = {finding.kind: finding.reason for health in seen.sites for finding in health.findings}
        self.looks.append(Look(day, found, self.events()[known:]))
        for event in self.looks[-1].events:
            say(f"day {day:5.2f}: {event['event']}: {event['kind']} {event['subject']}: {event['reason']}")

    def events(self) -> list[dict[str, Any]]:
        """All that was sent so far."""
        path = self.out / "alerts.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    # ------------------------------------------------------------------ what came of it

    def judged(self) -> Iterator[tuple[Trouble, int | None, int | None, dict[str, Any] | None]]:
        """Each trouble with the runs until its alert, the runs from its end to the all-clear, and the alert."""
        for trouble in self.troubles:
            after = [look for look in self.looks if look.day >= trouble.begins]
            over = [look for look in self.looks if look.day >= trouble.ends]
            alert = _first(after, "alert", trouble.kind)
            clear = _first(over, "all clear", trouble.kind)
            told = next((one for look in after for one in look.events if one["kind"] == trouble.kind), None)
            yield trouble, alert, clear, told

    def false_alerts(self) -> list[str]:
        """Alerts of which no trouble was the cause: none of their kind was planted, or at another time."""
        found = []
        for look in self.looks:
            for event in look.events:
                if event["event"] == "alert" and not any(self._caused(one, event, look.day) for one in self.troubles):
                    found.append(f"day {look.day:.2f}: {event['kind']} {event['subject']}: {event['reason']}")
        return found

    def _caused(self, trouble: Trouble, event: dict[str, Any], day: float) -> bool:
        late = WITHIN * self.every / 24
        kinds = {trouble.kind} if trouble.switch else {trouble.kind, Kind.OVERDUE}
        return event["kind"] in kinds and trouble.begins <= day <= trouble.ends + late

    def lost(self) -> list[str]:
        """Addresses of articles without a record, and of those that changed two days ago without a record of it."""
        last = {record["url"].removeprefix(self.site.url): record["headline"] for record in self._written()}
        due = self.diary.at - timedelta(days=2)
        there = [index for index in self.diary.present if not self.diary.gone(index)]
        changed = [index for index in there if (self.diary[index].modified or self.diary.at) < due]
        missing = {self.diary.path(index) for index in self.diary.present} - last.keys()
        stale = {self.diary.path(at) for at in changed if last.get(self.diary.path(at)) != self.diary[at].headline}
        return sorted(missing | stale)

    def twice(self) -> int:
        """How many records say the same as the one before of their article."""
        versions: dict[str, str] = {}
        count = 0
        for record in self._written():
            count += versions.get(record["id"]) == record["version"]
            versions[record["id"]] = record["version"]
        return count

    def _written(self) -> list[dict[str, Any]]:
        """The records in the order in which they were written."""
        return [record for record in records(self.out / SITE) if record and "body_text" in record]


def _first(looks: Sequence[Look], event: str, kind: Kind) -> int | None:
    """In which of these looks, counted from 1, the event was sent first."""
    for number, look in enumerate(looks, 1):
        if any(one["event"] == event and one["kind"] == kind for one in look.events):
            return number
    return None


# ---------------------------------------------------------------------- the table


def table(month: Month, seconds: float) -> tuple[str, bool]:
    """What came of it as Markdown, and whether it is as it shall be."""
    rows, good = [], True
    for trouble, alert, clear, told in month.judged():
        good &= alert is not None and alert <= WITHIN and clear is not None
        cells = [trouble.name, f"{trouble.begins:g}", f"{trouble.ends:g}", _runs(alert), _runs(clear)]
        said = f"{told['kind']}: {told['reason']} ({told['sure']:.1%} sure)" if told else "nothing"
        rows.append(f"| {' | '.join([*cells, said.replace('|', '/')])} |")
    false, lost, twice = month.false_alerts(), month.lost(), month.twice()
    good &= not (false or lost or twice)
    head = ["trouble", "from day", "to day", "alert after", "all-clear after", "what the alert says"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *rows, ""]
    codes = ", ".join(f"{count} with {_code(code)}" for code, count in month.codes.most_common())
    lines.append(
        f"{month.days} days, {month.codes.total()} crawls ({codes}), {len(month.diary.present)} articles: "
        f"{len(lost)} lost, {twice} written twice, {len(false)} false alerts; {seconds / 60:.1f} minutes."
    )
    lines += [f"\nFalse: {line}" for line in false] + [f"\nLost: {path}" for path in lost[:10]]
    return "\n".join(lines), good


def _runs(count: int | None) -> str:
    return "never" if count is None else f"{count} run{'s' * (count > 1)}"


def _code(code: int) -> str:
    return f"exit code {code} ({Exit(code).name.lower().replace('_', ' ')})" if code >= 0 else "SIGKILL"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--every", type=float, default=EVERY, help="hours from one crawl to the next")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dry", action="store_true", help="print, and leave docs/BENCHMARKS.md as it is")
    options = parser.parse_args()
    shutil.rmtree(OUT, ignore_errors=True)
    began = time.monotonic()
    planted = [trouble for trouble in MONTH if trouble.ends < options.days]
    month = Month(OUT, options.days, planted, options.every, options.seed)
    month.run()
    text, good = table(month, time.monotonic() - began)
    text = f"{conditions()}\n\n{text}"
    if options.dry:
        print(text)
    else:
        publish("month", text)
    shift = int(month.diary.at.timestamp() + 3600 - time.time())
    print(f"The data is in {OUT}: TECHNEWS_CLOCK={shift} scrapy report -s DATA_DIR={OUT}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
