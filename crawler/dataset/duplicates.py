"""The same text under several addresses: agency copies, slug variants → clusters, of which one article is kept.

MinHash finds pairs that may be alike, their real Jaccard index says whether they are. All is on the disk but the union
of what was found, so that a million records cost no memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby

import msgspec
from msgspec import Struct
from rensa import RMinHash

from crawler.dataset.index import ORDER, Index

KEEP = ("earliest", "longest", "all")
ALIKE = 0.8  # Jaccard index of the shingles from which on two texts are one story
SHINGLE = 4  # words
SKETCHED = 2  # words of the runs that candidates are found by: cheaper, and texts that are alike share more of them
BANDS, ROWS = 16, 6  # two texts of 0.8 share a band in 99 of 100 cases
SEED = 20261123
LEAST = 20  # words; what is shorter ("No article text") says nothing
CROWD = 40  # texts of a bucket that are compared with each other; of more, each with so many before it
BEST = {
    "earliest": "coalesce(date_published, '9'), coalesce(fetched_at, '9'), site, id",
    "longest": "-word_count, coalesce(date_published, '9'), coalesce(fetched_at, '9'), site, id",
}


class Text(Struct, frozen=True):
    """What of a record is compared."""

    site: str
    url: str
    body_text: str


decode = msgspec.json.Decoder(Text).decode


def runs(text: str, size: int) -> list[str]:
    """All runs of so many words in lower case, in their order.

    >>> runs("One two three FOUR", 3)
    ['one two three', 'two three four']
    """
    words = text.lower().split()
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
    index.db.execute("CREATE TABLE bands (hash INTEGER NOT NULL, place INTEGER NOT NULL)")
    index.db.execute(
        f"CREATE TABLE told AS SELECT row_number() OVER (ORDER BY {ORDER}) AS place, n, id FROM records "
        "WHERE left_out IS NULL"
    )
    index.db.execute("CREATE UNIQUE INDEX places ON told (place)")
    for place, (_, raw) in enumerate(index.kept(), 1):
        text = decode(raw)
        see(text)
        if text.body_text.count(" ") >= LEAST:
            rows = ((hash, place) for hash in bands(text.body_text))
            index.db.executemany("INSERT INTO bands VALUES (?, ?)", rows)
    index.db.execute("CREATE INDEX buckets ON bands (hash, place)")
    clusters = compared(index)
    versions = index.db.execute(
        "SELECT id, place FROM told WHERE id IN (SELECT id FROM told GROUP BY id HAVING count(*) > 1)"
        " ORDER BY id, place"
    )
    for _, places in groupby(versions, key=lambda row: row[0]):
        first, *others = (place for _, place in places)
        for place in others:
            clusters.join(first, place)
    n_of = "(SELECT n FROM told WHERE place = ?)"
    set_cluster = f"UPDATE records SET cluster = {n_of} WHERE n = {n_of}"
    pairs = list(clusters.members())
    index.db.executemany(set_cluster, ((first, place) for place, first in pairs))
    index.db.executemany(set_cluster, ((first, first) for first in sorted({first for _, first in pairs})))
    index.db.execute("DROP TABLE bands")
    index.db.execute("DROP TABLE told")


def bands(text: str) -> list[int]:
    """Hashes that two texts are likely to share if they are alike."""
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    sketch.update(runs(text, SKETCHED))
    digest = sketch.digest()
    return [hash((band, *digest[band * ROWS : (band + 1) * ROWS])) for band in range(BANDS)]  # of numbers: no salt


def compared(index: Index) -> Clusters:
    """The records that share a band and are alike indeed."""
    clusters = Clusters()

    @lru_cache(maxsize=2000)
    def known(place: int) -> frozenset[str]:
        found = index.one("SELECT n FROM told WHERE place = ?", place)
        assert found
        return shingles(decode(index.raw(found[0])).body_text)

    rows = index.db.execute(
        "SELECT hash, place FROM bands WHERE hash IN (SELECT hash FROM bands GROUP BY hash HAVING count(*) > 1)"
        " ORDER BY hash, place"
    )
    for _, bucket in groupby(rows, key=lambda row: row[0]):
        near: list[int] = []
        for _, place in bucket:
            for other in near:
                if clusters.of(other) != clusters.of(place) and jaccard(known(other), known(place)) >= ALIKE:
                    clusters.join(other, place)
            near.append(place)
            if len(near) > CROWD:
                near.pop(1)
    return clusters


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
