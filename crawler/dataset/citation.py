"""CITATION.cff of a dataset: how to cite it, for machines."""

from __future__ import annotations

import yaml

from crawler.dataset.figures import Figures
from crawler.dataset.made import Made
from pipelines.record import VERSION


def citation(made: Made, figures: Figures) -> str:
    """The text of CITATION.cff (Citation File Format 1.2.0)."""
    told = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it, and mind the rights of the publishers (README.md).",
        "type": "dataset",
        "title": f"technews {made.view.name}",
        "authors": [{"name": f"made with technews {VERSION}"}],
        "abstract": f"{figures.records:,} articles of {len(figures.sites):,} tech-news sites.",
    }
    if figures.fetched:
        told["date-released"] = figures.fetched
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
