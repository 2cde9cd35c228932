"""A site's layout → labels: which blocks its selectors mark."""

from __future__ import annotations

from cssselect import SelectorError

from pipelines.blocks import Block, Box, Element
from pipelines.items import Layout
from pipelines.rules.select import select as compiled
from pipelines.text import inner_text, key
from pipelines.values import Label


class BadSelector(ValueError):
    """A layout's selector is no CSS; the message names it."""


def select(selector: str, root: Element) -> list[Element]:
    """The elements that a layout's selector matches. Raises BadSelector."""
    try:
        return compiled(selector)(root)
    except SelectorError as error:
        raise BadSelector(f"layout selector {selector!r} is no CSS: {error}") from None


def choose(layouts: tuple[Layout, ...], root: Element) -> Layout | None:
    """The first layout whose `when` matches the page."""
    return next((layout for layout in layouts if select(layout.when, root)), None)


def selectors(layout: Layout, label: Label) -> tuple[str, ...]:
    value = getattr(layout, label.value)
    return (value,) if isinstance(value, str) else tuple(value)


def hints(root: Element, blocks: list[Block], boxes: list[Box], layout: Layout) -> dict[int, tuple[Label, str]]:
    """Block number → (label, reason) where a selector matches its element or one around it; the innermost counts."""
    marks: dict[Element, tuple[Label, str]] = {}
    for label in Label:
        for selector in selectors(layout, label):
            for element in select(selector, root):
                marks[element] = (label, f"layout: {label} is {selector}")
    found: dict[int, tuple[Label, str]] = {}
    of_box: list[tuple[Label, str] | None] = []
    for box in boxes:
        mark = marks.pop(box.element, None)
        of_box.append(mark or (of_box[box.parent.number] if box.parent else None))
    for block in blocks:
        if around := of_box[block.box.number]:
            found[block.index] = around
    if marks:
        found |= inline_hints(marks, blocks, {box.element for box in boxes})
    return found


def inline_hints(
    marks: dict[Element, tuple[Label, str]], blocks: list[Block], boxed: set[Element]
) -> dict[int, tuple[Label, str]]:
    """For marked spans: the block that consists of nothing but the span's text."""
    texts: dict[tuple[Element, str], tuple[Label, str]] = {}
    for element, mark in marks.items():
        at = element
        while at not in boxed and (parent := at.getparent()) is not None:
            at = parent
        texts[at, key(inner_text(element))] = mark
    of_block = ((block.index, texts.get((block.box.element, key(block.text)))) for block in blocks)
    return {index: found for index, found in of_block if found}
