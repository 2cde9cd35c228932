"""Which records a dataset has, and why the others are not in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crawler.dataset import where
from crawler.dataset.index import Index
from crawler.dataset.sources import Source
from crawler.dataset.steps import STEPS, Wanted
from crawler.dataset.where import BadWhere, check
from tests.crawler.dataset.records import a_record, gone, line


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path)


def chosen(index: Index, records: list[dict[str, Any]], **wanted: Any) -> tuple[list[bytes], dict[str, int]]:
    """The lines of a dataset, and how many records were left out for which reason."""
    file = index.folder / "records.jsonl"
    file.write_bytes(b"".join(map(line, records)))
    index.read([Source(file)])
    for step in STEPS:
        step(index, Wanted(**wanted))
    index.finish()
    (first, behind) = index.splits().get("train", (0, 0))
    found = [raw + b"\n" for _, raw in index.lines(first, behind)]
    reasons = index.reasons()
    assert len(found) + sum(reasons.values()) == sum("tombstone" not in record for record in records)
    return found, reasons


def test_the_newest_version_of_an_article(index: Index) -> None:
    old, new, other = a_record(1), a_record(1, "wenigen", 5), a_record(2)
    assert chosen(index, [new, old, other]) == ([line(new), line(other)], {"older version": 1})


def test_all_versions(index: Index) -> None:
    old, new = a_record(1), a_record(1, "wenigen", 5)
    assert chosen(index, [new, old], all_versions=True) == ([line(old), line(new)], {})


@pytest.mark.parametrize(("asked", "there"), [(False, 1), (True, 2)])
def test_an_article_that_its_site_took_down(index: Index, asked: bool, there: int) -> None:
    found, reasons = chosen(index, [a_record(1), gone(1), a_record(2)], gone=asked)
    assert (len(found), sum(reasons.values())) == (there, 2 - there)


def test_an_article_that_is_back(index: Index) -> None:
    back = a_record(1, hour=20)
    assert chosen(index, [a_record(1), gone(1), back])[0] == [line(back)]


def test_a_version_that_was_read_twice_is_there_once(index: Index) -> None:
    late = a_record(1, hour=3)
    found = chosen(index, [late, a_record(1)])
    assert found == ([line(late)], {"read twice": 1})
    assert not index.troubles.counts


def test_one_version_with_two_contents_is_named(index: Index) -> None:
    found, reasons = chosen(index, [a_record(1, section="Auto"), a_record(1)])
    assert (found, list(reasons)) == ([line(a_record(1))], ["same id and version, other content"])
    assert [str(trouble) for trouble in index.troubles.named] == [
        f"{index.folder / 'records.jsonl'}:1: same id and version, other content: a later one is kept"
    ]


RECORDS = [
    a_record(1, section="Test", language="de-AT"),
    a_record(2, site="heise", article_type="news", keywords=["Über alles", "Akku"]),
    a_record(3, authors=[{"name": "Zoë O'Neil; Ph.D.", "url": None}], word_count=7),
    a_record(4, date_published=None, language=None),
]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"sites": ("heise",)}, [2]),
        ({"since": "2026-11-03"}, [2, 3]),
        ({"until": "2026-11-03"}, [1, 2]),
        ({"languages": ("DE",)}, [1, 2, 3]),
        ({"languages": ("de-at", "fr")}, [1]),
        ({"sections": ("tEST",)}, [1]),
        ({"types": ("news",)}, [2]),
        ({"authors": ("zoë o'neil; ph.d.",)}, [3]),
        ({"keywords": ("über Alles",)}, [2]),
        ({"keywords": ("alles",)}, []),
        ({"max_words": 7}, [3]),
        ({"min_words": 8}, [1, 2, 4]),
        ({"where": "word_count < 10 OR site = 'heise' -- and more"}, [2, 3]),
        ({"where": "headline LIKE '%artikel 4%'"}, [4]),
        ({"where": "date_published IS NULL"}, [4]),
    ],
)
def test_choice(index: Index, wanted: dict[str, Any], numbers: list[int]) -> None:
    found, reasons = chosen(index, RECORDS, **wanted)
    assert sorted(found) == sorted(line(RECORDS[n - 1]) for n in numbers)
    assert len(reasons) <= 1


@pytest.mark.parametrize(
    "expression",
    [
        "", ")", "word_count >", "nothing = 1", "1; DROP TABLE records", "load_extension('x')",
        "readfile('/etc/passwd')",
        "(SELECT count(*) FROM records a, records b)", "id IN (SELECT name FROM sqlite_master)", "zeroblob(1e9)",
        "1) OR id IN (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n", "randomblob(9)",
        "ATTACH 'x' AS y", "1) RETURNING (SELECT sql FROM sqlite_master", "split = 'train'", "printf('%999999999d', 1)",
        "\"nosuch\" = 'x'", 'headline = "Ein Titel"', "'it''s' = \"nosuch\"",
        "((" * 300 + "1" + "))" * 300, "id = ?", "id = 'a", "word_count \x00",
    ],
)  # fmt: skip
def test_an_expression_that_is_none_or_wants_more_is_refused(expression: str) -> None:
    with pytest.raises(BadWhere):
        check(expression)


def test_only_names_in_double_quotes_must_be_columns() -> None:
    check('"Headline" = \'a \'\'"nosuch"\' /* "nosuch" */ AND "id" > \'\' -- "nosuch"')


def test_an_expression_that_takes_too_long_ends(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, "SECONDS", -1e6)
    slow = " + ".join(["length(replace(headline, 'a', 'bb'))"] * 150)
    with pytest.raises(BadWhere, match="takes too long"):
        chosen(index, [a_record(n) for n in range(100)], where=slow)


def test_an_index_that_was_not_finished_is_begun_anew(index: Index) -> None:
    index.close()
    (index.folder / "index.draft").write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)
    again = Index(index.folder)
    assert chosen(again, [a_record(1)])[0] == [line(a_record(1))]
    assert again.finished
    again.close()
    assert sqlite3.connect(index.folder / "index.sqlite").execute("SELECT count(*) FROM chosen").fetchone() == (1,)
