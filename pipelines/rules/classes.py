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
from pipelines.rules.features import Floats
from pipelines.rules.matrix import Columns

CUES_SAID = 2


class Classes:
    """The stored model: `weights` has a row a label and a column a cue."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.labels = [Label(name) for name in stored["labels"]]
        self.cues: list[str] = stored["cues"]
        self.weights = np.array(stored["weights"], dtype=np.float32)
        self.centred = self.weights - self.weights.mean(axis=0)

    def table(self, columns: Columns) -> Floats:
        return np.column_stack([columns[cue] for cue in self.cues]).astype(np.float32, copy=False)

    def probability(self, table: Floats) -> Floats:
        """Of each label (columns) for each block (rows)."""
        scores = table @ self.weights.T
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def reason(self, row: Floats, label: Label) -> str:
        """The cues that speak most for the label, strongest first."""
        spoken = row * self.centred[self.labels.index(label)]
        best = [
            i for i in np.argsort(-spoken)[: CUES_SAID + 4] if spoken[i] > 0 and row[i] and self.cues[i] != "always"
        ]
        said = list(dict.fromkeys(say(self.cues[i]) for i in best))[:CUES_SAID]
        return "; ".join(said) or "nothing speaks more for another label"


@cache
def classes() -> Classes:
    return Classes(msgspec.json.decode(files("pipelines").joinpath("data/label_model.json").read_bytes()))
