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

from pipelines.items import Label
from pipelines.rules.cues import say
from pipelines.rules.features import Floats, Ints
from pipelines.rules.matrix import Columns

CUES_SAID = 2
CUES_LOOKED_AT = 5


class Classes:
    """The stored model: `weights` has a row a label and a column a cue."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.labels = [Label(name) for name in stored["labels"]]
        self.cues: list[str] = stored["cues"]
        self.weights = np.array(stored["weights"], dtype=np.float32)
        self.centred = self.weights - self.weights.mean(axis=0)
        self.centred[:, self.cues.index("always")] = 0  # no reason
        self.wanted = frozenset(self.cues)
        self.said = [say(cue) for cue in self.cues]

    def table(self, columns: Columns) -> Floats:
        return np.array([columns[cue] for cue in self.cues], dtype=np.float32).T

    def probability(self, table: Floats) -> Floats:
        """Of each label (columns) for each block (rows)."""
        scores = table @ self.weights.T
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def reasons(self, table: Floats, best: Ints) -> list[str]:
        """For each block the cues that speak most for its label, the row `best` of the weights; strongest first."""
        spoken = table * self.centred[best]
        top = np.argpartition(-spoken, CUES_LOOKED_AT, axis=1)[:, :CUES_LOOKED_AT]
        strength = np.take_along_axis(spoken, top, axis=1)
        order = np.argsort(-strength, axis=1)
        top, strength = np.take_along_axis(top, order, axis=1), np.take_along_axis(strength, order, axis=1)
        return [self.sentence(cues[weight > 0]) for cues, weight in zip(top, strength, strict=True)]

    def sentence(self, cues: Ints) -> str:
        said = dict.fromkeys(self.said[cue] for cue in cues)
        return "; ".join(list(said)[:CUES_SAID]) or "nothing speaks more for another label"


@cache
def classes() -> Classes:
    return Classes(msgspec.json.decode(files("pipelines").joinpath("data/label_model.json").read_bytes()))
