"""The label model: multinomial logistic regression over the cues, of `pipelines/data/label_model.json`.

A label's score is the sum of its weights over the cues that hold, so the reason for a label can be read off: the cues
that speak most for it and against the others.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np

from pipelines.rules.arrays import Floats, Ints
from pipelines.rules.cues import say
from pipelines.values import Label

CUES_SAID = 2
AT_ONCE = 128  # blocks: for so few BLAS uses one thread, and others cost more than so little work


class LabelModel:
    """The stored model: `weights` has a row a label and a column a cue."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.labels = [Label(name) for name in stored["labels"]]
        self.cues: tuple[str, ...] = tuple(stored["cues"])
        self.weights = np.array(stored["weights"], dtype=np.float32)
        self.centred = self.weights - self.weights.mean(axis=0)
        self.centred[:, self.cues.index("always")] = 0  # no reason
        self.said = [say(cue) for cue in self.cues]

    def probability(self, table: Floats) -> Floats:
        """Of each label (columns) for each block (rows); a row of `table` holds a block's `self.cues`."""
        scores = np.empty((len(table), len(self.labels)), dtype=np.float32)
        for start in range(0, len(table), AT_ONCE):
            np.matmul(table[start : start + AT_ONCE], self.weights.T, out=scores[start : start + AT_ONCE])
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)


class Reasons:
    """Why the blocks of a page have the labels `best` (their numbers), put into words when one is asked."""

    def __init__(self, table: Floats, best: Ints) -> None:
        self.table, self.best = table, best

    def __call__(self, i: int) -> str:
        """The cues of this block that speak most for its label."""
        model = label_model()
        spoken = self.table[i] * model.centred[self.best[i]]
        most = np.argsort(-spoken, kind="stable")[:CUES_SAID]
        said = dict.fromkeys(model.said[cue] for cue in most.tolist() if spoken[cue] > 0)
        return "; ".join(said) or "nothing speaks more for another label"


@cache
def label_model() -> LabelModel:
    return LabelModel(msgspec.json.decode(files("pipelines").joinpath("data/label_model.json").read_bytes()))
