"""The real pages beside the checkout, if they are there: they belong to others and are never committed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SHARED = Path(__file__).parents[2] / "shared"
CORPUS = SHARED / "corpus"
SEED = SHARED / "seed"


class StoredPage(NamedTuple):
    name: str
    url: str
    html: bytes


def separation() -> Iterator[StoredPage]:
    """The labelled tech-news pages."""
    folder = CORPUS / "separation"
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield StoredPage(entry["id"], entry["url"], gzip.decompress((folder / entry["path"]).read_bytes()))


def others(every: int = 20) -> Iterator[StoredPage]:
    """Each `every`-th page of the other sets."""
    for name in ("fronts", "fundus-tests", "trafilatura", "wcxb-dev"):
        for path in sorted((CORPUS / name / "pages").glob("*.html.gz"))[::every]:
            stem = path.name.removesuffix(".html.gz")
            url = f"https://example.org/news/{stem}-123456"
            yield StoredPage(f"{name}/{stem}", url, gzip.decompress(path.read_bytes()))
