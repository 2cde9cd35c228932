"""An article's body → its plain text, the summary first."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.blocks import Block
from pipelines.text import fold
from pipelines.values import BodyBlock, Code, Heading, Label, List, Paragraph, Quote, Table


def summary(blocks: Sequence[Block]) -> str:
    """The text of the blocks labelled standfirst, a line each."""
    return "\n".join(block.text for block in blocks if block.label is Label.STANDFIRST)


def body_text(standfirst: str | None, parts: Sequence[BodyBlock]) -> str:
    """The text of a body: blocks apart by a blank line, list items and table rows on lines of their own."""
    texts = [plain(part) for part in parts]
    texts = [text for text in texts if text]
    if standfirst and (not texts or fold(texts[0]) != fold(standfirst)):
        texts.insert(0, standfirst)
    return "\n\n".join(texts)


def plain(part: BodyBlock) -> str:
    match part:
        case Paragraph() | Heading() | Code():
            return part.text
        case Quote():
            return f"{part.text}\n{part.cite}" if part.cite else part.text
        case List():
            return "\n".join(part.items)
        case Table():
            rows = [part.header, *part.rows] if part.header else part.rows
            return "\n".join(" | ".join(map(fold, row)).strip() for row in rows)
    return ""
