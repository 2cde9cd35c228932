"""`manifest.json`: what is in a dataset, of what it was made, and the SHA-256 of each file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from itertools import chain
from pathlib import Path
from typing import Any

from crawler.dataset.draft import MANIFEST, Written
from crawler.dataset.made import Made
from crawler.dataset.steps import Wanted
from pipelines.record import VERSION


def write_manifest(made: Made, documents: Iterable[Path]) -> None:
    """Write the manifest of a dataset, a file a line: it may list millions. Raises OSError."""
    files = chain(made.files(), (_document(path, made.folder) for path in documents))
    head = json.dumps(_head(made), indent=1, ensure_ascii=False)
    with (made.folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        file.write(head.removesuffix("\n}"))
        file.write(',\n "files": [')
        for number, written in enumerate(files):
            file.write(f"{',' if number else ''}\n  {json.dumps(asdict(written), ensure_ascii=False)}")
        file.write("\n ]\n}\n")


def _head(made: Made) -> dict[str, Any]:
    """Everything but the files. It holds no time and no name of a machine: the same dataset has the same manifest."""
    return {
        "made_by": f"technews {VERSION}",
        "format": made.request.format,
        "view": made.view.name,
        "choice": choice(made.request.wanted),
        "sources": [name for (name,) in made.index.db.execute("SELECT name FROM files ORDER BY number")],
        "splits": {name: asdict(split) for name, split in made.splits().items()},
        "left_out": made.index.reasons(),
        "troubles": dict(sorted(made.index.troubles.counts.items())),
        "lines_in_trouble": [str(trouble) for trouble in made.index.troubles.named],
    }


def choice(wanted: Wanted) -> dict[str, Any]:
    """What the user chose, by its name in Wanted; the defaults are left out."""
    given = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    return {name: value for name, value in given.items() if value != getattr(Wanted(), name)}


def _document(path: Path, folder: Path) -> Written:
    data = path.read_bytes()
    return Written(path.relative_to(folder).as_posix(), "", 0, len(data), hashlib.sha256(data).hexdigest())
