"""The declared sites as a table: what is known of each, and against which real pages it was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler.spider import SiteSpider

NOT_CHECKED = "none"


class Entry(NamedTuple):
    """One site, each field as it is shown."""

    site: str
    domain: str
    language: str
    every: str
    sources: str
    known_from: str
    layouts: str
    checked: str


def entries(settings: BaseSettings) -> list[Entry]:
    """The sites that the spider loader finds, by name."""
    loader = get_spider_loader(settings)
    spiders = (loader.load(name) for name in sorted(loader.list()))
    return [entry(spider) for spider in spiders if issubclass(spider, SiteSpider)]


def entry(spider: type[SiteSpider]) -> Entry:
    kinds = Counter(type(source).__name__.lower() for source in spider.sources)
    return Entry(
        site=spider.name,
        domain=", ".join(spider.allowed_domains),
        language=spider.language or "",
        every=spider.every,
        sources=", ".join(kind if count == 1 else f"{count} {kind}s" for kind, count in kinds.items()),
        known_from=spider.evidence,
        layouts=", ".join(layout.name or layout.when for layout in spider.layouts) or "generic",
        checked=", ".join(map(str, spider.checked)) or NOT_CHECKED,
    )


def plain(found: Iterable[Entry]) -> str:
    """Columns for a terminal."""
    rows: list[Sequence[str]] = [heads(), *found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def markdown(found: Iterable[Entry]) -> str:
    """The same table in Markdown."""
    rows: list[Sequence[str]] = [heads(), ["---"] * len(Entry._fields), *found]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def heads() -> list[str]:
    return [name.replace("_", " ") for name in Entry._fields]
