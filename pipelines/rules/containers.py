"""What a block is a part of: a heading, a list, a table, a quote, code, or nothing but a paragraph."""

from __future__ import annotations

from typing import Final

from pipelines.blocks import Block, Box
from pipelines.text import inner_text

HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
CONTAINERS: Final = {
    **dict.fromkeys(HEADINGS, "heading"),
    "li": "list",
    "ul": "list",
    "ol": "list",
    "td": "table",
    "th": "table",
    "blockquote": "quote",
    "pre": "code",
}
LONG_CELL: Final = 60  # words; a table with a longer cell lays out the page, it holds no data


def container(block: Block, tables: dict[int, bool]) -> tuple[str, int]:
    """What a block is a part of, and the number of the box that is the whole of it.

    `tables` remembers which table holds data.
    """
    box: Box | None = block.box
    kind, number = "paragraph", block.index
    for _ in range(8):
        if box is None:
            break
        if kind == "paragraph" and box.tag in CONTAINERS:
            kind = CONTAINERS[box.tag]
            if kind in ("heading", "quote", "code"):
                return kind, box.number
        if kind == "list" and box.tag in ("td", "th"):  # a list in a cell is the cell's text
            table = nearest(box, ("table",))
            if table is not None and holds_data(table, tables):
                return "table", table.number
        elif kind == "list" and box.tag in ("ul", "ol"):
            number = box.number  # the outermost list counts
        elif kind == "table" and box.tag == "table":
            return ("table", box.number) if holds_data(box, tables) else ("paragraph", block.index)
        box = box.parent
    if kind in ("list", "table") and number == block.index:
        return "paragraph", number  # a list item without its list
    return kind, number


def holds_data(table: Box, tables: dict[int, bool]) -> bool:
    if table.number not in tables:
        tables[table.number] = is_data(table)
    return tables[table.number]


def is_data(table: Box) -> bool:
    """Whether a table holds data: two rows or more, several cells in some row, and none that is an essay."""
    rows = table.element.findall(".//tr")
    if len(rows) < 2 or table.element.find(".//table") is not None:
        return False
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows[:200]]
    if max(len(row) for row in cells) < 2:
        return False
    return all(inner_text(cell).count(" ") < LONG_CELL for row in cells for cell in row)


def nearest(box: Box, tags: tuple[str, ...]) -> Box | None:
    at: Box | None = box
    while at is not None and at.tag not in tags:
        at = at.parent
    return at


def outermost(box: Box, tags: tuple[str, ...]) -> Box | None:
    found, at = None, nearest(box, tags)
    while at is not None:
        found, at = at, nearest(at.parent, tags) if at.parent else None
    return found


def level_of(box: Box) -> int:
    return next(HEADINGS[at.tag] for at in (nearest(box, tuple(HEADINGS)),) if at)
