"""Duplicates, sentences that recur, and splits."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dataset.duplicates import ALIKE, bands, jaccard, shingles, sketch
from crawler.dataset.splits import BadSplit, split
from crawler.dataset.steps import Wanted
from tests.crawler.dataset.datasets import made
from tests.crawler.dataset.records import a_record, edited
from tests.crawler.small_site import refused

WORDS = [f"wort{n}" for n in range(2000)]


def text(seed: int, words: int = 120) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def story(n: int, words: list[str], site: str = "techstage", day: int = 1, **fields: Any) -> dict[str, Any]:
    """The `n`th article, with this text."""
    address = f"https://www.{site}.example/ratgeber/artikel-{n}.html"
    record = a_record(n % 5, site=site, url=address, canonical_url=address)
    given = {"body_text": " ".join(words), "word_count": len(words), "date_published": f"2026-11-{day:02}", **fields}
    return edited(record, **given)


def ids(out: Path) -> dict[str, set[str]]:
    """The ids of a dataset, by split."""
    found: dict[str, set[str]] = {}
    for path in sorted((out / "data").iterdir()):
        name = path.name.partition("-")[0]
        found.setdefault(name, set()).update(json.loads(line)["id"] for line in path.read_text().splitlines())
    return found


def told(out: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / name).read_text().splitlines()] if (out / name).exists() else []


def test_of_an_agency_copy_the_earliest_is_kept(tmp_path: Path) -> None:
    agency = text(1)
    first = story(1, agency, "golem", day=2)
    copy = story(2, [*agency[:-3], "und", "dazu", "mehr"], "heise", day=3)
    other = story(3, text(2), "heise", day=1)
    out = made(tmp_path, copy, other, first, format="jsonl", wanted=Wanted(keep="earliest"))
    assert ids(out) == {"train": {first["id"], other["id"]}}
    [cluster] = told(out, "duplicates.jsonl")
    assert {(member["url"], member["kept"]) for member in cluster["members"]} == {
        (first["url"], True), (copy["url"], False),
    }  # fmt: skip
    assert json.loads((out / "manifest.json").read_bytes())["left_out"] == {
        "tells the same as one that is kept (earliest)": 1
    }


def test_the_earliest_is_so_by_time_wherever_the_clock_hangs(tmp_path: Path) -> None:
    agency = text(1)
    first = story(1, agency, "golem", date_published="2026-11-02T01:00:00+01:00")
    copy = story(2, agency, "heise", date_published="2026-11-01T23:30:00-08:00")
    whole_day = story(3, agency, "heise", date_published="2026-11-02")
    wanted = Wanted(keep="earliest")
    assert ids(made(tmp_path, copy, first, name="a", format="jsonl", wanted=wanted)) == {"train": {first["id"]}}
    both = ids(made(tmp_path, copy, whole_day, name="b", format="jsonl", wanted=wanted))
    assert both == {"train": {whole_day["id"]}}  # as texts: nobody knows when on that day
    half = Wanted(split="time=50/50")
    other = story(4, text(2), "golem", date_published="2026-11-02T01:00:00+01:00")
    found = ids(made(tmp_path, copy, other, name="c", format="jsonl", wanted=half))
    assert found == {"train": {other["id"]}, "test": {copy["id"]}}


def test_the_longest_is_kept_or_all(tmp_path: Path) -> None:
    agency = text(1)
    first, longer = story(1, agency, "golem", day=2), story(2, [*agency, "und", "dazu", "mehr"], "heise", day=3)
    assert ids(made(tmp_path, first, longer, name="a", format="jsonl", wanted=Wanted(keep="longest"))) == {
        "train": {longer["id"]}
    }
    assert len(ids(made(tmp_path, first, longer, name="b", format="jsonl"))["train"]) == 2


def test_versions_of_one_article_are_no_duplicates_of_each_other(tmp_path: Path) -> None:
    old, new = story(1, text(1)), story(1, [*text(1), "neu"])
    out = made(tmp_path, old, new, format="jsonl", wanted=Wanted(keep="earliest", all_versions=True))
    assert json.loads((out / "manifest.json").read_bytes())["left_out"] == {}
    assert not (out / "duplicates.jsonl").exists()


def test_short_texts_are_not_taken_for_each_other(tmp_path: Path) -> None:
    out = made(
        tmp_path, *(story(n, ["Kein", "Text"]) for n in range(4)), format="jsonl", wanted=Wanted(keep="earliest")
    )
    assert len(ids(out)["train"]) == 4


def test_what_is_found_does_not_hang_on_the_order_of_reading(tmp_path: Path) -> None:
    chance = random.Random(5)
    records = [story(n, text(n // 3)[chance.randrange(4) :], f"site{n % 4}", day=n % 27 + 1) for n in range(60)]
    out = [made(tmp_path, *records, name="a", format="jsonl", wanted=Wanted(keep="earliest", split="cluster=50/50"))]
    chance.shuffle(records)
    out += [made(tmp_path, *records, name="b", format="jsonl", wanted=Wanted(keep="earliest", split="cluster=50/50"))]
    assert ids(out[0]) == ids(out[1])
    assert sum(map(len, ids(out[0]).values())) == 20
    members = [{member["id"] for member in one["members"]} for one in told(out[0], "duplicates.jsonl")]
    assert sorted(map(len, members)) == [3] * 20
    assert {frozenset(found) for found in members} == {
        frozenset(member["id"] for member in one["members"]) for one in told(out[1], "duplicates.jsonl")
    }


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 6))
def test_texts_that_are_alike_share_a_band(seed: int, changed: int) -> None:
    words = text(seed, 300)
    other = [*words]
    for place in random.Random(seed).sample(range(300), changed):
        other[place] = "anders"
    a, b = " ".join(words), " ".join(other)
    if jaccard(shingles(a), shingles(b)) >= ALIKE + 0.05:
        assert set(bands(sketch(a))) & set(bands(sketch(b)))


# ---------------------------------------------------------------------- sentences that recur


def test_sentences_that_recur_on_a_site_are_named(tmp_path: Path) -> None:
    notice = "Abonnieren Sie jetzt unseren täglichen Brief an alle Leser."
    records = [story(n, [*text(n), ".", *(notice.split() if n < 7 else [])]) for n in range(20)]
    records += [story(50 + n, [*text(50 + n), ".", *notice.split()], "golem") for n in range(3)]
    out = made(tmp_path, *records, format="jsonl", wanted=Wanted(keep="earliest"))
    [found] = told(out, "boilerplate.jsonl")
    assert (found["site"], found["sentence"], found["articles"], found["of"]) == ("techstage", notice, 7, 20)


def test_of_a_large_site_a_sample_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.dataset.boilerplate.SAMPLE", 8)
    notice = "Abonnieren Sie jetzt unseren täglichen Brief an alle Leser."
    records = [story(n, [*text(n), ".", *notice.split()], day=n % 27 + 1) for n in range(20)]
    records += [story(50 + n, [*text(50 + n), ".", *notice.split()], "golem") for n in range(7)]
    out = made(tmp_path, *records, format="jsonl", wanted=Wanted(keep="earliest"))
    found = [(one["site"], one["articles"], one["of"]) for one in told(out, "boilerplate.jsonl")]
    assert found == [("golem", 7, 7), ("techstage", 10, 10)]


# ---------------------------------------------------------------------- splits


@pytest.mark.parametrize("wrong", ["", "time", "time=80", "chance=80/20", "time=80/20/0", "time=1/2/3/4", "site=a/b"])
def test_what_is_no_split_is_refused(wrong: str) -> None:
    with pytest.raises(BadSplit, match="as in time=80/10/10"):
        split(wrong)
    if wrong:
        run = refused("export", "out", "--split", wrong)
        assert run.code == 2
        assert "--split" in run.err


@pytest.mark.parametrize("way", ["time", "site", "cluster"])
def test_no_story_and_no_article_is_in_two_splits(tmp_path: Path, way: str) -> None:
    records = []
    for n in range(90):
        records.append(story(n, text(n // 2), f"site{n % 9}", day=n % 27 + 1))
        if n % 7 == 0:
            records.append(story(n, [*text(n // 2), "neu"], f"site{n % 9}", day=n % 27 + 1))
    wanted = Wanted(split=f"{way}=60/20/20", all_versions=True)
    out = made(tmp_path, *records, format="jsonl", wanted=wanted)
    found = ids(out)
    assert set(found) == {"train", "validation", "test"}
    assert not found["train"] & found["test"]
    assert not found["train"] & found["validation"]
    assert not found["test"] & found["validation"]
    where = {id: name for name, group in found.items() for id in group}
    for cluster in told(out, "duplicates.jsonl"):
        assert len({where[member["id"]] for member in cluster["members"] if member["kept"]}) == 1


def test_the_latest_are_the_test(tmp_path: Path) -> None:
    records = [story(n, text(n), day=n + 1) for n in range(20)]
    found = ids(made(tmp_path, *records, format="jsonl", wanted=Wanted(split="time=80/10/10")))
    days = {record["id"]: record["date_published"] for record in records}
    assert {name: len(group) for name, group in found.items()} == {"train": 16, "validation": 2, "test": 2}
    assert max(days[id] for id in found["train"]) < min(days[id] for id in found["validation"])
    assert max(days[id] for id in found["validation"]) < min(days[id] for id in found["test"])


def test_whole_sites(tmp_path: Path) -> None:
    records = [story(n, text(n), f"site{n % 10}") for n in range(100)]
    found = ids(made(tmp_path, *records, format="jsonl", wanted=Wanted(split="site=80/20")))
    sites = {record["id"]: record["site"] for record in records}
    assert {name: len({sites[id] for id in group}) for name, group in found.items()} == {"train": 8, "test": 2}
