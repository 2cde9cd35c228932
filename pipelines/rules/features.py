"""Blocks → numbers: what decides whether a block is running text of the article.

Seldom one block's class name: its neighbours, the boxes around it, their headings, how often its shape recurs on the
page, its place relative to the headline, and what the page declares about itself. One array entry a block; totals of a
box come from prefix sums, so that the cost is linear in blocks and boxes.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np

from pipelines.items import Block, Box, Declared, Media
from pipelines.rules.arrays import Floats, Ints, Mask, at_any_level, floats
from pipelines.rules.lexicon import BIT, BOILERPLATE, GROUPS, LEXICON, TAG_BITS, kind_of, name_bits
from pipelines.rules.literals import Texts
from pipelines.rules.targets import targets
from pipelines.text import WORD, key

TAG_KINDS = {
    "p": ("p",),
    "div": ("div",),
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6"),
    "li": ("li",),
    "cell": ("td", "th", "caption"),
    "link": ("a", "button"),
    "quote": ("blockquote",),
    "pre": ("pre",),
    "caption": ("figcaption", "figure"),
    "term": ("dt", "dd", "summary"),
    "section": ("section", "article", "main", "body"),
}
TAG_NUMBER = {tag: number for number, tags in enumerate(TAG_KINDS.values()) for tag in tags}
OTHER_TAG = len(TAG_KINDS)
BITS = np.array([[BIT[group]] for group in GROUPS])
HEADINGS = ("teaser", "comments", "newsletter", "share", "affiliate", "tags", "cookie", "copyright", "byline")
LEVELS = 6  # how many boxes around a block are looked at
MOST_NAMING = 200_000  # characters of all the different names of a page; large pages have 50,000
ENDS = frozenset(".!?…。！？؟।:;")
CLOSING = "\"'”“»’)]"


class Facts:
    """What is counted about the blocks of one page, each once."""

    def __init__(
        self, blocks: Sequence[Block], boxes: Sequence[Box], declared: Declared, title: str, url: str = "",
        media: Sequence[Media] = (),
    ) -> None:  # fmt: skip
        self.blocks = blocks
        self.boxes = boxes
        self.lower = [block.text.lower() for block in blocks]
        self.texts = Texts(self.lower)
        self.count_blocks()
        self.count_boxes()
        places = np.array([item.index for item in media if item.element.tag == "img"], dtype=np.int64)
        self.pictures = floats(np.bincount(places[places < len(blocks)], minlength=len(blocks)))
        self.targets = np.array([targets(b.anchors, url) if b.anchors else 0 for b in blocks], dtype=np.int64)
        self.headline = headline_index(blocks, declared, title)
        self.in_declared_body, self.in_description = declared_matches(blocks, declared)
        names = " ".join(filter(None, (title, declared.headline)))
        self.of_topic = topic_words(self.lower, {word for word in WORD.findall(names.lower()) if len(word) > 3})

    def count_blocks(self) -> None:
        texts = [block.text for block in self.blocks]
        chars, words = list(map(len, texts)), [text.count(" ") + 1 for text in texts]
        commas = [text.count(",") for text in texts]
        for i, text in enumerate(texts):
            if not text.isascii():
                without_spaces = (len(text.encode("utf-8", "replace")) - chars[i]) // 5  # as some scripts write
                words[i] = max(words[i], without_spaces)
                commas[i] += text.count("、") + text.count("،")
        counted = Counter(texts)
        self.copies = floats([counted[text] for text in texts])
        self.chars, self.words = floats(chars), floats(words)
        self.links = floats([len(block.anchors) for block in self.blocks])
        self.linked = floats([sum([a.stop - a.start for a in b.anchors]) if b.anchors else 0 for b in self.blocks])
        self.commas = np.where(self.words > 3, floats(commas), 0)
        self.ends = floats([count > 3 and ends_sentence(text) for text, count in zip(texts, words, strict=True)])
        self.tags = np.array([TAG_NUMBER.get(block.box.tag, OTHER_TAG) for block in self.blocks])
        self.kinds = np.array([kind_of(text) if size < 200 else 0 for text, size in zip(texts, chars, strict=True)])
        self.box = np.array([block.box.number for block in self.blocks], dtype=np.int64)
        self.boilerplate = np.zeros(len(texts), dtype=np.float32)
        for i in np.flatnonzero((self.chars >= 200) & (self.chars < 900)).tolist():
            self.boilerplate[i] = BOILERPLATE(self.lower[i]) is not None
        self.density = self.linked / np.maximum(self.chars, 1)
        sentences = (self.words >= 12) & (self.density < 0.4) & ((self.ends > 0) | (self.words > 30))
        self.prose = np.where(sentences, self.words, 0).astype(np.float32)

    def count_boxes(self) -> None:
        boxes = self.boxes
        shapes: dict[tuple[str, str], int] = {}
        self.shape = np.array([shapes.setdefault((box.tag, box.name), len(shapes)) for box in boxes], dtype=np.int64)
        self.parent = np.array([box.parent.number if box.parent else 0 for box in boxes], dtype=np.int64)
        most = len(self.blocks)  # they may be only the first ones of the page
        self.start = np.minimum(np.array([box.start for box in boxes], dtype=np.int64), most)
        self.stop = np.minimum(np.array([box.stop for box in boxes], dtype=np.int64), most)
        self.box_hidden = floats([box.hidden for box in boxes])
        self.box_depth = floats([box.depth for box in boxes])
        self.shape_names = [name for _, name in shapes]
        # Classes of html and body speak of the whole page; those behind a flood of others are not asked.
        told = bisect(list(accumulate(map(len, self.shape_names))), MOST_NAMING)
        bits = [TAG_BITS.get(tag, 0) | (name_bits(name) if i < told else 0) for i, (tag, name) in enumerate(shapes)]
        self.own = np.where(self.box_depth > 2, np.array(bits, dtype=np.int64)[self.shape], 0)
        self.near = self.own | self.own[self.parent] | self.own[self.parent[self.parent]]
        named = self.own.tolist()
        for i, above in enumerate(self.parent.tolist()):  # parents come first
            named[i] |= named[above]
        self.far = np.array(named, dtype=np.int64)

    @cached_property
    def tagged(self) -> Mask:
        """Which blocks have a tag of each kind; a row each for TAG_KINDS, and one for all other tags."""
        return self.tags == np.arange(len(TAG_KINDS) + 1)[:, None]

    @cached_property
    def reads(self) -> Mask:
        """Which blocks read like each group of LEXICON; a row a group."""
        return self.kinds == np.arange(1, len(LEXICON) + 1)[:, None]

    @cached_property
    def named(self) -> Mask:
        """Which blocks stand in a box named like each of GROUPS, a row a group: the box itself, near, far."""
        masks = np.array([self.own, self.near, self.far])[:, self.box]
        return (masks[:, None, :] & BITS) > 0

    @cached_property
    def around(self) -> Ints:
        """For each block (columns) the number of its box, of the box around that, and so on: LEVELS rows."""
        out = np.empty((LEVELS, len(self.box)), dtype=np.int64)
        box = self.box
        for level in range(LEVELS):
            out[level] = box
            box = self.parent[box]
        return out

    @cached_property
    def starts(self) -> Ints:
        """The first block of each of the boxes around a block; a row a level."""
        return self.start[self.around]

    @cached_property
    def stops(self) -> Ints:
        return self.stop[self.around]

    @cached_property
    def under(self) -> dict[str, Mask]:
        """Which blocks stand in a box whose first text reads like this: 'Related', 'Comments', 'Share' …

        The box must not hold the headline, and is one of the four around the block.
        """
        starts, stops = self.starts[1:5], self.stops[1:5]
        starts = np.minimum(starts, max(len(self.words) - 1, 0))
        apart = (starts > self.headline) | (stops <= self.headline)
        kinds = np.where(apart & (self.words[starts] <= 10), self.kinds[starts], 0)
        return {kind: at_any_level(kinds == LEXICON.index(kind) + 1) for kind in HEADINGS}

    @cached_property
    def sizes(self) -> Floats:
        """How many blocks each of the boxes around a block holds; a row a level."""
        return np.maximum(self.stops - self.starts, 1).astype(np.float32)

    def totals(self, **values: Floats | Mask) -> dict[str, Floats]:
        """The sums of block values over each of the boxes around a block; a row a level."""
        prefix = np.zeros((len(values), len(self.words) + 1))
        np.add.accumulate(np.array(list(values.values())), axis=1, out=prefix[:, 1:])
        of_box = (prefix.take(self.stop, axis=1) - prefix.take(self.start, axis=1)).astype(np.float32)
        return dict(zip(values, of_box.take(self.around, axis=1), strict=True))

    @cached_property
    def holds_headline(self) -> Mask:
        """Whether the boxes around a block hold the headline; a row a level."""
        return (self.starts <= self.headline) & (self.headline < self.stops)


def ends_sentence(text: str) -> bool:
    """Whether a text ends like a sentence, be it in quotes or brackets: of its last four characters.

    >>> [ends_sentence(text) for text in ("It is.", "(He said: 'Yes!')", "A title", "so.'»)]")]
    [True, True, False, False]
    """
    return text[-1] in ENDS or text[-4:].rstrip(CLOSING)[-1:] in ENDS


def headline_index(blocks: Sequence[Block], declared: Declared, title: str) -> int:
    """The block that is the article's title, -1 if none is.

    Most like the declared or the `<title>` text, then an h1, then by being early.
    """
    stated = [text for text in (declared.headline, *declared.alternative_headlines) if text]
    names = {key(text) for text in stated}
    full = key(title)
    beginnings = {text.lstrip()[:1].casefold() for text in (*stated, title) if text}
    best, found, text_seen = 0.0, -1, False
    for block in blocks:
        if len(block.text) > 300:
            text_seen = True
            continue
        tag = block.box.tag
        heads = tag == "h1" or tag == "h2"
        if not heads and (len(block.text) < 15 or block.text[0].casefold() not in beginnings):
            continue
        text = key(block.text)
        score = 3.0 if text and text in names else 2.0 if len(text) > 14 and full.startswith(text) else 0.0
        if heads:
            score += 1.5 if tag == "h1" else 0.5 if score else 0.0
        if block.box.hidden:
            score -= 1.0
        if score > best or (score and score == best and not text_seen):
            best, found = score, block.index
    return found


def declared_matches(blocks: Sequence[Block], declared: Declared) -> tuple[Floats, Floats]:
    """1 for each block that the declared articleBody holds (-1 for a long one that it lacks); then for description."""
    in_body = np.zeros(len(blocks), dtype=np.float32)
    in_description = np.zeros(len(blocks), dtype=np.float32)
    whole = key(declared.article_body) if declared.article_body and len(declared.article_body) > 200 else ""
    summary = key(declared.description)[:60] if declared.description else ""
    begins = (declared.description or "").lstrip()[:1].casefold() if len(summary) > 20 else ""
    for block in blocks:
        size = len(block.text)
        summed = size >= 20 and begins and block.text[0].casefold() == begins
        if not summed and not (whole and size >= 40):
            continue
        text = key(block.text[:80])
        if whole and size >= 40:
            in_body[block.index] = 1 if text in whole else -1
        if summed and len(text) > 20 and text.startswith(summary[: len(text)]):
            in_description[block.index] = 1
    return in_body, in_description


def topic_words(texts: Sequence[str], topic: set[str]) -> Floats:
    """How many different words of the title each block holds."""
    if not topic:
        return np.zeros(len(texts), dtype=np.float32)
    return floats([sum(map(text[:2000].__contains__, topic)) if len(text) > 40 else 0 for text in texts])
