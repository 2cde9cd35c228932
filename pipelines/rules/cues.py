"""What speaks for one label or another: the inputs of the label model, each with words that a reader understands."""

from __future__ import annotations

import numpy as np

from pipelines.rules.features import LEVELS, Facts, Floats
from pipelines.rules.matrix import Columns, Named, columns, each, neighbours
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
SHARES = (0.1, 0.3, 0.8)
OUTER = tuple(range(1, LEVELS))
ASKED = {f"rule {rule.label}: {rule.reason}": rule for rule in (STANDFIRST, *RULES_IN_TEXT, *RULES)}


def cues(parts: Parts, p: Floats, known: Columns) -> Columns:
    """One column a cue, 0 to about 1; `p` is the probability of being running text, `known` are the body model's."""
    n = len(p)
    shared = tuple(name for name in known.names if name.startswith(SHARED))
    named: Named = {
        "always": np.ones(n),
        tuple(ASKED): np.array([parts.those(rule) for rule in ASKED.values()]),
        shared: np.minimum(known.those(shared), 3),
    }
    own = columns(n, named, of_size(parts.facts), of_place(parts), of_text(parts, p), of_boxes(parts))
    told = tuple(name for name in own.names if name.startswith(OF_NEIGHBOURS))
    before, after = neighbours(own.those(told), (-1, 1))
    return own | columns(n, {each("{} (before it)", told): before, each("{} (after it)", told): after})


def of_size(f: Facts) -> Named:
    return {
        each("more than {} words", WORDS): f.words > np.array(WORDS)[:, None],
        each("{:.0%} of it linked", DENSITIES): f.density > np.array(DENSITIES)[:, None],
        "ends like a sentence": f.ends,
        "hidden at first": f.box_hidden[f.box],
    }


def of_place(parts: Parts) -> Named:
    place, last, distances = parts.place, parts.last, np.array(DISTANCES)[:, None]
    return {
        "is the headline": place == parts.facts.headline,
        "above the headline": ~parts.after_headline,
        "at the top of the article": parts.top,
        "between the paragraphs": parts.inside,
        "below the text": parts.below,
        each("within {} below the text", DISTANCES): (place > last) & (place <= last + distances),
        each("among the last {} of the page", DISTANCES): place >= len(place) - distances,
        each("among the first {} of the page", DISTANCES): place < distances,
        each("within {} of the headline", DISTANCES): abs(place - parts.facts.headline) <= distances,
    }


def of_text(parts: Parts, p: Floats) -> Named:
    return {
        "probability of text": p,
        "taken for text": parts.body,
        each("text by more than {:.0%}", SHARES): p > np.array(SHARES, dtype=np.float32)[:, None],
    }


def of_boxes(parts: Parts) -> Named:
    f = parts.facts
    pays = parts.leads(Target.PAID)
    prices = parts.reads("affiliate")
    articles = parts.to_article
    of = f.totals(linked=f.linked, chars=f.chars, words=f.words, articles=articles, pays=pays, prices=prices)
    of, blocks = {name: sums[1:] for name, sums in of.items()}, f.sizes[1:]
    return {
        each("box {}: share of links", OUTER): of["linked"] / np.maximum(of["chars"], 1),
        each("box {}: blocks", OUTER): np.log1p(blocks),
        each("box {}: words a block", OUTER): np.log1p(of["words"] / blocks),
        each("box {}: links to articles", OUTER): of["articles"] / blocks,
        each("box {}: links that pay", OUTER): of["pays"] / blocks,
        each("box {}: prices and shop buttons", OUTER): of["prices"] / blocks,
        each("box {}: holds the headline", OUTER): f.holds_headline[1:],
        each("box {}: share of text", OUTER): parts.body_share[1:],
    }


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
