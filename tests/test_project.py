"""The project's own order, where no linter looks."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from crawler.settings import STATIONS
from pipelines.article import TO_BODY, TO_END, JoinPipeline

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = [path for room in ("spiders", "crawler", "pipelines") for path in sorted((ROOT / room).rglob("*.py"))]
KNOWN_TO_SITES = ("__future__", "crawler.spider", "crawler.discovery", "pipelines.items")
SAME = {
    "yaml": "pyyaml",
    "backports": "backports-zstd",
    "price_parser": "price-parser",
    "prometheus_client": "prometheus-client",
    "twisted": "scrapy",
}  # Scrapy chooses its Twisted


def imported(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def needed() -> set[str]:
    lines = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dataset"]]
    return {re.split(r"[^\w.-]", line)[0].replace(".", "-") for line in lines}


def test_every_package_is_in_the_wheel() -> None:
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in SOURCES}
    assert folders == set(PROJECT["tool"]["setuptools"]["packages"])
    assert all((ROOT / path.parent / "__init__.py").exists() for path in SOURCES)


def test_what_is_imported_is_what_is_needed() -> None:
    """Each dependency is imported somewhere, and what is imported is declared."""
    own = {"spiders", "crawler", "pipelines", "compression", *sys.stdlib_module_names}
    used = {name.split(".")[0] for path in SOURCES for name in imported(path)} - own
    assert {SAME.get(name, name) for name in used} == needed()


def test_the_lock_names_hashes_and_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock)
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert needed() <= locked
    assert lock.count("==") <= lock.count("--hash=sha256:")


@pytest.mark.parametrize("path", sorted((ROOT / "spiders").glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_a_site_knows_only_the_words_it_declares_with(path: Path) -> None:
    strangers = {name for name in imported(path) if not name.startswith(KNOWN_TO_SITES)}
    assert not strangers


def test_names_say_what_a_file_is_for() -> None:
    assert not {path.stem for path in SOURCES} & {"utils", "helpers", "common", "base", "misc", "tools"}


def test_a_crawl_and_separate_walk_the_same_stations() -> None:
    walk = [f"{type(station).__module__}.{type(station).__name__}" for station in (*TO_BODY, JoinPipeline(), *TO_END)]
    of_crawl = [station for station in STATIONS if station.startswith("pipelines.")]
    assert of_crawl == [*walk, "pipelines.record.RecordPipeline"]
