"""A small file that is replaced as a whole: who reads it, and who comes after a kill, finds the old or the new."""

from __future__ import annotations

import os
from pathlib import Path

from crawler.seal import fsync_folder


def rewrite(path: Path, data: bytes) -> None:
    """Write `data` under this name; folders are made. Raises OSError, then what was there is there still."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)
