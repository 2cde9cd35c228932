"""What stands in the files of a dataset."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dataset.columns import features
from crawler.dataset.read import Troubles, read, zstd
from crawler.dataset.sources import sources
from crawler.dataset.steps import Wanted
from crawler.dataset.views import VIEWS
from tests.crawler.dataset.datasets import files, made
from tests.crawler.dataset.records import a_record, edited, line


@pytest.mark.parametrize(
    ("form", "unpack"), [("jsonl", bytes), ("jsonl.gz", gzip.decompress), ("jsonl.zst", zstd.decompress)]
)
def test_json_lines_are_the_records_byte_by_byte(tmp_path: Path, form: str, unpack: Any) -> None:
    records = [a_record(n) for n in range(7)]
    out = made(tmp_path, *reversed(records), format=form, shard=3)
    shards = [unpack(data) for name, data in files(out).items() if name.startswith("data/")]
    assert [shard.count(b"\n") for shard in shards] == [3, 3, 1]
    assert b"".join(shards) == b"".join(map(line, records))  # by date
    single = made(tmp_path, *records, name=f"one.{form}", format=form, shard=3)
    assert unpack(single.read_bytes()) == b"".join(shards)


def test_the_manifest_names_each_file_as_it_is(tmp_path: Path) -> None:
    out = made(tmp_path, *map(a_record, range(5)), shard=2, wanted=Wanted(sites=("techstage",)))
    told = json.loads((out / "manifest.json").read_bytes())
    assert [file["rows"] for file in told["files"] if file["path"].startswith("data/")] == [2, 2, 1]
    assert {file["path"] for file in told["files"]} == files(out).keys() - {"manifest.json"}
    for file in told["files"]:
        data = (out / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert told["splits"]["train"] == {
        "records": 5,
        "rows": 5,
        "files": 3,
        "bytes": sum(file["bytes"] for file in told["files"] if file["path"].startswith("data/")),
    }
    assert told["choice"] == {"sites": ["techstage"]}


@pytest.mark.parametrize(
    "form",
    ["jsonl.zst", "jsonl.gz", "csv", "hf", "jsonld", "markdown", "text"],
)
def test_the_same_records_give_the_same_bytes(tmp_path: Path, form: str) -> None:
    records = [*map(a_record, range(6)), a_record(2, "wenigen", 3)]
    first = files(made(tmp_path, *records, format=form, shard=4))
    second = files(made(tmp_path, *reversed(records), name="again", format=form, shard=4))
    assert first == second


def test_parquet_has_the_types_of_the_view(tmp_path: Path) -> None:
    records = [a_record(n, blocks=True) for n in range(4)]
    out = made(tmp_path, *records, name="a.parquet", format="parquet")
    rows = duckdb.sql(f"SELECT * FROM '{out}'")
    assert rows.columns == [feature["name"] for feature in features(VIEWS["articles"].row)]
    for record, row in zip(records, rows.fetchall(), strict=True):
        found = dict(zip(rows.columns, row, strict=True))
        assert json.loads(found.pop("rights")) == record["rights"]
        for name, value in found.items():
            if name == "body":
                for block, stored in zip(record["body"], value, strict=True):
                    assert {key: stored[key] for key in block} == block
            else:
                assert value == record[name], name


def test_a_folder_for_hugging_face_says_what_is_in_it(tmp_path: Path) -> None:
    out = made(tmp_path, *map(a_record, range(5)), format="hf", shard=2)
    head = yaml.safe_load((out / "README.md").read_text("utf-8").split("---\n")[1])
    ((config,), info) = head["configs"], head["dataset_info"]
    (train,) = config["data_files"]
    assert len(list(out.glob(train["path"]))) == 3
    assert info["splits"][0]["num_examples"] == 5
    types = {feature["name"]: feature for feature in info["features"]}
    assert types["keywords"] == {"name": "keywords", "list": "string"}
    assert types["authors"]["list"] == [{"name": "name", "dtype": "string"}, {"name": "url", "dtype": "string"}]


def test_a_spreadsheet_takes_no_cell_for_a_formula(tmp_path: Path) -> None:
    evil = edited(a_record(1), headline='=HYPERLINK("http://x")', kicker="a\n\"b\", 'c'")
    out = made(tmp_path, evil, name="a.csv", format="csv")
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["headline"], row["kicker"]) == ('\'=HYPERLINK("http://x")', evil["kicker"])
    assert (row["truncated"], row["authors"], row["keywords"]) == ("false", "Nele Brandhorst", "Akku; Test 1")
    assert row["body_text"] == evil["body_text"]


def test_a_carriage_return_tears_no_row(tmp_path: Path) -> None:
    evil = edited(a_record(1), headline="a\r=1+1", kicker="\r=1+1", standfirst="a\r\nb", section="a\nb")
    out = made(tmp_path, evil, a_record(2), name="a.csv", format="csv")
    assert b"\r" not in out.read_bytes()
    with out.open(encoding="utf-8", newline="") as file:
        row, other = csv.DictReader(file)
    assert [row[name] for name in ("headline", "kicker", "standfirst", "section")] == [
        "a\n=1+1", "'\n=1+1", "a\nb", "a\nb",
    ]  # fmt: skip
    assert other["headline"] == a_record(2)["headline"]


def test_no_name_and_no_markup_of_a_text_file_is_the_pages(tmp_path: Path) -> None:
    body = [
        {"type": "paragraph", "text": "<script>x</script> [a](b) *c*\n# d\n1. e\n---", "links": []},
        {"type": "heading", "text": "# <b>", "level": 2},
        {"type": "code", "text": "```\n<i>", "language": "py\n<i>"},
        {"type": "figure", "url": "javascript:alert(1)", "alt": '](x) "y', "caption": None, "credit": None},
        {"type": "figure", "url": "https://a.de/b (c).jpg", "alt": None, "caption": None, "credit": None},
        {"type": "table", "rows": [["a|b", "c"], ["d"]], "header": ["<h>"], "links": []},
        {"type": "quote", "text": "q", "cite": "<c>"},
    ]
    evil = edited(
        a_record(1), headline="---\nid: 'x'", kicker="Für\u0085a: b", section="../../etc\n---", body=body, site="../up"
    )
    out = made(tmp_path, evil, format="markdown")
    (name, text) = next(item for item in files(out).items() if item[0].startswith("data/"))
    assert name == f"data/train/{evil['id'][:2]}/{evil['id']}-{evil['version']}.md"
    head, body_text = text.decode().split("\n---\n\n", 1)
    found = yaml.safe_load(head.removeprefix("---\n"))
    assert (found["section"], found["kicker"], found["site"]) == (evil["section"], evil["kicker"], "../up")
    assert found["id"] == evil["id"]
    assert "javascript" not in body_text
    assert "<" not in body_text.replace("\\<", "").replace("```\n<i>", "")
    assert "\n\\# d\n\\1. e\n\\---" in body_text
    assert "![](https://a.de/b%20%28c%29.jpg)" in body_text
    assert "| \\<h\\> |  |\n| --- | --- |\n| a\\|b | c |\n| d |  |" in body_text
    assert "````\n```\n<i>\n````" in body_text


def test_json_ld_is_a_news_article(tmp_path: Path) -> None:
    out = made(tmp_path, a_record(1, article_type="review"), name="a.jsonld", format="jsonld")
    told = json.loads(out.read_bytes())
    assert (told["@type"], told["author"][0]["name"]) == ("ReviewNewsArticle", "Nele Brandhorst")
    assert told["articleBody"] == a_record(1)["body_text"]
    assert "articleSection" not in told


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
HOSTILE = st.builds(
    lambda n, headline, text, kicker, words, names: edited(
        a_record(n), headline=headline, body_text=text, kicker=kicker, word_count=words,
        authors=[{"name": name, "url": None} for name in names],
    ),
    st.integers(0, 40), TEXT, TEXT, st.none() | TEXT, st.integers(0, 10**9), st.lists(TEXT, max_size=3),
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.lists(HOSTILE, min_size=1, max_size=12), st.sampled_from(["jsonl", "jsonl.gz", "jsonl.zst"]), st.integers(1, 5)
)
def test_records_come_back_as_they_went(records: list[dict[str, Any]], form: str, shard: int) -> None:
    unique = {(record["id"], record["version"]): record for record in records}
    with tempfile.TemporaryDirectory() as folder:
        out = made(Path(folder), *unique.values(), format=form, shard=shard, wanted=Wanted(all_versions=True))
        troubles = Troubles()
        back = [entry.record for entry in read(sources([out]), troubles)]
    assert not troubles.counts
    assert {(record["id"], record["version"]): record for record in back} == unique
    assert len(back) == len(unique)
