"""A record → what the state knows of its URL, as if a crawl had just written it."""

from __future__ import annotations

from datetime import UTC
from sqlite3 import Row
from typing import Any

from scrapy.utils.request import fingerprint

from crawler import clock
from crawler.discovery.link import ArticleLink, moment
from crawler.envelope import pack
from crawler.spider import SiteSpider
from crawler.state import State
from crawler.visits import next_visit


def row_of(state: State, spider: SiteSpider, url: str) -> Row:
    """The row of the request with which a crawl would ask for the article; made if there is none."""
    request = spider.article_request(ArticleLink(url=url))
    values = (fingerprint(request), request.url, request.url.split("/")[2], pack(request, spider), int(clock.now()))
    state.db.execute(
        "INSERT INTO urls (key, url, lane, request, state, first_seen) VALUES (?, ?, ?, ?, 'done', ?)"
        " ON CONFLICT (key) DO NOTHING",
        values,
    )
    row = state.one("SELECT * FROM urls WHERE key = ?", values[0])
    assert row is not None
    return row


def learn(state: State, spider: SiteSpider, record: dict[str, Any], row: Row, seen: int) -> None:
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
    state.db.execute(f"UPDATE urls SET {names} WHERE id = ?", (*known.values(), row["id"]))
    if canonical := record.get("canonical_url"):
        request = spider.article_request(ArticleLink(url=canonical))
        state.db.execute(
            "INSERT OR IGNORE INTO urls (key, url, lane, request, state, via, first_seen)"
            " VALUES (?, ?, '', '{}', 'done', ?, ?)",
            (fingerprint(request), request.url, row["id"], now),
        )
