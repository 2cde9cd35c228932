"""What a page consists of: blocks, the boxes around them, links inside of them, pictures between them.

None of these refers to what holds it. Plain classes, since compiled they are read in no time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from pipelines.values import Label

Why = str | Callable[[int], str]  # of a block: its reason, or what gives that for the block's number
Element = etree._Element  # plain lxml elements: lxml.html's subclasses make every access slower


class Box:
    """A block-level element, the `number`-th of the page, with the blocks it holds: `start` to `stop` (exclusive).

    `name` is class, id and the other naming attributes in lower case, joined by spaces.
    """

    __slots__ = ("depth", "element", "hidden", "name", "number", "parent", "start", "stop", "tag")

    def __init__(
        self,
        number: int,
        element: Element,
        tag: str,
        name: str,
        parent: Box | None,
        depth: int,
        hidden: bool,
        start: int,
    ) -> None:
        self.number = number
        self.element = element
        self.tag = tag
        self.name = name
        self.parent = parent
        self.depth = depth
        self.hidden = hidden
        self.start = start
        self.stop = 0


class Anchor:
    """A link inside a block: its words are `text[start:stop]` of the block's text; `href` as it stands in the page."""

    __slots__ = ("element", "href", "rel", "start", "stop")

    def __init__(self, href: str, start: int, stop: int, element: Element) -> None:
        self.href = href
        self.rel = element.get("rel") or ""
        self.start = start
        self.stop = stop
        self.element = element


class Block:
    """A maximal run of inline text in one block-level element: the unit that gets a label.

    `text` has its white space folded (kept in `pre`); a single `<br>` is a line break. `why` it has its label is said,
    or put into words when somebody asks for the `reason`.
    """

    __slots__ = ("anchors", "box", "index", "label", "text", "why")

    def __init__(
        self, index: int, text: str, box: Box, anchors: list[Anchor], label: Label = Label.OTHER, why: Why = ""
    ) -> None:
        self.index = index
        self.text = text
        self.box = box
        self.anchors = anchors
        self.label = label
        self.why = why

    @property
    def reason(self) -> str:
        """Why it has its label, in words for a reader."""
        return self.why if isinstance(self.why, str) else self.why(self.index)


class Media:
    """A picture, video or frame, which has no text of its own: it stands before the block number `index`."""

    __slots__ = ("box", "element", "index")

    def __init__(self, index: int, element: Element, box: Box) -> None:
        self.index = index
        self.element = element
        self.box = box


class Segments(NamedTuple):
    """What a page consists of; of the boxes those that hold any block, parents first."""

    blocks: list[Block]
    boxes: list[Box]
    media: list[Media]
    wordless: list[Element]  # links around pictures or laid over cards
    fields: list[Element]  # in which readers write
