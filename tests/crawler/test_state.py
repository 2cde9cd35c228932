"""A state that can't be used is told in one line, and nothing is touched."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.exits import Exit
from crawler.state import BadState, State
from tests.crawler.small_site import FAST, SmallSite, refused, scrapy


def problem(folder: Path) -> str:
    with pytest.raises(BadState) as raised:
        State(folder)
    message = str(raised.value)
    assert "\n" not in message
    assert str(folder) in message
    return message


def test_a_second_crawl_says_so(tmp_path: Path) -> None:
    with State(tmp_path):
        assert f"another crawl of this site is running (process {os.getpid()})" in problem(tmp_path)
    State(tmp_path).close()


def test_a_database_in_use_elsewhere_is_named(tmp_path: Path) -> None:
    State(tmp_path).close()
    with sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "locked by another program" in problem(tmp_path)
        other.execute("ROLLBACK")


def test_a_newer_state_is_left_alone(tmp_path: Path) -> None:
    State(tmp_path).close()
    with sqlite3.connect(tmp_path / "state.sqlite") as other:
        other.execute("PRAGMA user_version=99")
    other.close()
    assert "newer technews (format 99" in problem(tmp_path)


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite") as other:
        other.execute("CREATE TABLE treasures (id)")
    other.close()
    assert "another program" in problem(tmp_path)


@pytest.mark.parametrize("harm", ["overwritten", "torn"])
def test_a_damaged_state_is_told(tmp_path: Path, harm: str) -> None:
    State(tmp_path).close()
    path = tmp_path / "state.sqlite"
    whole = path.read_bytes()
    path.write_bytes(b"rubbish" * 1000 if harm == "overwritten" else whole[:4096] + b"\xff" * (len(whole) - 4096))
    damaged = path.read_bytes()
    if harm == "overwritten":
        assert "is damaged" in problem(tmp_path)
        assert path.read_bytes() == damaged
        return
    site = tmp_path / "data" / "techstage"
    site.mkdir(parents=True)
    path.rename(site / "state.sqlite")
    with SmallSite() as small:
        run = scrapy("crawl", "techstage", "-a", f"at={small.at}", settings={**FAST, "DATA_DIR": str(site.parent)})
    assert run.code == Exit.STORAGE, run.err
    assert sum("is damaged" in line for line in run.err.splitlines()) == 1
    assert "Traceback" not in run.err


@pytest.fixture
def readonly(tmp_path: Path) -> Iterator[Path]:
    """A folder with a state that nobody may write to."""
    State(tmp_path / "site").close()
    if os.geteuid() != 0:
        (tmp_path / "site").chmod(0o555)
        for path in (tmp_path / "site").iterdir():
            path.chmod(0o444)
        yield tmp_path / "site"
        (tmp_path / "site").chmod(0o755)
        return
    bound = ["mount", "--bind", tmp_path / "site", tmp_path / "site"]
    if subprocess.run(bound, capture_output=True).returncode:
        pytest.skip("root may write everywhere, and can't mount anything read-only here")
    subprocess.run(["mount", "-o", "remount,ro,bind", tmp_path / "site"], check=True)
    yield tmp_path / "site"
    subprocess.run(["umount", tmp_path / "site"], check=True)


def test_a_read_only_disk_is_told(readonly: Path) -> None:
    assert "can't be written" in problem(readonly)


def test_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "can't be written" in problem(tmp_path / "file" / "site")


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    with State(tmp_path / "techstage"):
        run = refused("crawl", "techstage", "-a", "at=http://127.0.0.1:9", "-s", f"DATA_DIR={tmp_path}")
    assert run.code == Exit.STORAGE
    assert len(run.err.splitlines()) == 1
    assert "another crawl" in run.err
