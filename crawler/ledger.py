"""The record store of a site: JSON Lines in part files, each record once, whatever ends the process.

`articles-000001.jsonl` is the open part; a full or old one becomes `articles-000001.jsonl.zst`, named in
`manifest.json`. How many bytes of the open part count is committed in one transaction with what the crawl knows of its
URLs. What stands behind them was written by a process that died before it could commit: it is cut off, and the pages
are fetched again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Any

import msgspec

from crawler import clock
from crawler.seal import CHUNK, fsync_folder, seal
from crawler.state import State

PART = "articles-{:06}.jsonl"
PARTS = "articles-[0-9][0-9][0-9][0-9][0-9][0-9].*"
MANIFEST = "manifest.json"
MAX_BYTES = 64 * 1024 * 1024
MAX_AGE = 24 * 3600
logger = logging.getLogger(__name__)


class Ledger:
    """The parts of one site. `append`, then `sync` just before the state's commit, or `undo` with its rollback."""

    def __init__(self, state: State, folder: Path, max_bytes: int = MAX_BYTES, max_age: float = MAX_AGE) -> None:
        """Opens the last part where the state says that it ends. Raises OSError or sqlite3.Error."""
        self.state, self.folder = state, folder
        self.max_bytes, self.max_age = max_bytes, max_age
        self.number = self.bytes = self.records = self.started = 0
        self._hash, self._file = hashlib.sha256(), -1
        self._sweep()
        row = state.one("SELECT * FROM parts WHERE state = 'open'")
        if row is not None and not self._resume(row["name"], row["bytes"], row["sha256"]):
            state.db.execute("UPDATE parts SET state = 'edited' WHERE number = ?", (row["number"],))
            row = None
        if row is None:
            self._begin()
        else:
            self.number, self.records, self.started = row["number"], row["records"], row["started"]
            self._kept = (self.bytes, self.records, self._hash.copy())
        state.commit()
        self.write_manifest()

    # ------------------------------------------------------------------ writing

    def append(self, record: dict[str, Any]) -> None:
        """Write a record behind the others. Raises OSError; then a half line may stand there until `undo`."""
        line = msgspec.json.encode(record) + b"\n"
        view = memoryview(line)
        while view:  # a disk that is nearly full takes a part
            view = view[os.write(self._file, view) :]
        self._hash.update(line)
        self.bytes += len(line)
        self.records += 1

    def sync(self) -> None:
        """All records are on the disk, and the state, once committed, counts them."""
        if self.bytes == self._kept[0]:
            return
        os.fsync(self._file)
        self.state.db.execute(
            "UPDATE parts SET bytes = ?, records = ?, sha256 = ? WHERE number = ?",
            (self.bytes, self.records, self._hash.hexdigest(), self.number),
        )

    def kept(self) -> None:
        """The state has committed; a part that is full or old is closed."""
        self._kept = (self.bytes, self.records, self._hash.copy())
        if self.bytes >= self.max_bytes or (self.bytes and clock.now() - self.started >= self.max_age):
            self.roll()

    @property
    def waiting(self) -> int:
        """How many lines the state does not count yet."""
        return self.records - self._kept[1]

    def undo(self) -> None:
        """Cut off what the state does not count."""
        self.bytes, self.records, self._hash = self._kept[0], self._kept[1], self._kept[2].copy()
        os.ftruncate(self._file, self.bytes)
        os.lseek(self._file, self.bytes, os.SEEK_SET)

    def roll(self) -> None:
        """Close the open part and begin the next. Nothing may be waiting to be committed."""
        name = PART.format(self.number)
        sealed = seal(self.folder / name)
        self.state.db.execute(
            "UPDATE parts SET state = 'closed', name = ?, file_bytes = ?, file_sha256 = ? WHERE number = ?",
            (sealed.path.name, sealed.bytes, sealed.sha256, self.number),
        )
        old = self._file
        self._begin()
        self.state.commit()
        os.close(old)
        (self.folder / name).unlink(missing_ok=True)
        self.write_manifest()

    def close(self) -> None:
        os.close(self._file)

    # ------------------------------------------------------------------ parts

    def _begin(self) -> None:
        """Open a new part, numbered behind every file that is there."""
        there = [int(path.name[9:15]) for path in self.folder.glob(PARTS)]
        row = self.state.one("SELECT max(number) FROM parts")
        self.number = max([*there, (row and row[0]) or 0]) + 1
        self.bytes, self.records, self.started, self._hash = 0, 0, int(clock.now()), hashlib.sha256()
        name = PART.format(self.number)
        self._file = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._kept = (0, 0, self._hash.copy())
        fsync_folder(self.folder)
        self.state.db.execute(
            "INSERT INTO parts (number, state, name, sha256, started) VALUES (?, 'open', ?, ?, ?)",
            (self.number, name, self._hash.hexdigest(), self.started),
        )

    def _resume(self, name: str, size: int, sha256: str) -> bool:
        """Open a part again, cut to its first `size` bytes; False, and nothing is touched, if these are not ours."""
        path = self.folder / name
        digest = hashlib.sha256()
        try:
            self._file = os.open(path, os.O_RDWR | os.O_APPEND)
        except FileNotFoundError:
            logger.warning("%s is gone: what it held is not written again; a new part is begun", path)
            return False
        left = size
        while left and (chunk := os.read(self._file, min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
        if left or digest.hexdigest() != sha256:
            logger.warning("%s was edited by someone else: it stays as it is, and a new part is begun", path)
            os.close(self._file)
            return False
        if torn := os.fstat(self._file).st_size - size:
            logger.info("%s: cut off %d bytes that a crawl had not finished", path, torn)
            os.ftruncate(self._file, size)
        self.bytes, self._hash = size, digest
        return True

    def _sweep(self) -> None:
        """Remove what a process left that died while it closed a part."""
        for path in self.folder.glob("articles-*.tmp"):
            path.unlink()
        for path in self.folder.glob("articles-*.jsonl"):
            if not path.stat().st_size and not self.state.one("SELECT 1 FROM parts WHERE name = ?", path.name):
                path.unlink()
        for row in self.state.db.execute("SELECT * FROM parts WHERE state = 'open'"):
            (self.folder / f"{row['name']}.zst").unlink(missing_ok=True)
        last = self.state.one("SELECT * FROM parts WHERE state = 'closed' ORDER BY number DESC")
        if last and (self.folder / last["name"]).exists():
            (self.folder / PART.format(last["number"])).unlink(missing_ok=True)

    def write_manifest(self) -> None:
        """The closed parts, in a file that is replaced as a whole."""
        rows = self.state.db.execute("SELECT * FROM parts WHERE state = 'closed' ORDER BY number")
        parts = [
            {"name": row["name"], "records": row["records"], "bytes": row["file_bytes"], "sha256": row["file_sha256"],
             "uncompressed_bytes": row["bytes"], "uncompressed_sha256": row["sha256"]}
            for row in rows
        ]  # fmt: skip
        path = self.folder / MANIFEST
        text = json.dumps({"parts": parts}, indent=1) + "\n"
        with contextlib.suppress(FileNotFoundError):
            if path.read_text("utf-8") == text:
                return
        new = path.with_suffix(".tmp")
        new.write_text(text, "utf-8")
        new.replace(path)
