"""Train both models from the corpora: `python -m benchmarks.train` writes pipelines/data/{body,label}_model.json.

With `--folds DIR` it also writes the models of each fold of sites left out, with which `benchmarks.quality` measures on
pages of sites that the models have never seen. Needs LightGBM and scikit-learn (`make bench-install`), here only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

from benchmarks.corpus import Sample, body_truth, by_labels, samples
from pipelines.declared import declared
from pipelines.parse import UnreadablePage, parse
from pipelines.rules.arrays import Floats
from pipelines.rules.body_model import Forest
from pipelines.rules.cues import cues
from pipelines.rules.features import Facts
from pipelines.rules.literals import Texts
from pipelines.rules.matrix import Columns, first_pass, second_pass
from pipelines.rules.parts import Parts
from pipelines.rules.running import Running
from pipelines.segment import segment

LICENCES = {
    "separation": "labels ours; pages from test sets under MIT, Apache 2.0, CC BY 4.0",
    "fundus-tests": "MIT",
    "wcxb-dev": "CC BY 4.0",
    "trafilatura": "Apache 2.0",
}
CUES = 150  # of some 300: those that tell most; more made nothing better on sites left out
LABEL_NAMES = {"lead": "standfirst"}  # where the truth and we have different names
FOLDS = 5
TREES, LEAVES, DEPTH = 80, 16, 5
PARAMETERS = {
    "objective": "binary",
    "num_leaves": LEAVES,
    "max_depth": DEPTH,
    "learning_rate": 0.15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.35,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "seed": 7,
    "num_threads": 1,
    "deterministic": True,
    "verbose": -1,
}
# Pages whose truth is empty or breaks off early (see the corpus' notes): nothing can be learned from them.
UNRELIABLE = {"4893", "4677", "4912", "0339", "4759", "4072", "4694", "4271"}
SET_WEIGHT = {"separation": 2.0, "trafilatura": 0.5}
KEPT_SHORT = 0.4  # share of the short blocks outside the body that is kept: they are many and easy


@dataclass
class Row:
    """One page, counted: what the model sees, what it should say, and how much that matters."""

    sample: Sample
    facts: Facts
    first: Columns
    truth: Floats
    weight: Floats
    second: Columns | None = None


def fold_of(site: str) -> int:
    """The fold that a site is left out in; all its pages, of every set, are in the same."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def read(sample: Sample) -> Row | None:
    try:
        root = parse(sample.html)
    except UnreadablePage:
        return None
    blocks, boxes, media, _, fields = segment(root)
    if not blocks:
        return None
    facts = Facts(blocks, boxes, declared(root, sample.url), sample.url, media, fields)
    columns = first_pass(facts)
    truth, certain = np.array(body_truth(sample, [block.text for block in blocks]), dtype=np.float32).T
    weight = (1 + np.minimum(facts.words, 120)) ** 0.6 * certain
    total = float(weight.sum())
    weight *= SET_WEIGHT.get(sample.set, 1.0) * min(total, 400) ** 0.5 / max(total, 1e-6)
    if sample.id in UNRELIABLE:
        weight *= 0
    if sample.set != "separation":
        facts.blocks, facts.boxes, facts.lower, facts.texts = (), (), [], Texts([])  # lets go of the page's tree
    return Row(sample, facts, columns, truth, weight)


def fit(rows: list[Row], inputs: list[Columns]) -> lightgbm.Booster:
    random = np.random.default_rng(1)
    x, y = np.vstack([columns.rows.T for columns in inputs]), np.concatenate([row.truth for row in rows])
    weight = np.concatenate([row.weight for row in rows])
    short = (np.concatenate([row.facts.words for row in rows]) < 5) & (y == 0)
    weight = np.where(short, weight * (random.random(len(y)) < KEPT_SHORT) / KEPT_SHORT, weight)
    use = weight > 0
    even = weight[use] * (use.sum() / weight[use].sum())
    data = lightgbm.Dataset(x[use], y[use], weight=even, feature_name=safe(inputs[0].names))
    return lightgbm.train(PARAMETERS, data, TREES)


def safe(columns: Sequence[str]) -> list[str]:
    return [column.replace(" ", "_").replace(":", "_") for column in columns]


def predict(booster: lightgbm.Booster, columns: Columns) -> Floats:
    return np.asarray(booster.predict(columns.rows.T), dtype=np.float32)


def train(rows: list[Row]) -> dict[str, Any]:
    """Both passes. What the second learns from are the first's guesses on sites that it had not seen."""
    for fold in range(FOLDS):
        inside = [row for row in rows if fold_of(row.sample.site) != fold]
        outside = [row for row in rows if fold_of(row.sample.site) == fold]
        if not inside or not outside:
            continue
        booster = fit(inside, [row.first for row in inside])
        for row in outside:
            row.second = row.first | second_pass(row.facts, predict(booster, row.first))
    second = [row.second for row in rows if row.second is not None]
    return {
        "passes": [
            stored(fit(rows, [row.first for row in rows]), rows[0].first.names),
            stored(fit(rows, second), second[0].names),
        ]
    }


def train_labels(rows: list[Row], guesses: dict[str, Floats]) -> dict[str, Any]:
    """The model of all labels, from the pages labelled block by block and the body model's guesses about them."""
    tables, truths, weights = [], [], []
    for row in rows:
        p = guesses[row.sample.id]
        texts = [block.text for block in row.facts.blocks]
        labels = np.array([LABEL_NAMES.get(name, name) for name in by_labels(row.sample.truth["blocks"], texts)])
        parts = Parts(row.facts, Running(row.facts).text(p, {}))
        columns = cues(parts, p, row.first)
        certain = ~np.isin(labels, ("", "hidden"))
        tables.append(columns.rows.T[certain])
        truths.append(labels[certain])
        size = (1 + np.minimum(row.facts.words, 40)) ** 0.3 / np.sqrt(len(labels))
        weights.append(size[certain])
    x, y, weight = np.vstack(tables).astype(np.float64), np.concatenate(truths), np.concatenate(weights)
    scale = np.maximum(abs(x).max(axis=0), 1e-9)
    model = regression(x / scale, y, weight)
    telling = abs(model.coef_).max(axis=0) * (x / scale).std(axis=0)
    telling[columns.names.index("always")] = np.inf
    use = np.sort(np.argsort(-telling)[:CUES])
    model = regression(x[:, use] / scale[use], y, weight)
    names = np.array(columns.names)[use]
    kept = dict(zip(map(str, names), (model.coef_ / scale[use]).T, strict=True))
    kept["always"] = kept["always"] + model.intercept_
    return {
        "labels": list(map(str, model.classes_)),
        "cues": list(kept),
        "weights": np.column_stack(list(kept.values())).round(4).tolist(),
    }


def regression(x: Floats, y: np.ndarray, weight: Floats) -> LogisticRegression:
    return LogisticRegression(C=0.1, max_iter=300).fit(x, y, sample_weight=weight / weight.mean())


def stored(booster: lightgbm.Booster, columns: Sequence[str]) -> dict[str, Any]:
    """A booster as `pipelines.rules.body_model` reads it, with only the columns that it asks for."""
    trees = [heap(info["tree_structure"]) for info in booster.dump_model()["tree_info"]]
    asked = [pair for tree in trees for pair in zip(tree["feature"], tree["threshold"], strict=True)]
    used = sorted({feature for feature, threshold in asked if threshold is not None})
    place = {feature: i for i, feature in enumerate(used)}
    for tree in trees:
        tree["feature"] = [place.get(f, 0) for f in tree["feature"]]
        tree["threshold"] = [1e30 if t is None else t for t in tree["threshold"]]
    return {"columns": [columns[i] for i in used], "trees": trees}


def heap(tree: dict[str, Any]) -> dict[str, list[Any]]:
    """A tree of any form as a whole one of DEPTH levels; a leaf further up becomes a question that all answer alike."""
    feature: list[int] = [0] * (2**DEPTH - 1)
    threshold: list[float | None] = [None] * (2**DEPTH - 1)
    leaf: list[float] = [0.0] * 2**DEPTH

    def lay(node: dict[str, Any], at: int) -> None:
        if at >= len(feature):
            leaf[at - len(feature)] = round(node["leaf_value"], 5)
        elif "leaf_value" in node:
            lay(node, 2 * at + 1)
        else:
            feature[at], threshold[at] = node["split_feature"], round(node["threshold"], 6)
            lay(node["left_child"], 2 * at + 1)
            lay(node["right_child"], 2 * at + 2)

    lay(tree, 0)
    return {"feature": feature, "threshold": threshold, "leaf": leaf}


def write(path: Path, model: dict[str, Any], rows: list[Row], tool: str) -> None:
    provenance = {
        "made by": "python -m benchmarks.train",
        "with": tool,
        "trained on": dict(Counter(row.sample.set for row in rows)),
        "licences": {name: LICENCES[name] for name in LICENCES if any(row.sample.set == name for row in rows)},
    }
    parts = [f'"provenance":{json.dumps(provenance)}']
    for name, values in model.items():
        lines = ",\n".join(json.dumps(value, separators=(",", ":")) for value in values)
        parts.append(f'"{name}":[\n{lines}\n]')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("pipelines/data"))
    parser.add_argument("--folds", type=Path, metavar="DIR", help="write the models of the left-out folds, too")
    options = parser.parse_args()
    rows = [row for name in LICENCES for sample in samples(name) if (row := read(sample))]
    print(f"{len(rows)} pages, {sum(len(row.truth) for row in rows)} blocks", file=sys.stderr)
    labelled = [row for row in rows if row.sample.set == "separation"]
    with_trees, with_regression = f"lightgbm {lightgbm.__version__}", f"scikit-learn {sklearn.__version__}"
    guesses: dict[str, Floats] = {}
    for fold in range(FOLDS):
        inside = [row for row in rows if fold_of(row.sample.site) != fold]
        body = train(inside)
        if options.folds:
            write(options.folds / f"{fold}" / "body_model.json", body, inside, with_trees)
        first, second = map(Forest, body["passes"])
        for row in labelled:
            if fold_of(row.sample.site) == fold:
                again = row.first | second_pass(row.facts, first.probability(row.first))
                guesses[row.sample.id] = second.probability(again)
    for fold in range(FOLDS) if options.folds else ():
        inside = [row for row in labelled if fold_of(row.sample.site) != fold]
        write(options.folds / f"{fold}" / "label_model.json", train_labels(inside, guesses), inside, with_regression)
    write(options.out / "label_model.json", train_labels(labelled, guesses), labelled, with_regression)
    write(options.out / "body_model.json", train(rows), rows, with_trees)


if __name__ == "__main__":
    main()
