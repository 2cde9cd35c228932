"""Labelled blocks → the article's body: paragraphs, headings, lists, tables, quotes, code, figures and embeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import groupby, islice

from pipelines.blocks import Block, Box, Element, Media
from pipelines.items import Article
from pipelines.links import absolute
from pipelines.rules.body_text import body_text, summary
from pipelines.rules.containers import container, level_of, nearest, outermost
from pipelines.rules.figures import embed, figure, is_picture, with_caption
from pipelines.text import fold, inner_text
from pipelines.values import BodyBlock, Code, Embed, Figure, Heading, Label, Link, List, Paragraph, Quote, Table

NOT_ARTICLE = frozenset(
    (Label.TEASER, Label.AFFILIATE, Label.AD, Label.NAV, Label.NEWSLETTER, Label.COMMENTS, Label.SHARE)
)
CELLS = ("td", "th")
FIGURE = 50  # elements of a figure among which its picture is looked for


def body(blocks: Sequence[Block], media: Sequence[Media], url: str, paid: Set[str] = frozenset()) -> list[BodyBlock]:
    """The blocks labelled body, with their structure, and the pictures and frames between them.

    `paid` holds the absolute URLs of the links that pay.
    """
    text = labelled(Label.BODY, blocks)
    if not text:
        return []
    placed: list[tuple[int, BodyBlock]] = []
    tables: dict[int, bool] = {}
    for (kind, _), group in groupby(text, key=lambda block: container(block, tables)):
        members = list(group)
        placed += [(members[0].index, part) for part in build(kind, members, url, paid)]
    # A picture stands before the block of its number: first, as the sort keeps their order.
    placed = [*pictures(blocks, media, text[0].index, text[-1].index, url), *placed]
    return [part for _, part in sorted(placed, key=lambda pair: pair[0])]


def labelled(label: Label, blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if block.label is label]


def build(kind: str, blocks: list[Block], url: str, paid: Set[str]) -> Iterator[BodyBlock]:
    if kind == "heading":
        yield Heading("\n".join(block.text for block in blocks), next(level_of(block.box) for block in blocks))
    elif kind == "list":
        items = [fold_parts(group) for _, group in groupby(blocks, key=lambda block: nearest(block.box, ("li",)))]
        top = outermost(blocks[0].box, ("ul", "ol"))
        yield List(top is not None and top.tag == "ol", items, links(blocks, url, paid))
    elif kind == "table":
        yield table(blocks, url, paid)
    elif kind == "quote":
        said = [block for block in blocks if nearest(block.box, ("cite", "footer")) is None]
        cited = " ".join(block.text for block in blocks if block not in said)
        words = "\n".join(block.text for block in said or blocks)
        if not cited and (cite := inline_cite(blocks)) and words.endswith(cite) and len(words) > len(cite):
            words, cited = words[: -len(cite)].rstrip(" \n-–—,"), cite
        yield Quote(words, cited if said and cited else None)
    elif kind == "code":
        yield Code("\n".join(block.text for block in blocks), language_of(blocks[0]))
    else:
        for block in blocks:
            yield Paragraph(block.text, links([block], url, paid))


def inline_cite(blocks: list[Block]) -> str:
    """The `<cite>` that ends a quote within its last line."""
    return next((text for cite in blocks[-1].box.element.iter("cite") if (text := inner_text(cite))), "")


def table(blocks: list[Block], url: str, paid: Set[str]) -> Table:
    rows: list[list[str]] = []
    header: list[str] = []
    for row, in_row in groupby(blocks, key=lambda block: nearest(block.box, ("tr",))):
        cells: dict[Element | None, list[str]] = {}
        if row:  # one whose text is none of the article's keeps its place, too
            cells = {cell: [] for cell in row.element if cell.tag in CELLS}
        for block in in_row:
            own = nearest(block.box, CELLS)
            cells.setdefault(own.element if own else None, []).append(block.text)
        texts = ["\n".join(lines) for lines in cells.values()]
        heads = all(cell is not None and cell.tag == "th" for cell, lines in cells.items() if lines)
        if not rows and not header and (heads or (row and nearest(row, ("thead",)))):
            header = texts
        else:
            rows.append(texts)
    lines = [header, *rows] if header else rows
    if len({len(line) for line in lines}) == 1:  # a column of pictures or buttons alone is none of the text
        empty = [place for place, column in enumerate(zip(*lines, strict=True)) if not any(column)]
        for line in lines:
            for place in reversed(empty):
                del line[place]
    return Table(rows, header, links(blocks, url, paid))


def links(blocks: Sequence[Block], url: str, paid: Set[str]) -> list[Link]:
    found = []
    for block in blocks:
        for anchor in block.anchors:
            target = absolute(url, anchor.href)
            if target:
                found.append(Link(block.text[anchor.start : anchor.stop], target, target in paid))
    return found


def pictures(
    blocks: Sequence[Block], media: Sequence[Media], first: int, last: int, url: str
) -> Iterator[tuple[int, BodyBlock]]:
    """Figures and embeds between the first and the last block of the text, and captions whose picture is lost."""
    captions = {block.index: block for block in labelled(Label.CAPTION, blocks[first : last + 2])}
    taken: set[int] = set()
    seen: set[str | None] = set()
    near = [item for item in media if first <= item.index <= last + 1 and not item.box.hidden]
    shown = [item for item in near if not foreign(item, blocks)]
    for place, item in enumerate(shown):
        part: Figure | Embed | None
        if is_picture(item.element):
            left = [block for block in captions.values() if block.index not in taken]
            own = own_captions(item, left, [*shown[max(place - 1, 0) : place], *shown[place + 1 : place + 2]])
            part = figure(item.element, [block.text for block in own], url)
            taken |= {block.index for block in own} if part else set()
        else:
            part = embed(item.element, url)
        if part and part.url not in seen:
            seen.add(part.url)
            yield item.index, part
    for index, block in captions.items():
        if index not in taken:
            yield index, with_caption(Figure(None), [block.text])


def foreign(item: Media, blocks: Sequence[Block]) -> bool:
    """Whether a picture belongs to a teaser, an offer or another part around the article."""
    box: Box | None = item.box
    for _ in range(3):
        if box is None or box.stop - box.start > 12:
            return False
        inside = {block.label for block in blocks[box.start : box.stop]}
        if inside & NOT_ARTICLE:
            return True
        if inside or box.tag == "figure":
            return False
        box = box.parent
    return False


def own_captions(item: Media, captions: list[Block], beside: list[Media]) -> list[Block]:
    """Those that stand with a picture in the widest small box without the pictures beside it, else in any small box."""
    found: list[Block] = []
    box: Box | None = item.box
    for _ in range(4):
        if box is None or box.stop - box.start > 4 or (found and any(stands_in(other.box, box) for other in beside)):
            break
        found = [c for c in captions if box.start <= c.index < box.stop and not of_another(c, item)]
        box = box.parent
    return found


def of_another(caption: Block, item: Media) -> bool:
    """Whether a caption stands in a `figure` with a picture of its own, as in a gallery."""
    own = nearest(caption.box, ("figure",))
    if own is None or stands_in(item.box, own):
        return False
    return any(element.tag == "img" for element in islice(own.element.iterdescendants(), FIGURE))


def stands_in(box: Box, outer: Box) -> bool:
    at: Box | None = box
    while at is not None and at.depth > outer.depth:
        at = at.parent
    return at is outer


def fold_parts(blocks: Iterator[Block]) -> str:
    return " ".join(fold(block.text) for block in blocks)


def language_of(block: Block) -> str | None:
    """The language that a code block's class names: `language-python`, `lang-py`, `brush: js`."""
    names = f"{block.box.name} {block.box.parent.name if block.box.parent else ''}"
    for code in block.box.element.iter("code"):
        names += " " + (code.get("class") or "")
    words = names.replace("brush:", "language-").replace("language- ", "language-").split()
    return next((w.split("-", 1)[1] for w in words if w.startswith(("language-", "lang-")) and len(w) < 30), None)


class BodyPipeline:
    """Fills in `body` and `body_text`."""

    def process_item(self, item: Article) -> Article:
        paid = {link.url for link in item.affiliate.links}
        item.body = body(item.blocks, item.media, item.page.url, paid)
        item.body_text = body_text(summary(item.blocks), item.body)
        return item
