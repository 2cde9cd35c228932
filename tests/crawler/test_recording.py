from __future__ import annotations

import codecs
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.exits import Exit
from crawler.recording import BadManifest, Entry, Recording, UnreadableFile, read_manifest, read_page
from tests.crawler.small_site import ROOT, article, scrapy

URL = "https://www.heise.de/news/Ein-Test-1234.html"
REAL = ROOT.parent / "shared" / "corpus" / "separation" / "manifest.jsonl"
OFFLINE = """
import socket, sys
def refuse(*args, **kwargs):
    sys.stderr.write("NETWORK " + repr(args))
    raise OSError("no network in this test")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A manifest of a gzipped heise page and a plain golem page."""
    (tmp_path / "heise.html.gz").write_bytes(gzip.compress(article("Ein Test").encode()))
    (tmp_path / "golem.html").write_text(article("Noch ein Test"))
    entries = [
        {"id": "h", "path": "heise.html.gz", "url": URL},
        {"id": "g", "path": "golem.html", "url": "https://www.golem.de/news/noch-ein-test-2611-12.html"},
    ]
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return manifest


def test_pages_are_found_by_url_however_it_is_decorated(stored: Path) -> None:
    for place in (stored, stored.parent):
        recording = Recording(place)
        assert URL + "?utm_source=x#y" in recording
        assert recording.find("https://www.heise.de/") is None
        assert recording.urls(("heise.de",)) == [URL]
        entry = recording.find(URL)
        assert entry is not None
        assert b"Ein Test" in read_page(entry.path)


BAD_LINES = [
    "{",
    "[]",
    "[" * 100_000,
    '{"id": "x"}',
    '{"id": 1, "path": "a", "url": "https://a.de/"}',
    '{"id": "x", "path": "a", "url": "a.de"}',
    '{"id": "x", "path": "a", "url": "https://a.de/", "site": 3}',
]


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text('{"id": "x", "path": "a", "url": "https://a.de/"}\n\n' + line + "\n")
    with pytest.raises(BadManifest, match=r"manifest\.jsonl:3: "):
        Recording(manifest)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nosuch"):
        with pytest.raises(BadManifest, match=place.name):
            Recording(place)


def test_what_can_be_read_of_a_manifest_is_read(tmp_path: Path) -> None:
    good = b'{"id": "x", "path": "a", "url": "https://a.de/"}\n'
    whole = codecs.BOM_UTF8 + good + b'{"id": "\xe4"}\n' + good * 3
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_bytes(whole)
    packed.write_bytes(gzip.compress(whole))
    for path in (plain, packed):
        first, bad, *rest = read_manifest(path)
        assert isinstance(first, Entry)
        assert str(bad) == f"{path}:2: is no UTF-8 text"
        assert rest == [first] * 3
    packed.write_bytes(gzip.compress(good * 2000)[:-20])
    *entries, end = read_manifest(packed)
    assert isinstance(end, BadManifest)
    assert str(end).startswith(f"{packed}:{len(entries) + 1}: can't be read any further")
    packed.write_bytes(good)
    with pytest.raises(BadManifest, match="can't be read"):
        list(read_manifest(packed))


@pytest.mark.parametrize("content", [b"no gzip", b"", gzip.compress(b"x" * 1000, mtime=0)[:-9]])
def test_an_unreadable_page_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(content)
    if content:
        with pytest.raises(UnreadableFile, match=r"page\.html\.gz"):
            read_page(path)
    with pytest.raises(UnreadableFile, match="nosuch"):
        read_page(tmp_path / "nosuch")


def test_replay_asks_no_network(stored: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-c", OFFLINE, "crawl", "heise", "-s", f"REPLAY={stored}", "-O", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "NETWORK" not in done.stderr
    assert done.returncode == Exit.FINISHED, done.stderr
    (record,) = [json.loads(line) for line in out.read_text().splitlines()]
    assert record["url"] == URL
    assert record["fetch"]["source"] == "file"
    assert record["fetch"]["fetched_at"] is None


def test_an_unreadable_stored_page_is_named_and_the_others_come(stored: Path) -> None:
    with stored.open("a") as manifest:
        manifest.write(json.dumps({"id": "x", "path": "nosuch.html", "url": "https://www.heise.de/news/x-1.html"}))
    run = scrapy("crawl", "heise", "-s", f"REPLAY={stored}", "-o", "-:jsonl")
    assert [record["url"] for record in run.records] == [URL]
    assert "nosuch.html" in run.err
    assert "Traceback" not in run.err


@pytest.mark.skipif(not REAL.exists(), reason="the shared corpus is not here")
@pytest.mark.parametrize(("spider", "ending"), [("heise", "9691259.html"), ("golem", "2404-184627.html")])
def test_real_pages_replay(spider: str, ending: str) -> None:
    run = scrapy("crawl", spider, "-s", f"REPLAY={REAL}", "-o", "-:jsonl")
    assert run.code == Exit.FINISHED, run.err
    (record,) = run.records
    assert record["url"].endswith(ending)
    assert record["site"] == spider
    assert record["extraction"]["layout"]
