"""A record → its text as a file: plain, or Markdown with a head of fields. Nothing of the page is taken for markup."""

from __future__ import annotations

import json
import re

from pipelines.record import Record
from pipelines.values import BodyBlock, Code, Embed, Figure, Heading, List, Paragraph, Quote, Table

HEAD = (
    "id", "version", "canonical_url", "site", "headline", "kicker", "date_published", "date_modified", "section",
    "keywords", "language", "article_type",
)  # fmt: skip
# What Markdown or HTML would read as markup; at a line's start also what makes lists, headings and rules.
MARKUP = re.compile(r"([\\`*_\[\]<>|~$&])")
LINE_START = re.compile(r"^(\s*)([#+=:-]|\d+(?=[.)]))", re.MULTILINE)


def plain(record: Record) -> str:
    """The headline and the text."""
    return f"{record.headline or ''}\n\n{record.body_text}\n".lstrip("\n")


def markdown(record: Record) -> str:
    """The fields as YAML, each value in JSON's notation, and the body."""
    fields = {name: getattr(record, name) for name in HEAD}
    fields["authors"] = [author.name for author in record.authors]
    head = "".join(f"{name}: {_yaml(value)}\n" for name, value in fields.items() if value not in (None, []))
    parts = [f"# {_line(record.headline)}"] if record.headline else []
    first = record.body[0].text if record.body and isinstance(record.body[0], Paragraph) else ""
    if record.standfirst and record.standfirst != first:
        parts.append(f"**{_line(record.standfirst)}**")
    parts += [text for block in record.body if (text := _block(block))]
    return f"---\n{head}---\n\n" + "\n\n".join(parts) + "\n"


def _yaml(value: object) -> str:
    """JSON, which YAML reads alike; in ASCII where a character would not show, such as a line break of YAML's."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)


def _block(block: BodyBlock) -> str:
    match block:
        case Paragraph():
            return _text(block.text)
        case Heading():
            return f"{'#' * min(max(block.level, 2), 6)} {_line(block.text)}"
        case List():
            marks = (f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1))
            return "\n".join(f"{mark} {_line(item)}" for mark, item in zip(marks, block.items, strict=True))
        case Quote():
            lines = [*_text(block.text).splitlines(), *([f"— {_line(block.cite)}"] if block.cite else [])]
            return "\n".join(f"> {line}" for line in lines)
        case Table():
            return _table(block)
        case Code():
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
            language = block.language if re.fullmatch(r"[\w+#-]{1,20}", block.language or "") else ""
            return f"{fence}{language}\n{block.text}\n{fence}"
        case Figure():
            said = " ".join(_line(part) for part in (block.caption or block.alt, block.credit) if part)
            return f"![{said}]({_address(block.url)})" if block.url else said
        case Embed():
            return f"[{_line(block.provider)}]({_address(block.url)})" if block.url else ""


def _table(block: Table) -> str:
    width = max((len(row) for row in (block.header, *block.rows)), default=0)
    if not width:
        return ""
    rows = [block.header, ["---"] * width, *block.rows]
    cells = [[cell if cell == "---" else _line(cell) for cell in (*row, *[""] * (width - len(row)))] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _text(text: str) -> str:
    """Running text of one paragraph."""
    lines = (line.strip() for line in text.splitlines())
    return LINE_START.sub(r"\1\\\2", MARKUP.sub(r"\\\1", "\n".join(line for line in lines if line)))


def _line(text: str) -> str:
    return _text(" ".join(text.split()))


def _address(url: str) -> str:
    """An http address as Markdown takes it; of any other scheme nothing, so that no link runs a script."""
    if not url.lower().startswith(("https://", "http://")):
        return ""
    return re.sub(r"[\s<>()\\\"'`]", lambda char: "".join(f"%{byte:02X}" for byte in char[0].encode()), url)
