"""Parts of records: written once, cut where they are torn, closed whole."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from benchmarks.runs import records
from crawler.ledger import Ledger
from crawler.state import State


class Died(BaseException):
    """Stands for the end of the process."""


def write(ledger: Ledger, *numbers: int) -> None:
    for number in numbers:
        ledger.append({"id": f"{number}", "text": "Größer als „vorher“ 😀" * 5})


def commit(ledger: Ledger) -> None:
    ledger.sync()
    ledger.state.commit()
    ledger.kept()


def numbers(folder: Path) -> list[int]:
    return [int(record["id"]) if record else -1 for record in records(folder)]


def test_what_is_not_committed_is_cut_and_the_rest_stays(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        ledger = Ledger(state, tmp_path)
        write(ledger, 1, 2)
        commit(ledger)
        write(ledger, 3)
    with State(tmp_path) as state:
        ledger = Ledger(state, tmp_path)
        assert numbers(tmp_path) == [1, 2]
        write(ledger, 3, 4)
        commit(ledger)
    assert numbers(tmp_path) == [1, 2, 3, 4]


@pytest.mark.parametrize("rubbish", [b'{"id": "half a li', b"\0" * 5000, b'{"id": "9"}\n', b"}{\n\n"])
def test_torn_writes_are_cut(tmp_path: Path, rubbish: bytes) -> None:
    with State(tmp_path) as state:
        ledger = Ledger(state, tmp_path)
        write(ledger, 1)
        commit(ledger)
    with (tmp_path / "articles-000001.jsonl").open("ab") as part:
        part.write(rubbish)
    with State(tmp_path) as state:
        write(ledger := Ledger(state, tmp_path), 2)
        commit(ledger)
    assert numbers(tmp_path) == [1, 2]


def test_undo_goes_back_to_the_last_commit(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        ledger = Ledger(state, tmp_path)
        write(ledger, 1)
        commit(ledger)
        write(ledger, 2)
        state.rollback()
        ledger.undo()
        write(ledger, 3)
        commit(ledger)
    assert numbers(tmp_path) == [1, 3]


def test_full_and_old_parts_are_closed_and_named(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        ledger = Ledger(state, tmp_path, max_bytes=300)
        for number in range(1, 7):
            write(ledger, number)
            commit(ledger)
        ledger.max_age = 0
        ledger.max_bytes = 10**9
        write(ledger, 7)
        commit(ledger)
    manifest = json.loads((tmp_path / "manifest.json").read_text())["parts"]
    assert sum(part["records"] for part in manifest) == 7
    for part in manifest:
        data = (tmp_path / part["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (part["bytes"], part["sha256"])
        assert not (tmp_path / part["name"]).with_suffix("").exists()
    assert numbers(tmp_path) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("moment", range(8))
def test_a_death_while_a_part_is_closed_loses_nothing(
    tmp_path: Path, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends before the n-th step that others can see: fsync, rename, open, commit, unlink."""
    with State(tmp_path) as state:
        ledger = Ledger(state, tmp_path)
        write(ledger, 1, 2)
        commit(ledger)
        left = moment

        def dying(step):  # type: ignore[no-untyped-def]
            def run(*args, **options):  # type: ignore[no-untyped-def]
                nonlocal left
                left -= 1
                if left < 0:
                    raise Died
                return step(*args, **options)

            return run

        with monkeypatch.context() as patch:
            for owner, name in ((os, "fsync"), (os, "open"), (Path, "replace"), (Path, "unlink"), (State, "commit")):
                patch.setattr(owner, name, dying(getattr(owner, name)))
            try:
                ledger.roll()
            except Died:
                pass
            else:
                assert moment > 5
    with State(tmp_path) as state:
        ledger = Ledger(state, tmp_path)
        write(ledger, 3)
        commit(ledger)
        ledger.roll()
    assert numbers(tmp_path) == [1, 2, 3]
    assert not list(tmp_path.glob("*.tmp"))
    parts = json.loads((tmp_path / "manifest.json").read_text())["parts"]
    assert sum(part["records"] for part in parts) == 3


def test_a_part_that_someone_edited_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with State(tmp_path) as state:
        ledger = Ledger(state, tmp_path)
        write(ledger, 1, 2, 3)
        commit(ledger)
    part = tmp_path / "articles-000001.jsonl"
    part.write_text(part.read_text().replace('"2"', '"22222"') + '{"id": "4"}\n')
    edited = part.read_bytes()
    with State(tmp_path) as state:
        write(ledger := Ledger(state, tmp_path), 5)
        commit(ledger)
    assert part.read_bytes() == edited
    assert numbers(tmp_path) == [1, 22222, 3, 4, 5]
    (line,) = caplog.messages
    assert "articles-000001.jsonl was edited" in line


def test_a_part_that_someone_shortened_or_took_away_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for turn, harm in enumerate((lambda path: os.truncate(path, 5), os.remove), start=1):
        with State(tmp_path) as state:
            write(ledger := Ledger(state, tmp_path), turn)
            commit(ledger)
        harm(tmp_path / f"articles-{turn:06}.jsonl")
    with State(tmp_path) as state:
        write(ledger := Ledger(state, tmp_path), 3)
        commit(ledger)
    assert len(caplog.messages) == 2
    assert "is gone" in caplog.messages[1]
    assert numbers(tmp_path) == [-1, 3]


def test_parts_without_their_state_are_not_overwritten(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        write(ledger := Ledger(state, tmp_path), 1)
        commit(ledger)
    (tmp_path / "state.sqlite").unlink()
    with State(tmp_path) as state:
        write(ledger := Ledger(state, tmp_path), 2)
        commit(ledger)
    assert numbers(tmp_path) == [1, 2]
