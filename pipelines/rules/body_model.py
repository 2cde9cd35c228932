"""Boosted decision trees in plain numpy: the trained model of `pipelines/data/body_model.json`, two passes.

Each tree is stored whole, as a heap: node i asks `column feature[i] > threshold[i]` and goes to 2i+1 (no) or 2i+2
(yes); below the last level stand the leaves, whose sum over all trees is the log-odds of a block being body.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np

from pipelines.rules.arrays import Floats, Ints
from pipelines.rules.features import Facts
from pipelines.rules.matrix import Columns, rows_of, second_pass

UNLIKELY = 0.02  # a block of which the first pass thinks no more than this is not asked about again


class Forest:
    """One pass of the model: for each level of its trees the questions asked there, those of one tree side by side."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.columns: tuple[str, ...] = tuple(stored["columns"])
        feature = np.array([tree["feature"] for tree in stored["trees"]], dtype=np.int64)
        threshold = np.array([tree["threshold"] for tree in stored["trees"]], dtype=np.float32)
        levels = [slice(2**depth - 1, 2 ** (depth + 1) - 1) for depth in range(int(np.log2(feature.shape[1] + 1)))]
        self.levels = [(feature[:, level].ravel(), threshold[:, level].ravel()) for level in levels]
        self.leaf = np.array([tree["leaf"] for tree in stored["trees"]], dtype=np.float32).ravel()

    def probability(self, table: Columns, blocks: Ints | None = None) -> Floats:
        """Of being body, for each of these blocks (0 to 1), or for all; `self.columns` are among those of `table`."""
        n = table.rows.shape[1]
        flat, row = table.rows.ravel(), rows_of(table.names, self.columns)
        block = np.arange(n) if blocks is None else blocks
        feature, threshold = self.levels[0]
        asked = flat.take(row.take(feature)[:, None] * n + block) > threshold[:, None]  # a row a tree
        node = 2 * np.arange(len(feature))[:, None] + asked
        place = np.empty_like(node)
        for feature, threshold in self.levels[1:]:  # "clip" spares numpy the check of each index
            (row.take(feature) * n).take(node, mode="clip", out=place)
            place += block
            np.greater(flat.take(place, mode="clip"), threshold.take(node, mode="clip"), out=asked)
            node += node  # the questions of the next level: two for each of this one
            node += asked
        odds = self.leaf.take(node, mode="clip").sum(axis=0)
        return (1 / (1 + np.exp(-odds))).astype(np.float32)


@cache
def model() -> tuple[Forest, Forest]:
    stored = msgspec.json.decode(files("pipelines").joinpath("data/body_model.json").read_bytes())
    first, second = stored["passes"]
    return Forest(first), Forest(second)


def body_probability(facts: Facts, columns: Columns) -> Floats:
    """How likely each block is running text of the article: a first guess, then a second that knows the first's.

    `columns` are those of `first_pass`.
    """
    first, second = model()
    guess = first.probability(columns)
    likely = np.flatnonzero(guess > UNLIKELY)
    again = columns | second_pass(facts, guess)
    out = guess.copy()
    out[likely] = second.probability(again, likely)
    return out
