"""CONTRIBUTING.md, followed to the letter in a checkout of its own: a site is added, then redesigned and mended."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.exits import Exit
from tests.crawler.small_site import FAST, ROOT
from tests.demo_site import DemoSite

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FETCHING = {name: value for name, value in FAST.items() if name not in ("RIGHTS_FILES", "DATA_DIR")}
CHECKOUT = "crawler spiders pipelines benchmarks tests docs".split()
NO_TLS = "tests/spiders/test_declarations.py::test_sources_are_of_the_site[example]"  # the demo site has none


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def commands(text: str) -> list[str]:
    """What stands in back ticks and can be typed, in the numbered steps."""
    steps = re.findall(r"^\d\. (.*?)(?=^\d\. |^\S|\Z)", text, re.DOTALL | re.MULTILINE)
    return [span for step in steps for span in re.findall(r"`((?:scrapy|pytest) [^`]+)`", step)]


class Stranger:
    """Types commands in a checkout; where the text says example.org, the demo site is meant."""

    def __init__(self, folder: Path, site: DemoSite) -> None:
        self.folder, self.site, self.names = folder, site, {"https://www.example.org": site.url}
        for name in CHECKOUT:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("scrapy.cfg", "pyproject.toml", "README.md", "CONTRIBUTING.md", "LICENSE"):
            shutil.copy(ROOT / name, folder)

    def says(self, text: str) -> str:
        for name, meant in self.names.items():
            text = text.replace(name, meant)
        return text

    def types(self, command: str, code: int = 0) -> str:
        """What a command prints, which must end with this code."""
        typed = self.says(command)
        if "CONTACT=" in command or "record" in command:
            typed += "".join(f" -s {name}={value}" for name, value in FETCHING.items())
        if typed.startswith("pytest"):
            typed += f" -p no:cacheprovider --deselect '{NO_TLS}'"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        env = {**os.environ, "PATH": path, "PYTHONPATH": str(self.folder)}
        env.pop("SCRAPY_SETTINGS_MODULE", None)
        done = subprocess.run(
            typed, shell=True, cwd=self.folder, env=env, capture_output=True, text=True, check=False, timeout=240
        )
        assert done.returncode == code, f"{typed}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Stranger]:
    with DemoSite() as site:
        site.design = "ring"
        yield Stranger(tmp_path, site)


def test_a_site_is_added_and_mended_by_the_text_alone(stranger: Stranger) -> None:
    text = section("Add a site in ten minutes")
    make, *further = commands(text)
    assert len(further) == 5
    stranger.types(make)
    stranger.names["SLUG"] = min(path.name for path in (stranger.folder / "tests/pages/example").iterdir())
    (addresses,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (stranger.folder / "tests/spiders/urls/example.toml").write_text(stranger.says(addresses))
    for command in further:
        stranger.types(command)
    assert len((stranger.folder / "out/example.jsonl").read_text().splitlines()) == 5
    assert "| example |" in (stranger.folder / "docs/SITES.md").read_text()

    look, record, check, *last = commands(section("Mend a site that was redesigned"))
    stranger.site.design = "heise"
    said = stranger.types(look, Exit.PARTLY_FAILED)
    assert "example: layout changed" in said
    spider = stranger.folder / "spiders" / "example.py"
    (proposed,) = re.findall(r"^ *Layout\(\n.*?^ *\),$", said, re.DOTALL | re.MULTILINE)
    spider.write_text(spider.read_text().replace("    layouts = (\n", f"    layouts = (\n{proposed}\n", 1))
    articles = re.findall(rf"{re.escape(stranger.site.url)}/\S+\d\.html", said)
    stranger.names["URL"] = articles[0]
    stranger.types(record)  # of a page that has a recording in the old design, which stays
    assert "4 recordings, as expected" in stranger.types(check)
    for command in last:
        stranger.types(command)
