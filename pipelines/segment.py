"""Page → blocks in reading order: every visible text once, with the box that it stands in.

Visible is all text that a browser may show: what waits behind a menu, a tab or a script included (its box is marked
`hidden`), scripts, styles, templates, `noscript` fall-backs, the values of form controls and hints of where a link
opens not. The `head` is read as any box: where a page has no `body` tag, the parser leaves elements that it does not
know, `main` and `article`, in it.
"""

from __future__ import annotations

from typing import Final

from pipelines.blocks import Anchor, Block, Box, Element, Media, Segments
from pipelines.items import Article
from pipelines.rules import styles
from pipelines.rules.styles import CLOSING, CROSSED, HIDING, apart, hides, is_block, is_hidden, is_hint, stands_apart
from pipelines.text import fold, inner_text, visible

SKIPPED: Final = frozenset(
    "title script style template noscript svg iframe object canvas video audio map select option datalist "
    "textarea annotation annotation-xml noframes frameset applet".split()
)
INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr br img embed picture source meta link input math mrow mi mo mn msup "
    "msub mfrac msqrt mtext mstyle semantics".split()
)
STYLED: Final = frozenset(("b", "strong", "font", "big"))
LONGEST_LINE: Final = 300  # characters of a bold line that is a heading
MEDIA: Final = frozenset("img iframe video audio embed object".split())
NAMING: Final = frozenset(
    ("class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label", "data-block-type")
)


def segment(root: Element) -> Segments:
    """What a page consists of, in reading order; linear in its size."""
    walk = Walk(root)
    walk.run()
    return Segments(walk.blocks, walk.boxes, walk.media, walk.wordless, walk.fields)


class Walk:
    """One pass over a tree; `self.parts` is the block being read."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.elements = root.iterdescendants()
        self.blocks: list[Block] = []
        self.media: list[Media] = []
        self.boxes = [Box(0, root, "html", "", None, 0, False, 0)]
        self.open = [root]  # the elements around the one at hand that are boxes
        self.made = [*self.boxes]  # the boxes of the outer ones of them; the others wait for something to hold
        self.parts: list[str] = []
        self.length = 0
        self.gap = ""  # the white space waiting before the next word: "", " " or "\n"
        self.crossed = 0  # what kinds of mark-up have begun or ended since the last word
        self.anchors: list[Anchor] = []
        self.links: list[Element] = []  # open ones; broken pages nest them
        self.link: Element | None = None
        self.worded: Element | None = None  # the last link that had words
        self.wordless: list[Element] = []
        self.fields: list[Element] = []
        self.pre: Element | None = None
        self.link_lists: dict[Element, bool] = {}

    def run(self) -> None:
        path = [self.root]
        self.start(self.root)
        for element in self.elements:
            parent = element.getparent()
            while path[-1] is not parent:
                self.end(path.pop())
            path.append(element)
            self.start(element)
        for element in reversed(path):
            self.end(element)
        self.boxes[0].stop = len(self.blocks)

    def start(self, element: Element) -> None:
        tag = element.tag
        if tag in SKIPPED or (tag == "span" and self.parts and is_hint(element)):
            if tag in MEDIA:
                self.media.append(Media(len(self.blocks), element, self.box()))
            elif tag == "span":
                self.gap = ""  # before the comma that follows the hint
            if len(element):
                for _ in element.iterdescendants():
                    next(self.elements)
            return
        if tag == "a" and element.get("href"):
            self.link = element
            self.links.append(element)
            if self.parts and self.in_link_list(element):
                self.flush()
        if tag == "embed" or (tag in INLINE and not is_hidden(element)):  # a hidden embed hides nothing else
            self.start_inline(element, tag)
        else:
            if self.parts:
                self.flush()
            self.open.append(element)
            if tag == "pre" and self.pre is None:
                self.pre = element
        text = element.text
        if text and (self.parts or not text.isspace() or self.pre is not None):
            self.read(text)

    def start_inline(self, element: Element, tag: str) -> None:
        self.crossed |= CROSSED.get(tag, 0)
        if tag == "br":
            if self.pre is not None:
                self.read("\n")
            elif self.parts:
                if self.gap == "\n" or self.ends_line_of_its_own(element):
                    self.flush()
                else:
                    self.gap = "\n"
        elif tag == "img" or tag == "embed":  # the parser puts what follows an embed inside it
            self.media.append(Media(len(self.blocks) + bool(self.parts), element, self.box()))
            self.gap = self.gap or " "
        elif tag == "input":
            self.fields.append(element)
        elif self.parts and not self.gap and stands_apart(element):
            self.gap = " "

    def end(self, element: Element) -> None:
        if element is self.open[-1]:
            if self.parts:
                self.flush()
            self.open.pop()
            if len(self.made) > len(self.open):
                box = self.made.pop()
                box.stop = len(self.blocks)
                if box.stop == box.start:  # and so the last one: those inside it are gone, too
                    self.boxes.pop()
            if element is self.pre:
                self.pre = None
        if element is self.link:
            if element is not self.worded:
                self.wordless.append(element)
            self.links.pop()
            self.link = self.links[-1] if self.links else None
        self.crossed |= CROSSED.get(element.tag, 0)
        text = element.tail
        if text and (self.parts or not text.isspace() or self.pre is not None):
            if self.parts and not self.gap and text[0] not in CLOSING and is_block(element):
                self.gap = " "
            self.read(text)

    def box(self) -> Box:
        """The innermost open box."""
        made = self.made
        for element in self.open[len(made) :]:
            parent = made[-1]
            hidden = parent.hidden
            name = ""
            attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]  # an HTML tree has no bytes
            for key, value in attributes:
                if key in NAMING:
                    name = f"{name} {value}" if name else value
                elif key in HIDING:
                    hidden = hidden or hides(key, value)
            box = Box(len(self.boxes), element, element.tag, name.lower(), parent, len(made), hidden, len(self.blocks))
            made.append(box)
            self.boxes.append(box)
        return made[-1]

    def ends_line_of_its_own(self, br: Element) -> bool:
        """Whether the block so far is one bold or resized run before a `<br>`, as headings are on old pages."""
        line = br.getprevious()
        if line is None or line.tag not in STYLED or (line.tail or "").strip() or self.length > LONGEST_LINE:
            return False
        return "".join(self.parts) == inner_text(line)

    def in_link_list(self, link: Element) -> bool:
        """Whether a link stands among nothing but links, so that each of them is a block: cards, menus, tags."""
        parent = link.getparent()
        if parent is None:
            return False
        known = self.link_lists.get(parent)
        if known is None:
            known = self.link_lists[parent] = styles.only_links(parent)
        return known

    def read(self, text: str) -> None:
        """Add text to the block being read, white space folded."""
        if self.pre is not None:
            text = visible(text)
            text = words = text if self.parts else text.lstrip("\n")
        elif text.isprintable() and "  " not in text:
            words = text.strip()
        else:
            words = " ".join(text.split())
            if not words.isprintable():
                text = visible(text)
                words = fold(text)
        if not words:
            self.gap = self.gap or (" " if text else "")
            return
        if self.parts:
            gap = self.gap or (" " if text[0] != words[0] or self.would_be_glued(words) else "")
            if gap:
                self.parts.append(gap)
                self.length += 1
        end = self.length + len(words)
        if self.link is not None:
            if not self.anchors or self.anchors[-1].element is not self.link:
                self.anchors.append(Anchor(self.link.get("href") or "", self.length, 0, self.link))
                self.worded = self.link
            self.anchors[-1].stop = end
        self.parts.append(words)
        self.length = end
        self.crossed = 0
        self.gap = " " if text[-1] != words[-1] else ""

    def would_be_glued(self, words: str) -> bool:
        """Whether a new sentence, word, number or link follows the last word without white space: styles part them."""
        if self.pre is not None or words[0] in CLOSING:
            return False
        if apart("".join(self.parts[-2:])[-4:], words, self.crossed):
            return True
        if self.link is None or not self.anchors or self.anchors[-1].stop != self.length:
            return False
        return self.anchors[-1].href != self.link.get("href")

    def flush(self) -> None:
        """End the block being read."""
        text = "".join(self.parts)
        if self.pre is not None:
            text = text.rstrip()
        if text:
            self.blocks.append(Block(len(self.blocks), text, self.box(), self.anchors))
        self.parts = []
        self.anchors = []
        self.length = 0
        self.gap = ""


class SegmentPipeline:
    """Fills in `blocks`, `boxes`, `media`, `wordless` and `fields`."""

    def process_item(self, item: Article) -> Article:
        assert item.root is not None
        item.blocks, item.boxes, item.media, item.wordless, item.fields = segment(item.root)
        return item
