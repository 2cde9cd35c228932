"""Which blocks are the article's running text, by how likely the body model finds each of them, and by each other."""

from __future__ import annotations

import re

import numpy as np

from pipelines.items import Label
from pipelines.rules.arrays import Floats, Mask
from pipelines.rules.features import TAG_KINDS, Facts

Marked = dict[int, tuple[Label, str]]  # what a site's layout says of blocks: label and reason
THRESHOLD = 0.5
LEAST = 0.15  # below it nothing is text, however little the page has
FEW, UNSURE = 3, 0.3  # paragraphs; the same on a page that has so many
DOUBTFUL = 0.1  # but enough where the neighbours are text
LISTED = 0.2  # and enough for the lines of a list that a sentence of the text announces
BETWEEN = 0.3  # and enough for what stands right between two paragraphs, in one box with them
IN_LAYOUT = 0.1  # inside of what a layout calls the body
LETTER = re.compile(r"[^\W\d]").search
PRE = list(TAG_KINDS).index("pre")
PARAGRAPH = 8  # words
NESTED = 4  # boxes whose shapes tell the columns of a page apart
OFTEN, MOSTLY = 3, 0.3  # paragraphs of the text in such boxes, and their share of all in such


def running_text(facts: Facts, p: Floats, marked: Marked) -> Mask:
    """Which blocks are the article's own text. On a page of which the model is unsure, the likeliest blocks are."""
    body = p >= threshold(facts, p)
    body |= in_line(facts, body, p)
    text = [i for i, (label, _) in marked.items() if label in (Label.BODY, Label.STANDFIRST)]
    if any(marked[i][0] is Label.BODY for i in text):
        inside = np.zeros(len(p), dtype=np.bool_)
        inside[text] = True
        body = inside & (p >= IN_LAYOUT)
    for i, (label, _) in marked.items():
        if label not in (Label.BODY, Label.STANDFIRST):
            body[i] = False
    if facts.headline >= 0:
        body[facts.headline] = False
    return body


def threshold(facts: Facts, p: Floats) -> float:
    """From which probability on a block is text: lower where the model doubts even the likeliest paragraphs."""
    likeliest = np.sort(p[facts.words >= PARAGRAPH])[-FEW:]
    if len(likeliest) < FEW:
        return min(THRESHOLD, max(LEAST, 0.6 * float(p.max())))
    return min(THRESHOLD, max(UNSURE, 0.9 * float(likeliest[0])))


def in_line(facts: Facts, body: Mask, p: Floats) -> Mask:
    """What stands in one line with blocks that surely are text, however little the model thinks of it."""
    return (
        (alike(facts, body) & (p >= DOUBTFUL))
        | (announced(facts, body) & (p >= LISTED))
        | (between(facts, body) & (p >= BETWEEN))
        | code(facts, body)
    )


def alike(facts: Facts, body: Mask) -> Mask:
    """Paragraphs, longer than a button, as the text's are: in the same box and of the same shape, or in boxes of the
    same shapes and classes further out as well, as where advertisements part the text into several boxes.
    """
    long = facts.words >= PARAGRAPH
    shapes, different = facts.shape[facts.around[:NESTED, long]], len(facts.shape_names)
    beside = facts.around[1, long] * different + shapes[0]
    known = set(beside[body[long]].tolist())
    nested = shapes[0]
    for outer in shapes[1:]:
        nested = nested * different + outer
    _, kind = np.unique(nested, return_inverse=True)
    often = np.bincount(kind, body[long])
    enough = (often >= OFTEN) & (often >= MOSTLY * np.bincount(kind))
    classed = np.array(list(map(bool, facts.shape_names)))[shapes].any(axis=0)
    out = long.copy()
    out[long] = np.array([one in known for one in beside.tolist()], dtype=np.bool_)
    out[long] |= enough[kind] & classed & (facts.density[long] < 0.5)
    return out


def announced(facts: Facts, body: Mask) -> Mask:
    """The lines of a list that a paragraph of the text ends with a colon before, but not links."""
    out = np.zeros(len(body), dtype=np.bool_)
    for i in np.flatnonzero(body[:-1]).tolist():
        if facts.blocks[i].text.endswith(":"):
            box = facts.blocks[i + 1].box
            while box.parent is not None and box.parent.start == i + 1:
                box = box.parent
                if box.tag in ("ul", "ol"):
                    out[i + 1 : box.stop] = True
    return out & (facts.density < 0.5)


def between(facts: Facts, body: Mask) -> Mask:
    """What stands right between two blocks of the text and in one box with them, but not links."""
    box = facts.around[1]
    out = np.zeros(len(body), dtype=np.bool_)
    out[1:-1] = body[:-2] & body[2:] & (box[:-2] == box[1:-1]) & (box[2:] == box[1:-1])
    return out & (facts.density < 0.5)


def code(facts: Facts, body: Mask) -> Mask:
    """Code between the first and the last block of the text, but not the column of its line numbers."""
    out = np.zeros(len(body), dtype=np.bool_)
    text = np.flatnonzero(body)
    for i in np.flatnonzero(facts.tagged[PRE]).tolist():
        out[i] = len(text) > 0 and text[0] < i < text[-1] and LETTER(facts.lower[i]) is not None
    return out
