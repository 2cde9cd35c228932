"""Every folder tests/pages/<site>/<slug>/ is a test: the page is read as its expected.json says."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawler.check import examine
from crawler.recording import MANIFEST

SITES = get_spider_loader(Settings({"SPIDER_MODULES": ["spiders"]}))
PAGES = Path(__file__).parents[1] / "pages"
RECORDINGS = sorted(path.parent for path in PAGES.glob(f"*/*/{MANIFEST}"))


@pytest.mark.parametrize("folder", RECORDINGS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_recording_is_read_as_expected(folder: Path) -> None:
    site = SITES.load(folder.parent.name)
    found = examine(folder, site)
    assert found.same, "\n".join([found.trouble, *found.differences])
    assert found.after
    assert found.after.record["headline"]
    assert any(label == "body" for label, _ in found.after.blocks)
    assert site().is_article(found.after.record["url"]), "article_url does not match it"


def test_no_folder_is_forgotten() -> None:
    """A folder without a manifest would pass unseen."""
    assert {path for path in PAGES.glob("*/*") if path.is_dir()} == set(RECORDINGS)
