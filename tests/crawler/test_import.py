"""`scrapy import`: every version once, whatever the file is, and whatever ends the process."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from benchmarks.runs import records
from crawler.exits import Exit
from pipelines import separate
from pipelines.record import digest, schema
from tests.crawler.small_site import FAST, ROOT, Run, SmallSite, scrapy
from tests.demo_site import Library, render

FOREIGN = Path(__file__).parent / "foreign"
SITE = "https://www.techstage.de"
VALID = Draft202012Validator(schema())


def bring(data: Path, *args: str | Path) -> Run:
    return scrapy("import", *map(str, args), settings={**FAST, "DATA_DIR": str(data)})


def kept(data: Path, site: str = "techstage") -> list[dict[str, Any]]:
    found = list(records(data / site))
    assert None not in found
    for record in found:
        VALID.validate(record)
    return [record for record in found if record]


def ours(count: int, start: int = 1, fetched: str = "2026-11-20T10:00:00+00:00") -> list[dict[str, Any]]:
    library = Library(start + count)
    articles = (library[index] for index in range(start, start + count))
    found = [separate(render(one, base_url=SITE, page=0), SITE + one.path, site="techstage") for one in articles]
    return [{**record, "fetch": {**record["fetch"], "fetched_at": fetched}} for record in found]


def lines(path: Path, found: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in found), "utf-8")
    return path


@pytest.mark.parametrize(("name", "source"), [("fundus.json", "fundus"), ("news-please.jsonl", "news-please"),
                                              ("zyte.jsonl", "zyte")])  # fmt: skip
def test_what_another_program_wrote_becomes_valid_records_once(tmp_path: Path, name: str, source: str) -> None:
    run = bring(tmp_path, FOREIGN / name)
    found = kept(tmp_path)
    truth = {SITE + one.path: one for one in map(Library().__getitem__, (1, 2, 3))}
    assert len(found) == (2 if source == "fundus" else 3)
    for record in found:
        article = truth[record["url"]]
        assert record["headline"] == article.headline
        assert [author["name"] for author in record["authors"]] in (list(article.authors), [])
        assert record["id"] == digest(record["canonical_url"])
        assert record["version"] == digest(f"{record['headline']}\n{record['body_text']}")
        if when := record["date_published"]:  # the site's zone where the format names none
            assert datetime.fromisoformat(when) == article.published
        assert record["extraction"]["warnings"][0].startswith(f"imported from {source}: ")
        assert record["fetch"]["source"] == "file"
        assert record["rights"] == {}
        assert record["teasers"] == []
    whole = truth[found[0]["url"]]
    assert [text for part in whole.parts for text in part.texts if text in found[0]["body_text"]]
    again = bring(tmp_path, FOREIGN / name)
    assert kept(tmp_path) == found
    assert f"techstage: 0 new, {len(found)} were there" in again.out
    assert run.code == again.code == (Exit.PARTLY_FAILED if source == "fundus" else Exit.FINISHED)


def test_an_article_without_an_address_is_named_with_its_line(tmp_path: Path) -> None:
    run = bring(tmp_path, FOREIGN / "fundus.json")
    number = (FOREIGN / "fundus.json").read_text("utf-8").splitlines()
    assert f"{FOREIGN / 'fundus.json'}:113: it has no url" in run.err
    assert number[112].strip() == "{"


def test_ours_come_back_as_they_were(tmp_path: Path) -> None:
    found = ours(4)
    packed = tmp_path / "ours.jsonl.gz"
    packed.write_bytes(gzip.compress(lines(tmp_path / "ours.jsonl", found).read_bytes()))
    assert bring(tmp_path / "data", packed).code == Exit.FINISHED
    assert kept(tmp_path / "data") == [{**record, "previous_version": None} for record in found]


def test_every_version_is_taken_once_and_the_latest_is_what_is_known(tmp_path: Path) -> None:
    first, second = ours(1)[0], ours(1, fetched="2026-11-21T10:00:00+00:00")[0]
    second = {**second, "headline": "Ein neuer Titel"}
    second["version"] = digest(f"{second['headline']}\n{second['body_text']}")
    file = lines(tmp_path / "ours.jsonl", [first, second])
    for _ in range(2):
        bring(tmp_path / "data", file)
    before = {record["version"]: record["previous_version"] for record in kept(tmp_path / "data")}
    assert before == {first["version"]: None, second["version"]: first["version"]}
    late = lines(tmp_path / "late.jsonl", [second, first])
    bring(tmp_path / "other", late)
    assert {record["version"]: record["previous_version"] for record in kept(tmp_path / "other")} == {
        second["version"]: None,
        first["version"]: None,  # older than what is known: it follows nothing
    }


def test_bad_lines_are_named_and_the_rest_is_taken(tmp_path: Path) -> None:
    good, old, edited, other, bare, large, odd = ours(7)
    rows = [json.dumps(good), json.dumps(good)[:200], json.dumps({**old, "schema_version": 9}),
            json.dumps({**edited, "body_text": "changed"}), '{"name": "no article"}', "[1]",
            json.dumps({"url": "javascript:x", "maintext": "x"}), json.dumps({"maintext": "no address"}),
            json.dumps({"url": SITE, "maintext": " "}), json.dumps({**bare, "site": "../../etc"}),
            json.dumps({**large, "word_count": 2**70}),
            json.dumps({**odd, "canonical_url": "/x", "id": digest("/x")}), json.dumps(other)]  # fmt: skip
    file = tmp_path / "mixed.jsonl"
    file.write_bytes("\n".join(rows).encode() + b'\n{"url": "\xff"}\n')
    run = bring(tmp_path / "data", file)
    assert run.code == Exit.PARTLY_FAILED
    assert kept(tmp_path / "data") == [{**record, "previous_version": None} for record in (good, other)]
    said = ["torn", "schema_version is 9", "edited", "--format", "no JSON object", "no http", "no url", "no text",
            "--site NAME", "too large a number", "its canonical_url"]  # fmt: skip
    for number, words in [*enumerate(said, 2), (14, "UTF-8")]:
        assert any(f"{file}:{number}: " in line and words in line for line in run.err.splitlines()), (number, run.err)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["techstage"]


def test_an_array_that_is_cut_off_gives_what_was_whole(tmp_path: Path) -> None:
    text = json.dumps(ours(3), indent=1)
    file = tmp_path / "cut.json"
    file.write_text(text[: len(text) * 9 // 10], "utf-8")
    run = bring(tmp_path / "data", file)
    assert run.code == Exit.PARTLY_FAILED
    assert len(kept(tmp_path / "data")) == 2
    assert "what follows is left out" in run.err


def test_a_site_that_nobody_declares_is_named_after_its_domain_or_as_the_user_says(tmp_path: Path) -> None:
    url, when = "https://news.example.co.uk/a/1", "2026-11-01 10:00:00"
    article = {"url": url, "title": "A", "maintext": "Text.", "date_publish": when}
    file = lines(tmp_path / "np.jsonl", [article])
    run = bring(tmp_path / "data", file)
    assert "example.co.uk: 1 new" in run.out
    assert "no spider declares this site" in run.out
    [record] = kept(tmp_path / "data", "example.co.uk")
    assert record["date_published"] == "2026-11-01", "a time without a zone is not known"
    bring(tmp_path / "data", file, "--site", "mine")
    assert kept(tmp_path / "data", "mine")[0]["site"] == "mine"


def test_of_spiders_that_share_a_domain_the_one_whose_article_it_is_takes_it(tmp_path: Path) -> None:
    paths = {"news/Ein-Artikel-1234567.html": "heise", "bestenlisten/testsieger/zehn-akkus/abc1234": "bestenlisten",
             "irgendwas/anderes": "heise"}  # fmt: skip
    found = [{"url": f"https://www.heise.de/{path}", "title": path, "maintext": "Text."} for path in paths]
    bring(tmp_path / "data", lines(tmp_path / "np.jsonl", found))
    got = {record["url"]: site for site in ("heise", "bestenlisten") for record in kept(tmp_path / "data", site)}
    assert {url.removeprefix("https://www.heise.de/"): site for url, site in got.items()} == paths


@pytest.mark.parametrize("args", [(), ("missing.jsonl",), ("--site", "../x", FOREIGN / "zyte.jsonl"),
                                  ("--format", "rss", FOREIGN / "zyte.jsonl")])  # fmt: skip
def test_bad_input_is_refused_in_one_line(tmp_path: Path, args: tuple[str | Path, ...]) -> None:
    run = bring(tmp_path / "data", *args)
    assert run.code == Exit.BAD_INPUT
    assert len(run.err.strip().splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_killed_in_the_middle_and_started_again_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    base = ours(1)[0]
    found = []
    for number in range(6000):
        url = f"{SITE}/news/artikel-{number}.html"
        text = f"Text {number}. " * 50
        found.append({**base, "url": url, "canonical_url": url, "id": digest(url), "body_text": text,
                      "version": digest(f"{base['headline']}\n{text}")})  # fmt: skip
    file = lines(tmp_path / "many.jsonl", found)
    command = [sys.executable, "-m", "scrapy", "import", str(file), "-s", f"DATA_DIR={tmp_path / 'data'}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    part = tmp_path / "data" / "techstage" / "articles-000001.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not part.exists() or part.stat().st_size < 4_000_000):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was through before it could be killed"
    assert bring(tmp_path / "data", file).code == Exit.FINISHED
    assert Counter(record["url"] for record in kept(tmp_path / "data")) == Counter(record["url"] for record in found)


def test_a_crawl_does_not_fetch_what_was_imported_unless_told_to(tmp_path: Path, site: SmallSite) -> None:
    def crawl(data: Path, *args: str) -> list[str]:
        site.log.clear()
        scrapy("crawl", "techstage", "-a", f"at={site.at}", *args, settings={**FAST, "DATA_DIR": str(data)})
        return sorted(path for path in site.log if "artikel" in path)

    assert len(crawl(tmp_path / "first")) == 3
    found = kept(tmp_path / "first")
    file = lines(tmp_path / "ours.jsonl", found[:2])
    bring(tmp_path / "second", file)
    left = {record["url"].removeprefix(site.at) for record in found[2:]}
    assert set(crawl(tmp_path / "second")) == left
    assert len(crawl(tmp_path / "second", "-a", "revisit=always")) == 3
    assert sorted(record["url"] for record in kept(tmp_path / "second")) == sorted(record["url"] for record in found)
