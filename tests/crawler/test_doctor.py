"""What the doctor finds."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from email.utils import formatdate
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler import doctor
from crawler.doctor import Verdict, contact, disk, engine, here, looked_up, packages, states, time_of, trust
from crawler.schedule.config import Config
from crawler.state import State
from tests.crawler.small_site import FAST, SmallSite, crawl, refused, scrapy


def test_a_sound_installation(site: SmallSite, tmp_path: Path) -> None:
    crawl(site, DATA_DIR=str(tmp_path), PART_BYTES="1")
    run = scrapy("doctor", "techstage", "--at", site.at, settings={**FAST, "DATA_DIR": str(tmp_path)})
    assert run.code == 0, run.out
    assert "1 of 1 sites are sound" in run.out
    assert "clock: agrees with 127.0.0.1" in run.out
    assert "trouble" not in run.out
    assert "/robots.txt" in site.log


def test_offline_asks_nobody(site: SmallSite, tmp_path: Path) -> None:
    run = scrapy("doctor", "--offline", settings={**FAST, "DATA_DIR": str(tmp_path), "CONTACT": ""})
    assert run.code == 0
    assert "warning  contact: CONTACT is empty" in run.out
    assert "network" not in run.out


def test_a_site_that_can_not_be_reached(tmp_path: Path) -> None:
    run = scrapy("doctor", "techstage", "--at", "http://127.0.0.1:1", settings={**FAST, "RETRY_ENABLED": "False"})
    assert run.code == 5
    assert "trouble  network: http://127.0.0.1:1/robots.txt: " in run.out


@pytest.mark.parametrize(
    ("args", "said"),
    [(["nosite"], "nosite"), (["a", "b"], "unknown"), (["--config", "nowhere.toml", "--offline"], "nowhere.toml")],
)
def test_bad_input(args: list[str], said: str) -> None:
    if args[0] == "--config":
        run = scrapy("doctor", *args, settings=FAST)
        assert run.code == 5
        assert said in run.out
    else:
        run = refused("doctor", *args)
        assert run.code == 2
        assert said in run.err


def troubles(data: Path) -> list[str]:
    return [check.said for check in states(data) if check.verdict is Verdict.TROUBLE]


def test_a_damaged_state_is_named(tmp_path: Path) -> None:
    (tmp_path / "golem").mkdir()
    (tmp_path / "golem" / "state.sqlite").write_bytes(b"no database" * 1000)
    with State(tmp_path / "heise"):
        pass
    [found] = troubles(tmp_path)
    assert str(tmp_path / "golem" / "state.sqlite") in found
    assert "is damaged" in found


def test_a_state_of_a_newer_program_is_named(tmp_path: Path) -> None:
    with State(tmp_path / "golem"):
        pass
    with closing(sqlite3.connect(tmp_path / "golem" / "state.sqlite")) as db:
        db.execute("PRAGMA user_version=99")
    assert ["format 99" in found for found in troubles(tmp_path)] == [True]


def test_parts_that_are_gone_or_cut_are_named(tmp_path: Path) -> None:
    with State(tmp_path / "golem"):
        pass
    names = [f"articles-00000{n}.jsonl.zst" for n in (1, 2, 3)]
    listed = [{"name": name, "bytes": 4} for name in names]
    (tmp_path / "golem" / "manifest.json").write_text(json.dumps({"parts": listed}))
    (tmp_path / "golem" / names[0]).write_bytes(b"four")
    (tmp_path / "golem" / names[1]).write_bytes(b"two")
    cut, gone = troubles(tmp_path)
    assert f"{names[1]} has 3 bytes instead of 4" in cut
    assert f"{names[2]} is gone" in gone
    (tmp_path / "golem" / "manifest.json").write_text("[]")
    assert ["the next crawl writes it again" in found for found in troubles(tmp_path)] == [True]


def test_a_disk_that_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LITTLE", 10**18)
    [few] = disk(tmp_path)
    assert few.verdict is Verdict.WARNING
    monkeypatch.setattr(doctor, "FULL", 10**18)
    [none] = disk(tmp_path)
    assert (none.verdict, "make room" in none.said) == (Verdict.TROUBLE, True)


@pytest.mark.parametrize(("state", "verdict"), [("compiled", Verdict.OK), ("interpreted: why", Verdict.WARNING)])
def test_an_engine_that_is_not_compiled(state: str, verdict: Verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.compiled, "state", lambda: state)
    found = engine()
    assert found.verdict is verdict
    assert found.said.startswith(state)


def test_a_place_that_can_not_be_written() -> None:
    [found] = disk(Path("/proc/technews"))
    assert found.verdict is Verdict.TROUBLE


@pytest.mark.parametrize(("shift", "verdict"), [(0, Verdict.OK), (-3600, Verdict.TROUBLE), (3600, Verdict.TROUBLE)])
def test_the_clock_is_compared(shift: float, verdict: Verdict) -> None:
    assert time_of(formatdate(time.time() + shift, usegmt=True), "a.de").verdict is verdict
    assert time_of("soon", "a.de").verdict is Verdict.WARNING


def test_the_rest_is_well_here() -> None:
    assert all(check.verdict is Verdict.OK for check in packages())
    assert trust().verdict is Verdict.OK
    assert looked_up("127.0.0.1").verdict is Verdict.OK
    assert looked_up("no.such.host.invalid").verdict is Verdict.TROUBLE
    assert contact(Settings({"CONTACT": "you@example.org"}), Config()).verdict is Verdict.OK


def test_a_wrong_configuration_is_named(tmp_path: Path) -> None:
    path = tmp_path / "technews.toml"
    path.write_text("sites = ['heise'\n")
    found = list(here(Settings({"SPIDER_MODULES": ["spiders"], "DATA_DIR": str(tmp_path)}), path, needed=False))
    wrong = next(check.said for check in found if check.verdict is Verdict.TROUBLE)
    assert wrong.startswith(f"{path}: Unclosed array")
