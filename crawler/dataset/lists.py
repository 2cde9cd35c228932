"""What a dataset tells of the steps that made it: duplicates, sentences that recur, rights that kept records out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from crawler.dataset.index import ORDER
from crawler.dataset.made import Made

DUPLICATES, BOILERPLATE, RIGHTS = "duplicates.jsonl", "boilerplate.jsonl", "rights.json"


def lists(made: Made) -> list[Path]:
    """Write the lists that have an entry. Raises OSError."""
    written = [
        _lines(made.folder / DUPLICATES, clusters(made)),
        _lines(made.folder / BOILERPLATE, boilerplate(made)),
        _rights(made),
    ]
    return [path for path in written if path]


def clusters(made: Made) -> Iterator[dict[str, Any]]:
    """A story a line: the articles that tell it, those that are in the dataset marked."""
    query = (
        "SELECT cluster, id, site, url, date_published, left_out IS NULL FROM records WHERE cluster IS NOT NULL"
        f" ORDER BY cluster, {ORDER}"
    )
    for _, rows in groupby(made.index.db.execute(query), key=lambda row: row[0]):
        members = [
            {"id": id, "site": site, "url": url, "date_published": date, "kept": bool(kept)}
            for _, id, site, url, date, kept in rows
        ]
        if len({member["id"] for member in members}) > 1:
            yield {"cluster": members[0]["id"], "members": members}


def boilerplate(made: Made) -> Iterator[dict[str, Any]]:
    """A sentence a line: in how many articles of its site it stands."""
    for row in made.index.db.execute("SELECT site, sentence, articles, of, example FROM boilerplate ORDER BY rowid"):
        yield dict(zip(("site", "sentence", "articles", "of", "example"), row, strict=True))


def _lines(path: Path, rows: Iterable[dict[str, Any]]) -> Path | None:
    with path.open("w", encoding="utf-8", newline="") as file:
        size = sum(file.write(f"{json.dumps(row, ensure_ascii=False)}\n") for row in rows)
    if size:
        return path
    path.unlink()
    return None


def _rights(made: Made) -> Path | None:
    """All objections to the purpose, by site and signal; a record may have several."""
    purpose = made.request.wanted.purpose
    if not purpose:
        return None
    sites: dict[str, dict[str, int]] = {}
    for site, signal, why, count in made.index.db.execute("SELECT * FROM objections ORDER BY site, records DESC, why"):
        sites.setdefault(site, {})[f"{signal}: {why}"] = count
    path = made.folder / RIGHTS
    path.write_text(json.dumps({"purpose": purpose, "objections": sites}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path
