"""Datasets of a few records, and what stands in their files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crawler.dataset.export import export
from crawler.dataset.made import Request
from tests.crawler.dataset.records import line
from tests.crawler.small_site import scrapy


def ledger(place: Path, *records: dict[str, Any]) -> Path:
    """A file with these records."""
    file = place / "records.jsonl"
    file.write_bytes(b"".join(map(line, records)))
    return file


def files(out: Path) -> dict[str, bytes]:
    """A dataset, file by file."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def made(place: Path, *records: dict[str, Any], name: str = "out", **asked: Any) -> Path:
    """The dataset of some records."""
    out = place / name
    export(Request(out=out, places=(ledger(place, *records),), **asked))
    assert not list(place.glob("*.tmp-*"))
    return out


def rows(out: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in out.read_bytes().splitlines()]


def run(place: Path, *args: str) -> Any:
    return scrapy("export", "--no-dedup", *args, settings={"DATA_DIR": str(place / "data")})
