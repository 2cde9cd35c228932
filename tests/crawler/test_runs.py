"""The figures of crawls, kept beside what they brought."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from crawler.exits import Exit
from crawler.runs import runs, sites
from crawler.state import VERSION, State
from tests.crawler.small_site import FAST, Reply, SmallSite, article, crawl, refused, scrapy


def test_a_run_has_its_figures(site: SmallSite, tmp_path: Path) -> None:
    site.pages["/news/artikel-102.html"] = Reply("busy", 503)
    crawl(site, DATA_DIR=str(tmp_path), RETRY_ENABLED="False")
    [name] = sites(tmp_path)
    [run] = runs(tmp_path / name)
    assert (run.new, run.changed, run.gone, run.exit, run.reason) == (2, 0, 0, 5, "finished")
    assert run.errors == {"HTTP 503": 1}
    assert (f"{site.at}/news/artikel-102.html", "HTTP 503") in run.failed
    assert run.ended is not None
    assert run.started <= run.ended <= time.time() + 1
    assert run.fields["headline"] == run.fields["body_text"] == 2
    assert sum(run.layouts.values()) == 2 == len(run.words)
    assert run.labels["body"] > 10
    assert run.pages >= 4
    assert run.bytes > 500
    assert run.latency["max"] >= run.latency["median"] > 0
    assert {"links": 3, "trouble": ""} in run.sources.values()
    assert {"links": 0, "trouble": "HTTP 404"} in run.sources.values()  # those that the small site has not
    assert len(run.robots or "") == 64
    assert run.whole


def test_a_second_run_reads_what_is_as_before(site: SmallSite, tmp_path: Path) -> None:
    crawl(site, DATA_DIR=str(tmp_path))
    site.pages["/news/artikel-101.html"] = article("Anders", "<p>Ein neuer Absatz mit einigen neuen Worten.</p>" * 9)
    crawl(site, "-a", "revisit=always", DATA_DIR=str(tmp_path))
    first, second = runs(tmp_path / sites(tmp_path)[0])
    assert (first.new, second.new, second.changed, second.unchanged) == (3, 0, 1, 2)


def test_a_killed_run_keeps_its_figures_and_has_no_end(site: SmallSite, tmp_path: Path) -> None:
    def slowly() -> Reply:
        time.sleep(20)
        return Reply("late")

    site.pages["/news/artikel-103.html"] = slowly
    settings = {**FAST, "DATA_DIR": str(tmp_path)}
    options = [option for name, value in settings.items() for option in ("-s", f"{name}={value}")]
    process = subprocess.Popen([sys.executable, "-m", "scrapy", "crawl", "techstage", "-a", f"at={site.at}", *options])
    place = tmp_path / "techstage"
    until = time.monotonic() + 30
    while not (known := runs(place)) or known[0].new < 2:
        assert time.monotonic() < until, known
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (known[0].ended, known[0].exit, known[0].reason) == (None, None, "")
    site.pages["/news/artikel-103.html"] = article("Endlich")
    crawl(site, DATA_DIR=str(tmp_path))
    killed, after = runs(place)
    assert killed.ended is None
    assert (after.new, after.unchanged) == (1, 2)


def test_a_state_of_the_first_format_is_carried_over_with_a_backup(tmp_path: Path) -> None:
    place = tmp_path / "techstage"
    with State(place) as state:
        state.db.execute("INSERT INTO runs (started, ended, reason, records) VALUES (1, 2, 'finished', 3)")
        state.commit()
    with closing(sqlite3.connect(place / "state.sqlite", isolation_level=None)) as db:
        for column in ("exit", "figures"):
            db.execute(f"ALTER TABLE runs DROP COLUMN {column}")
        db.execute("DROP TABLE forgotten")
        db.execute("PRAGMA user_version=1")
    [old] = runs(place)
    assert (old.number, old.ended, old.exit) == (1, 2, None)
    with State(place) as state:
        assert state.db.execute("PRAGMA user_version").fetchone()[0] == VERSION
    assert runs(place) == [old]
    with closing(sqlite3.connect(place / "state.sqlite.1")) as db:
        assert db.execute("SELECT reason FROM runs").fetchall() == [("finished",)]
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1


def test_runs_are_listed(site: SmallSite, tmp_path: Path) -> None:
    settings = {"DATA_DIR": str(tmp_path)}
    assert scrapy("runs", settings=settings).code == Exit.NOTHING_FOUND
    crawl(site, DATA_DIR=str(tmp_path))
    crawl(site, DATA_DIR=str(tmp_path))
    assert [line.split()[0] for line in scrapy("runs", settings=settings).out.splitlines()] == ["site", "techstage"]
    listed = scrapy("runs", "techstage", settings=settings).out.splitlines()
    assert [line.split()[:2] for line in listed[1:]] == [["techstage", "1"], ["techstage", "2"]]
    [line] = scrapy("runs", "techstage", "--last", "1", "--json", settings=settings).out.splitlines()
    assert json.loads(line)["unchanged"] == 3
    wrong = refused("runs", "nosite", "-s", f"DATA_DIR={tmp_path}")
    assert wrong.code == Exit.BAD_INPUT
    assert "there are: techstage" in wrong.err


def test_the_runs_are_looked_for_where_the_schedule_keeps_them(tmp_path: Path) -> None:
    config, place = tmp_path / "technews.toml", tmp_path / "kept" / "techstage"
    config.write_text(f'sites = ["techstage"]\ndata = "{tmp_path}/kept"\n')
    with State(place) as state:
        state.db.execute("INSERT INTO runs (started, ended, reason, records) VALUES (1, 2, 'finished', 3)")
        state.commit()
    assert "finished" in scrapy("runs", "techstage", "--config", str(config), settings={}).out
    other = scrapy("runs", "--config", str(config), settings={"DATA_DIR": str(tmp_path / "elsewhere")})
    assert (other.code, str(tmp_path / "elsewhere") in other.err) == (Exit.NOTHING_FOUND, True)
    (tmp_path / "kept" / "golem").mkdir()
    (tmp_path / "kept" / "golem" / "state.sqlite").write_bytes(b"this is no database" * 100)
    both = scrapy("runs", "--config", str(config), settings={})
    assert (both.code, "finished" in both.out) == (Exit.PARTLY_FAILED, True)
    assert f"{tmp_path}/kept/golem/state.sqlite: is damaged" in both.err
    assert "unknown option --nonsense" in refused("runs", "--nonsense").err


def test_the_clock_of_a_crawl_can_be_shifted(site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TECHNEWS_CLOCK", str(10 * 86400))
    run = crawl(site, DATA_DIR=str(tmp_path))
    [figures] = runs(tmp_path / "techstage")
    assert abs(figures.started - time.time() - 10 * 86400) < 60
    fetched = datetime.fromisoformat(run.records[0]["fetch"]["fetched_at"])
    assert abs(fetched.timestamp() - figures.started) < 60


def test_a_consent_wall_is_no_article(site: SmallSite, tmp_path: Path) -> None:
    crawl(site, DATA_DIR=str(tmp_path))
    for path in [path for path in site.pages if path.startswith("/news/artikel")]:
        site.pages[path] = WALL
    run = crawl(site, "-a", "revisit=always", DATA_DIR=str(tmp_path))
    assert run.records == []
    assert runs(tmp_path / "techstage")[-1].errors == {"consent wall": 3}


WALL = """<html lang=de><head><title>Bitte stimmen Sie zu</title></head><body><main><h1>Ihre Privatsphäre</h1>
<p>Wir und unsere Partner verwenden Cookies und brauchen dafür Ihre Einwilligung.</p><button>Alles annehmen</button>
</main></body></html>"""
