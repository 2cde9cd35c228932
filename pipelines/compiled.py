"""The engine is compiled by mypyc where that can be done (setup.py); its sources do the same, slower.

They are read where TECHNEWS_COMPILED is 0, and where one of them was changed after it was compiled, as in a checkout:
nobody is to wonder why a change has no effect.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path

HERE = Path(__file__).parent
CHECKOUT = HERE.parent / "pyproject.toml"  # an installed wheel has none; its files' times tell nothing
LIBRARIES = [HERE / f"engine{half}__mypyc{EXTENSION_SUFFIXES[0]}" for half in (0, 1)]  # as setup.py names them


def state() -> str:
    """What runs: "compiled", or "interpreted" and why."""
    if not all(library.exists() for library in LIBRARIES):
        return "interpreted: it was not compiled"
    if os.environ.get("TECHNEWS_COMPILED") == "0":
        return "interpreted, as TECHNEWS_COMPILED=0 asks"
    compiled = min(library.stat().st_mtime for library in LIBRARIES)
    if CHECKOUT.exists() and any(source.stat().st_mtime > compiled for source in HERE.rglob("*.py")):
        return "interpreted: its sources were changed since they were compiled"
    return "compiled"


def choose(paths: Iterable[str]) -> None:
    """Let nothing but sources be imported from the folders of this package, unless what is compiled may be."""
    if state() == "compiled":
        return
    for path in paths:
        for folder in (path, os.path.join(path, "rules")):  # noqa: PTH118  # as the import system writes them
            sys.path_importer_cache[folder] = FileFinder(folder, (SourceFileLoader, SOURCE_SUFFIXES))
