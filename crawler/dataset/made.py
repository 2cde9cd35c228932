"""What a user asks an export for, and the dataset that was made of it, as its documents are written about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crawler.dataset.draft import Written
from crawler.dataset.formats import FORMATS, Format
from crawler.dataset.index import Index
from crawler.dataset.steps import Wanted
from crawler.dataset.views import VIEWS, View

SHARD = 20_000  # records of a shard


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the user asked for. OUT with the ending of the format is one file; else it is a folder."""

    out: Path
    places: tuple[Path, ...]
    format: str = "jsonl.zst"
    view: str = "articles"
    shard: int = SHARD
    overwrite: bool = False
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def single(self) -> bool:
        return bool(self.form.ending) and self.out.name.endswith(self.form.ending)

    @property
    def form(self) -> Format:
        return FORMATS[self.format]


@dataclass(frozen=True, slots=True)
class Made:
    """A dataset that is whole but for its documents: what those who write them may look at.

    `folder` is where it stands until it is published: what is written there is published with it.
    """

    folder: Path
    request: Request
    index: Index
    files: Callable[[], Iterator[Written]]

    @property
    def view(self) -> View:
        return VIEWS[self.request.view]

    def splits(self) -> dict[str, Split]:
        """What is in each split, by its name."""
        found: dict[str, Split] = {}
        for file in self.files():
            split = found.setdefault(file.split, Split())
            split.files += 1
            split.rows += file.rows
            split.bytes += file.bytes
        for name, (first, behind) in self.index.splits().items():
            found[name].records = behind - first
        return found


@dataclass(slots=True)
class Split:
    """Records that were taken, rows that they gave (one each in the articles' view), files and their bytes."""

    records: int = 0
    rows: int = 0
    files: int = 0
    bytes: int = 0
