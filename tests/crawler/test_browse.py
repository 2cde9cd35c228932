"""The database that is browsed: from real ledgers, killed builds, hostile text; and Datasette over it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
import yaml

from crawler.browse import build as building
from crawler.browse.build import build
from crawler.browse.changes import LONGEST, lines, paragraphs, words
from crawler.browse.database import APPLICATION, FILE, FORMAT, BadDatabase
from crawler.browse.forget import forget
from crawler.exits import Exit
from tests.crawler.browsing import record, tombstone, write
from tests.crawler.small_site import ROOT, refused, scrapy

EVIL = "<script>alert(1)</script>"
PAID = '<p><a href="https://www.amazon.de/dp/B0DEMO0004?tag=demosite-21">Bei Amazon ansehen</a></p>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "example"


def ask(data: Path, query: str, *values: Any) -> list[Any]:
    with contextlib.closing(sqlite3.connect(data / FILE)) as db:
        return db.execute(query, values).fetchall()


def dump(data: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(data / FILE)) as db:
        return [line for line in db.iterdump() if "articles_fts" not in line]


def test_articles_versions_and_parts(tmp_path: Path, site: Path) -> None:
    first, other = record(1, body=PAID), record(2)
    changed = record(1, "Artikel 1, neu", PAID, at="2026-11-03T08:00:00+00:00")
    changed["previous_version"] = first["version"]
    write(site, first, other, changed)
    built = build(tmp_path)
    assert (built.articles, built.lines, built.troubles) == (2, 3, [])
    assert ask(tmp_path, "SELECT headline, versions, published FROM articles ORDER BY id = ? DESC", first["id"]) == [
        ("Artikel 1, neu", 2, "2026-11-01 08:00:00"),
        ("Artikel 2", 1, "2026-11-02 08:00:00"),
    ]
    (difference,) = ask(tmp_path, "SELECT difference FROM versions WHERE difference IS NOT NULL")
    assert difference[0] == "Artikel [-1-] {+1, neu+}"
    targets = ask(tmp_path, "SELECT target, articles.headline FROM teasers JOIN articles ON articles.id = target")
    assert targets == [(other["id"], "Artikel 2")]
    assert ask(tmp_path, "SELECT merchant, network FROM affiliate_links") == [("amazon.de", "Amazon Associates")]


def test_search_finds_words_without_their_accents(tmp_path: Path, site: Path) -> None:
    old = record(1, "Ein Café in Zürich")
    write(site, old)
    build(tmp_path)
    query = "SELECT headline FROM articles_fts WHERE articles_fts MATCH ?"
    assert ask(tmp_path, query, "zurich cafe") == [("Ein Café in Zürich",)]
    write(site, {**record(1, "Ein Garten in Bern"), "previous_version": old["version"]})
    build(tmp_path)
    assert ask(tmp_path, query, "zurich") == []
    assert ask(tmp_path, query, "bern") == [("Ein Garten in Bern",)]


def test_only_new_lines_are_read(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, record(1), record(2), close=True)
    write(site, record(3), torn=b'{"id": "half a li')
    assert build(tmp_path).lines == 3
    before = dump(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(building, "lines", None)  # not even opened
        assert build(tmp_path).lines == 0
    assert dump(tmp_path) == before
    write(site, record(4), close=True)
    again = build(tmp_path)
    assert (again.lines, again.articles, again.troubles) == (1, 4, [])


def test_a_torn_tail_is_not_read_while_a_crawl_writes(tmp_path: Path, site: Path) -> None:
    write(site, record(1), torn=json.dumps(record(2)).encode() + b"\n")
    assert build(tmp_path).articles == 1
    assert ask(tmp_path, "SELECT lines FROM progress") == [(1,)]


@pytest.mark.parametrize("closed", [True, False])
def test_a_build_that_died_goes_on_and_writes_nothing_twice(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    write(site, record(1), record(2), close=closed)
    write(site, record(3), tombstone(record(3), "2026-11-09T08:00:00+00:00"))
    build(tmp_path)
    whole, shelve = dump(tmp_path), building.shelve
    for line in range(4):
        (tmp_path / FILE).unlink()
        died = False

        def dying(db: sqlite3.Connection, found: dict[str, Any], *, limit: int = line) -> None:
            nonlocal died
            if db.execute("SELECT count(*) FROM versions").fetchone()[0] == limit:
                died = True
                raise KeyboardInterrupt
            shelve(db, found)

        with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
            patch.setattr(building, "shelve", dying)
            build(tmp_path)
        assert died
        build(tmp_path)
        assert dump(tmp_path) == whole


def test_a_killed_process_leaves_a_database_that_goes_on(tmp_path: Path, site: Path) -> None:
    many = record(1)
    write(site, *({**many, "id": f"{number:016x}"} for number in range(3000)), close=True)
    command = [sys.executable, "-m", "scrapy", "browse", "--build-only", "-s", f"DATA_DIR={tmp_path}"]
    with subprocess.Popen(command, cwd=ROOT) as process:
        while not list(tmp_path.glob(f"{FILE}-wal")) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    assert build(tmp_path).articles == 3000
    assert ask(tmp_path, "SELECT count(*) FROM versions") == [(3000,)]
    assert ask(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def test_gone_and_come_back(tmp_path: Path, site: Path) -> None:
    first = record(1)
    write(site, first, tombstone(first, "2026-11-05T08:00:00+00:00"))
    build(tmp_path)
    assert ask(tmp_path, "SELECT gone FROM articles") == [("2026-11-05T08:00:00+00:00",)]
    write(site, record(1, "Artikel 1, wieder da", at="2026-11-06T08:00:00+00:00"))
    build(tmp_path)
    assert ask(tmp_path, "SELECT gone, versions FROM articles") == [(None, 2)]


def test_lines_of_strangers_are_told_and_left_out(tmp_path: Path, site: Path) -> None:
    huge = record(2)
    huge["word_count"] = 10**30
    write(site, record(1), {"id": "x"}, ["a list"], huge, record(3))  # type: ignore[arg-type]
    built = build(tmp_path)
    assert built.articles == 2
    places = [trouble.split(": left out: ")[0] for trouble in built.troubles]
    assert places == [f"{site / 'articles-000001.jsonl'}:{line}" for line in (2, 3, 4)]
    assert build(tmp_path).troubles == []


def test_a_damaged_part_is_told_and_the_others_are_read(tmp_path: Path, site: Path) -> None:
    write(site, record(1), record(2), close=True)
    write(site, record(3), close=True)
    first, second = sorted(site.glob("*.zst"))
    first.write_bytes(first.read_bytes()[:-40])
    built = build(tmp_path)
    assert built.articles == 1
    assert built.troubles[0].startswith(f"{first}: can't be read: ")
    second.unlink()
    (tmp_path / FILE).unlink()
    assert f"{second}: left out: the file is gone" in build(tmp_path).troubles


def test_what_a_person_edited_is_read_as_it_is(tmp_path: Path, site: Path) -> None:
    write(site, record(1), record(2))
    part = site / "articles-000001.jsonl"
    part.write_text(part.read_text("utf-8").replace("Artikel 2", "Artikel zwei"), "utf-8")
    write(site, record(3))
    assert build(tmp_path).articles == 3
    assert build(tmp_path).lines == 0
    assert ask(tmp_path, "SELECT headline FROM articles WHERE id = ?", record(2)["id"]) == [("Artikel zwei",)]


def test_a_part_that_was_rewritten_is_read_again(tmp_path: Path, site: Path) -> None:
    write(site, record(1), record(2))
    build(tmp_path)
    part = site / "articles-000001.jsonl"
    lines = part.read_bytes().splitlines(keepends=True)
    with contextlib.closing(sqlite3.connect(site / "state.sqlite")) as db, db:
        part.write_bytes(lines[1])
        db.execute("UPDATE parts SET bytes = ?, sha256 = ?", (len(lines[1]), sha256(lines[1]).hexdigest()))
    write(site, record(3), record(4))
    assert forget(tmp_path, [record(1)["id"]]) == 1
    built = build(tmp_path)
    assert (built.articles, built.troubles) == (3, [])
    assert ask(tmp_path, "SELECT headline FROM articles ORDER BY id = ? DESC LIMIT 1", record(2)["id"]) == [
        ("Artikel 2",)
    ]


def test_forgetting_leaves_no_trace(tmp_path: Path, site: Path) -> None:
    secret = record(1, "Zwetschgenmus im Test", "<p>Ein Absatz mit Zwetschgenmus, den es nur hier gibt, und mehr.</p>")
    write(site, secret, record(2), record(3))
    build(tmp_path)
    assert forget(tmp_path, [secret["id"]], [record(3)["url"] + "?utm_source=x"]) == 2
    assert forget(tmp_path, [secret["id"]]) == 0
    assert ask(tmp_path, "SELECT headline FROM articles") == [("Artikel 2",)]
    for table in ("versions", "teasers", "authors"):
        assert ask(tmp_path, f"SELECT count(*) FROM {table} WHERE article NOT IN (SELECT number FROM articles)") == [
            (0,)
        ]
    for path in tmp_path.glob(f"{FILE}*"):
        assert b"wetschgenmus" not in path.read_bytes()
    assert build(tmp_path).articles == 1


def test_other_formats_are_built_anew_and_strangers_left_alone(tmp_path: Path, site: Path) -> None:
    write(site, record(1))
    build(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.executescript(f"DROP TABLE offers; PRAGMA user_version = {FORMAT + 1}")
    assert build(tmp_path).lines == 1
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION - 1}")
    with pytest.raises(BadDatabase, match="another program"):
        build(tmp_path)
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(BadDatabase, match="delete it"):
        build(tmp_path)


def test_texts_that_are_too_long_to_compare() -> None:
    before = "\n\n".join(f"{number % 7}" for number in range(50_000))
    start = time.monotonic()
    parts = paragraphs(f"A\n\n{before}\n\nZ", f"A\n\n{before[::-1]}x\n\nZ")
    assert len(parts) > LONGEST
    assert (parts[0], parts[-1]) == (("same", "A"), ("same", "Z"))
    many, others = "a" + " a" * 100_000, "b" + " b" * 100_000
    assert words(many, others) == [("gone", many), ("new", others)]
    old, new = ("\n\n".join(f"{word} {n} " * 200 for n in range(3_000)) for word in ("a", "b"))
    assert len(lines(old, new)) >= 3_000
    assert time.monotonic() - start < 5


def test_the_command_and_its_bad_input(tmp_path: Path, site: Path) -> None:
    where = {"DATA_DIR": str(tmp_path)}
    nothing = scrapy("browse", "--build-only", settings=where)
    assert (nothing.code, nothing.err) == (
        Exit.NOTHING_FOUND,
        f"scrapy: {tmp_path} holds no crawl yet: scrapy crawl SITE\n",
    )
    write(site, record(1))
    done = scrapy("browse", "--build-only", settings=where)
    assert (done.code, done.out) == (0, f"{tmp_path / FILE}: 1 articles, 1 lines read now\n")
    write(site, {"id": "\x1b[31m"})
    done = scrapy("browse", "--build-only", settings=where)
    assert done.code == Exit.PARTLY_FAILED
    assert ":2: left out: " in done.err
    for args in (["heise"], ["--port", "0"], ["--port", "70000"], ["--port", "x"], ["--host", "0.0.0.0"]):
        assert refused("browse", *args).code == Exit.BAD_INPUT
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = scrapy("browse", "--port", str(taken.getsockname()[1]), settings=where)
    assert done.code == Exit.BAD_INPUT
    assert done.err.startswith("scrapy: port ")


@pytest.fixture(scope="module")
def datasette(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`scrapy browse` as a user starts it, over articles that would rather run something."""
    data = tmp_path_factory.mktemp("data")
    evil = record(1, body=PAID)
    evil["headline"] = f"Der Titel {EVIL}"
    evil["authors"] = [{"name": f'"><img src=x onerror=alert(1)>{EVIL}', "url": "javascript:alert(1)"}]
    evil["teasers"][0].update(headline=EVIL, url="javascript:alert(1)", box=EVIL)
    evil["affiliate"]["disclosures"] = [EVIL]
    evil["affiliate"]["offers"] = [
        {"product": EVIL, "price": 9.5, "currency": "EUR", "merchant": EVIL, "url": "javascript:alert(1)"}
    ]
    newer = {**evil, "version": "f" * 16, "previous_version": evil["version"], "body_text": f"Neu: {EVIL}"}
    write(data / "example", evil, newer, tombstone(record(2), "2026-11-09T08:00:00+00:00"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "scrapy", "browse", "--port", str(port), "-s", f"DATA_DIR={data}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ) as process:
        at = f"http://127.0.0.1:{port}"
        for _ in range(300):
            with contextlib.suppress(OSError), urlopen(f"{at}/-/versions.json", timeout=5):
                break
            assert process.poll() is None
            time.sleep(0.1)
        yield at
        process.send_signal(signal.SIGINT)


QUERIES = yaml.safe_load((ROOT / "crawler" / "browse" / "metadata.yaml").read_text("utf-8"))["databases"]["browse"]


@pytest.mark.parametrize("name", QUERIES["queries"])
def test_each_ready_query_answers_and_escapes(datasette: str, name: str) -> None:
    fields = urlencode({"site": "example", "author": "script"})
    with urlopen(f"{datasette}/browse/{name}.json?_shape=array&{fields}") as answer:
        assert len(json.load(answer)) >= (0 if name == "gone" else 1)
    with urlopen(f"{datasette}/browse/{name}?{fields}") as answer:
        html = answer.read().decode()
    assert EVIL not in html
    assert "onerror=alert(1)>" not in html
    assert 'href="javascript:' not in html


def test_each_table_escapes_and_articles_are_searched(datasette: str) -> None:
    for table in QUERIES["tables"].keys() - {"progress"}:
        for page in (f"/browse/{table}", f"/browse/{table}/1"):
            with urlopen(datasette + page) as answer:
                html = answer.read().decode()
            assert EVIL not in html
            assert 'href="javascript:' not in html
    with urlopen(f"{datasette}/browse/articles.json?_shape=array&_search={quote('alert')}") as answer:
        assert [row["headline"] for row in json.load(answer)] == [f"Der Titel {EVIL}"]
    with urlopen(f"{datasette}/browse.json") as answer:
        told = {table["name"]: table["hidden"] for table in json.load(answer)["tables"]}
    assert {name for name, hidden in told.items() if not hidden} == set(QUERIES["tables"]) - {"progress"}


def test_datasette_listens_to_this_machine_only(datasette: str) -> None:
    port = int(datasette.rpartition(":")[2])
    address = next(
        (found[4][0] for found in socket.getaddrinfo(socket.gethostname(), port) if found[4][0] != "127.0.0.1"), None
    )
    if address is None:
        pytest.skip("this machine has no other address")
    with pytest.raises(OSError), socket.create_connection((address, port), timeout=3):  # noqa: PT011
        pass
