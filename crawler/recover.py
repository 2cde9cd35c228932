"""Parts that lie in a site's folder without their state, as after its loss: listed again, and their records known."""

from __future__ import annotations

import hashlib
import logging
from datetime import UTC
from pathlib import Path
from typing import Any

import msgspec

from crawler import clock
from crawler.discovery.link import moment
from crawler.excise import lines, parts
from crawler.known import learn, row_of
from crawler.ledger import PART
from crawler.seal import zstd
from crawler.spider import SiteSpider
from crawler.store import Store
from pipelines.record import Gone, Record

logger = logging.getLogger(__name__)


def recover(store: Store, spider: SiteSpider) -> None:
    """List the parts that the state does not know; to be called inside `store.guarded`. Raises StorageError."""
    if store.ledger is None:
        return
    listed = {row["number"] for row in store.state.db.execute("SELECT number FROM parts")}
    strays = 0
    for path in parts(store.ledger.folder):
        number = int(path.name[9:15])
        ours = path.name.removesuffix(".zst") == PART.format(number) and number not in listed
        if ours and not path.with_name(f"{path.name}.zst").exists():  # else a process died while it packed it
            strays += _list(store, spider, path, number)
    if strays:
        store.ledger.write_manifest()
        logger.warning("%s: %d parts lay there without their state; what they hold is known again", store.place, strays)


def _list(store: Store, spider: SiteSpider, path: Path, number: int) -> bool:
    """A packed part is closed; another was open, and what stands at its end may be torn: it stays as it is."""
    digest, size, count = hashlib.sha256(), 0, 0
    try:
        for line in lines(path):
            digest.update(line)
            size += len(line)
            count += 1
            _note(store, spider, line)
    except (OSError, EOFError, zstd.ZstdError) as error:
        logger.warning("%s can't be read and is left out: %s", path, error)
        return False
    with path.open("rb") as file:
        whole = hashlib.file_digest(file, "sha256").hexdigest()
    stat = path.stat()
    kind = "closed" if path.suffix == ".zst" else "edited"
    values = (number, kind, path.name, count, size, digest.hexdigest(), int(stat.st_mtime), stat.st_size, whole)
    store.state.db.execute(
        "INSERT INTO parts (number, state, name, records, bytes, sha256, started, file_bytes, file_sha256)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    return True


def _note(store: Store, spider: SiteSpider, line: bytes) -> None:
    """Know the article of a line, unless something newer is known of it."""
    try:
        record: dict[str, Any] = msgspec.json.decode(line, type=dict[str, Any])
        gone = record.get("tombstone") is True
        article: Gone | Record = msgspec.convert(record, Gone) if gone else msgspec.convert(record, Record)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    when = moment(article.fetch.fetched_at, UTC)
    seen = int(when.timestamp()) if when else int(clock.now())
    if gone:
        query = "UPDATE urls SET version = NULL WHERE article = ? AND last_seen <= ?"
        store.state.db.execute(query, (article.id, seen))
    elif not store.state.is_forgotten(article.id):
        row = row_of(store.state, spider, article.url)
        if (row["last_seen"] or 0) <= seen:
            learn(store.state, spider, record, row, seen)
