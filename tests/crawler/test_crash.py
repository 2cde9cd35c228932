"""Crawls that are killed, torn and starved: nothing lost, nothing twice. `make bench-crash` does it at length."""

from __future__ import annotations

import re
import resource
import signal
from collections import Counter
from pathlib import Path
from time import sleep

import pytest

from benchmarks.crash import Result, Scenario, faults, kills
from benchmarks.runs import records
from crawler.exits import Exit
from tests.crawler.small_site import FAST, Run, scrapy
from tests.demo_site import DemoSite


def perfect(result: Result) -> bool:
    return not (result.lost or result.twice or result.invalid or result.wrong_codes)


def test_a_killed_crawl_goes_on(tmp_path: Path) -> None:
    with DemoSite(200) as site:
        result = kills(Scenario("SIGKILL", site, tmp_path, seed=5), 4, 1.5)
    assert perfect(result), result
    assert result.stops >= 2


def test_pages_that_fail_at_first_come_whole(tmp_path: Path) -> None:
    with DemoSite(60) as site:
        result = faults(Scenario("faults", site, tmp_path, seed=5))
    assert perfect(result), result


def test_a_signal_ends_the_crawl_cleanly(tmp_path: Path) -> None:
    with DemoSite(150) as site:
        run = Scenario("SIGTERM", site, tmp_path, seed=5)
        assert run.stop(run.ours(), 1.0, signal.SIGTERM) in (Exit.STOPPED, Exit.FINISHED)
        run.until_finished(run.ours)
        assert perfect(run.report()), run.result


def limited(site: DemoSite, data: Path, size: int) -> Run:
    """A crawl in which no file can grow beyond `size` bytes: for the process the same as a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        return scrapy("crawl", "techstage", "-a", f"at={site.url}", settings={**FAST, "DATA_DIR": str(data)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 5_000, 90_000, 150_000])
def test_a_full_disk_stops_the_crawl_and_room_lets_it_go_on(tmp_path: Path, size: int) -> None:
    """No file at all, not even the state's first pages, some of the records, most of them."""
    with DemoSite(62) as site:
        run = limited(site, tmp_path, size)
        assert run.code == Exit.STORAGE, run.err
        said = [line for line in run.err.splitlines() if not line.startswith("│")]  # apart from the closing table
        assert sum("disk" in line or "large" in line for line in said) == 1, run.err
        assert "Traceback" not in run.err
        told = re.search(r"articles +│ (\d+)", run.err)
        kept = [record for record in records(tmp_path / "techstage") if record]
        assert int(told[1] if told else 0) == len(kept)
        assert bool(kept) == ("articles-*.jsonl" in run.err)
        assert "earlier records" not in run.err
        rest = Scenario("room", site, tmp_path, seed=5)
        rest.until_finished(rest.ours)
        assert perfect(rest.report()), rest.result


def test_two_crawls_of_one_site_do_not_meet(tmp_path: Path) -> None:
    with DemoSite(100) as site:
        run = Scenario("two", site, tmp_path, seed=5)
        first = run.ours()
        while not site.counts:  # it asks for nothing before the site is its own
            assert first.poll() is None
            sleep(0.01)
        second = scrapy("crawl", "techstage", "-a", f"at={site.url}", settings={**FAST, "DATA_DIR": str(tmp_path)})
        assert run.ended(first) == Exit.FINISHED
    assert second.code == Exit.STORAGE
    assert "another crawl of this site is running" in second.err
    assert len(second.err.splitlines()) == 1
    assert max(Counter(record["id"] for record in run.found() if record).values()) == 1
