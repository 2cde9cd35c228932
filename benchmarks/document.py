"""docs/BENCHMARKS.md: tables in their marked places, each with how it was made."""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "BENCHMARKS.md"


def conditions() -> str:
    """When, where and by which command a table was made."""
    command = " ".join(["python -m", f"benchmarks.{Path(sys.argv[0]).stem}", *sys.argv[1:]])
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    return f"`{command}`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {where}"


def publish(name: str, text: str, document: Path = DOCUMENT) -> None:
    """Print the text and put it between `<!-- name -->` and `<!-- /name -->`; ValueError if they are missing."""
    print(text)
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, found, rest = document.read_text("utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{document}: no place marked {begin.strip()} ... {end}")
    document.write_text(f"{before}{begin}{text}\n{end}{after}", "utf-8")
