"""The documents that a dataset is published with: its card and its Croissant description."""

from __future__ import annotations

from pathlib import Path

from crawler.dataset.card import card
from crawler.dataset.croissant import croissant
from crawler.dataset.figures import figures
from crawler.dataset.made import Made


def describe(made: Made) -> list[Path]:
    """Write README.md and croissant.json; all that they count is counted in one pass over the records."""
    found = figures(raw for _, raw in made.index.kept())
    readme, description = made.folder / "README.md", made.folder / "croissant.json"
    readme.write_text(card(made, found), "utf-8")
    description.write_text(croissant(made, found), "utf-8")
    return [readme, description]
