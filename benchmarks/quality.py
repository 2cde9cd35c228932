"""Ours and the peers on all sets of ../shared/corpus: `python -m benchmarks.quality`; tables into docs/BENCHMARKS.md.

Ours is measured on sites that its models have not seen: each page with the models of the fold that left its site out
(`benchmarks.train --folds DIR`). Without such models the tables say IN-SAMPLE.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.corpus import ROOT, Sample, samples, scorer
from benchmarks.document import conditions, publish
from benchmarks.peers import PATIENCE, PEERS, TooLong, limited, text_of, theirs, version
from benchmarks.train import FOLDS, fold_of
from pipelines import separate
from pipelines.rules import body_model, label_model

SETS = ("separation", "wcxb-dev", "fundus-tests", "trafilatura")
PROCESSES = 2
BATCH = 20  # pages that a process reads with the same models
OURS = "technews"


@contextmanager
def models_of(folder: Path) -> Iterator[None]:
    """The models of a folder in the place of those that are delivered."""

    class Stored:
        def joinpath(self, name: str) -> Path:
            return folder / Path(name).name

    def forget() -> None:
        body_model.model.cache_clear()
        label_model.label_model.cache_clear()

    forget()
    try:
        with (
            patch.object(body_model, "files", lambda _: Stored()),
            patch.object(label_model, "files", lambda _: Stored()),
        ):
            yield
    finally:
        forget()


def read_ours(job: tuple[list[Sample], Path | None]) -> list[tuple[str, dict[str, Any]]]:
    """(id, record) of each page; an error counts as an empty record and is named."""
    pages, folder = job
    if folder:
        with models_of(folder):
            return read_ours((pages, None))
    out = []
    for page in pages:
        try:
            with limited(PATIENCE):
                record = separate(text_of(page), page.url)
        except (Exception, TooLong) as error:
            record = {"error": f"{type(error).__name__}: {error}"[:200]}
        out.append((page.id, record))
    return out


def ours(pages: list[Sample], folds: Path | None, pool: ProcessPoolExecutor) -> dict[str, dict[str, Any]]:
    """The records by page id, each made by models that have not seen its site if `folds` are given."""
    jobs = []
    for fold in range(FOLDS):
        part = [page for page in pages if fold_of(page.site) == fold]
        models = folds / str(fold) if folds else None
        jobs += [(part[start : start + BATCH], models) for start in range(0, len(part), BATCH)]
    return dict(pair for part in pool.map(read_ours, jobs) for pair in part)


def as_found(record: dict[str, Any]) -> dict[str, Any]:
    """Our record in the words of `score_bodies.py`."""
    return {
        "text": record.get("body_text") or "",
        "title": record.get("headline"),
        "authors": [author["name"] for author in record.get("authors") or []],
        "date_published": record.get("date_published"),
        "topics": record.get("keywords"),
    }


def separation(records: dict[str, dict[str, Any]]) -> list[object]:
    """The row of one extractor: figures of `separation/score.py`."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for page, found in records.items():
            file.write(json.dumps(found | {"page": page}, default=str) + "\n")
        file.flush()
        score = scorer("separation/score.py").main(ROOT / "separation" / "truth.jsonl", file.name)
    asked = [("body", 0), ("body", 1), ("body", 2), ("leak", 0), ("leak", 1)]
    asked += [("teaser", 2), ("headline", 0), ("links", 2), ("disclosure", 2)]
    return [score[name][i] if name in score else 0.0 for name, i in asked]


def bodies(name: str, records: dict[str, dict[str, Any]], truth: list[dict[str, Any]]) -> list[object]:
    """The row of one extractor: figures of `score_bodies.py`, for the body and for the metadata."""
    judge = scorer("score_bodies.py")
    text = judge.score_text(name, truth, {page: found.get("text") for page, found in records.items()})
    meta = judge.score_meta(name, truth, records)
    asked = ("title_loose", "authors_f1", "date_day", "date_minute", "topics_f1")
    given = any(found.get("title") for found in records.values())
    fields = [float(meta[field]) if given and meta[field] is not None else None for field in asked]
    return [
        text["precision"],
        text["recall"],
        text["f1"],
        text.get("with"),
        text.get("without"),
        *fields,
        text["empty"],
    ]


HEADS = {
    "separation": "body P|body R|body F1|leak pages|leak words|teaser F1|headline|links F1|disclosure F1".split("|")
}
BODY_HEAD = "P|R|F1|with|without|title|authors F1|day|minute|topics F1|empty".split("|")


def measure(name: str, peers: Sequence[str], folds: Path | None, pool: ProcessPoolExecutor) -> str:
    """The table of one set."""
    pages = list(samples(name))
    rows: list[list[object]] = []
    for who in (OURS, *peers):
        began = time.monotonic()
        found = ours(pages, folds, pool) if who == OURS else theirs(who, pages, pool)
        failed = sum("error" in record for record in found.values())
        if name == "separation":
            records = {id_: row if who == OURS else {"body_text": row["text"]} for id_, row in found.items()}
            figures = separation(records)
        else:
            records = {id_: as_found(row) for id_, row in found.items()} if who == OURS else found
            figures = bodies(name, records, [page.truth for page in pages])
        rows.append([f"**{who}**" if who == OURS else who, *figures, failed])
        print(f"{name}: {who}, {time.monotonic() - began:.0f} s, {failed} errors", file=sys.stderr)
    return f"### {name}: {len(pages)} pages\n\n" + table(["", *HEADS.get(name, BODY_HEAD), "errors"], rows)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Markdown: floats with three digits, None as a dash."""

    def cell(value: object) -> str:
        return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)

    line = "| " + " | ".join(["---"] + ["---:"] * (len(head) - 1)) + " |"
    return "\n".join(
        ["| " + " | ".join(head) + " |", line, *("| " + " | ".join(map(cell, row)) + " |" for row in rows)]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=SETS, help="repeatable; all if not given")
    parser.add_argument("--peers", nargs="*", choices=tuple(PEERS), default=tuple(PEERS))
    parser.add_argument("--folds", type=Path, default=Path("out/folds"), metavar="DIR", help="default: out/folds")
    parser.add_argument("--dry", action="store_true", help="print, but leave docs/BENCHMARKS.md as it is")
    options = parser.parse_args()
    if not ROOT.exists():
        print(f"skipped: there is no corpus at {ROOT}")
        return
    peers = [peer for peer in options.peers if version(peer)]
    for peer in set(options.peers) - set(peers):
        print(f"{peer} is not installed: left out", file=sys.stderr)
    files = [options.folds / str(fold) / f"{name}_model.json" for fold in range(FOLDS) for name in ("body", "label")]
    whole = all(file.exists() for file in files)
    told = f"Ours cross-validated: each page by models that have not seen its site ({FOLDS} folds"
    if whole:
        told += f" of {datetime.fromtimestamp(min(file.stat().st_mtime for file in files), UTC):%Y-%m-%d %H:%M} UTC)."
    else:
        told = "**IN-SAMPLE: the models of ours have been trained on these very pages** (no folds: `make train`)."
        print(told, file=sys.stderr)
    with ProcessPoolExecutor(PROCESSES) as pool:
        tables = [measure(name, peers, options.folds if whole else None, pool) for name in options.set or SETS]
    versions = "Peers: " + (", ".join(f"{peer} {version(peer)}" for peer in peers) or "none") + "."
    text = "\n\n".join([f"{conditions()}. {told} {versions}", *tables])
    part = options.set or set(peers) < set(PEERS)  # of the table, which would lose its other rows
    print(text) if options.dry or part else publish("quality", text)


if __name__ == "__main__":
    main()
