"""Blocks and boxes → lists of numbers, an entry each: what texts, links, tags and class names give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipelines.blocks import Block, Box
from pipelines.items import Declared
from pipelines.rules.headlines import LONGEST, SEPARATOR, SHORTEST
from pipelines.rules.lexicon import BOILERPLATE, BOILERPLATE_ROOTS, TAG_BITS, kind_of, name_bits
from pipelines.rules.literals import Texts
from pipelines.rules.targets import Target, target, targets
from pipelines.text import WORD, key

TAG_KINDS: Final = {
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
TAG_NUMBER: Final = {tag: number for number, tags in enumerate(TAG_KINDS.values()) for tag in tags}
OTHER_TAG: Final = len(TAG_KINDS)
SHORT: Final = 200  # characters of a text that may be a button, a heading or a label
LONG: Final = 900  # and from which on a text is no boilerplate
MOST_NAMING: Final = 200_000  # characters of all the different names of a page; large pages have 50,000
ENDS: Final = frozenset(".!?…。！？؟।:;")
CLOSING: Final = "\"'”“»’)]"


class BlockCounts:
    """What is counted about each block by itself; `url` is the page's."""

    def __init__(self, blocks: Sequence[Block], url: str) -> None:
        self.lower: list[str] = []
        self.chars: list[int] = []
        self.words: list[int] = []
        self.commas: list[int] = []
        self.links: list[int] = []
        self.linked: list[int] = []  # characters
        self.ends: list[bool] = []  # like a sentence
        self.tags: list[int] = []
        self.kinds: list[int] = []
        self.box: list[int] = []
        self.targets: list[int] = []
        for block in blocks:
            self.count_text(block.text)
            anchors, box = block.anchors, block.box
            linked = 0
            for anchor in anchors:
                linked += anchor.stop - anchor.start
            self.links.append(len(anchors))
            self.linked.append(linked)
            self.targets.append(targets(anchors, url) if anchors else 0)
            self.tags.append(TAG_NUMBER.get(box.tag, OTHER_TAG))
            self.box.append(box.number)
        texts = [block.text for block in blocks]
        counted = Counter(texts)
        self.copies = [counted[text] for text in texts]

    def count_text(self, text: str) -> None:
        lower = text.lower()
        chars, words, commas = len(text), text.count(" ") + 1, text.count(",")
        if not text.isascii():
            words = max(words, (len(text.encode("utf-8", "replace")) - chars) // 5)  # some scripts set no words apart
            commas += text.count("、") + text.count("،")
        self.lower.append(lower)
        self.chars.append(chars)
        self.words.append(words)
        self.commas.append(commas if words > 3 else 0)
        self.ends.append(words > 3 and ends_sentence(text))
        self.kinds.append(kind_of(text) if chars < SHORT else 0)


class BoxCounts:
    """What is told of each box; `most` blocks are looked at.

    `own` are the groups of names that it is named like, as bits; `far` those of all the boxes around it as well.
    """

    def __init__(self, boxes: Sequence[Box], most: int) -> None:
        shapes: dict[tuple[str, str], int] = {}
        bits: list[int] = []  # of each shape
        naming = 0
        self.shape_names: list[str] = []
        self.shape: list[int] = []
        self.parent: list[int] = []
        self.start: list[int] = []
        self.stop: list[int] = []
        self.hidden: list[bool] = []
        self.depth: list[int] = []
        self.own: list[int] = []
        self.far: list[int] = []
        for box in boxes:
            tag, name, depth = box.tag, box.name, box.depth
            shape = shapes.get((tag, name), -1)
            if shape < 0:
                shapes[tag, name] = shape = len(bits)
                self.shape_names.append(name)
                naming += len(name)  # what is named behind a flood of other names is not asked
                bits.append(TAG_BITS.get(tag, 0) | (name_bits(name) if naming <= MOST_NAMING else 0))
            parent = box.parent.number if box.parent is not None else 0
            own = bits[shape] if depth > 2 else 0  # classes of html and body speak of the whole page
            self.shape.append(shape)
            self.parent.append(parent)
            self.start.append(min(box.start, most))
            self.stop.append(min(box.stop, most))
            self.hidden.append(box.hidden)
            self.depth.append(depth)
            self.own.append(own)
            self.far.append(own | self.far[parent] if self.far else own)  # parents come first


def ends_sentence(text: str) -> bool:
    """Whether a text ends like a sentence, be it in quotes or brackets: of its last four characters.

    >>> [ends_sentence(text) for text in ("It is.", "(He said: 'Yes!')", "A title", "so.'»)]")]
    [True, True, False, False]
    """
    return text[-1] in ENDS or text[-4:].rstrip(CLOSING)[-1:] in ENDS


def headline_index(blocks: Sequence[Block], declared: Declared, title: str, url: str = "") -> int:
    """The block that is the article's title, -1 if none is; `url` is the page's.

    Most like the declared or the `<title>` text, perhaps behind a kicker, then an h1, then by being early.
    """
    stated = [text for text in (declared.headline, *declared.alternative_headlines) if text]
    names = {key(text) for text in stated}
    full = key(title)
    endings = endings_of([*stated, title])
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
            if not score and not text_seen and text.endswith(endings):
                score = 1.4  # with the h2's half point less than one that says no more than the title
            if not score and block.anchors and links_itself(block, names, full, url):
                score = 3.0
            score += 1.5 if tag == "h1" else 0.5 if score else 0.0
        if block.box.hidden:
            score -= 1.0
        if score > best or (score and score == best and not text_seen):
            best, found = score, block.index
    return found


def endings_of(titles: list[str]) -> tuple[str, ...]:
    """What a heading ends with that has a kicker before one of these titles: the title, with and without a site's name.

    >>> endings_of(["A router for the whole house | Example"])
    ('arouterforthewholehouseexample', 'arouterforthewholehouse')
    """
    found: dict[str, None] = {}
    for title in titles:
        title = title.strip()[:LONGEST]
        for end in (len(title), *(cut.start() for cut in SEPARATOR.finditer(title))):
            if len(name := key(title[:end])) >= SHORTEST:
                found[name] = None
    return tuple(found)


def links_itself(block: Block, names: set[str], full: str, url: str) -> bool:
    """Whether the article's title is the first link of a heading, to the page itself: 'New phone (its-source.com)'."""
    link = block.anchors[0]
    text = key(block.text[link.start : link.stop])
    said = text in names or (len(text) > 14 and full.startswith(text))
    return said and bool(target(link.href, link.rel, url) & Target.OWN)


def declared_matches(blocks: Sequence[Block], declared: Declared) -> tuple[list[int], list[int]]:
    """1 for each block that the declared articleBody holds (-1 for a long one that it lacks); then for description."""
    in_body, in_description = [0] * len(blocks), [0] * len(blocks)
    whole = key(declared.article_body) if declared.article_body and len(declared.article_body) > 200 else ""
    summary = key(declared.description)[:60] if declared.description else ""
    begins = (declared.description or "").lstrip()[:1].casefold() if len(summary) > 20 else ""
    for block in blocks:
        text = block.text
        size = len(text)
        summed = size >= 20 and begins != "" and text[0].casefold() == begins
        if not summed and not (whole and size >= 40):
            continue
        text = key(text[:80])
        if whole and size >= 40:
            in_body[block.index] = 1 if text in whole else -1
        if summed and len(text) > 20 and text.startswith(summary[: len(text)]):
            in_description[block.index] = 1
    return in_body, in_description


def boilerplate(texts: Sequence[str], page: Texts) -> list[int]:
    """1 for each text (in lower case) that only the site itself says: of consent, terms, subscriptions.

    >>> texts = ["By clicking you agree to our terms of use. " * 5, "the test of a router. " * 10]
    >>> boilerplate([text.lower() for text in texts], Texts([text.lower() for text in texts]))
    [1, 0]
    """
    out = [0] * len(texts)
    for i in page.holding(BOILERPLATE_ROOTS):
        if SHORT <= len(texts[i]) < LONG and BOILERPLATE(texts[i]) is not None:
            out[i] = 1
    return out


def topic_words(texts: Sequence[str], topic: str) -> list[int]:
    """How many different words of the topic, longer than three letters, each text (in lower case) holds.

    >>> topic_words(["the new router is a router of the kind that does not need any wires", "router"], "A router test")
    [1, 0]
    """
    wanted = list({word for word in WORD.findall(topic.lower()) if len(word) > 3})
    out: list[int] = []
    for text in texts:
        found = 0
        if len(text) > 40:
            beginning = text[:2000]
            for word in wanted:
                found += word in beginning
        out.append(found)
    return out
