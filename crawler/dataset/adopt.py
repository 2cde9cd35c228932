"""Records from elsewhere → the ledger and state of a site, as if it had crawled them: each version once, for good."""

from __future__ import annotations

import sqlite3
from datetime import UTC
from pathlib import Path
from typing import Any, cast

import msgspec
from msgspec import Struct
from scrapy.settings import BaseSettings
from scrapy.utils.request import fingerprint

from crawler import clock
from crawler.dataset.read import opened
from crawler.discovery.link import ArticleLink, moment
from crawler.envelope import pack
from crawler.spider import SiteSpider
from crawler.store import Store, folder
from crawler.visits import next_visit


class Mark(Struct, frozen=True):
    """What tells a line of the ledger from the others."""

    id: str
    version: str | None
    previous_version: str | None = None

    @property
    def name(self) -> str:
        """The version; of the note that an article is gone, the one that it was in."""
        return self.version or f"gone after {self.previous_version}"


class Written:
    """Which versions stand in the ledgers, in a file that ends with the process: memory stays constant."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=OFF")
        self.db.execute("CREATE TABLE written (site, id, version, PRIMARY KEY (site, id, version)) WITHOUT ROWID")

    def read(self, site: str, place: Path) -> None:
        """Note all lines of a ledger that is there."""
        decode = msgspec.json.Decoder(Mark).decode
        for path in sorted(place.glob("articles-*.jsonl*")):
            with opened(path) as file:
                for line in file:
                    try:
                        self.add(site, decode(line))
                    except (msgspec.DecodeError, UnicodeDecodeError):
                        continue  # the user edited the part: such a line is no record that could be written twice

    def add(self, site: str, mark: Mark) -> bool:
        """Whether it was not there."""
        values = (site, mark.id, mark.name)
        return bool(self.db.execute("INSERT OR IGNORE INTO written VALUES (?, ?, ?)", values).rowcount)


class Adopter:
    """The ledger of one site, to which records are added. `trouble` of its store says why no more can be."""

    def __init__(self, settings: BaseSettings, spider: SiteSpider, written: Written) -> None:
        """Raises BadState, OSError."""
        self.spider, self.written = spider, written
        self.store = Store(settings, spider.name, lambda: None)
        place = folder(settings, spider.name)
        assert place is not None
        self.db = self.store.state.db
        written.read(spider.name, place)

    def adopt(self, record: dict[str, Any]) -> bool | None:
        """Add a record or the note that an article is gone; False if it was there, None if it shall stay forgotten.

        Its URL is known from then on.
        """
        mark = msgspec.convert(record, Mark)
        if self._is_forgotten(record):
            return None
        new = self.written.add(self.spider.name, mark)
        with self.store.guarded():
            row = self._row(record)
            seen = moment(record["fetch"]["fetched_at"], UTC)
            latest = not row["version"] or (seen is not None and seen.timestamp() > (row["last_seen"] or 0))
            if new:
                before = record.get("previous_version") or (self._before(record, row) if latest else None)
                self.store.write({**record, "previous_version": before})
            if latest and (new or not row["last_seen"]):
                self._known(record, row, int(seen.timestamp()) if seen else int(clock.now()))
        return new

    def _is_forgotten(self, record: dict[str, Any]) -> bool:
        """Whether `scrapy forget` took out the article, or one of its addresses, which may not have been known then."""
        links = (ArticleLink(url=url) for url in (record["url"], record.get("canonical_url")) if url)
        keys = (fingerprint(self.spider.article_request(link)) for link in links)
        return any(map(self.store.state.is_forgotten, (record["id"], *keys)))

    def _before(self, record: dict[str, Any], row: sqlite3.Row) -> str | None:
        query = "SELECT min(version) FROM urls WHERE article = ? AND version <> ?"
        found = self.store.state.one(query, record["id"], record["version"])
        return cast("str | None", row["version"] or (found and found[0]))

    def _row(self, record: dict[str, Any]) -> sqlite3.Row:
        """The row of the request with which a crawl would ask for the article; made if there is none."""
        now = int(clock.now())
        request = self.spider.article_request(ArticleLink(url=record["url"]))
        values = (fingerprint(request), request.url, request.url.split("/")[2], pack(request, self.spider), now)
        self.db.execute(
            "INSERT INTO urls (key, url, lane, request, state, first_seen) VALUES (?, ?, ?, ?, 'done', ?)"
            " ON CONFLICT (key) DO NOTHING",
            values,
        )
        row = self.store.state.one("SELECT * FROM urls WHERE key = ?", values[0])
        assert row is not None
        return row

    def _known(self, record: dict[str, Any], row: sqlite3.Row, seen: int) -> None:
        """The record is what the state knows of its URL, and of the canonical address, which stands for it."""
        now, fetch = int(clock.now()), record["fetch"]
        published = moment(record.get("date_published"), UTC)
        fresh = min(now, int(published.timestamp())) if published else seen
        changed = seen if row["version"] not in (None, record["version"]) else row["changed"]
        known = {
            "state": "done", "article": record["id"], "version": record["version"], "status": fetch["status"],
            "etag": fetch["etag"], "last_modified": fetch["last_modified"], "sha256": fetch["sha256"], "fresh": fresh,
            "last_seen": seen, "tries": 0, "changed": changed, "changes": row["changes"] + (changed == seen),
            "next_visit": next_visit(now, fresh, changed),
        }  # fmt: skip
        names = ", ".join(f"{name} = ?" for name in known)
        self.db.execute(f"UPDATE urls SET {names} WHERE id = ?", (*known.values(), row["id"]))
        if canonical := record.get("canonical_url"):
            request = self.spider.article_request(ArticleLink(url=canonical))
            self.db.execute(
                "INSERT OR IGNORE INTO urls (key, url, lane, request, state, via, first_seen)"
                " VALUES (?, ?, '', '{}', 'done', ?, ?)",
                (fingerprint(request), request.url, row["id"], now),
            )
