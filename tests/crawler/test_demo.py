"""Crawls of the demo site: all of it, and its troubles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.exits import Exit
from tests.crawler.small_site import FAST, Run, scrapy
from tests.demo_site import DemoSite


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoSite]:
    with DemoSite() as site:
        yield site


def crawl(site: DemoSite, *args: str, **settings: str) -> Run:
    faster = {**FAST, "CONCURRENT_REQUESTS_PER_DOMAIN": "8", **settings}
    return scrapy("crawl", "techstage", "-a", f"at={site.url}", "-o", "-:jsonl", *args, settings=faster)


def test_every_article_comes_once(demo: DemoSite) -> None:
    run = crawl(demo)
    assert run.code == Exit.FINISHED, run.err
    found = Counter(record["url"].removeprefix(demo.url) for record in run.records)
    there = [index for index in range(len(demo.library)) if not demo.library.gone(index)]
    wanted = {demo.library.path(index) for index in there}
    assert set(found) == wanted
    assert max(found.values()) == 1
    for index in there:
        assert demo.counts[demo.library.path(index)] <= len(demo.library[index].pages)
    assert len({record["id"] for record in run.records}) == len(wanted)


def test_trouble_is_named_and_good_pages_come(demo: DemoSite, tmp_path: Path) -> None:
    good = ["once/a?status=500", "once/b?status=reset", "chain/3", "charset/wrong", "charset/missing", "deep"]
    bad = ["status/404", "status/410", "chain/9", "loop", "to/elsewhere", "to/private", "to/metadata", "to/file"]
    bad += ["fail/reset", "large", "bomb", "nohtml/pdf", "nohtml/png", "empty", "drip"]
    listed = tmp_path / "urls.txt"
    listed.write_text("".join(f"{demo.url}/trouble/{path}\n" for path in good + bad))
    run = crawl(demo, "-a", f"urls={listed}", DOWNLOAD_TIMEOUT="8")  # a busy machine is slow, too
    told = [line for line in run.err.splitlines() if "Skipped" in line]
    for path in bad:
        assert sum(f"/trouble/{path}:" in line for line in told) == 1, (path, run.err)
    came = [record["url"].removeprefix(f"{demo.url}/trouble/") for record in run.records]
    assert sorted(came) == sorted([path for path in good if path != "chain/3"] + ["chain/0"])
    assert "Traceback" not in run.err
    umlauts = [record["headline"] for record in run.records if "charset" in record["url"]]
    assert all("Größere" in (headline or "") for headline in umlauts)


def test_hostile_names_stay_text(demo: DemoSite, tmp_path: Path) -> None:
    listed = tmp_path / "urls.txt"
    listed.write_text(f"{demo.url}/trouble/hostile\n")
    run = crawl(demo, "-a", f"urls={listed}")
    assert "\x1b" not in run.err
    assert "\x1b" not in run.out
