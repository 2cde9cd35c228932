"""`scrapy export`: records → a dataset. The walk: sources → index → steps → shards → documents → manifest → OUT.

What a dataset has is decided before the first shard; until then a killed export begins anew, from then on it goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from crawler.dataset.describe import describe
from crawler.dataset.draft import Draft, check
from crawler.dataset.index import Index
from crawler.dataset.lists import lists
from crawler.dataset.made import Made, Request, Split
from crawler.dataset.manifest import write_manifest
from crawler.dataset.read import Troubles
from crawler.dataset.shard import Shard
from crawler.dataset.sources import Source, sources
from crawler.dataset.steps import STEPS
from crawler.dataset.views import VIEWS
from crawler.dataset.where import BadWhere
from pipelines.record import VERSION, digest

OF_TEXTS = ("articles", "blocks")
NO_BLOCKS = "recorded without blocks (RECORD_BLOCKS)"
# Told how far an export is: the phase, by how much it went on, and how much there is (None: as told before).
Hear = Callable[[str, int, int | None], None]


class Empty(Exception):
    """Nothing is left for a dataset; the message says why. `troubles`: lines that could not be used."""

    def __init__(self, why: str, troubles: Troubles) -> None:
        super().__init__(why)
        self.troubles = troubles


# Documents that are written into a finished dataset, in this order; the manifest lists them with the data.
DOCUMENTS: tuple[Callable[[Made], list[Path]], ...] = (describe, lists)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an export: the figures of its manifest, and lines that could not be used."""

    splits: dict[str, Split]
    left_out: dict[str, int]
    troubles: Troubles


def export(request: Request, hear: Hear = lambda *_: None) -> Result:
    """Make the dataset. `hear` is told how far it is.

    Raises Exists, Busy, Empty, BadWhere, NoSource, NotTyped, OSError, sqlite3.Error. OUT is there as a whole or not at
    all; what was done until then waits beside it for the same request.
    """
    check(request.out, request.overwrite)
    found = sources(request.places, request.wanted.sites)
    draft = Draft(request.out, fingerprint(request, found))
    try:
        with closing(Index(draft.folder)) as index:
            decide(index, request, found, hear)
            write(index, request, draft, hear)
            made = Made(draft.dataset, request, index, draft.files)
            documents = [path for document in DOCUMENTS for path in document(made)] if not request.single else []
            write_manifest(made, documents)
            result = Result(made.splits(), index.reasons(), index.troubles)
        draft.publish(next(draft.files()).path if request.single else "")
        return result
    except (Empty, BadWhere):
        draft.discard()
        raise
    finally:
        draft.close()


def decide(index: Index, request: Request, found: list[Source], hear: Hear) -> None:
    """Read all, and take the steps: the index knows then what the dataset has. Raises Empty."""
    if index.finished:
        index.restore()
    else:
        index.read(found, lambda _: hear("reading", 1, None))
        wanted = request.wanted
        if VIEWS[request.view].history:
            wanted = replace(wanted, all_versions=True, gone=True, history=True)
        if request.view not in OF_TEXTS:  # each address has links of its own
            wanted = replace(wanted, keep="all")
        index.each = lambda: hear("choosing", 1, None)
        for step in STEPS:
            step(index, wanted)
        if request.view == "blocks":
            index.leave_out(NO_BLOCKS, "blocks IS NOT NULL")
        index.finish()
    if not index.splits():
        counts = index.reasons() | index.troubles.counts
        reasons = "; ".join(f"{count} {reason}" for reason, count in counts.items())
        raise Empty(f"no record is left for {request.out}: {reasons or 'there were none'}", index.troubles)
    if request.single and len(index.splits()) > 1:
        raise Empty(
            f"{request.out} is one file, and there are {len(index.splits())} splits: name a folder", index.troubles
        )


def write(index: Index, request: Request, draft: Draft, hear: Hear) -> None:
    """Write the shards that are not finished yet."""
    draft.clear()
    view, form = VIEWS[request.view], request.form
    total = sum(behind - first for first, behind in index.splits().values())
    hear("writing", 0, total)
    for split, (first, behind) in index.splits().items():
        size = behind - first if request.single else request.shard
        for number, at in enumerate(range(first, behind, size)):
            shard = Shard(index, view, at, min(at + size, behind), lambda: hear("writing", 1, None))
            name = f"{split}-{number:05}"
            if name in draft.done:
                hear("writing", shard.behind - shard.first, None)
                continue
            path = draft.data / (f"{name}{form.ending}" if form.ending else split)
            files = form.write(shard, path)
            draft.finish(name, split, shard.rows, files)


def fingerprint(request: Request, found: list[Source]) -> str:
    """8 hex digits of all that the dataset depends on."""
    asked = {name: value for name, value in asdict(request).items() if name not in ("out", "overwrite")}
    files = [
        (source.path.absolute(), source.size if source.size is not None else (stat.st_size, stat.st_mtime_ns))
        for source in found
        if (stat := source.path.stat())
    ]
    return digest(json.dumps([VERSION, asked, request.single, files], default=str))[:8]
