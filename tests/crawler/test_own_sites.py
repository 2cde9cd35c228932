"""docs/OWN_SITES.md, followed to the letter in an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.exits import Exit
from tests.crawler.small_site import FAST, ROOT, scrapy
from tests.demo_site import DemoSite

TEXT = (ROOT / "docs" / "OWN_SITES.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)[::-1])  # the first of each kind
SETTINGS, TEST = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
LIVE = {name: value for name, value in FAST.items() if name != "RIGHTS_FILES"}


def test_a_folder_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE", raising=False)
    (tmp_path / "mysites" / "spiders").mkdir(parents=True)
    (tmp_path / "scrapy.cfg").write_text(BLOCKS["ini"])
    (tmp_path / "mysites" / "settings.py").write_text(SETTINGS)
    (tmp_path / "mysites" / "spiders" / "__init__.py").touch()
    (tmp_path / "test_pages.py").write_text(TEST)
    with DemoSite() as demo:
        made = scrapy("new_site", "mymag", f"{demo.url}/", settings=LIVE, folder=tmp_path)
        assert made.code == Exit.FINISHED, made.out + made.err
        crawled = scrapy("crawl", "mymag", "-a", "limit=2", "-o", "-:jsonl", settings=LIVE, folder=tmp_path)
        assert len(crawled.records) == 2, crawled.err
    assert (tmp_path / "mysites" / "spiders" / "mymag.py").exists()
    assert scrapy("check", "mymag", settings={}, folder=tmp_path).code == Exit.FINISHED
    assert {"heise", "mymag"} <= set(scrapy("list", settings={}, folder=tmp_path).out.split())
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tested.returncode == 0, tested.stdout
    assert "3 passed" in tested.stdout, tested.stdout


def test_an_installed_package_of_sites_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As pip leaves it: the package, and beside it what its pyproject.toml names."""
    (tmp_path / "mysites").mkdir()
    spider = (ROOT / "spiders" / "golem.py").read_text(encoding="utf-8").replace('name = "golem"', 'name = "far_away"')
    (tmp_path / "mysites" / "__init__.py").touch()
    (tmp_path / "mysites" / "spiders.py").write_text(spider)
    info = tmp_path / "mysites-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mysites\nVersion: 1\n")
    (info / "entry_points.txt").write_text(re.sub(r'\[.*"(.*)"\]|"(.*)"', entry, BLOCKS["toml"]))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert {"heise", "far_away"} <= set(scrapy("list", settings={}).out.split())


def entry(found: re.Match[str]) -> str:
    """What pip makes of the lines of a pyproject.toml."""
    return f"[{found[1]}]" if found[1] else found[2]
