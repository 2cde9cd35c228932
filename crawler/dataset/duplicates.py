"""The same text under several addresses: agency copies, slug variants → clusters, of which one article is kept.

MinHash finds pairs that may be alike; of those whose sketches agree, too, the texts' Jaccard index says whether they
are. All is on the disk but the union of what was found, so that a million records cost no memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from operator import eq, itemgetter
from struct import Struct as Packed

import msgspec
from msgspec import Struct
from rensa import RMinHash

from crawler.dataset.index import BATCH, ORDER, Index

KEEP = ("earliest", "longest", "all")
ALIKE = 0.8  # Jaccard index of the shingles from which on two texts are one story
SHINGLE = 4  # words
SKETCHED = 2  # words of the runs that candidates are found by: cheaper, and texts that are alike share more of them
BANDS, ROWS = 20, 8  # two texts of 0.8 share a band in 97 of 100 cases, of 0.9 in all, of 0.5 in 8
MAYBE = 0.65  # share of a sketch from which on the texts are compared: below ALIKE by four standard deviations
SEED = 20261123
LEAST = 20  # words; what is shorter ("No article text") says nothing
CROWD = 40  # texts of a bucket that are compared with each other; of more, each with so many before it
BEST = {
    "earliest": "coalesce(published, '9'), coalesce(fetched_at, '9'), site, id",
    "longest": "-word_count, coalesce(published, '9'), coalesce(fetched_at, '9'), site, id",
}


class Text(Struct, frozen=True):
    """What of a record is compared."""

    site: str
    url: str
    body_text: str


decode = msgspec.json.Decoder(Text).decode
packed = Packed(f"{BANDS * ROWS}I")  # a sketch, as it is kept


def runs(text: str, size: int) -> list[str]:
    """All runs of so many words, in their order.

    >>> runs("One two three four", 3)
    ['One two three', 'two three four']
    """
    words = text.split()
    found = list(map(" ".join, zip(*(words[start:] for start in range(size)), strict=False)))  # in C: these are many
    return found or [" ".join(words)]


def shingles(text: str) -> frozenset[str]:
    """What two texts are compared by."""
    return frozenset(runs(text, SHINGLE))


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared shingles by all of both."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0


class Clusters:
    """Sets of records that grow together; each is known by its first one in the dataset's order."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, place: int) -> int:
        above = self._above
        root = place
        while root in above:
            root = above[root]
        while place != root:
            above[place], place = root, above[place]
        return root

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.of(a), self.of(b)))
        if a != b:
            self._above[b] = a

    def members(self) -> Iterator[tuple[int, int]]:
        """Each member of a cluster of two and more, but the first, with the first."""
        return ((place, self.of(place)) for place in sorted(self._above))


def find(index: Index, see: Callable[[Text], None] = lambda _: None) -> None:
    """Set `cluster` of all records that tell the same story as another; versions of one article do so, too.

    `see` is shown each text on the way.
    """
    for table in (
        "told (place INTEGER PRIMARY KEY, n INTEGER NOT NULL, id TEXT NOT NULL, sketch BLOB)",
        "bands (hash INTEGER NOT NULL, place INTEGER NOT NULL)",
    ):
        index.db.execute(f"CREATE TABLE {table}")
    index.db.execute(
        f"INSERT INTO told SELECT row_number() OVER (ORDER BY {ORDER}), n, id, NULL FROM records WHERE left_out IS NULL"
    )
    _sketch(index, see)
    clusters = Clusters()
    _join_texts(index, clusters)
    _join_versions(index, clusters)
    n_of = "(SELECT n FROM told WHERE place = ?)"
    set_cluster = f"UPDATE records SET cluster = {n_of} WHERE n = {n_of}"
    pairs = list(clusters.members())
    index.db.executemany(set_cluster, ((first, place) for place, first in pairs))
    index.db.executemany(set_cluster, ((first, first) for first in sorted({first for _, first in pairs})))
    index.db.execute("DROP TABLE bands")
    index.db.execute("DROP TABLE told")


def sketch(text: str) -> list[int]:
    """Numbers of 32 bits of which two texts share about as many as they share of their runs of words."""
    found = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    found.update(runs(text, SKETCHED))
    return found.digest()


def bands(numbers: Sequence[int]) -> list[int]:
    """Hashes of which two sketches are likely to share one if they are alike."""
    return [hash((at, *numbers[at : at + ROWS])) for at in range(0, BANDS * ROWS, ROWS)]  # of numbers: no salt


def _sketch(index: Index, see: Callable[[Text], None]) -> None:
    """The sketches of all texts, and the table of bands by which those that may be alike are found."""
    records = enumerate(index.kept(), 1)
    while some := list(islice(records, BATCH)):
        sketches = []
        for place, (_, raw) in some:
            text = decode(raw)
            see(text)
            if text.body_text.count(" ") >= LEAST:
                sketches.append((place, sketch(text.body_text)))
        blobs = ((packed.pack(*numbers), place) for place, numbers in sketches)
        index.db.executemany("UPDATE told SET sketch = ? WHERE place = ?", blobs)
        rows = ((hash, place) for place, numbers in sketches for hash in bands(numbers))
        index.db.executemany("INSERT INTO bands VALUES (?, ?)", rows)
    index.db.execute("CREATE INDEX buckets ON bands (hash, place)")


def _join_texts(index: Index, clusters: Clusters) -> None:
    """Join the records that share a band and are alike indeed."""

    @lru_cache(maxsize=2**12)
    def sketch_of(place: int) -> tuple[int, ...]:
        (blob,) = index.db.execute("SELECT sketch FROM told WHERE place = ?", (place,)).fetchone()
        return packed.unpack(blob)

    @lru_cache(maxsize=2000)
    def shingles_of(place: int) -> frozenset[str]:
        (n,) = index.db.execute("SELECT n FROM told WHERE place = ?", (place,)).fetchone()
        return shingles(decode(index.raw(n)).body_text)

    def alike(a: int, b: int) -> bool:
        shared = sum(map(eq, sketch_of(a), sketch_of(b)))
        return shared >= MAYBE * BANDS * ROWS and jaccard(shingles_of(a), shingles_of(b)) >= ALIKE

    rows = index.db.execute(
        "SELECT hash, place FROM bands WHERE hash IN (SELECT hash FROM bands GROUP BY hash HAVING count(*) > 1)"
        " ORDER BY hash, place"
    )
    for _, bucket in groupby(rows, key=itemgetter(0)):
        near: list[int] = []
        for _, place in bucket:
            for other in near:
                if clusters.of(other) != clusters.of(place) and alike(other, place):
                    clusters.join(other, place)
            near.append(place)
            if len(near) > CROWD:
                near.pop(1)


def _join_versions(index: Index, clusters: Clusters) -> None:
    """Join the versions of an article."""
    versions = index.db.execute(
        "SELECT id, place FROM told WHERE id IN (SELECT id FROM told GROUP BY id HAVING count(*) > 1)"
        " ORDER BY id, place"
    )
    for _, places in groupby(versions, key=itemgetter(0)):
        first, *others = (place for _, place in places)
        for place in others:
            clusters.join(first, place)


def drop(index: Index, keep: str) -> None:
    """Of each cluster one article stays, in all the versions that are still in."""
    best = (
        f"SELECT cluster, id AS kept, row_number() OVER (PARTITION BY cluster ORDER BY {BEST[keep]}) AS rank"
        " FROM records WHERE cluster IS NOT NULL AND left_out IS NULL"
    )
    index.db.execute(f"CREATE TEMP TABLE best AS SELECT cluster, kept FROM ({best}) WHERE rank = 1")
    index.db.execute("CREATE INDEX temp.bests ON best (cluster)")
    stays = "cluster IS NULL OR id = (SELECT kept FROM best WHERE best.cluster = records.cluster)"
    index.leave_out(f"tells the same as one that is kept ({keep})", stays)
