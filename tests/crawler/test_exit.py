"""How a crawl ends, and that its exit code says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.exits import Exit
from crawler.runs import runs
from crawler.tally import Skipped, Tally
from tests.crawler.conftest import feed
from tests.crawler.small_site import FAST, ROOT, Reply, SmallSite, article, crawl, scrapy
from tests.demo_site import DemoSite

PLAIN = {"Content-Type": "text/plain"}
MANY = [f"/news/artikel-{n}.html" for n in range(200, 225)]


def started(at: str, *args: str, **settings: str) -> subprocess.Popen[str]:
    options = [word for name, value in {**FAST, **settings}.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "techstage", "-a", f"at={at}", *options, *args]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ, stderr=subprocess.PIPE, text=True)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 40
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    assert holds()


@pytest.fixture
def dripping(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A crawl that is reading a page which never ends."""
    with DemoSite() as demo:
        listed = tmp_path / "urls.txt"
        listed.write_text(f"{demo.url}/trouble/drip\n")
        process = started(demo.url, "-a", f"urls={listed}", DOWNLOAD_TIMEOUT="60", DATA_DIR=str(tmp_path / "data"))
        until(lambda: bool(demo.counts["/trouble/drip"]))
        yield process


@pytest.fixture
def many(site: SmallSite) -> SmallSite:
    """A site with enough articles to be stopped in their midst."""
    site.pages |= {path: article(f"Artikel {path[-8:-5]}") for path in MANY}
    site.pages["/rss.xml"] = feed(*MANY)
    return site


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_the_crawl_within_seconds_and_the_next_goes_on(
    many: SmallSite, tmp_path: Path, number: signal.Signals
) -> None:
    many.pages["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 0.3\n", headers=PLAIN)
    data = str(tmp_path)
    process = started(many.at, DATA_DIR=data, CONCURRENT_REQUESTS_PER_DOMAIN="8")
    until(lambda: len(many.log) >= 10)
    sent = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert time.monotonic() - sent < 20
    assert process.returncode == Exit.STOPPED, err
    assert "crawl of techstage" in err
    assert "Traceback" not in err
    assert "was stopped" not in err
    assert 0 < sum(path in MANY for path in many.log) < len(MANY)
    many.pages["/robots.txt"] = Reply("", 404)
    run = scrapy("crawl", "techstage", "-a", f"at={many.at}", settings={**FAST, "DATA_DIR": data})
    assert all(many.log.count(path) == 1 for path in MANY), run.err


def test_a_page_that_never_ends_does_not_hold_up_the_end(dripping: subprocess.Popen[str]) -> None:
    sent = time.monotonic()
    dripping.send_signal(signal.SIGINT)
    _, err = dripping.communicate(timeout=30)
    assert time.monotonic() - sent < 20
    assert dripping.returncode == Exit.STOPPED, err
    assert "Traceback" not in err


def test_two_signals_end_it_at_once(dripping: subprocess.Popen[str], tmp_path: Path) -> None:
    sent = time.monotonic()
    dripping.send_signal(signal.SIGINT)
    time.sleep(0.3)
    dripping.send_signal(signal.SIGINT)
    _, err = dripping.communicate(timeout=30)
    assert time.monotonic() - sent < 10
    assert dripping.returncode == Exit.STOPPED, err
    assert "crawl of techstage" in err
    assert "Traceback" not in err
    [run] = runs(tmp_path / "data" / "techstage")
    assert (run.reason, run.exit, run.ended is None) == ("shutdown", Exit.STOPPED, False)


@pytest.mark.parametrize("budget", [{"CLOSESPIDER_PAGECOUNT": "9"}, {"CRAWL_BYTES": "12000"}])
def test_a_budget_ends_the_crawl_with_its_own_code(many: SmallSite, tmp_path: Path, budget: dict[str, str]) -> None:
    run = crawl(many, **budget, DATA_DIR=str(tmp_path), DOWNLOAD_DELAY="0.1")
    assert run.code == Exit.BUDGET, run.err
    assert len(many.log) < len(MANY)


def test_no_article_that_was_fetched_before_a_budget_ends_is_thrown_away(many: SmallSite) -> None:
    files = "/.well-known/tdmrep.json,/ai.txt"
    run = crawl(many, CLOSESPIDER_PAGECOUNT="13", DOWNLOAD_DELAY="0.2", RIGHTS_FILES=files)
    assert run.code == Exit.BUDGET, run.err
    assert len(run.records) == len([path for path in many.log if path in MANY]) > 0
    assert [many.log.count(path) for path in files.split(",")] == [1, 1]
    assert len(many.log) <= 13 + 3  # what was on its way may still come


def test_a_time_budget(many: SmallSite) -> None:
    run = crawl(many, CLOSESPIDER_TIMEOUT="1", DOWNLOAD_DELAY="0.5")
    assert run.code == Exit.BUDGET, run.err
    assert len(many.log) < 12


def test_codes_of_all_ends() -> None:
    tally = Tally()
    ends = {"shutdown": Exit.STOPPED, "storage": Exit.STORAGE, "closespider_timeout": Exit.BUDGET}
    assert {reason: tally.exit(reason=reason, errors=0) for reason in ends} == ends
    tally.skip(Skipped(url="https://a.de/", reason="Forbidden by robots.txt", refused=True))
    assert tally.exit(reason="finished", errors=0) == Exit.BLOCKED
