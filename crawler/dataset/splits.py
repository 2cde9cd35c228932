"""Train, validation and test: no story and no article in two of them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from crawler.dataset.index import Index

WAYS = ("time", "site", "cluster")
NAMES = {2: ("train", "test"), 3: ("train", "validation", "test")}
SPLIT = re.compile(r"(time|site|cluster)=(\d{1,3})/(\d{1,3})(?:/(\d{1,3}))?").fullmatch
# Those of one story, or the versions of one article, have one key.
KEY = "coalesce((SELECT f.id FROM records f WHERE f.n = records.cluster), id)"
ASTRIDE = "tells the same as one in another split"


class BadSplit(ValueError):
    """A split that makes no sense; the message says what does."""


@dataclass(frozen=True, slots=True)
class Split:
    """How the records are divided, and the shares by the names of the splits."""

    way: str
    shares: dict[str, float]


def split(text: str) -> Split:
    """What `time=80/10/10` asks for. Raises BadSplit.

    >>> split("site=90/10").shares
    {'train': 0.9, 'test': 0.1}
    """
    match = SPLIT(text)
    parts = [int(part) for part in match.groups()[1:] if part is not None] if match else []
    if match is None or not all(parts):
        raise BadSplit(f"{text!r} is no split: time, site or cluster, and two or three shares, as in time=80/10/10")
    return Split(match[1], {name: part / sum(parts) for name, part in zip(NAMES[len(parts)], parts, strict=True)})


def divide(index: Index, wanted: Split) -> None:
    """Set `split` of each record. By time: the latest stories are the test; else by a hash of story or site."""
    if wanted.way == "site":
        _by_site(index, wanted)
        return
    groups = (
        f"SELECT {KEY} AS key, count(*) AS size, min(coalesce(published, fetched_at, '')) AS first FROM records"
        " WHERE left_out IS NULL GROUP BY key"
    )
    index.db.create_function("chance", 1, _chance, deterministic=True)
    order = "first, chance(key)" if wanted.way == "time" else "chance(key)"
    index.db.execute(f"CREATE TEMP TABLE keys AS SELECT key, size FROM ({groups}) ORDER BY {order}")
    total = index.one("SELECT coalesce(sum(size), 0) FROM keys")
    index.db.execute("ALTER TABLE keys ADD COLUMN split TEXT")
    edges = _edges(wanted, total[0] if total else 0)
    done, rows = 0, []
    for row, size in index.db.execute("SELECT rowid, size FROM keys ORDER BY rowid"):
        rows.append((next(name for name, edge in edges if done < edge), row))
        done += size
    index.db.executemany("UPDATE keys SET split = ? WHERE rowid = ?", rows)
    index.db.execute("CREATE INDEX temp.by_key ON keys (key)")
    index.db.execute(f"UPDATE records SET split = (SELECT split FROM keys WHERE key = {KEY}) WHERE left_out IS NULL")


def _by_site(index: Index, wanted: Split) -> None:
    """Whole sites, by a hash of their names, each to the split that lacks most. A story of several sites stays in the
    split of its first; its other records are left out."""
    sizes = dict(index.db.execute("SELECT site, count(*) FROM records WHERE left_out IS NULL GROUP BY site").fetchall())
    lacking = {name: share * sum(sizes.values()) for name, share in wanted.shares.items()}
    for site in sorted(sizes, key=_chance):
        name = max(lacking, key=lambda name: lacking[name])
        lacking[name] -= sizes[site]
        index.db.execute("UPDATE records SET split = ? WHERE site = ?", (name, site))
    first = (
        "SELECT b.split FROM records b WHERE b.cluster = records.cluster AND b.left_out IS NULL"
        " ORDER BY coalesce(b.published, '9'), b.site, b.id LIMIT 1"
    )
    index.db.execute("CREATE INDEX IF NOT EXISTS stories ON records (cluster) WHERE cluster IS NOT NULL")
    astride = [
        n for (n,) in index.db.execute(
            f"SELECT n FROM records WHERE left_out IS NULL AND cluster IS NOT NULL AND split != ({first})"
        )
    ]  # fmt: skip
    index.db.executemany("UPDATE records SET left_out = ? WHERE n = ?", ((ASTRIDE, n) for n in astride))


def _edges(wanted: Split, total: int) -> list[tuple[str, float]]:
    """Up to which of `total` records each split goes."""
    edges, up_to = [], 0.0
    for name, share in wanted.shares.items():
        up_to += share
        edges.append((name, up_to * total))
    return [*edges[:-1], (edges[-1][0], float("inf"))]


def _chance(text: str) -> str:
    return hashlib.sha256(f"technews {text}".encode("utf-8", "surrogatepass")).hexdigest()
