"""The peer of the crawl benchmarks finds what we find, where nobody kills it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.runs import lines, plain
from tests.demo_site import DemoSite


def test_plain_scrapy_finds_the_articles(tmp_path: Path) -> None:
    out, log = tmp_path / "out.jsonl", tmp_path / "log"
    with DemoSite(20) as site:
        assert plain(site.url, out, log=log).wait(120) == 0, log.read_text()
        found = {record["url"].removeprefix(site.url) for record in lines(out.read_bytes()) if record}
        assert found == {site.library.path(index) for index in range(len(site.library))}
