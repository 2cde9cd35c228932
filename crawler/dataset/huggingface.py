"""The head of a dataset card (README.md) by which `datasets.load_dataset` knows splits, files and types."""

from __future__ import annotations

from typing import Any

from crawler.dataset.columns import features
from crawler.dataset.made import Made

TYPED = ("hf", "parquet")
LOADED = (*TYPED, "jsonl", "jsonl.gz", "jsonl.zst", "csv")  # by `load_dataset` as they are


def header(made: Made) -> dict[str, Any]:
    """The YAML of a Hugging Face dataset card: `configs`, and `dataset_info` where the files are typed."""
    if made.request.format not in LOADED:
        return {}
    splits = made.splits()
    ending = made.request.form.ending
    files = [{"split": name, "path": f"data/{name}-*{ending}"} for name in splits]
    configs = [{"config_name": made.view.name, "default": True, "data_files": files}]
    if made.request.format not in TYPED:
        return {"configs": configs}
    sizes = [{"name": name, "num_bytes": split.bytes, "num_examples": split.rows} for name, split in splits.items()]
    size = sum(split.bytes for split in splits.values())
    info = {"features": features(made.view.row), "splits": sizes, "download_size": size, "dataset_size": size}
    return {"configs": configs, "dataset_info": {"config_name": made.view.name, **info}}
