"""A part of a ledger, written again without some articles."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from crawler.dataset.read import opened
from crawler.dataset.sources import SUFFIXES
from crawler.seal import CHUNK, fsync_folder, zstd
from crawler.store import Store

DRAFT = ".forget.tmp"  # a name that no crawl sweeps away


class Line(Struct, frozen=True):
    """What of a record tells whether it is meant."""

    id: str
    version: str | None = None
    url: str = ""
    canonical_url: str = ""
    date_published: str | None = None
    fetch: dict[str, Any] = {}

    @property
    def day(self) -> str:
        """When it was published, else fetched; empty if neither is known."""
        return (self.date_published or self.fetch.get("fetched_at") or "")[:10]


decode = msgspec.json.Decoder(Line).decode


def parts(place: Path) -> list[Path]:
    """All files of a site that an export reads: its parts, and those laid beside them."""
    return sorted(path for path in place.glob("articles-*.jsonl*") if path.name.endswith(SUFFIXES))


def lines(path: Path) -> Iterator[bytes]:
    """The lines of a part, each with its end. Raises OSError, also for a file that is damaged."""
    try:
        with opened(path) as file:
            yield from file
    except (EOFError, zlib.error, zstd.ZstdError, gzip.BadGzipFile) as error:
        raise OSError(f"{path.name} is damaged, and nobody knows what is in it ({error})") from None


def read(line: bytes) -> Line | None:
    """What a line is about; None for one that is no record, which stays."""
    try:
        return decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _packed(path: Path, suffix: str) -> closing[Any]:
    if suffix == ".zst":
        return closing(zstd.open(path, "wb"))
    return closing(gzip.open(path, "wb") if suffix == ".gz" else path.open("wb", buffering=CHUNK))


def of_part(store: Store, path: Path, ids: Collection[str]) -> None:
    """Write a part again without these articles; all other lines stay byte by byte."""
    draft = path.with_name(DRAFT)
    digest, size, records, gone = hashlib.sha256(), 0, 0, 0
    with _packed(draft, path.suffix) as file:
        for line in lines(path):
            known = read(line)
            if known and known.id in ids:
                gone += 1
                continue
            file.write(line)
            digest.update(line)
            size += len(line)
            records += 1
    db = store.state.db
    if not gone:
        draft.unlink()
        row = db.execute("SELECT sha256 FROM parts WHERE name = ?", (path.name,)).fetchone()
        if row is None or row["sha256"] == digest.hexdigest():
            return  # else an earlier call was killed between the file and the state
    elif records:
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    else:
        draft.unlink()
        path.unlink()
    fsync_folder(path.parent)
    if not records:
        db.execute("DELETE FROM parts WHERE name = ?", (path.name,))
    else:
        with path.open("rb") as packed:
            file_sha256 = hashlib.file_digest(packed, "sha256").hexdigest()
        db.execute(
            "UPDATE parts SET records = ?, bytes = ?, sha256 = ?, file_bytes = ?, file_sha256 = ? WHERE name = ?",
            (records, size, digest.hexdigest(), path.stat().st_size, file_sha256, path.name),
        )
    store.state.commit()
