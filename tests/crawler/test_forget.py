"""What is forgotten is nowhere any more, and does not come back."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from crawler.exits import Exit
from crawler.forget import Asked, Done
from crawler.forget import forget as destroy
from crawler.seal import zstd
from pipelines.record import digest
from tests.crawler.conftest import feed
from tests.crawler.small_site import FAST, ROOT, Run, SmallSite, article, crawl, refused, scrapy

SECRET = "Zwiebelturmuhrmacher"


@pytest.fixture
def data(site: SmallSite, tmp_path: Path) -> Path:
    """What two crawls kept of six articles, one of which, 101, shall be forgotten; it changed between them."""
    paths = [f"/news/artikel-{n}.html" for n in range(101, 107)]
    site.pages |= {path: article(f"Artikel {path[-8:-5]}", f"<p>{path[-8:-5]} ist anders.</p>") for path in paths}
    site.pages["/"] = ""
    site.pages["/rss.xml"] = feed(*paths)
    site.pages["/news/artikel-101.html"] = article(f"{SECRET} eins")
    kept = tmp_path / "data"
    crawl(site, DATA_DIR=str(kept), PART_BYTES="4000")
    site.pages["/news/artikel-101.html"] = article(f"{SECRET} zwei")
    crawl(site, "-a", "revisit=always", DATA_DIR=str(kept), PART_BYTES="4000")
    (kept / "techstage" / "crawl.log").write_text(f"Skipped {site.at}/news/artikel-101.html: HTTP 503\n")
    (kept / "techstage" / "state.sqlite.1").write_bytes(b"artikel-101.html")
    assert SECRET.encode() in everything(kept)
    return kept


def everything(place: Path) -> bytes:
    """All bytes below a folder, compressed files unpacked."""
    files = sorted(path for path in place.rglob("*") if path.is_file())
    return b"\n".join(
        zstd.decompress(path.read_bytes()) if path.suffix == ".zst" else path.read_bytes() for path in files
    )


def records(place: Path) -> list[bytes]:
    parts = sorted((place / "techstage").glob("articles-*"))
    return [line for path in parts for line in everything_of(path).splitlines()]


def everything_of(path: Path) -> bytes:
    unpack = {".zst": zstd.decompress, ".gz": gzip.decompress}.get(path.suffix, bytes)
    return unpack(path.read_bytes())


def forget(data: Path, *words: str) -> Run:
    return scrapy("forget", *words, settings={"DATA_DIR": str(data)})


def test_an_article_is_nowhere_any_more(site: SmallSite, data: Path, tmp_path: Path) -> None:
    url = f"{site.at}/news/artikel-101.html"
    scrapy("browse", "--build-only", settings={"DATA_DIR": str(data)})
    others = [line for line in records(data) if SECRET.encode() not in line]
    run = forget(data, url, "--yes")
    assert run.code == 0, run.err
    assert "techstage: 1 articles, 2 records" in run.out
    for trace in (SECRET, "artikel-101"):
        assert trace.encode() not in everything(data)
    assert records(data) == others
    [receipt] = (data / "receipts").iterdir()
    told = json.loads(receipt.read_bytes())["sites"]["techstage"]
    assert (told["articles"], told["records"], len(told["ids_sha256"])) == (1, 2, 1)
    manifest = json.loads((data / "techstage" / "manifest.json").read_bytes())["parts"]
    assert sum(part["records"] for part in manifest) == len(others)
    assert all((data / "techstage" / part["name"]).stat().st_size == part["bytes"] for part in manifest)
    assert not (data / "techstage" / "forget.json").exists()


def test_no_copy_stays_that_an_export_reads(site: SmallSite, data: Path) -> None:
    lines = records(data)
    others = [line for line in lines if SECRET.encode() not in line]
    place = data / "techstage"
    (place / "articles-000900.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines) + b"\n"))
    (place / "articles-old.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    run = forget(data, f"{site.at}/news/artikel-101.html", "--yes")
    assert run.code == 0, run.err
    assert records(data) == others * 3
    (place / "articles-000901.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines))[:-20])
    broken = forget(data, f"{site.at}/news/artikel-102.html", "--yes")
    assert (broken.code, broken.err.count("\n")) == (Exit.STORAGE, 1)
    assert "articles-000901.jsonl.gz is damaged" in broken.err


def test_it_does_not_come_back(site: SmallSite, data: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.jsonl"
    old.write_bytes(b"\n".join(records(data)) + b"\n")
    forget(data, f"{site.at}/news/artikel-101.html", "--yes")
    site.log.clear()
    site.pages["/news/artikel-107.html"] = article("Artikel 107")
    site.pages["/rss.xml"] = feed(*(f"/news/artikel-{n}.html" for n in range(101, 108)))
    after = crawl(site, "-a", "revisit=always", DATA_DIR=str(data))
    assert [record["headline"] for record in after.records] == ["Artikel 107"]
    assert "/news/artikel-101.html" not in site.log
    again = scrapy("import", str(old), "--site", "techstage", settings={"DATA_DIR": str(data)})
    assert again.code in (Exit.FINISHED, Exit.NOTHING_FOUND, Exit.PARTLY_FAILED), again.err
    assert SECRET.encode() not in everything(data)
    assert scrapy("doctor", "--offline", settings={**FAST, "DATA_DIR": str(data)}).code == 0


def test_no_import_brings_it_back_under_its_address(site: SmallSite, data: Path, tmp_path: Path) -> None:
    known, unknown, other = (f"{site.at}/news/artikel-{n}.html" for n in (101, 900, 901))
    forget(data, known, f"{unknown}?utm_source=x", "--yes")
    old = json.loads(records(data)[0])
    canonical = f"{site.at}/kanonisch.html"
    rows = [(known, canonical), (unknown, canonical), (canonical, unknown), (other, other)]
    file = tmp_path / "old.jsonl"
    file.write_text("".join(json.dumps(renamed(old, *row)) + "\n" for row in rows))
    again = scrapy("import", str(file), "--site", "techstage", settings={"DATA_DIR": str(data)})
    assert again.out == "techstage: 1 new, 0 were there, 3 stay forgotten\nread: 4 ours\n", again.err
    assert [json.loads(line)["url"] for line in records(data)][-1] == other
    assert b"kanonisch" not in everything(data)


def renamed(record: dict[str, Any], url: str, canonical: str) -> dict[str, Any]:
    return {**record, "url": url, "canonical_url": canonical, "id": digest(canonical)}


def test_a_site_or_what_is_older_than_a_day(site: SmallSite, data: Path) -> None:
    assert forget(data, "techstage", "--before", "2001-01-01", "--yes").out.startswith("techstage: 0 articles")
    assert len(records(data)) == 7
    everyone = forget(data, "techstage", "--yes")
    assert "techstage: 6 articles, 7 records" in everyone.out
    assert records(data) == []
    assert crawl(site, DATA_DIR=str(data)).records == []


def test_what_has_no_date_is_not_older_than_a_day(data: Path) -> None:
    bare, old, new, *_ = {record["id"]: record for record in map(json.loads, records(data))}.values()
    for record, fetched in ((bare, None), (old, "1989-05-01T10:00:00+00:00"), (new, "1991-05-01T10:00:00+00:00")):
        record["date_published"], record["fetch"]["fetched_at"] = None, fetched
    for path in (data / "techstage").glob("articles-*"):
        path.unlink()
    part = data / "techstage" / "articles-000900.jsonl"
    part.write_text("".join(json.dumps(record) + "\n" for record in (bare, old, new)))
    run = forget(data, "--before", "1990-01-01", "--yes")
    assert run.out.startswith("techstage: 1 articles, 1 records; 1 without a date stay\n"), run.err
    assert [json.loads(line)["id"] for line in records(data)] == [bare["id"], new["id"]]


def test_nothing_is_done_unasked(data: Path) -> None:
    before = everything(data)
    dry = forget(data, "techstage", "--dry-run")
    assert (dry.code, dry.out) == (0, "techstage: 6 articles, 7 records\n")
    silent = forget(data, "techstage")
    assert silent.code == Exit.BAD_INPUT
    assert "--yes deletes without asking" in silent.err
    assert everything(data) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "forget what?"),
        (["nosite"], "has nothing of nosite"),
        (["--before", "soon"], "a day is written like 2024-01-01"),
        (["https://a.de/x", "--before", "2024-01-01"], "not both"),
        (["http://", "--yes"], "is no http(s) address"),
    ],
)
def test_bad_input_is_told(tmp_path: Path, words: list[str], said: str) -> None:
    run = refused("forget", *words, "-s", f"DATA_DIR={tmp_path}")
    assert run.code == Exit.BAD_INPUT
    assert said in run.err


def test_not_while_a_crawl_runs(site: SmallSite, data: Path) -> None:
    import fcntl

    with (data / "techstage" / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = forget(data, "techstage", "--yes")
    assert run.code == Exit.STORAGE
    assert "another crawl of this site is running" in run.err
    assert len(records(data)) == 7


def test_a_receipt_tells_all_sites_whatever_ended_the_process(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "techstage", data / "another")
    kept = shutil.copytree(data, tmp_path / "kept")
    asked = Asked(frozenset({next(json.loads(line)["url"] for line in records(data) if SECRET.encode() in line)}))

    def told(place: Path, tell: Callable[[Done], None]) -> Any:
        settings = Settings()
        settings.setmodule("crawler.settings")
        settings.set("DATA_DIR", str(place))
        return json.loads(destroy(settings, place, asked, tell).read_bytes())["sites"]

    def die(done: Done) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        told(data, die)
    whole = told(kept, lambda done: None)
    assert told(data, lambda done: None) == whole
    assert [(site, one["articles"], one["records"]) for site, one in whole.items()] == [
        ("another", 1, 2),
        ("techstage", 1, 2),
    ]
    assert not list(data.glob("*/forget.json"))


def test_killed_anywhere_it_comes_to_its_end(site: SmallSite, data: Path) -> None:
    url = f"{site.at}/news/artikel-101.html"
    others = [line for line in records(data) if SECRET.encode() not in line]
    command = [sys.executable, "-m", "scrapy", "forget", url, "--yes", "-s", f"DATA_DIR={data}"]
    chance = random.Random(7)
    kills = 0
    for _ in range(8):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while process.poll() is None and not (data / "techstage" / "forget.json").exists():
            assert time.monotonic() < end
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.04))
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
    assert kills
    last = forget(data, url, "--yes")
    assert last.code == 0, last.err
    for trace in (SECRET, "artikel-101"):
        assert trace.encode() not in everything(data)
    assert records(data) == others
    site.log.clear()
    crawl(site, "-a", "revisit=always", DATA_DIR=str(data))
    assert "/news/artikel-101.html" not in site.log
    assert records(data) == others
