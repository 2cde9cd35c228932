"""`scrapy watch` and what it calls: from a site's state on the disk to alerts, exit code and metrics."""

from __future__ import annotations

import fcntl
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus
from prometheus_client.samples import Sample

from crawler.exits import Exit
from crawler.health.attempt import Attempt, note
from crawler.health.patrol import patrol, running
from crawler.health.senders import Senders
from crawler.runs import Run
from crawler.state import FILE, LOCK, State
from tests.crawler.health.histories import HOUR, Newsroom, troubled
from tests.crawler.health.test_findings import PLANTED
from tests.crawler.small_site import refused, scrapy

QUIET = Newsroom(seed=7, every=6, rate=24, flaky=0.005).runs(26.5)
BESIDE = {"site", "number", "started", "ended", "reason", "exit"}  # the figures
NO_LAYOUT = PLANTED[9][1]


def keep(data: Path, history: list[Run], site: str = "techstage") -> None:
    """Write the runs into the state of a site."""
    State(data / site).close()
    query = "INSERT INTO runs (number, started, ended, reason, records, exit, figures) VALUES (?, ?, ?, ?, ?, ?, ?)"
    with closing(sqlite3.connect(data / site / FILE)) as db, db:
        db.execute("DELETE FROM runs")
        for run in history:
            figures = {name: value for name, value in asdict(run).items() if name not in BESIDE}
            row = (run.number, run.started, run.ended, run.reason, run.new, run.exit, json.dumps(figures))
            db.execute(query, row)


def test_the_alert_of_a_stored_history_goes_out_once_and_ends(tmp_path: Path) -> None:
    senders = Senders(log=False, file=tmp_path / "alerts.jsonl")
    now = QUIET[-1].started + 60
    keep(tmp_path, troubled(QUIET, 2, **NO_LAYOUT))
    for _ in range(2):
        seen = patrol(tmp_path, ["techstage"], senders, now)
        assert not seen.fine
        assert [finding.kind for finding in seen.sites[0].findings] == ["unknown layout"]
    keep(tmp_path, QUIET)
    assert patrol(tmp_path, ["techstage"], senders, now).fine
    events = [json.loads(line)["event"] for line in (tmp_path / "alerts.jsonl").read_text().splitlines()]
    assert events == ["alert", "all clear"]


def test_examples_are_articles_that_were_read_since(tmp_path: Path) -> None:
    history = troubled(QUIET, 2, **NO_LAYOUT)
    keep(tmp_path, history)
    with closing(sqlite3.connect(tmp_path / "techstage" / FILE)) as db, db:
        for number, at in enumerate((history[-3].started, history[-2].started + 5, history[-1].started + 5)):
            db.execute(
                "INSERT INTO urls (url, lane, request, state, article, first_seen, last_seen)"
                " VALUES (?, '', '', '', ?, ?, ?)",
                (f"https://www.techstage.de/news/x-{number}.html", f"a{number}", at, at),
            )
    (health,) = patrol(tmp_path, ["techstage"], None, history[-1].started + 60).sites
    assert [url[-8:] for url in health.findings[0].urls] == ["x-2.html", "x-1.html"]


def test_a_crawl_that_runs_is_not_judged_and_a_killed_one_is(tmp_path: Path) -> None:
    history = troubled(QUIET, 1, ended=None, exit=None, reason="")
    keep(tmp_path, history)
    now = history[-1].started + 60
    with (tmp_path / "techstage" / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert running(tmp_path / "techstage")
        assert patrol(tmp_path, ["techstage"], None, now).fine
    (health,) = patrol(tmp_path, ["techstage"], None, now).sites
    assert [finding.kind for finding in health.findings] == ["never finished"]


def test_a_damaged_state_is_named_and_the_other_sites_go_on(tmp_path: Path) -> None:
    keep(tmp_path, QUIET)
    (tmp_path / "golem").mkdir()
    (tmp_path / "golem" / FILE).write_bytes(b"no database at all, but long enough" * 100)
    seen = patrol(tmp_path, ["golem", "techstage"], Senders(log=False), QUIET[-1].started + 60, tmp_path / "x.prom")
    golem, techstage = seen.sites
    assert not techstage.findings
    assert [finding.reason.split(": ", 1)[1][:10] for finding in golem.findings] == ["is damaged"]
    text = (tmp_path / "x.prom").read_text()
    assert 'technews_healthy{site="golem"} 0' in text
    assert 'technews_healthy{site="techstage"} 1' in text
    assert not seen.fine


def test_a_state_that_is_damaged_ends_no_alert(tmp_path: Path) -> None:
    senders, now = Senders(log=False, file=tmp_path / "alerts.jsonl"), QUIET[-1].started + 60
    keep(tmp_path, troubled(QUIET, 2, **NO_LAYOUT))
    patrol(tmp_path, ["techstage"], senders, now)
    with closing(sqlite3.connect(tmp_path / "techstage" / FILE)) as db, db:
        db.execute("UPDATE runs SET figures = 'none' WHERE number = 1")
    patrol(tmp_path, ["techstage"], senders, now)
    told = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text().splitlines()]
    kinds = [(event["event"], event["kind"]) for event in told]
    assert kinds == [("alert", "unknown layout"), ("alert", "state can't be read")]
    assert "is damaged" in told[1]["reason"]


def test_a_crawl_that_left_no_run_is_found_until_another_did(tmp_path: Path) -> None:
    keep(tmp_path, QUIET)
    place, last = tmp_path / "techstage", QUIET[-1].started
    note(place, Attempt(last, "broken"))  # which left the last run
    assert patrol(tmp_path, ["techstage"], None, last + 60).fine
    (place / "crawl.log").write_text("2026 INFO: begins\nOSError: no room\n\n")
    note(place, Attempt(last + 30, "broken"))
    (health,) = patrol(tmp_path, ["techstage"], None, last + 60).sites
    assert [(one.kind, one.reason) for one in health.findings] == [("crawl never began", "broken: OSError: no room")]


def key(sample: Sample) -> tuple[str, str, tuple[str, ...]]:
    """Name, site, and the value of the other label, if there is one."""
    return sample.name, sample.labels["site"], tuple(value for name, value in sample.labels.items() if name != "site")


def test_metrics_are_read_by_prometheus_in_both_formats(tmp_path: Path) -> None:
    history = troubled(QUIET, 2, **NO_LAYOUT, errors={"HTTP 404": 2, 'odd "class"\n': 1})
    keep(tmp_path, history)
    keep(tmp_path, QUIET[-9:], "golem")
    path = tmp_path / "made" / "technews.prom"
    patrol(tmp_path, ["techstage", "golem"], Senders(log=False), history[-1].started + 60, path)
    text = path.read_text()
    assert text.endswith("# EOF\n")
    found = {key(sample): sample.value for family in openmetrics(text) for sample in family.samples}
    assert found == {key(sample): sample.value for family in prometheus(text) for sample in family.samples}
    assert found["technews_healthy", "techstage", ()] == 0
    assert found["technews_healthy", "golem", ()] == 1
    assert found["technews_alert", "techstage", ("unknown layout",)] > 0.9
    assert found["technews_run_start_timestamp_seconds", "techstage", ()] == history[-1].started
    assert found["technews_run_articles", "techstage", ("new",)] == history[-1].new
    assert found["technews_run_errors", "techstage", ('odd "class"\n',)] == 1
    assert found["technews_field_filled_ratio", "techstage", ("headline",)] == 1
    shares = [value for (name, site, _), value in found.items() if name.endswith("words_ratio") and site == "golem"]
    assert sum(shares) == pytest.approx(1)
    assert [entry.name for entry in path.parent.iterdir()] == ["technews.prom"]


def test_the_command_tells_a_person_and_the_exit_code(tmp_path: Path) -> None:
    """The history is set back so that its last run was just now."""
    shift = int(time.time()) - HOUR - QUIET[-1].started
    keep(tmp_path, troubled(QUIET, 2, **NO_LAYOUT))
    keep(tmp_path, QUIET[:9], "golem")
    for site in ("techstage", "golem"):
        with closing(sqlite3.connect(tmp_path / site / FILE)) as db, db:
            db.execute("UPDATE runs SET started = started + ?, ended = ended + ?", (shift, shift))
    settings = {"DATA_DIR": str(tmp_path), "LOG_FILE": str(tmp_path / "log")}
    for _ in range(2):
        told = scrapy("watch", "techstage", settings=settings)
        assert told.code == Exit.PARTLY_FAILED
        assert "ALERT techstage: unknown layout" in told.out
        assert "look: scrapy check techstage --live" in told.out
    assert (tmp_path / "log").read_text().count("ALERT techstage") == 1
    assert scrapy("watch", "golem", "--quiet", settings=settings).out.startswith("ALERT golem: not crawled (since ")


def test_a_site_that_is_no_longer_scheduled_is_not_missed(tmp_path: Path) -> None:
    config = tmp_path / "technews.toml"
    config.write_text(f'sites = ["techstage"]\ndata = "{tmp_path}"\n')
    keep(tmp_path, QUIET[:3])
    keep(tmp_path, QUIET[:9], "golem")
    assert scrapy("watch", "--config", str(config), settings={}).out.startswith("techstage: fine (run 3, 2026-11-02")
    assert "ALERT golem: not crawled" in scrapy("watch", "golem", "--config", str(config), settings={}).out


def test_bad_input_is_one_line(tmp_path: Path) -> None:
    for args, word in (
        (["nosuch"], "no runs of nosuch"),
        (["--nonsense"], "--nonsense"),
        (["-s", "DATA_DIR="], "DATA_DIR is empty"),
    ):
        run = refused("watch", "-s", f"DATA_DIR={tmp_path}", *args)
        assert run.code == Exit.BAD_INPUT
        assert word in run.err
        assert run.err.count("\n") == 1
    assert scrapy("watch", settings={"DATA_DIR": str(tmp_path)}).code == Exit.NOTHING_FOUND
    keep(tmp_path, QUIET)
    bad = scrapy("watch", "--metrics", "/proc/no/such.prom", settings={"DATA_DIR": str(tmp_path)})
    assert (bad.code, bad.err.splitlines()[-1][:14]) == (Exit.PARTLY_FAILED, "scrapy: /proc/")
    assert "techstage" in bad.out  # what was found is shown all the same
