"""What a dataset says of itself: its card, its Croissant file, `scrapy stats` on the terminal and as a page."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawler.dataset.figures import KINDS, OTHERS, figures
from crawler.dataset.tables import tables
from crawler.exits import Exit
from tests.crawler.dataset.records import a_record, edited, line
from tests.crawler.small_site import FAST, Run, scrapy

HOSTILE = "<script>alert(1)</script> | [x](javascript:x) \x1b[31m --- $name"


def articles() -> list[dict[str, Any]]:
    found = [a_record(n, blocks=n % 2 == 0) for n in range(1, 13)]
    found[0] = edited(found[0], site="heise", language=None, date_published="2025-02-03")
    found[1]["section"] = HOSTILE
    signal = {"signal": "tdm-reservation", "value": "1", "where": "header", "at": "2026-11-20"}
    found[2]["rights"] = {"signals": [signal, {**signal, "signal": HOSTILE, "value": HOSTILE}]}
    return found


def made(folder: Path, form: str, *options: str) -> Path:
    source, out = folder / "source.jsonl", folder / f"out-{form}"
    source.write_bytes(b"".join(map(line, articles())))
    run = scrapy("export", "--no-dedup", str(out), "--from", str(source), "--format", form, *options)
    assert run.code == Exit.FINISHED, run.err
    return out


def stats(*args: str | Path) -> Run:
    return scrapy("stats", *map(str, args))


def front(readme: str) -> tuple[dict[str, Any], str]:
    """The header of a card and what comes after it."""
    _, head, text = readme.split("---\n", 2)
    return yaml.safe_load(head), text


def test_figures_count_what_is_there() -> None:
    found = articles()
    told = figures([*map(line, found), b"no json\n", b"[1]\n"])
    assert (told.records, told.bad) == (12, 2)
    assert told.words == sum(record["word_count"] for record in found)
    assert told.sites == Counter(record["site"] for record in found)
    assert told.months == Counter(record["date_published"][:7] for record in found)
    assert told.languages == {"de": 11, "unknown": 1}
    assert told.labels == Counter(block["label"] for record in found for block in record.get("blocks", ()))
    assert told.parts == Counter(part["type"] for record in found for part in record["body"])
    assert told.filled["blocks"] == 6
    assert told.filled["language"] == 11
    assert told.beside["teasers"] == sum(len(record["teasers"]) for record in found) > 0
    assert told.rights["no signal"] == 11
    assert told.rights["tdm-reservation: 1"] == 1
    assert (told.first, told.last) == ("2025-02-03", max(record["date_published"][:10] for record in found))


def test_what_robots_txt_says_is_told_by_crawler() -> None:
    agents = {"technews": True, "GPTBot": False}
    signals = [{"signal": "robots.txt", "value": agents, "where": "robots.txt", "at": "2026-11-20"}]
    told = figures([line({"id": "x", "site": "a", "rights": {"signals": signals}})])
    assert told.rights == {"robots.txt, technews: true": 1, "robots.txt, GPTBot: false": 1}


def test_values_that_sites_choose_are_bounded() -> None:
    told = figures(line({"id": "x", "site": f"site-{n}", "word_count": -n}) for n in range(KINDS + 50))
    assert len(told.sites) == KINDS + 1
    assert told.sites[OTHERS] == 50
    [sites] = [table for table in tables(told) if table.title == "Sites"]
    assert len(sites.rows) < 50
    assert sum(row.number for row in sites.rows) == told.records


@pytest.mark.parametrize("form", ["jsonl.zst", "hf", "markdown"])
def test_card_and_croissant_are_true(tmp_path: Path, form: str) -> None:
    if form == "hf":
        pytest.importorskip("duckdb")
    out = made(tmp_path, form, "--site", "techstage")
    head, text = front((out / "README.md").read_text("utf-8"))
    assert head["language"] == ["de"]
    assert head["size_categories"] == ["n<1K"]
    assert ("configs" in head) == (form != "markdown")
    assert "| techstage | 11 | 100.0% |" in text
    assert "| other site | 1 | 8.3% |" in text, "what was left out, and why"
    assert "scrapy export OUT --from" in text
    assert "--keep all" in text
    assert "--site techstage" in text
    assert "<script>" not in text
    assert not re.search(r"(?<!\\)\]\(", text), "no link that a site wrote"
    if form == "hf":
        [split] = head["dataset_info"]["splits"]
        assert split["num_examples"] == 11
        assert split["num_bytes"] == sum(path.stat().st_size for path in (out / "data").iterdir())
    told = json.loads((out / "croissant.json").read_text("utf-8"))
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    for file in told["distribution"]:
        assert hashlib.sha256((out / file["contentUrl"]).read_bytes()).hexdigest() == file["sha256"]
    assert len(told["distribution"]) == len([path for path in (out / "data").rglob("*") if path.is_file()])
    known = {file["@id"] for file in told["distribution"]}
    for records in told.get("recordSet", ()):
        columns = {one["source"]["extract"]["column"] for one in records["field"]}
        assert {"id", "headline", "body_text", "keywords"} <= columns
        assert {one["source"]["fileObject"]["@id"] for one in records["field"]} <= known
    listed = {file["path"] for file in json.loads((out / "manifest.json").read_text("utf-8"))["files"]}
    assert {"README.md", "croissant.json", "CITATION.cff"} <= listed
    assert yaml.safe_load((out / "CITATION.cff").read_text("utf-8"))["type"] == "dataset"


def test_the_same_dataset_has_the_same_documents(tmp_path: Path) -> None:
    first = made(tmp_path, "jsonl")
    texts = [(first / name).read_bytes() for name in ("README.md", "croissant.json")]
    shutil.rmtree(first)
    again = made(tmp_path, "jsonl")
    assert [(again / name).read_bytes() for name in ("README.md", "croissant.json")] == texts


@pytest.mark.parametrize("form", ["jsonl.gz", "parquet"])
def test_stats_tell_the_same_of_every_form(tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("duckdb")
    out = made(tmp_path, form)
    told, plain = stats(out), stats(tmp_path / "source.jsonl")
    assert told.code == plain.code == Exit.FINISHED
    assert told.out.splitlines()[1:] == plain.out.splitlines()[1:]
    assert re.search(r"techstage +│ +11 │ +91\.7%", told.out)
    assert "\x1b[31m" not in told.out


@pytest.mark.parametrize("view", ["teasers", "blocks", "versions", "affiliate"])
def test_stats_of_other_views_count_their_rows(tmp_path: Path, view: str) -> None:
    out = tmp_path / "out"
    source = tmp_path / "source.jsonl"
    found = articles()
    for record in found:
        record["affiliate"]["disclosures"] = ["Anzeige"]
        record["teasers"] = [{**teaser, "image": "https://a.de/1.jpg"} for teaser in record["teasers"]]
    source.write_bytes(b"".join(map(line, found)))
    run = scrapy("export", "--no-dedup", str(out), "--from", str(source), "--view", view)
    assert run.code in (Exit.FINISHED, Exit.PARTLY_FAILED), run.err
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    told = stats(out)
    assert told.code == Exit.FINISHED, told.err
    assert re.search(rf"records +│ {sum(split['rows'] for split in manifest['splits'].values())} ", told.out)
    assert ("Labels" in told.out) == (view == "blocks")
    assert "Languages" not in told.out


def test_the_page_needs_nothing_and_runs_nothing(tmp_path: Path) -> None:
    out = made(tmp_path, "jsonl", "--site", "techstage")
    run = stats(out, "--html", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert run.code == Exit.FINISHED
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"<script|https?://|<link|<img|\son\w+=", page)
    assert "default-src 'none'" in page
    assert "other site" in page
    assert "\x1b" not in page


def test_what_is_no_dataset_is_refused_and_bad_lines_are_counted(tmp_path: Path) -> None:
    assert stats(tmp_path / "nothing").code == Exit.BAD_INPUT
    file = tmp_path / "torn.jsonl"
    file.write_bytes(line(articles()[0]) + b'{"id": \n')
    run = stats(file)
    assert run.code == Exit.PARTLY_FAILED
    assert "1 lines are no records" in run.err
    torn = tmp_path / "torn.jsonl.gz"
    torn.write_bytes(b"\x1f\x8b\x08\0rubbish")
    run = stats(torn)
    assert run.code == Exit.BAD_INPUT
    assert str(torn) in run.err


def test_stats_of_a_data_folder_leave_out_what_a_crawl_has_not_committed(tmp_path: Path) -> None:
    source = tmp_path / "source.jsonl"
    source.write_bytes(b"".join(map(line, [a_record(n) for n in (1, 2, 3)])))
    data = {**FAST, "DATA_DIR": str(tmp_path / "data")}
    assert scrapy("import", str(source), settings=data).code == Exit.FINISHED
    with (tmp_path / "data" / "techstage" / "articles-000001.jsonl").open("ab") as part:
        part.write(b'{"id": "half a li')
    run = scrapy("stats", settings=data)
    assert run.code == Exit.FINISHED, run.err
    assert re.search(r"records +│ 3 ", run.out)
