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
from crawler.known import learn, row_of
from crawler.recover import recover
from crawler.spider import SiteSpider
from crawler.store import Store, folder


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
        with self.store.guarded():
            recover(self.store, spider)
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
            row = row_of(self.store.state, self.spider, record["url"])
            seen = moment(record["fetch"]["fetched_at"], UTC)
            latest = not row["version"] or (seen is not None and seen.timestamp() > (row["last_seen"] or 0))
            if new:
                before = record.get("previous_version") or (self._before(record, row) if latest else None)
                self.store.write({**record, "previous_version": before})
            if latest and (new or not row["last_seen"]):
                learn(self.store.state, self.spider, record, row, int(seen.timestamp()) if seen else int(clock.now()))
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
