"""Blocks → numbers: what decides whether a block is running text of the article.

Seldom one block's class name: its neighbours, the boxes around it, their headings, how often its shape recurs on the
page, its place relative to the headline, and what the page declares about itself. One array entry a block; totals of a
box come from prefix sums, so that the cost is linear in blocks and boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from pipelines.blocks import Block, Box, Element, Media
from pipelines.items import Declared
from pipelines.rules.arrays import Floats, Ints, Mask, floats, ints
from pipelines.rules.counts import (
    TAG_KINDS,
    BlockCounts,
    BoxCounts,
    boilerplate,
    declared_matches,
    headline_index,
    topic_words,
)
from pipelines.rules.lexicon import BIT, GROUPS, LEXICON
from pipelines.rules.literals import Texts

BITS: Final = np.array([[BIT[group]] for group in GROUPS])
HEADINGS: Final = ("teaser", "comments", "newsletter", "share", "affiliate", "tags", "cookie", "copyright", "byline")
HEADING_KINDS: Final = np.array([[[LEXICON.index(kind) + 1]] for kind in HEADINGS])
LEVELS: Final = 6  # how many boxes around a block are looked at


class Facts:
    """What is counted about the blocks of one page, each once."""

    def __init__(
        self, blocks: Sequence[Block], boxes: Sequence[Box], declared: Declared, url: str = "",
        media: Sequence[Media] = (),
        fields: Sequence[Element] = (),
    ) -> None:  # fmt: skip
        self.blocks = blocks
        self.boxes = boxes
        self.fields = fields  # in which readers write
        self.count_blocks(BlockCounts(blocks, url))
        self.count_boxes(BoxCounts(boxes, len(blocks)))
        self.texts = Texts(self.lower)
        self.boilerplate = floats(boilerplate(self.lower, self.texts))
        title = declared.title or ""
        places = ints([item.index for item in media if item.element.tag == "img"])
        self.pictures = floats(np.bincount(places[places < len(blocks)], minlength=len(blocks)))
        self.headline = headline_index(blocks, declared, title, url)
        self.in_declared_body, self.in_description = map(floats, declared_matches(blocks, declared))
        self.of_topic = floats(topic_words(self.lower, f"{title} {declared.headline or ''}"))
        self.look_around()
        self.classify()

    def count_blocks(self, counts: BlockCounts) -> None:
        self.lower = counts.lower
        self.chars, self.words, self.commas = floats(counts.chars), floats(counts.words), floats(counts.commas)
        self.links, self.linked, self.copies = floats(counts.links), floats(counts.linked), floats(counts.copies)
        self.ends = floats(counts.ends)
        self.tags, self.kinds, self.targets = ints(counts.tags), ints(counts.kinds), ints(counts.targets)
        self.box = ints(counts.box)
        self.density = self.linked / np.maximum(self.chars, 1)
        sentences = (self.words >= 12) & (self.density < 0.4) & ((self.ends > 0) | (self.words > 30))
        self.prose = np.where(sentences, self.words, 0).astype(np.float32)

    def count_boxes(self, counts: BoxCounts) -> None:
        self.shape_names = counts.shape_names
        self.shape, self.parent = ints(counts.shape), ints(counts.parent)
        self.start, self.stop = ints(counts.start), ints(counts.stop)
        self.box_hidden, self.box_depth = floats(counts.hidden), floats(counts.depth)
        self.own, self.far = ints(counts.own), ints(counts.far)
        self.near = self.own | self.own[self.parent] | self.own[self.parent[self.parent]]

    def look_around(self) -> None:
        """The boxes around each block (columns), from its own outwards: a row a level, LEVELS of them."""
        around: Ints = np.empty((LEVELS, len(self.box)), dtype=np.int64)
        box = self.box
        for level in range(LEVELS):
            around[level] = box
            box = self.parent[box]
        self.around = around
        self.starts, self.stops = self.start[around], self.stop[around]
        self.sizes = np.maximum(self.stops - self.starts, 1).astype(np.float32)  # in blocks
        self.holds_headline = (self.starts <= self.headline) & (self.headline < self.stops)
        self.within = self.totals(words=self.words, linked=self.linked, chars=self.chars)

    def classify(self) -> None:
        """What kinds of tag, text and names each block (columns) has: a row a kind."""
        self.tagged = self.tags == np.arange(len(TAG_KINDS) + 1)[:, None]  # of TAG_KINDS, and all other tags
        self.reads = self.kinds == np.arange(1, len(LEXICON) + 1)[:, None]
        groups = np.array([self.own, self.near, self.far])[:, self.box]
        self.named = (groups[:, None, :] & BITS) > 0  # first by what the box itself is named like, then near, then far
        self.under = self.below_headings()

    def below_headings(self) -> Mask:
        """Which blocks stand in a box whose first text reads like this: 'Related', 'Comments', 'Share' …

        A row for each of HEADINGS. The box must not hold the headline, and is one of the four around the block.
        """
        starts, stops = self.starts[1:5], self.stops[1:5]
        starts = np.minimum(starts, max(len(self.words) - 1, 0))
        apart = (starts > self.headline) | (stops <= self.headline)
        kinds = np.where(apart & (self.words[starts] <= 10), self.kinds[starts], 0)
        return np.asarray(np.logical_or.reduce(kinds == HEADING_KINDS, axis=1))

    def totals(self, **values: Floats | Mask) -> dict[str, Floats]:
        """The sums of block values over each of the boxes around a block; a row a level."""
        prefix = np.zeros((len(values), len(self.words) + 1))
        np.add.accumulate(np.array(list(values.values())), axis=1, out=prefix[:, 1:])
        of_box = (prefix.take(self.stop, axis=1) - prefix.take(self.start, axis=1)).astype(np.float32)
        return dict(zip(values, of_box.take(self.around, axis=1), strict=True))
