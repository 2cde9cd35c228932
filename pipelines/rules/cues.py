"""What speaks for one label or another: the inputs of the label model, each with words that a reader understands."""

from __future__ import annotations

import numpy as np

from pipelines.rules.features import Facts, Floats, shifted
from pipelines.rules.matrix import Columns
from pipelines.rules.parts import RULES, Parts
from pipelines.rules.targets import Target
from pipelines.rules.text_parts import RULES_IN_TEXT, STANDFIRST

# Columns of the body model that say something about the other labels as well.
SHARED = (
    "tag ",
    "reads like ",
    "links to ",
    "own class ",
    "near class ",
    "far class ",
    "under ",
    "copies",
    "boilerplate",
)
OF_NEIGHBOURS = ("rule ", "reads like ")
WORDS = (1, 2, 3, 5, 8, 13, 25, 50)
DENSITIES = (0.01, 0.3, 0.6, 0.9)
DISTANCES = (1, 3, 10, 30)


def cues(parts: Parts, p: Floats, columns: Columns, wanted: frozenset[str] | None = None) -> Columns:
    """One column a cue, 0 to about 1; `p` is the probability of being running text, `columns` the body model's.

    Of the neighbours' cues only the `wanted` are made; all by default.
    """
    f = parts.facts
    out: Columns = {"always": np.ones(len(f.words))}
    for rule in (STANDFIRST, *RULES_IN_TEXT, *RULES):
        out[f"rule {rule.label}: {rule.reason}"] = parts.those(rule)
    out |= {name: np.minimum(values, 3) for name, values in columns.items() if name.startswith(SHARED)}
    out |= of_size(f) | of_place(parts) | of_text(parts, p) | of_boxes(parts)
    for name in [name for name in out if name.startswith(OF_NEIGHBOURS)]:
        for by, where in ((-1, "before"), (1, "after")):
            cue = f"{name} ({where} it)"
            if wanted is None or cue in wanted:
                out[cue] = shifted(out[name].astype(np.float32), by)
    return out


def of_size(f: Facts) -> Columns:
    out: Columns = {f"more than {n} words": f.words > n for n in WORDS}
    out |= {f"{share:.0%} of it linked": f.density > share for share in DENSITIES}
    return out | {"ends like a sentence": f.ends, "hidden at first": f.box_hidden[f.box]}


def of_place(parts: Parts) -> Columns:
    f, place = parts.facts, parts.place
    out: Columns = {
        "is the headline": place == f.headline,
        "above the headline": ~parts.after_headline,
        "at the top of the article": parts.top,
        "between the paragraphs": parts.inside,
        "below the text": parts.below,
    }
    for n in DISTANCES:
        out[f"within {n} below the text"] = (place > parts.last) & (place <= parts.last + n)
        out[f"among the last {n} of the page"] = place >= len(place) - n
        out[f"among the first {n} of the page"] = place < n
        out[f"within {n} of the headline"] = abs(place - f.headline) <= n
    return out


def of_text(parts: Parts, p: Floats) -> Columns:
    out: Columns = {"probability of text": p, "taken for text": parts.body}
    return out | {f"text by more than {share:.0%}": p > share for share in (0.1, 0.3, 0.8)}


def of_boxes(parts: Parts) -> Columns:
    f = parts.facts
    out: Columns = {}
    pays = parts.leads(Target.PAID)
    prices = parts.reads("affiliate")
    articles = parts.to_article
    levels = f.totals(linked=f.linked, chars=f.chars, words=f.words, articles=articles, pays=pays, prices=prices)
    for level, of in enumerate(levels[1:], 1):
        blocks = f.sizes[level]
        out[f"box {level}: share of links"] = of["linked"] / np.maximum(of["chars"], 1)
        out[f"box {level}: blocks"] = np.log1p(blocks)
        out[f"box {level}: words a block"] = np.log1p(of["words"] / blocks)
        out[f"box {level}: links to articles"] = of["articles"] / blocks
        out[f"box {level}: links that pay"] = of["pays"] / blocks
        out[f"box {level}: prices and shop buttons"] = of["prices"] / blocks
        out[f"box {level}: holds the headline"] = f.holds_headline[level]
        out[f"box {level}: share of text"] = parts.body_share[level]
    return out


def say(cue: str) -> str:
    """A cue in the words of a reason.

    >>> say("near class teaser"), say("rule share: share or follow button"), say("reads like share (after it)")
    ('in a box named like teaser', 'share or follow button', 'reads like share (after it)')
    """
    for prefix, words in NAMES.items():
        if cue.startswith(prefix):
            return words + cue[len(prefix) :]
    return cue.split(": ", 1)[1] if cue.startswith("rule ") else cue


NAMES = {
    "own class ": "itself named like ",
    "near class ": "in a box named like ",
    "far class ": "inside a part named like ",
    "under ": "under a heading that reads like ",
    "tag ": "marked up as ",
}
