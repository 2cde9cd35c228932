"""The folder beside OUT in which a dataset grows, until it is whole and takes OUT's name.

It stays where an export is killed: the same command goes on in it. Its name says of which export it is: other options,
other records or another version of this program begin another.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from crawler.seal import fsync_folder

MANIFEST = "manifest.json"
SPILL = ".spill"  # ending of the folder in which DuckDB puts what it has no room for


class Busy(Exception):
    """Another process works on this export."""


class Exists(Exception):
    """OUT is there, and may not be replaced; the message says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file of a dataset. `path` is in the dataset's folder; `rows` of a file, `sha256` of its bytes."""

    path: str
    split: str
    rows: int
    bytes: int
    sha256: str


class Draft:
    """`folder` is for work, `dataset` in it becomes OUT, `data` in that holds the shards."""

    def __init__(self, out: Path, fingerprint: str) -> None:
        """Raises OSError, Busy."""
        self.out = out
        self.folder = out.absolute().with_name(f"{out.name}.tmp-{fingerprint}")
        self.dataset, self._list = self.folder / "dataset", self.folder / "done.jsonl"
        self.data = self.dataset / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self._lock: IO[str] = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise Busy(f"{out}: the same export is running") from None
        self.done = {shard for shard, _ in self._finished()}

    def close(self) -> None:
        self._lock.close()

    def discard(self) -> None:
        """Nothing will come of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def files(self) -> Iterator[Written]:
        """The finished files, in the order of the dataset."""
        for _, files in self._finished():
            yield from files

    def _finished(self) -> Iterator[tuple[str, list[Written]]]:
        """The shards that were finished with their files. A line that was not written to its end counts for nothing."""
        with contextlib.suppress(FileNotFoundError), self._list.open("rb") as file:
            for line in file:
                if line.endswith(b"}\n"):
                    told = json.loads(line)
                    yield told["shard"], [Written(**one) for one in told["files"]]

    def clear(self) -> None:
        """Remove what a process left that was killed in the middle of a shard."""
        kept = {self.dataset / file.path for file in self.files()}
        for path in self.data.iterdir():
            if path.is_file() and path not in kept:
                path.unlink()
            elif path.suffix == SPILL:
                shutil.rmtree(path)

    def finish(self, shard: str, split: str, rows: int, files: list[Path]) -> None:
        """Note the files of a shard, which are on the disk from here on."""
        share = rows if len(files) == 1 else 1  # a shard of many files has one article in each
        written = [asdict(self._written(path, split, share)) for path in files]
        with self._list.open("ab") as file:
            file.write(json.dumps({"shard": shard, "files": written}).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.done.add(shard)

    def _written(self, path: Path, split: str, rows: int) -> Written:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            digest, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        return Written(path.relative_to(self.dataset).as_posix(), split, rows, size, digest)

    def publish(self, single: str = "") -> None:
        """The dataset takes OUT's name in one step; with `single` that file of it does, with its manifest beside it."""
        fsync_folder(self.dataset)
        if single:
            (self.dataset / MANIFEST).replace(manifest_of(self.out))
            (self.dataset / single).replace(self.out)
        else:
            if self.out.exists():
                self.out.rename(self.folder / "old")
            self.dataset.rename(self.out)
        fsync_folder(self.out.absolute().parent)
        shutil.rmtree(self.folder, ignore_errors=True)


def manifest_of(out: Path) -> Path:
    """Where the manifest of a dataset lies."""
    return out / MANIFEST if out.is_dir() else out.with_name(f"{out.name}.{MANIFEST}")


def is_dataset(out: Path) -> bool:
    """Whether a folder or file is a dataset of ours, as its manifest says."""
    try:
        told = json.loads(manifest_of(out).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and str(told.get("made_by")).startswith("technews ")


def check(out: Path, overwrite: bool) -> None:
    """Raises Exists if OUT is there and must stay: nobody said otherwise, or it is no dataset of ours."""
    if not (out.exists() or out.is_symlink()):
        return
    if not overwrite:
        raise Exists(f"{out} exists: name another place, or add --overwrite")
    if out.is_symlink():
        raise Exists(f"{out} is a link: --overwrite replaces datasets only")
    if not is_dataset(out):
        raise Exists(f"{out} is no dataset of technews (it has no {MANIFEST} of ours): --overwrite leaves it alone")
