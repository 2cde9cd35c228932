"""A finished file → its compressed form, complete from the moment that it has its name."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sealed:
    """A compressed file: its size in bytes and the SHA-256 of these bytes in hex."""

    path: Path
    bytes: int
    sha256: str


def seal(path: Path) -> Sealed:
    """Write `path`.zst beside `path`, which stays. Raises OSError; then there is no `path`.zst."""
    target = path.with_name(f"{path.name}.zst")
    draft = path.with_name(f"{target.name}.tmp")
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.checksum_flag: 1})
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as source, draft.open("wb") as file:
            for data in chain(iter(partial(source.read, CHUNK), b""), [None]):
                packed = packer.flush() if data is None else packer.compress(data)
                file.write(packed)
                digest.update(packed)
                size += len(packed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)
    return Sealed(target, size, digest.hexdigest())


def fsync_folder(folder: Path) -> None:
    """New names in a folder survive a power cut from here on."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
