"""Blocks → labelled blocks: every block gets one label and the reason for it.

The trained model says which blocks are running text (`rules.trees`), the rules name all other parts (`rules.parts`), a
site's layout overrules both where its selectors match.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipelines.items import Article, Block, Box, Declared, Element, Label, Layout
from pipelines.rules.features import Facts, Floats, Mask
from pipelines.rules.layouts import choose, hints
from pipelines.rules.parts import RULES, Parts
from pipelines.rules.text_parts import RULES_IN_TEXT, standfirst
from pipelines.rules.trees import body_probability

THRESHOLD = 0.5


def label(
    root: Element,
    blocks: list[Block],
    boxes: list[Box],
    declared: Declared,
    url: str,
    layout: Layout | None = None,
    probability: Callable[[Facts], Floats] = body_probability,
) -> None:
    """Set `label` and `reason` of every block."""
    if not blocks:
        return
    facts = Facts(blocks, boxes, declared, root.findtext(".//title") or "", url)
    p = probability(facts)
    marked = hints(root, blocks, boxes, layout) if layout else {}
    body = running_text(p, marked)
    assign(facts, p, body, marked)


def running_text(p: Floats, marked: dict[int, tuple[Label, str]]) -> Mask:
    """Which blocks are the article's own text. On a page of which the model is unsure, the likeliest blocks are."""
    body = p >= min(THRESHOLD, max(0.15, 0.6 * float(p.max())))
    text = [i for i, (label, _) in marked.items() if label in (Label.BODY, Label.STANDFIRST)]
    if any(marked[i][0] is Label.BODY for i in text):
        inside = np.zeros(len(p), dtype=np.bool_)
        inside[text] = True
        body = inside & (p >= 0.1)
    for i, (label, _) in marked.items():
        if label not in (Label.BODY, Label.STANDFIRST):
            body[i] = False
    return body


def assign(facts: Facts, p: Floats, body: Mask, marked: dict[int, tuple[Label, str]]) -> None:
    free = np.ones(len(p), dtype=np.bool_)

    def give(mask: Mask, label: Label, reason: str) -> None:
        for i in map(int, np.flatnonzero(mask & free)):
            facts.blocks[i].label, facts.blocks[i].reason = label, reason
        free[mask] = False

    for i, (label, reason) in marked.items():
        if label is not Label.BODY:
            facts.blocks[i].label, facts.blocks[i].reason = label, reason
            free[i] = False
    if facts.headline >= 0 and free[facts.headline] and not any(h[0] is Label.HEADLINE for h in marked.values()):
        block = facts.blocks[facts.headline]
        block.label, block.reason = Label.HEADLINE, "the title that the page declares or its main heading"
        free[facts.headline] = body[facts.headline] = False
    parts = Parts(facts, body & free)
    for rule in RULES_IN_TEXT:
        found = rule.holds(parts) & body
        give(found, rule.label, rule.reason)
        body &= ~found
    parts = Parts(facts, body & free)
    if not any(label is Label.STANDFIRST for label, _ in marked.values()):
        give(standfirst(parts), Label.STANDFIRST, "summary set apart between headline and text")
    for i in map(int, np.flatnonzero(body & free)):
        facts.blocks[i].label, facts.blocks[i].reason = Label.BODY, f"running text ({p[i]:.0%} by the trained model)"
    free &= ~body
    for rule in RULES:
        give(rule.holds(parts), rule.label, rule.reason)
    for i in map(int, np.flatnonzero(free)):
        facts.blocks[i].label, facts.blocks[i].reason = Label.OTHER, "nothing speaks for another label"


class LabelPipeline:
    """Picks the layout and fills in `label` and `reason` of the blocks."""

    def process_item(self, item: Article) -> Article:
        assert item.root is not None
        item.layout = choose(item.page.layouts, item.root)
        label(item.root, item.blocks, item.boxes, item.declared, item.page.url, item.layout)
        return item
