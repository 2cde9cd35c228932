"""The head of a dataset card (README.md) by which `datasets.load_dataset` knows splits, files and types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crawler.dataset.columns import features
from crawler.dataset.made import Made


def header(made: Made) -> dict[str, Any]:
    """The YAML of a Hugging Face dataset card: `configs` and `dataset_info`."""
    splits = made.splits()
    ending = made.request.form.ending
    files = [{"split": name, "path": f"data/{name}-*{ending}"} for name in splits]
    sizes = [{"name": name, "num_bytes": split.bytes, "num_examples": split.rows} for name, split in splits.items()]
    size = sum(split.bytes for split in splits.values())
    info = {"features": features(made.view.row), "splits": sizes, "download_size": size, "dataset_size": size}
    return {
        "configs": [{"config_name": "default", "data_files": files}],
        "dataset_info": {"config_name": "default", **info},
    }


def card(made: Made) -> list[Path]:
    """Write README.md for a Hugging Face folder."""
    if made.request.format != "hf":
        return []
    path = made.folder / "README.md"
    head = json.dumps(header(made), indent=2)  # JSON is YAML
    path.write_text(f"---\n{head}\n---\n\n# {made.view.name.capitalize()}\n", "utf-8")
    return [path]
