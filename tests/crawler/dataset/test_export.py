"""A dataset is there whole or not at all, and the command says what came of it."""

from __future__ import annotations

import hashlib
import json
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.dataset.draft import Exists
from crawler.dataset.export import export
from crawler.dataset.made import Request
from crawler.dataset.read import Troubles, read
from crawler.dataset.sources import sources
from crawler.exits import Exit
from tests.crawler.dataset.datasets import files, ledger, made, run
from tests.crawler.dataset.records import a_record, edited, line
from tests.crawler.small_site import ROOT, scrapy


def test_what_exists_stays(tmp_path: Path) -> None:
    out = made(tmp_path, a_record(1))
    before = files(out)
    asked = Request(out=out, places=(ledger(tmp_path, a_record(2)),))
    with pytest.raises(Exists, match="--overwrite"):
        export(asked)
    assert files(out) == before
    export(replace(asked, overwrite=True))
    (entry,) = read(sources([out]), Troubles())
    assert entry.article.id == a_record(2)["id"]
    other = tmp_path / "home"
    (other / "letters").mkdir(parents=True)
    with pytest.raises(Exists, match="is no dataset of technews"):
        export(replace(asked, out=other, overwrite=True))
    assert (other / "letters").is_dir()


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes: for the process the same as a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(("form", "size"), [("jsonl", 0), ("jsonl", 400_000), ("parquet", 500_000), ("csv", 450_000)])
def test_a_full_disk_leaves_no_half_dataset(tmp_path: Path, form: str, size: int) -> None:
    """Not even the index, or not a whole shard."""
    text = " ".join(hashlib.sha256(b"%d" % n).hexdigest() for n in range(400))
    records = [edited(a_record(n), body_text=text, canonical_url=f"https://a.de/{n}") for n in range(40)]
    places = ledger(tmp_path, *records)
    out = tmp_path / "out"
    with limited(size):
        stopped = run(tmp_path, str(out), "--from", str(places), "--format", form)
    assert stopped.code == Exit.STORAGE, stopped.err
    assert "Traceback" not in stopped.err
    assert stopped.err.count("\n") == 1
    assert not out.exists()
    again = run(tmp_path, str(out), "--from", str(places), "--format", form)
    assert (again.code, out.is_dir(), list(tmp_path.glob("*.tmp-*"))) == (Exit.FINISHED, True, []), again.err


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_export_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    places = ledger(tmp_path, *(edited(a_record(1), canonical_url=f"https://a.de/{n}") for n in range(400)))
    out = tmp_path / "out"
    command = ["export", str(out), "--from", str(places), "--format", "parquet", "--shard", "20", "--no-dedup"]
    process = subprocess.Popen([sys.executable, "-m", "scrapy", *command], cwd=ROOT, stderr=subprocess.PIPE)
    end = time.monotonic() + 60
    while not (done := list(tmp_path.glob("out.tmp-*/dataset/data/train-00003.parquet"))):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == (-number if number == signal.SIGKILL else Exit.STOPPED)
    assert b"Traceback" not in err
    assert not out.exists()
    first = done[0].with_name("train-00001.parquet")
    before = (first.stat().st_mtime_ns, first.read_bytes())
    assert run(tmp_path, *command[1:]).code == Exit.FINISHED
    again = out / "data" / first.name
    assert (again.stat().st_mtime_ns, again.read_bytes()) == before  # kept, not written again
    assert not list(tmp_path.glob("*.tmp-*"))
    whole = tmp_path / "whole"
    assert run(tmp_path, str(whole), *command[2:]).code == Exit.FINISHED
    assert files(whole) == files(out)


def test_lines_in_trouble_are_named_and_the_rest_is_exported(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_bytes(line(a_record(1)) + b"\x1b[31mforeign\n" + line(a_record(2)) + b'{"id": "')
    result = run(tmp_path, str(tmp_path / "out"), "--from", str(file))
    assert result.code == Exit.PARTLY_FAILED
    assert "train: 2 records, 2 rows in 1 file" in result.out
    assert [err.split(": ")[1:3] for err in result.err.splitlines()] == [
        [f"{file}:2", "no JSON"],
        [f"{file}:4", "torn line"],
    ]
    assert json.loads((tmp_path / "out" / "manifest.json").read_bytes())["troubles"] == {"no JSON": 1, "torn line": 1}


def test_where_no_line_is_a_record_they_are_named_and_stats_count_none(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_bytes(line({**a_record(1), "id": "x"}) + line({**a_record(2), "schema_version": 2}))
    result = run(tmp_path, str(tmp_path / "out"), "--from", str(file))
    assert result.code == Exit.NOTHING_FOUND
    assert [told.split(": ")[1] for told in result.err.splitlines()[:2]] == [f"{file}:1", f"{file}:2"]
    assert "1 no record; 1 newer schema_version" in result.err.splitlines()[2]
    file.write_bytes(file.read_bytes() + line(a_record(3)))
    stats = scrapy("stats", str(file))
    assert stats.code == Exit.PARTLY_FAILED
    assert "2 lines are no records" in stats.err
    assert re.search(r"records\W+1\W", stats.out)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "scrapy export OUT"),
        (["OUT", "--where", "no such thing"], "--where: near"),
        (["OUT", "--since", "yesterday"], "--since yesterday"),
        (["OUT.csv", "--split", "time=50/50"], "--split makes several: name a folder"),
        (["data/mine"], "lies in DATA_DIR"),
        (["OUT", "--until", "2026-02-30"], "--until 2026-02-30"),
        (["OUT", "--shard", "0"], "--shard 0"),
        (["OUT", "--min-words", "-1"], "--min-words -1"),
        (["OUT", "--format", "markdown", "--view", "teasers"], "has no teasers"),
        (["OUT", "--from", "/no/such/file"], "/no/such/file: no such file"),
        (["OUT"], "no such file or folder"),
    ],
)
def test_bad_options_are_refused_in_one_line(tmp_path: Path, args: list[str], said: str) -> None:
    result = run(tmp_path, *(str(tmp_path / arg) if arg in ("OUT", "OUT.csv", "data/mine") else arg for arg in args))
    assert result.code == Exit.BAD_INPUT
    assert said in result.err
    assert result.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_nothing_left_is_told_with_the_reasons(tmp_path: Path) -> None:
    file = ledger(tmp_path, *map(a_record, range(3)))
    result = run(tmp_path, str(tmp_path / "out"), "--from", str(file), "--where", "word_count > 1e6")
    assert (result.code, list(tmp_path.iterdir())) == (Exit.NOTHING_FOUND, [file])
    assert "3 --where" in result.err
