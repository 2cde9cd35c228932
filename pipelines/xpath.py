"""Where a block stands in its page, as an XPath that any tool can follow."""

from __future__ import annotations

import re

from pipelines.blocks import Block, Element

PLAIN_NAME = re.compile(r"[a-z][\w.-]*").fullmatch  # broken mark-up has tags like `p"` and `fb:like`


def xpaths(blocks: list[Block]) -> list[str]:
    """The XPath of each block's element, `html` first; linear however many siblings there are."""
    known: dict[Element, str] = {}
    return [xpath(block.box.element, known) for block in blocks]


def xpath(element: Element, known: dict[Element, str]) -> str:
    """The XPath of an element; `known` are those found before, which it adds to.

    >>> from lxml import etree
    >>> root = etree.fromstring("<html><body><p/><div><p/><p/></div></body></html>")
    >>> xpath(root[0][1][1], {})
    '/html/body[1]/div[1]/p[2]'
    """
    todo = []
    at: Element | None = element
    while at is not None and at not in known:
        todo.append(at)
        at = at.getparent()
    for inner in reversed(todo):
        parent = inner.getparent()
        if parent is None:
            known[inner] = f"/{inner.tag}"
            continue
        counts: dict[str, int] = {}
        for position, child in enumerate(parent, 1):
            tag = child.tag
            counts[tag] = counts.get(tag, 0) + 1
            step = f"{tag}[{counts[tag]}]" if PLAIN_NAME(tag) else f"*[{position}]"
            known[child] = f"{known[parent]}/{step}"
    return known[element]
