"""The rows of a dataset that are no articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.dataset.export import Empty
from crawler.dataset.steps import Wanted
from tests.crawler.dataset.datasets import made, rows
from tests.crawler.dataset.records import a_record, gone


def test_the_view_of_blocks(tmp_path: Path) -> None:
    record = a_record(1, blocks=True)
    found = rows(made(tmp_path, record, a_record(2), name="b.jsonl", format="jsonl", view="blocks"))
    assert [{name: row[name] for name in ("label", "text", "reason", "xpath")} for row in found] == record["blocks"]
    assert [row["position"] for row in found] == list(range(len(found)))


def test_no_blocks_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(Empty, match="1 recorded without blocks"):
        made(tmp_path, a_record(1), view="blocks")


def test_the_view_of_teasers_and_what_pays(tmp_path: Path) -> None:
    paid = {"disclosures": ["Wir verdienen mit."], "links": [], "offers": [
        {"product": "Akku", "price": 9.5, "currency": "EUR", "merchant": "x.de", "url": "https://x.de/"}]}  # fmt: skip
    record = a_record(1, affiliate=paid)
    (teaser,) = rows(made(tmp_path, record, name="t.jsonl", format="jsonl", view="teasers"))
    assert (teaser["id"], teaser["target"], teaser["box"]) == (
        record["id"], "https://www.example.org/ratgeber/10-ein-anderer-artikel.html", record["teasers"][0]["box"],
    )  # fmt: skip
    later = a_record(1, "wenigen", 4, affiliate={**paid, "offers": [{**paid["offers"][0], "price": 8.0}]})
    found = rows(made(tmp_path, record, later, name="a.jsonl", format="jsonl", view="affiliate"))
    assert [(row["kind"], row["price"]) for row in found] == [
        ("disclosure", None), ("offer", 9.5), ("disclosure", None), ("offer", 8.0),
    ]  # fmt: skip
    assert found[1]["fetched_at"] < found[3]["fetched_at"]


def test_a_version_that_an_article_goes_back_to_is_in_its_history_again(tmp_path: Path) -> None:
    a, b = a_record(1), a_record(1, "ganz wenigen", 4)
    at = [f"2026-11-{day}T12:00:00+00:00" for day in range(10, 16)]
    walk = [record | {"fetch": {"fetched_at": time}} for record, time in zip([a, b, a, b, b], at, strict=False)]
    lost = gone(1) | {"previous_version": b["version"], "fetch": {"fetched_at": at[5]}}
    out = made(tmp_path, *walk, walk[0], lost, name="v.jsonl", format="jsonl", view="versions")
    assert [(row["version"], row["fetched_at"], row["taken_down"]) for row in rows(out)] == [
        (a["version"], at[0], None),
        (b["version"], at[1], None),
        (a["version"], at[2], None),
        (b["version"], at[4], at[5]),
    ]
    out = made(tmp_path, *walk, name="a.jsonl", format="jsonl", wanted=Wanted(all_versions=True))
    assert {row["version"] for row in rows(out)} == {a["version"], b["version"]}


def test_the_view_of_versions(tmp_path: Path) -> None:
    first = a_record(1)
    second = a_record(1, "ganz wenigen", 4, previous_version=first["version"])
    out = made(
        tmp_path,
        first,
        second,
        gone(1) | {"previous_version": second["version"]},
        name="v.jsonl",
        format="jsonl",
        view="versions",
    )
    before, after = rows(out)
    assert (before["words_added"], before["taken_down"]) == (None, None)
    assert (after["words_added"], after["words_removed"]) == (2, 1)
    assert (after["previous_headline"], after["taken_down"]) == (first["headline"], "2026-11-20T12:00:00+00:00")
