"""Arrays with an entry a block: their types, sums and neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]


def floats(values: Sequence[float] | Ints) -> Floats:
    return np.asarray(values, dtype=np.float32)


def ints(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def sums(values: Floats) -> NDArray[np.float64]:
    """Prefix sums: the total of blocks a to b (exclusive) is sums[b] - sums[a]."""
    out = np.zeros(len(values) + 1)
    np.add.accumulate(values, out=out[1:])
    return out


def to_next(is_long: Mask) -> tuple[Floats, Floats]:
    """How many blocks away the next such block is, before and after; at most 30."""
    n = len(is_long)
    place = np.arange(n)
    last = np.maximum.accumulate(np.where(is_long, place, -99))
    after = np.minimum.accumulate(np.where(is_long, place, n + 99)[::-1])[::-1]
    previous = np.concatenate(([-99], last[:-1])) if n else last
    following = np.concatenate((after[1:], [n + 99])) if n else after
    return (
        np.minimum(place - previous, 30).astype(np.float32),
        np.minimum(following - place, 30).astype(np.float32),
    )


def neighbours(rows: NDArray[Any], by: Sequence[int]) -> NDArray[Any]:
    """The values of the blocks so many places further on (before, if negative), 0 beyond the ends.

    (columns, blocks) gives (len(by), columns, blocks).
    """
    out = np.zeros((len(by), *rows.shape), dtype=rows.dtype)
    for moved, step in zip(out, by, strict=True):
        if step > 0:
            moved[:, :-step] = rows[:, step:]
        else:
            moved[:, -step:] = rows[:, :step]
    return out
