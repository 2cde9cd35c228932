"""Crawls by the clock, as real processes against real sites."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.runs import runs
from tests.crawler.small_site import FAST, ROOT, Reply, Run, SmallSite, article, scrapy

CONFIG = """
sites = [{sites}]
contact = "tests@example.org"
data = "{data}"
at_once = {at_once}
settings = {{ {settings} }}
[alerts]
log = false
file = "{data}/alerts.jsonl"
{own}
"""
Write = Callable[..., Path]


@pytest.fixture
def write(site: SmallSite, tmp_path: Path) -> Write:
    """Writes a technews.toml whose sites are all the small site."""

    def write(*sites: str, every: str = "2h", at_once: int = 2) -> Path:
        settings = ", ".join(f'{name} = "{value}"' for name, value in FAST.items() if name != "DATA_DIR")
        own = "".join(f'[site.{name}]\nevery = "{every}"\narguments = {{ at = "{site.at}" }}\n' for name in sites)
        names = ", ".join(f'"{name}"' for name in sites)
        text = CONFIG.format(sites=names, data=tmp_path / "data", at_once=at_once, settings=settings, own=own)
        path = tmp_path / "technews.toml"
        path.write_text(text)
        return path

    return write


def due(config: Path) -> Run:
    return scrapy("due", "--config", str(config), settings={})


def test_what_is_due_is_crawled_once(site: SmallSite, write: Write, tmp_path: Path) -> None:
    config = write("techstage")
    first = due(config)
    assert "techstage: crawl begins" in first.out
    assert len(runs(tmp_path / "data" / "techstage")) == 1
    again = due(config)
    assert (again.code, again.out) == (0, "")
    assert "articles" in (tmp_path / "data" / "techstage" / "crawl.log").read_text()


def test_it_is_due_again_when_its_time_has_come(
    site: SmallSite, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write("techstage")
    due(config)
    monkeypatch.setenv("TECHNEWS_CLOCK", str(5 * 3600))  # more than once missed, made up for once
    due(config)
    assert due(config).out == ""
    first, second = runs(tmp_path / "data" / "techstage")
    assert second.started - first.started >= 5 * 3600
    assert (tmp_path / "data" / "techstage" / "crawl.log.1").exists()


def test_a_site_in_trouble_does_not_stop_the_others(site: SmallSite, write: Write, tmp_path: Path) -> None:
    config = write("golem", "techstage", at_once=1)
    place = tmp_path / "data" / "golem"
    place.mkdir(parents=True)
    (place / "state.sqlite").write_bytes(b"this is no database" * 100)
    run = due(config)
    assert run.code == 5
    said = f"{place / 'state.sqlite'}: is damaged; move it away"  # and not the folder with the records
    assert said in run.out
    assert said in scrapy("schedule", "--plan", "--config", str(config), settings={}).out
    assert runs(tmp_path / "data" / "techstage")[0].new == 3


def events(tmp_path: Path) -> list[tuple[str, str]]:
    """What was sent: the event and its kind."""
    lines = (tmp_path / "data" / "alerts.jsonl").read_text().splitlines()
    return [(event["event"], event["kind"]) for event in map(json.loads, lines)]


def test_a_crawl_that_never_began_is_told_once_and_its_end_too(site: SmallSite, write: Write, tmp_path: Path) -> None:
    config = write("techstage")
    well = config.read_text()
    config.write_text(f'output = "/proc/no/{{site}}.jsonl"\n{well}')
    for _ in range(2):
        assert due(config).code == 5
    watched = scrapy("watch", "--config", str(config), settings={})
    assert "crawl never began" in watched.out
    assert "bad input: scrapy: /proc/no/techstage.jsonl can't be written" in watched.out
    assert events(tmp_path) == [("alert", "crawl never began")]
    config.write_text(well)
    due(config)
    assert events(tmp_path)[1:] == [("all clear", "crawl never began")]


def test_a_damaged_state_is_told_until_it_is_moved_away(site: SmallSite, write: Write, tmp_path: Path) -> None:
    config = write("techstage")
    config.write_text(f'metrics = "{tmp_path}/x.prom"\n{config.read_text()}')
    state = tmp_path / "data" / "techstage" / "state.sqlite"
    state.parent.mkdir(parents=True)
    state.write_bytes(b"this is no database" * 100)
    assert due(config).code == 5
    assert events(tmp_path) == [("alert", "state can't be read")]
    assert 'technews_healthy{site="techstage"} 0' in (tmp_path / "x.prom").read_text()
    state.unlink()
    due(config)
    assert events(tmp_path)[1:] == [("all clear", "state can't be read")]
    assert 'technews_healthy{site="techstage"} 1' in (tmp_path / "x.prom").read_text()


def test_a_trouble_that_no_alert_can_tell_is_an_exit_code(write: Write, tmp_path: Path) -> None:
    config = write("techstage")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "techstage").write_text("a file where a folder should be")
    assert due(config).code == 7


def test_at_most_so_many_at_once(site: SmallSite, write: Write, tmp_path: Path) -> None:
    due(write("techstage", "golem", "heise", at_once=1))
    [a], [b], [c] = (runs(tmp_path / "data" / name) for name in ("techstage", "golem", "heise"))
    spans = sorted((run.started, run.ended or 0) for run in (a, b, c))
    assert spans[0][1] <= spans[1][0]
    assert spans[1][1] <= spans[2][0]


def test_a_site_that_is_not_well_is_told(site: SmallSite, write: Write, tmp_path: Path) -> None:
    config = write("techstage")
    due(config)
    with closing(sqlite3.connect(tmp_path / "data" / "techstage" / "state.sqlite")) as db, db:
        db.execute("UPDATE runs SET ended = NULL, exit = NULL")
    run = scrapy("watch", "--config", str(config), settings={})
    assert run.code == 5
    assert "never finished" in run.out
    alerts = (tmp_path / "data" / "alerts.jsonl").read_text()
    assert json.loads(alerts)["kind"] == "never finished"


def test_a_second_scheduler_leaves_it_to_the_first(write: Write, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with (tmp_path / "data" / "schedule.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = due(write("techstage"))
    assert run.code == 0
    assert "another scheduler is at work" in run.err
    assert not (tmp_path / "data" / "techstage").exists()


def test_the_plan_of_a_day(write: Write) -> None:
    run = scrapy("schedule", "--plan", "--config", str(write("techstage", every="6h")), settings={})
    lines = run.out.splitlines()
    assert len(lines) in (4, 5)  # as the seconds fall
    assert all("techstage" in line for line in lines)
    assert "(due)" in lines[0]


# ---------------------------------------------------------------------- the long-running process


def scheduler(config: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scrapy", "schedule", "--config", str(config)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def until(seen: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.fixture
def slow(site: SmallSite) -> Iterator[SmallSite]:
    """The small site, whose last article comes late, so that a crawl is under way for a while."""
    waiting = [20.0]

    def late() -> Reply:
        end = time.monotonic() + waiting[0]
        while time.monotonic() < end:
            time.sleep(0.05)
        return Reply(article("Spät"))

    site.pages["/news/artikel-103.html"] = late
    yield site
    waiting[0] = 0


def busy(site: SmallSite) -> bool:
    return "/news/artikel-103.html" in site.log


def test_it_ends_cleanly_when_asked_and_goes_on_after(slow: SmallSite, write: Write, tmp_path: Path) -> None:
    config = write("techstage")
    process = scheduler(config)
    until(lambda: busy(slow))
    process.terminate()
    assert process.wait(30) == 0
    [run] = runs(tmp_path / "data" / "techstage")
    assert (run.reason, run.exit, run.new) == ("shutdown", 6, 2)
    assert not running_crawls(tmp_path)


def test_after_a_kill_the_crawl_goes_on_and_none_is_started_beside_it(
    slow: SmallSite, write: Write, tmp_path: Path
) -> None:
    config = write("techstage")
    process = scheduler(config)
    until(lambda: busy(slow))
    process.kill()
    process.wait()
    assert len(running_crawls(tmp_path)) == 1  # a crawl is a process of its own
    again = due(config)
    assert (again.code, again.out) == (0, "")
    for crawl in running_crawls(tmp_path):
        os.kill(crawl, signal.SIGKILL)
    slow.pages["/news/artikel-103.html"] = article("Spät")
    until(lambda: not running_crawls(tmp_path))
    later = {"TECHNEWS_CLOCK": "700"}
    command = [sys.executable, "-m", "scrapy", "due", "--config", str(config)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **later}, check=False, timeout=60)
    killed, after = runs(tmp_path / "data" / "techstage")
    assert (killed.ended, after.new + killed.new) == (None, 3)


def running_crawls(tmp_path: Path) -> list[int]:
    """The processes that crawl into this folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"crawl" in words and f"DATA_DIR={tmp_path / 'data'}".encode() in words:
            found.append(int(place.name))
    return found
