"""Articles taken out of everything that is kept: records, state, logs, the browse database. For good, with a receipt.

What is to be forgotten is written down first, as ids, which are hashes; then each step may be done again. Killed at any
moment and started again with the same command, it comes to its end. The ids stay until the receipt tells of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from scrapy import Request
from scrapy.settings import BaseSettings
from scrapy.utils.request import fingerprint

from crawler import clock
from crawler.browse.forget import forget as forget_browsed
from crawler.excise import Line, lines, of_part, parts, read
from crawler.rewrite import rewrite
from crawler.runs import sites
from crawler.state import forgotten
from crawler.store import Store
from pipelines.links import normalise

INTENT, RECEIPTS = "forget.json", "receipts"


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be forgotten: these addresses, or all of these sites (all sites: none named) before a day."""

    urls: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    before: str = ""

    def means(self, line: Line) -> bool:
        if self.urls:
            return not self.urls.isdisjoint((line.url, line.canonical_url, normalise(line.url)))
        return not self.before or "" < line.day < self.before

    @property
    def digest(self) -> str:
        """SHA-256 of what was asked, so that a receipt names no address."""
        return hashlib.sha256(json.dumps([sorted(self.urls), sorted(self.sites), self.before]).encode()).hexdigest()


@dataclass(slots=True)
class Done:
    """What was forgotten of a site, or would be: articles by id, records, rows of the state.

    `undated`: articles that nobody can say of whether they are older than a day; they stay.
    """

    site: str
    ids: set[str] = field(default_factory=set)
    records: int = 0
    addresses: int = 0
    undated: set[str] = field(default_factory=set)


def forget(settings: BaseSettings, data: Path, asked: Asked, tell: Callable[[Done], None]) -> Path:
    """Forget it on all sites; gives the receipt. `tell` hears of each site. Raises BadState, BadDatabase, OSError."""
    done = []
    for site in sorted(asked.sites or sites(data)):
        store = Store(settings, site, lambda: None)
        try:
            found = of_site(store, data / site, asked)
        finally:
            store.close()
        forget_browsed(data, found.ids, asked.urls)
        done.append(found)
        tell(found)
    path = receipt(data, asked, done)
    for found in done:
        (data / found.site / INTENT).unlink(missing_ok=True)
    return path


def found(data: Path, asked: Asked) -> list[Done]:
    """What would be forgotten, with nothing touched."""
    return [meant(data / site, asked) for site in sorted(asked.sites or sites(data))]


def meant(place: Path, asked: Asked) -> Done:
    """The articles of a site that are meant, with those that an earlier call did not come to the end of.

    Its numbers count where it was killed when these were gone already.
    """
    done, earlier = Done(place.name), {}
    if (place / INTENT).exists():
        earlier = json.loads((place / INTENT).read_bytes())
        done.ids.update(earlier["ids"])
    for path in parts(place):
        for line in lines(path):
            known = read(line)
            if known and asked.means(known):
                done.ids.add(known.id)
                done.records += 1
            elif known and asked.before and not known.day:
                done.undated.add(known.id)
    done.undated -= done.ids
    done.records = max(done.records, earlier.get("records", 0))
    done.addresses = earlier.get("addresses", 0)
    return done


def intend(place: Path, done: Done) -> None:
    """Write down what is being forgotten. Raises OSError."""
    told = {"ids": sorted(done.ids), "records": done.records, "addresses": done.addresses}
    rewrite(place / INTENT, json.dumps(told).encode())


def of_site(store: Store, place: Path, asked: Asked) -> Done:
    """Forget it on one site, whose state is open and locked."""
    done = meant(place, asked)
    intend(place, done)
    assert store.ledger
    if store.ledger.bytes:
        store.ledger.roll()  # from here on all parts are closed, and no crawl compares them with the state
    of_state(store, place, asked, done)
    for path in parts(place):
        of_part(store, path, done.ids)
    store.ledger.write_manifest()
    for path in place.glob("state.sqlite.[0-9]*"):  # backups of older formats
        path.unlink()
    db = store.state.db
    db.execute("COMMIT")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("BEGIN IMMEDIATE")
    return done


def of_state(store: Store, place: Path, asked: Asked, done: Done) -> None:
    """Delete the addresses, and mark them by hashes, so that no later crawl or import brings them back."""
    db, ids = store.state.db, done.ids
    db.execute("COMMIT")
    db.execute("PRAGMA secure_delete=ON")
    db.execute("BEGIN IMMEDIATE")
    db.execute("CREATE TEMP TABLE meant AS SELECT value AS article FROM json_each(?)", (json.dumps(list(ids)),))
    db.execute(
        "CREATE TEMP TABLE doomed AS SELECT id, key, url FROM urls WHERE article IN (SELECT article FROM meant)"
        " OR url IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(asked.urls)),),
    )
    db.execute("INSERT INTO doomed SELECT id, key, url FROM urls WHERE via IN (SELECT id FROM doomed)")
    rows = db.execute("SELECT id, key, url FROM doomed").fetchall()
    keys = {row["key"] for row in rows if row["key"]} | {fingerprint(Request(url)) for url in asked.urls}
    marks = {forgotten(id) for id in ids} | {forgotten(key) for key in keys}
    urls = {row["url"] for row in rows} | asked.urls
    of_logs(place, urls)
    db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", ((mark,) for mark in marks))
    db.execute("DELETE FROM urls WHERE id IN (SELECT id FROM doomed)")
    of_runs(store, urls)
    for table in ("meant", "doomed"):
        db.execute(f"DROP TABLE {table}")
    done.addresses = max(done.addresses, len(rows))
    intend(place, done)
    store.state.commit()


def of_runs(store: Store, urls: Collection[str]) -> None:
    """The figures of runs name pages that were slow or failed."""
    for row in store.state.db.execute("SELECT number, figures FROM runs WHERE figures IS NOT NULL").fetchall():
        figures = json.loads(row["figures"])
        for name in ("slowest", "failed"):
            figures[name] = [pair for pair in figures.get(name, []) if pair[0] not in urls]
        text = json.dumps(figures, ensure_ascii=False)
        if text != row["figures"]:
            store.state.db.execute("UPDATE runs SET figures = ? WHERE number = ?", (text, row["number"]))


def of_logs(place: Path, urls: Collection[str]) -> None:
    """Remove logs that name one of the addresses."""
    for path in place.glob("crawl.log*"):
        text = path.read_text("utf-8", "replace")
        if any(url in text for url in urls):
            path.unlink()


def receipt(data: Path, asked: Asked, done: list[Done]) -> Path:
    """Write what was done, without a word or address of what was forgotten. Raises OSError."""
    at = clock.stamp()
    told = {
        "forgotten_at": at,
        "asked_sha256": asked.digest,
        "sites": {
            one.site: {
                "articles": len(one.ids),
                "records": one.records,
                "addresses": one.addresses,
                "ids_sha256": sorted(hashlib.sha256(id.encode()).hexdigest() for id in one.ids),
            }
            for one in done
        },
    }
    path = data / RECEIPTS / f"forget-{at[:19].replace(':', '')}-{asked.digest[:8]}.json"
    rewrite(path, json.dumps(told, indent=1).encode() + b"\n")
    return path
