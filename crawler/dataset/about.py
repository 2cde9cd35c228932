"""What a dataset's documents say beside its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class File(NamedTuple):
    """A file of the dataset: its path in it, its split, rows, bytes and SHA-256 in hex."""

    path: str
    split: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """`command` made the dataset; `features` are its columns as a Hugging Face card lists them; `header`: its YAML."""

    name: str
    format: str
    view: str
    command: str
    version: str
    files: Iterable[File] = ()
    features: list[dict[str, Any]] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def splits(self) -> dict[str, tuple[int, int]]:
        """Rows and bytes of each split."""
        found: dict[str, tuple[int, int]] = {}
        for file in self.files:
            rows, size = found.get(file.split, (0, 0))
            found[file.split] = (rows + file.rows, size + file.bytes)
        return found
