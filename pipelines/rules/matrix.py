"""The model's inputs, one row a block. The order of the columns is part of the trained model."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.rules.features import TAG_KINDS, Facts, Floats, Mask, shifted, sums
from pipelines.rules.lexicon import GROUPS, LEXICON
from pipelines.rules.targets import Target

Columns = dict[str, NDArray[Any]]


def first_pass(facts: Facts) -> Columns:
    """What can be said of each block before anything is known of the others' labels."""
    out: Columns = {}
    out |= of_block(facts)
    out |= of_place(facts)
    out |= of_neighbours(facts)
    out |= of_boxes(facts)
    out |= of_shape(facts)
    return out


def of_block(f: Facts) -> Columns:
    words = np.maximum(f.words, 1)
    out: Columns = {
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
    }
    for number, kind in enumerate([*TAG_KINDS, "other"]):
        out[f"tag {kind}"] = (f.tags == number).astype(np.float32)
    for number, kind in enumerate(LEXICON, 1):
        out[f"reads like {kind}"] = (f.kinds == number).astype(np.float32)
    for target in (Target.ARTICLE, Target.PAID, Target.OUTSIDE, Target.SHARE, Target.TOPIC, Target.PAGE):
        out[f"links to {target.name}"] = ((f.targets & int(target)) > 0).astype(np.float32)
    for name, masks in (("own", f.own), ("near", f.near), ("far", f.far)):
        table = (masks[f.box][:, None] >> np.arange(len(GROUPS))) & 1
        for i, group in enumerate(GROUPS):
            out[f"{name} class {group}"] = table[:, i].astype(np.float32)
    return out


def of_place(f: Facts) -> Columns:
    n = len(f.words)
    place = np.arange(n, dtype=np.float32)
    total = max(float(f.prose.sum()), 1.0)
    before = sums(f.prose)[:-1].astype(np.float32)
    known = f.headline >= 0
    seen = f.words.cumsum(dtype=np.float64).astype(np.float32)
    long_before, long_after = to_next(f.prose > 0)
    return {
        "place": place / max(n, 1),
        "blocks": np.full(n, n, dtype=np.float32),
        "page prose": np.full(n, total, dtype=np.float32),
        "after headline": np.clip(place - f.headline, -60, 200) if known else np.full(n, -99, dtype=np.float32),
        "words after headline": seen - seen[f.headline] if known else np.full(n, -1, dtype=np.float32),
        "prose before": before / total,
        "prose after": 1 - (before + f.prose) / total,
        "to long block before": long_before,
        "to long block after": long_after,
    }


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


def of_neighbours(f: Facts) -> Columns:
    out: Columns = {}
    for by in (-2, -1, 1, 2):
        out[f"words {by:+d}"] = shifted(f.words, by)
        out[f"link density {by:+d}"] = shifted(f.density, by)
        out[f"sentence end {by:+d}"] = shifted(f.ends, by)
        out[f"same box {by:+d}"] = (shifted(f.parent[f.box].astype(np.float32), by) == f.parent[f.box]).astype(
            np.float32
        )
    kinds = f.kinds.astype(np.float32)
    for kind in ("teaser", "newsletter", "share", "affiliate", "byline"):
        number = LEXICON.index(kind) + 1
        out[f"reads like {kind} -1"] = (shifted(kinds, -1) == number).astype(np.float32)
    out["heading -1"] = (shifted(f.tags.astype(np.float32), -1) == 2).astype(np.float32)
    words, linked = sums(f.words), sums(f.linked)
    chars = sums(f.chars)
    n = len(f.words)
    low, high = np.maximum(np.arange(n) - 4, 0), np.minimum(np.arange(n) + 5, n)
    out["words within 4"] = ((words[high] - words[low]) / np.maximum(high - low, 1)).astype(np.float32)
    out["link density within 4"] = ((linked[high] - linked[low]) / np.maximum(chars[high] - chars[low], 1)).astype(
        np.float32
    )
    return out


def of_boxes(f: Facts) -> Columns:
    out: Columns = {}
    total = max(float(f.prose.sum()), 1.0)
    articles = (f.targets & int(Target.ARTICLE)) > 0
    levels = f.totals(words=f.words, linked=f.linked, chars=f.chars, prose=f.prose, articles=articles, topic=f.of_topic)
    for level, (of, blocks) in enumerate(zip(levels, f.sizes, strict=True)):
        if level:
            out[f"box {level} blocks"] = blocks
            out[f"box {level} words a block"] = of["words"] / blocks
            out[f"box {level} link density"] = of["linked"] / np.maximum(of["chars"], 1)
            out[f"box {level} article links"] = of["articles"] / blocks
            out[f"box {level} title words"] = of["topic"] / np.maximum(of["words"], 1) * 100
        out[f"box {level} prose share"] = of["prose"] / total
        out[f"box {level} holds headline"] = f.holds_headline[level]
    for kind, under in f.under.items():
        out[f"under {kind}"] = under
    return out


def of_shape(f: Facts) -> Columns:
    """How the blocks in boxes of the same tag and class look on this page."""
    out: Columns = {}
    total = max(float(f.prose.sum()), 1.0)
    size = int(f.shape.max()) + 1
    for level in range(5):
        shape = f.shape[f.around[level]]
        count = np.maximum(np.bincount(shape, minlength=size), 1)
        for name, values in (("words", f.words), ("link density", f.density), ("sentence end", f.ends)):
            out[f"shape {level} {name}"] = (np.bincount(shape, values, size) / count)[shape].astype(np.float32)
        out[f"shape {level} count"] = count[shape].astype(np.float32)
        out[f"shape {level} prose share"] = (np.bincount(shape, f.prose, size) / total)[shape].astype(np.float32)
    return out


def second_pass(f: Facts, p: Floats) -> Columns:
    """What the first guesses `p` (the probability of being body) say about each block's surroundings."""
    top = max(float(p.max()), 0.1)
    out: Columns = {"p": p, "p of highest": p / top, "highest p": np.full(len(p), top, dtype=np.float32)}
    mass = p * f.words
    total = max(float(mass.sum()), 1.0)
    before = sums(mass)[:-1].astype(np.float32)
    out["body before"] = before / total
    out["body after"] = 1 - (before + mass) / total
    out["page body words"] = np.full(len(p), total, dtype=np.float32)
    for by in (-3, -2, -1, 1, 2, 3):
        out[f"p {by:+d}"] = shifted(p, by)
    sure_before, sure_after = to_next((p > 0.5) & (f.words > 8))
    out["to body before"], out["to body after"] = sure_before, sure_after
    for level, of in enumerate(f.totals(words=f.words, mass=mass, p=p)):
        out[f"box {level} p"] = of["mass"] / np.maximum(of["words"], 1)
        out[f"box {level} body share"] = of["mass"] / total
        if level:
            out[f"box {level} p a block"] = of["p"] / f.sizes[level]
    size = int(f.shape.max()) + 1
    for level in range(3):
        shape = f.shape[f.around[level]]
        weight = np.maximum(np.bincount(shape, f.words, size), 1)
        out[f"shape {level} p"] = (np.bincount(shape, mass, size) / weight)[shape].astype(np.float32)
        count = np.maximum(np.bincount(shape, minlength=size), 1)
        out[f"shape {level} p a block"] = (np.bincount(shape, p, size) / count)[shape].astype(np.float32)
    return out


def table(columns: Columns) -> Floats:
    return np.column_stack(list(columns.values())) if columns else np.zeros((0, 0), dtype=np.float32)
