"""Named columns of numbers, one a block: the body model's inputs, which it finds by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.rules.arrays import Floats, Ints, neighbours, sums, to_next
from pipelines.rules.counts import TAG_KINDS
from pipelines.rules.features import HEADINGS, LEVELS, Facts
from pipelines.rules.lexicon import GROUPS, LEXICON
from pipelines.rules.targets import Target

# The values of one column by its name, or those of several, a row each, by their names.
Named = Mapping[str | tuple[str, ...], NDArray[Any]]

TAGS: Final = (*TAG_KINDS, "other")
TARGETS: Final = ("ARTICLE", "PAID", "OUTSIDE", "SHARE", "TOPIC", "PAGE")
TARGET_BITS: Final = np.array([[getattr(Target, name)] for name in TARGETS])
KINDS_BEFORE: Final = ("teaser", "newsletter", "share", "affiliate", "byline")
NEAR, FAR = (-2, -1, 1, 2), (-3, -2, -1, 1, 2, 3)  # neighbours
SHAPED: Final = 5  # levels of boxes whose shape is looked at by the first pass
GUESSED: Final = 3  # by the second


class Columns(NamedTuple):
    """Named columns of numbers, stored as the rows of an array: one number a block."""

    names: tuple[str, ...]
    rows: Floats

    def those(self, wanted: Sequence[str]) -> Floats:
        """The columns of these names, in this order, as rows."""
        return self.rows[rows_of(self.names, tuple(wanted))]

    def __or__(self, other: object) -> Columns:
        assert isinstance(other, Columns)
        return Columns(self.names + other.names, np.concatenate((self.rows, other.rows)))


@lru_cache(maxsize=64)
def rows_of(names: tuple[str, ...], wanted: tuple[str, ...]) -> Ints:
    at = {name: place for place, name in enumerate(names)}
    return np.array([at[name] for name in wanted], dtype=np.int64)


def columns(n: int, *parts: Named) -> Columns:
    """All these columns of `n` blocks in one array."""
    names = listed(tuple(chain.from_iterable(parts)))
    values = [rows for part in parts for rows in part.values()]
    return Columns(names, np.concatenate(values, axis=None, dtype=np.float32, casting="same_kind").reshape(-1, n))


@lru_cache(maxsize=64)
def listed(names: tuple[str | tuple[str, ...], ...]) -> tuple[str, ...]:
    """The names of a `Named`, one by one."""
    return tuple(chain.from_iterable((name,) if isinstance(name, str) else name for name in names))


@lru_cache(maxsize=64)
def beginning(names: tuple[str, ...], prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """The names that begin with one of these."""
    return tuple(name for name in names if name.startswith(prefixes))


@lru_cache(maxsize=256)
def each(pattern: str, values: tuple[object, ...]) -> tuple[str, ...]:
    """The pattern's name for each value."""
    return tuple(pattern.format(value) for value in values)


def first_pass(f: Facts) -> Columns:
    """What can be said of each block before anything is known of the others' labels."""
    return columns(len(f.words), of_block(f), of_place(f), of_neighbours(f), of_boxes(f), of_shape(f))


def of_block(f: Facts) -> Named:
    words = np.maximum(f.words, 1)
    return {
        "words": f.words,
        "chars per word": f.chars / words,
        "link density": f.density,
        "links": f.links,
        "commas": f.commas,
        "sentence end": f.ends,
        "hidden": f.box_hidden[f.box],
        "depth": f.box_depth[f.box],
        "copies": f.copies,
        "boilerplate": f.boilerplate,
        "title words": f.of_topic,
        "in articleBody": f.in_declared_body,
        "in description": f.in_description,
        each("tag {}", TAGS): f.tagged,
        each("reads like {}", LEXICON): f.reads,
        each("links to {}", TARGETS): (f.targets & TARGET_BITS) > 0,
        each("own class {}", GROUPS): f.named[0],
        each("near class {}", GROUPS): f.named[1],
        each("far class {}", GROUPS): f.named[2],
    }


def of_place(f: Facts) -> Named:
    n = len(f.words)
    place = np.arange(n, dtype=np.float32)
    total = max(float(f.prose.sum()), 1.0)
    before = sums(f.prose)[:-1].astype(np.float32)
    known = f.headline >= 0
    seen = f.words.cumsum(dtype=np.float64).astype(np.float32)
    long_before, long_after = to_next(f.prose > 0)
    none = np.zeros(n, dtype=np.float32)
    return {
        "place": place / max(n, 1),
        "blocks": none + n,
        "page prose": none + total,
        "after headline": np.clip(place - f.headline, -60, 200) if known else none - 99,
        "words after headline": seen - seen[f.headline] if known else none - 1,
        "prose before": before / total,
        "prose after": 1 - (before + f.prose) / total,
        "to long block before": long_before,
        "to long block after": long_after,
    }


def of_neighbours(f: Facts) -> Named:
    box = f.parent[f.box]
    moved = neighbours(np.array([f.words, f.density, f.ends, box], dtype=np.float32), NEAR)
    kinds, tags = neighbours(np.array([f.kinds, f.tags]), [-1])[0]
    words, linked, chars = sums(f.words), sums(f.linked), sums(f.chars)
    n = len(f.words)
    low, high = np.maximum(np.arange(n) - 4, 0), np.minimum(np.arange(n) + 5, n)
    numbers = np.array([[LEXICON.index(kind) + 1] for kind in KINDS_BEFORE])
    return {
        each("words {:+d}", NEAR): moved[:, 0],
        each("link density {:+d}", NEAR): moved[:, 1],
        each("sentence end {:+d}", NEAR): moved[:, 2],
        each("same box {:+d}", NEAR): moved[:, 3] == box,
        each("reads like {} -1", KINDS_BEFORE): kinds == numbers,
        "heading -1": tags == TAGS.index("heading"),
        "words within 4": (words[high] - words[low]) / np.maximum(high - low, 1),
        "link density within 4": (linked[high] - linked[low]) / np.maximum(chars[high] - chars[low], 1),
    }


def of_boxes(f: Facts) -> Named:
    total = max(float(f.prose.sum()), 1.0)
    articles = (f.targets & Target.ARTICLE) > 0
    of = f.within | f.totals(prose=f.prose, articles=articles, topic=f.of_topic)
    blocks = f.sizes[1:]
    all_, outer = tuple(range(LEVELS)), tuple(range(1, LEVELS))
    return {
        each("box {} blocks", outer): blocks,
        each("box {} words a block", outer): of["words"][1:] / blocks,
        each("box {} link density", outer): of["linked"][1:] / np.maximum(of["chars"][1:], 1),
        each("box {} article links", outer): of["articles"][1:] / blocks,
        each("box {} title words", outer): of["topic"][1:] / np.maximum(of["words"][1:], 1) * 100,
        each("box {} prose share", all_): of["prose"] / total,
        each("box {} holds headline", all_): f.holds_headline,
        each("under {}", HEADINGS): f.under,
    }


def by_shape(f: Facts, levels: int, *values: Floats) -> tuple[Ints, list[NDArray[np.float64]]]:
    """How many blocks stand in boxes of the shape of each box around a block, and the sums of these values over them.

    A row a level; a shape is a tag with a class.
    """
    size = int(f.shape.max()) + 1
    shape = f.shape[f.around[:levels]] + size * np.arange(levels)[:, None]
    flat = shape.ravel()
    count = np.maximum(np.bincount(flat, minlength=size * levels), 1)
    return count[shape], [np.bincount(flat, np.tile(of, levels), size * levels)[shape] for of in values]


def of_shape(f: Facts) -> Named:
    """How the blocks in boxes of the same tag and class look on this page."""
    levels = tuple(range(SHAPED))
    total = max(float(f.prose.sum()), 1.0)
    count, (words, density, ends, prose) = by_shape(f, SHAPED, f.words, f.density, f.ends, f.prose)
    return {
        each("shape {} words", levels): words / count,
        each("shape {} link density", levels): density / count,
        each("shape {} sentence end", levels): ends / count,
        each("shape {} count", levels): count,
        each("shape {} prose share", levels): prose / total,
    }


def second_pass(f: Facts, p: Floats) -> Columns:
    """What the first guesses `p` (the probability of being body) say about each block's surroundings."""
    n = len(p)
    top = max(float(p.max()), 0.1)
    none = np.zeros(n, dtype=np.float32)
    mass = p * f.words
    total = max(float(mass.sum()), 1.0)
    before = sums(mass)[:-1].astype(np.float32)
    sure_before, sure_after = to_next((p > 0.5) & (f.words > 8))
    of = f.totals(mass=mass, p=p)
    count, (words, masses, guesses) = by_shape(f, GUESSED, f.words, mass, p)
    all_, outer, shaped = tuple(range(LEVELS)), tuple(range(1, LEVELS)), tuple(range(GUESSED))
    return columns(
        n,
        {
            "p": p,
            "p of highest": p / top,
            "highest p": none + top,
            "body before": before / total,
            "body after": 1 - (before + mass) / total,
            "page body words": none + total,
            each("p {:+d}", FAR): neighbours(p[None], FAR)[:, 0],
            "to body before": sure_before,
            "to body after": sure_after,
            each("box {} p", all_): of["mass"] / np.maximum(f.within["words"], 1),
            each("box {} body share", all_): of["mass"] / total,
            each("box {} p a block", outer): of["p"][1:] / f.sizes[1:],
            each("shape {} p", shaped): masses / np.maximum(words, 1),
            each("shape {} p a block", shaped): guesses / count,
        },
    )
