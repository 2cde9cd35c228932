"""`scrapy separate` and `scrapy schema`, as a user calls them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler.exits import Exit
from tests.crawler.small_site import ROOT, article, refused, scrapy

URL = "https://www.example.org/test/ein-test-12.html"
REAL = ROOT.parent / "shared" / "corpus" / "separation" / "manifest.jsonl"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(article("Ein Test"))
    return path


def test_one_page(page: Path) -> None:
    run = scrapy("separate", str(page), "--url", URL, settings={})
    assert run.code == Exit.FINISHED, run.err
    (record,) = run.records
    assert (record["headline"], record["url"]) == ("Ein Test", URL)
    assert record["fetch"]["source"] == "file"
    assert "page" not in record
    assert not record.get("blocks")
    assert run.err == ""


def test_blocks_and_site(page: Path) -> None:
    run = scrapy("separate", str(page), "--url", URL, "--site", "heise", "--blocks", settings={})
    (record,) = run.records
    assert record["site"] == "heise"
    assert {"label", "text", "reason", "xpath"} <= record["blocks"][0].keys()


def test_a_bad_page_among_good_ones_is_named_and_skipped(page: Path, tmp_path: Path) -> None:
    (tmp_path / "good.html.gz").write_bytes(gzip.compress(page.read_bytes()))
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "paper.html").write_bytes(b"%PDF-1.7 \x1b[2J")
    (tmp_path / "torn.html.gz").write_bytes(gzip.compress(page.read_bytes())[:-20])
    names = ["page.html", "empty.html", "paper.html", "torn.html.gz", "nosuch.html", "good.html.gz"]
    lines = [json.dumps({"id": name, "path": name, "url": URL}) for name in names]
    manifest = tmp_path / "pages.jsonl"
    manifest.write_text("\n".join([*lines[:3], "{broken", *lines[3:]]))
    run = scrapy("separate", "--manifest", str(manifest), settings={})
    assert run.code == Exit.PARTLY_FAILED
    assert [record["page"] for record in run.records] == ["page.html", "good.html.gz"]
    told = run.err.splitlines()
    for name in ("empty.html", "paper.html", "torn.html.gz", "nosuch.html", "pages.jsonl:4"):
        assert sum(name in line for line in told) == 1, told
    assert "5 of 7" in told[-1]
    assert len(told) == 6
    assert "\x1b" not in run.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "one page"),
        (["PAGE"], "--url"),
        (["PAGE", "--url", "www.example.org/x"], "'www.example.org/x'"),
        (["PAGE", "--url", URL, "--site", "nosuch"], "nosuch"),
        (["PAGE", "--manifest", "x.jsonl"], "--manifest"),
        (["PAGE", "--url", URL, "--nosuch"], "--nosuch"),
        (["--manifest", "nosuch.jsonl"], "nosuch.jsonl"),
        (["nosuch.html", "--url", URL], "nosuch.html: no such file"),
    ],
)
def test_bad_input_is_one_clear_line(page: Path, args: list[str], said: str) -> None:
    run = refused("separate", *[str(page) if arg == "PAGE" else arg for arg in args])
    assert run.code == Exit.BAD_INPUT
    assert len(run.err.splitlines()) == 1
    assert said in run.err
    assert run.out == ""


@pytest.mark.parametrize("content", [b" ", b"only words"])
def test_a_page_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none.html"
    path.write_bytes(content)
    run = scrapy("separate", str(path), "--url", URL, settings={})
    assert run.code == Exit.NOTHING_FOUND
    assert len(run.err.splitlines()) == 1
    assert "none.html" in run.err


@pytest.mark.skipif(not REAL.exists(), reason="the shared corpus is not here")
def test_the_real_pages() -> None:
    run = scrapy("separate", "--manifest", str(REAL), settings={})
    assert run.code == Exit.FINISHED, run.err
    assert len(run.records) == 36
    assert all(record["page"] for record in run.records)


def test_schema() -> None:
    run = scrapy("schema", settings={})
    assert run.code == Exit.FINISHED, run.err
    schema = json.loads(run.out)
    assert "headline" in json.dumps(schema)


def test_an_empty_manifest_is_told(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_text("\n")
    run = scrapy("separate", "--manifest", str(tmp_path / "pages.jsonl"), settings={})
    assert (run.code, run.err) == (Exit.NOTHING_FOUND, f"scrapy: {tmp_path / 'pages.jsonl'}: names no page\n")
