"""What an element's attributes say about how a browser shows it: hidden, as a block, apart from the word before."""

from __future__ import annotations

import re
from typing import Final

from pipelines.blocks import Element

CLOSING: Final = frozenset(":;,.!?)…»”")  # never behind a space of ours
BLOCK_STYLE = re.compile(r"(?:^|\s)(?:d-|display-)?(?:block|flex|grid)(?!\S)").search  # Tailwind's and Bootstrap's
HIDING: Final = frozenset(("hidden", "style", "aria-hidden"))


def is_hidden(element: Element) -> bool:
    """Whether the mark-up itself says that the element is not shown at first."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and hides("style", style))


def hides(key: str, value: str) -> bool:
    """Whether an attribute hides its element. What is hidden from screen readers alone counts, too: icons, copies."""
    if key != "style":
        return key == "hidden" or value == "true"
    if "none" not in value and "hidden" not in value:
        return False
    value = value.replace(" ", "").lower()
    return "display:none" in value or "visibility:hidden" in value


def has_block_style(element: Element) -> bool:
    style = element.get("class")
    return style is not None and BLOCK_STYLE(style) is not None


def stands_apart(element: Element) -> bool:
    """Whether an inline element right behind another is set apart by its style: `<span class=kicker>…</span><span …>`.

    Such spans are inline blocks in practice; without a space between them their words would be glued. A first letter
    in a span of its own (a drop cap) is not apart from its word, nor is a colon.
    """
    if (element.text or "")[:1] in CLOSING:
        return False
    if has_block_style(element):
        return True
    before = element.getprevious()
    if before is None or before.tail or not (element.get("class") or before.get("class")):
        return False
    return len(before) > 0 or len(before.text or "") > 1
