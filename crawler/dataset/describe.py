"""The documents that a dataset is published with: its card, its Croissant description and its citation."""

from __future__ import annotations

from pathlib import Path

from crawler.dataset.card import card
from crawler.dataset.citation import citation
from crawler.dataset.croissant import croissant
from crawler.dataset.figures import figures
from crawler.dataset.made import Made

TEXTS = {"README.md": card, "croissant.json": croissant, "CITATION.cff": citation}


def describe(made: Made) -> list[Path]:
    """Write all documents; what they count is counted in one pass over the records. Raises OSError."""
    found = figures(raw for _, raw in made.index.kept())
    written = []
    for name, text in TEXTS.items():
        path = made.folder / name
        path.write_text(text(made, found), "utf-8")
        written.append(path)
    return written
