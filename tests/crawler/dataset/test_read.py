"""What of a file of records is read, and what is named instead."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from crawler.dataset.export import export
from crawler.dataset.formats import of_ending
from crawler.dataset.made import Request
from crawler.dataset.read import Troubles, read, zstd
from crawler.dataset.sources import NoSource, Source, sources
from crawler.ledger import Ledger
from crawler.state import State
from tests.crawler.dataset.records import a_record, edited, gone, line


def both(*files: Path) -> tuple[list[str], list[str]]:
    """The ids that are read from files, and what is said of the other lines."""
    troubles = Troubles()
    ids = [entry.article.id for entry in read(map(Source, files), troubles)]
    return ids, [str(trouble) for trouble in troubles.named]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b'{"schema_version":1,"id":"0', "torn line"),
        (b"<html>\n", "no JSON"),
        (b"[]\n", "no record"),
        (b'{"name": "not ours"}\n', "no record: Object missing required field `schema_version`"),
        (line(a_record(1)).replace(b"Artikel", b"Art\xff"), "invalid UTF-8: byte "),
        (line({**a_record(1), "schema_version": 2}), "newer schema_version: 2"),
        (line({"schema_version": 7, "texts": []}), "newer schema_version: 7"),
        (line({**a_record(1), "schema_version": 0}), "older schema_version: 0"),
        (line({**a_record(1), "id": "../../etc/passwd"}), "no record: id and version are 16 hex digits"),
        (line({key: value for key, value in a_record(1).items() if key != "body"}), "no record: Object missing"),
        (line({**a_record(1), "word_count": "many"}), "no record: Expected `int`"),
        (line({**a_record(1), "word_count": 2**70}), f"no record: {2**70} is too large"),
        (line({**a_record(1), "body": [{"type": "heading", "text": "A", "level": -(2**64)}]}), "no record: -18446744"),
        (line({**a_record(1), "fetch": {"status": 2**63}}), "no record: 9223372036854775808 is too large"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"\n", "no record"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, bad: bytes, why: str) -> None:
    file = tmp_path / "some.jsonl"
    good = [line(a_record(n)) for n in (2, 3)]
    torn = not bad.endswith(b"\n")
    file.write_bytes(good[0] + (good[1] + bad if torn else bad + b"\n" + good[1]))
    ids, said = both(file)
    assert ids == [a_record(2)["id"], a_record(3)["id"]]
    assert len(said) == 1
    assert said[0].startswith(f"{file}:{3 if torn else 2}: {why}")


def test_large_numbers_in_texts_and_rights_and_odd_times_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    odd = {"body_text": str(2**70), "word_count": 2**63 - 1, "rights": {"signals": [{"value": 2**70}]}}
    dates = {"date_published": "0001-01-01T00:00:00+01:00", "date_modified": "9999-12-31T23:00:00-12:00"}
    record = edited(a_record(1), **odd, **dates)
    record["fetch"] = {**record["fetch"], "fetched_at": "0001-01-01T00:00:00+01:00"}
    file.write_bytes(line(record))
    assert both(file) == ([record["id"]], [])
    for name in ("a.csv", "a.parquet", "folder"):
        export(Request(out=tmp_path / name, places=(file,), format=of_ending(name) or "jsonl"))


def test_a_line_of_a_gigabyte_is_not_taken_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.dataset.read.LONGEST", 100_000)
    file = tmp_path / "some.jsonl"
    file.write_bytes(b" " * 350_000 + b"\n" + line(a_record(1)))
    assert both(file) == ([a_record(1)["id"]], [f"{file}:1: longer than 64 MiB"])


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_a_cut_compressed_file_gives_what_is_whole(tmp_path: Path, pack: Any) -> None:
    file = tmp_path / f"some.jsonl.{'gz' if pack is gzip.compress else 'zst'}"
    packed = pack(b"".join(line(a_record(n)) for n in range(50)))
    file.write_bytes(packed)
    assert both(file) == ([a_record(n)["id"] for n in range(50)], [])
    file.write_bytes(packed[:-20])
    ids, said = both(file)
    assert len(ids) < 50
    assert said[-1].startswith(f"{file}: unreadable file, the rest of it is lost")


def test_the_open_part_counts_as_far_as_it_was_committed(tmp_path: Path) -> None:
    """A crawl writes on meanwhile: it is neither stopped nor is its unfinished work read."""
    state = State(tmp_path / "techstage")
    ledger = Ledger(state, tmp_path / "techstage")
    for number in (1, 2):
        ledger.append(a_record(number))
        ledger.sync()
        state.commit()
        ledger.kept()
        if number == 1:
            ledger.roll()
    ledger.append(a_record(3))  # not committed
    listed = sources([tmp_path])
    troubles = Troubles()
    assert [entry.article.id for entry in read(listed, troubles)] == [a_record(n)["id"] for n in (1, 2)]
    ledger.sync()
    state.commit()
    ledger.kept()
    ledger.roll()  # the listed part is compressed meanwhile, and one record longer
    assert [entry.article.id for entry in read(listed, troubles)] == [a_record(n)["id"] for n in (1, 2)]
    assert not troubles.counts
    ledger.close()
    state.close()


def test_a_damaged_state_does_not_hide_the_records(tmp_path: Path) -> None:
    (tmp_path / "articles-000001.jsonl").write_bytes(line(a_record(1)) + line(gone(1)))
    (tmp_path / "state.sqlite").write_bytes(b"no database" * 100)
    assert both(*[source.path for source in sources([tmp_path])]) == ([a_record(1)["id"]] * 2, [])


def test_order_is_that_of_names_and_parts(tmp_path: Path) -> None:
    for name in ("b/2.jsonl", "a/x.jsonl.zst", "b/1.jsonl.gz", "b/notes.txt", ".hidden/1.jsonl", "OUT.tmp-1/1.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [str(source.path.relative_to(tmp_path)) for source in sources([tmp_path])]
    assert found == ["a/x.jsonl.zst", "b/1.jsonl.gz", "b/2.jsonl"]


def test_what_lies_beside_the_ledgers_is_none(tmp_path: Path) -> None:
    with State(tmp_path / "golem"):
        pass
    (tmp_path / "alerts.jsonl").write_bytes(b'{"event": "alert"}\n')
    (tmp_path / "golem" / "articles-000001.jsonl").write_bytes(line(a_record(1)))
    assert [source.path.name for source in sources([tmp_path])] == ["articles-000001.jsonl"]


def test_a_dataset_among_ledgers_is_none_of_their_records(tmp_path: Path) -> None:
    with State(tmp_path / "golem"):
        pass
    for name in ("golem/articles-000001", "mine/data/train-00000", "old/notes", "old/one"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{name}.jsonl").write_bytes(line(a_record(1)))
    (tmp_path / "golem" / "manifest.json").write_text('{"parts": []}')
    for name in ("mine/manifest.json", "old/one.jsonl.manifest.json"):
        (tmp_path / name).write_text('{"made_by": "technews 1"}')
    found = [str(source.path.relative_to(tmp_path)) for source in sources([tmp_path])]
    assert found == ["golem/articles-000001.jsonl", "old/notes.jsonl"]
    for place in ("mine", "old"):  # but by its own name
        assert len(sources([tmp_path / place])) == (1 if place == "mine" else 2)


def test_a_place_without_records_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSource, match="holds no records"):
        sources([tmp_path])
    with pytest.raises(NoSource, match="no such file"):
        sources([tmp_path / "none"])
