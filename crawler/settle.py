"""A new site on the disk: written, then proven by its own tests as anybody would run them."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from scrapy.crawler import AsyncCrawlerProcess

from crawler import errand
from crawler.check import examine, report
from crawler.newsite import NewSite, explore
from crawler.recordings import BadRecording
from crawler.spider import SiteSpider
from pipelines.links import site


@dataclass(frozen=True, slots=True)
class Made:
    """What to tell the person who asked for the site; `failed`: its own tests do not pass."""

    lines: list[str]
    failed: bool


def make(
    process: AsyncCrawlerProcess, name: str, url: str, stored: Sequence[str], wanted: int, file: Path, recordings: Path
) -> Made:
    """Explore the site, write its spider and recordings, check them. Raises NoSite, BadRecording or OSError."""
    found: list[NewSite] = []

    async def work(get: errand.Get) -> None:
        found.append(await explore(get, name, url, stored, wanted))

    errand.run(process, (site(url),), work, [url])
    new = found[0]
    try:
        file.write_text(new.declaration.code(), encoding="utf-8")
        folders = new.record(recordings)
    except (OSError, BadRecording):  # half a site would keep its name from the next try
        file.unlink(missing_ok=True)
        rmtree(recordings / name, ignore_errors=True)
        raise
    spider = load(file, new.declaration.class_name)
    findings = [examine(folder, spider) for folder in folders]
    wrong = [*report(findings), *missed(new, spider)]
    lines = ["Found", *(f"  {line}" for line in new.told), "Written", f"  {file}"]
    lines += [f"  {folder}" for folder in folders]
    if new.doubts:
        lines += ["Not sure: look at", *(f"  {line}" for line in new.doubts)]
    lines += ["Its tests fail", *(f"  {line}" for line in wrong)] if wrong else [f"Its {len(folders)} recordings pass."]
    lines += [f"Next: read {folders[0]}/expected.json, then scrapy crawl {name} -a limit=5 -O out/{name}.jsonl"]
    return Made(lines, bool(wrong))


def missed(new: NewSite, spider: type[SiteSpider]) -> list[str]:
    """The recorded pages and sources that the declaration does not own."""
    own = spider()
    lines = [f"article_url misses {page.page.url}" for page in new.pages if not own.is_article(page.page.url)]
    lines += [f"article_url takes {source.url} for an article" for source in own.sources if own.is_article(source.url)]
    return lines + [f"{source.url} is off the site" for source in own.sources if not own.on_site(source.url)]


def load(file: Path, class_name: str) -> type[SiteSpider]:
    """The spider of a file, whatever package it will be found in."""
    spec = importlib.util.spec_from_file_location(f"new_site_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    spider: type[SiteSpider] = getattr(module, class_name)
    return spider
