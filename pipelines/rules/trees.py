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

from pipelines.rules.features import Facts, Floats
from pipelines.rules.matrix import Columns, second_pass

UNLIKELY = 0.02  # a block of which the first pass thinks no more than this is not asked about again


class Forest:
    """One pass of the model; `depth` levels of questions in each of its trees."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.columns: list[str] = stored["columns"]
        feature = np.array([tree["feature"] for tree in stored["trees"]], dtype=np.int64)
        self.depth = int(np.log2(feature.shape[1] + 1))
        self.base = (np.arange(len(feature), dtype=np.int64) * feature.shape[1])[:, None]
        self.feature = feature.ravel()
        self.threshold = np.array([tree["threshold"] for tree in stored["trees"]], dtype=np.float32).ravel()
        leaves = np.array([tree["leaf"] for tree in stored["trees"]], dtype=np.float32)
        self.leaf_base = (np.arange(len(leaves), dtype=np.int64) * leaves.shape[1])[:, None]
        self.leaf = leaves.ravel()

    def probability(self, rows: Floats) -> Floats:
        """Of being body, for each block (0 to 1); `rows` are the values of `self.columns`."""
        n = rows.shape[1]
        flat, block = rows.ravel(), np.arange(n)
        node = np.zeros((len(self.base), n), dtype=np.int64)  # a row a tree
        for _ in range(self.depth):  # "clip" spares numpy the check of each index
            at = node + self.base
            asked = flat.take(self.feature.take(at, mode="clip") * n + block, mode="clip")
            node = 2 * node + 1 + (asked > self.threshold.take(at, mode="clip"))
        odds = self.leaf.take(node - (2**self.depth - 1) + self.leaf_base, mode="clip").sum(axis=0)
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
    guess = first.probability(columns.those(first.columns))
    likely = np.flatnonzero(guess > UNLIKELY)
    again = columns | second_pass(facts, guess)
    out = guess.copy()
    out[likely] = second.probability(again.those(second.columns)[:, likely])
    return out
