"""The declared sites as a table: what is known of each, and against which real pages it was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler.spider import SiteSpider

NOT_CHECKED = "none"
UNKNOWN = "not said"
DOCUMENT = """# Sites

Written by `scrapy sites --markdown > docs/SITES.md` from the declarations in `spiders/`.

- **known from**: how the sources' addresses are known. *stored pages*: they stand in a real page of the site (its link
  to the feed); *public configurations*: feed readers and crawlers of others use them; *public knowledge*: neither was
  found. None was asked live, so the first crawl of a site may find a source dead: it names it and reads the others.
- **layouts**: the names of the declared layouts; *generic* means none, the labelling does without.
- **checked**: the years in which those articles appeared whose real pages the site was checked against, with the layout
  and without (`tests/spiders/test_real_pages.py`). A layout is never worse on them, and better on average. *none* means
  that no real article was at hand: only the addresses are declared, and a layout there (techstage's) is unproven.
  Of Ars Technica, Phoronix, TechCrunch, The Verge and WIRED a front or section page of 2026 was read for its links.
- What `article_url` takes and what it refuses is held in `tests/spiders/urls/`.

{table}
"""


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
        known_from=spider.evidence or UNKNOWN,
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
    """The whole of docs/SITES.md, without the last line's end."""
    rows: list[Sequence[str]] = [heads(), ["---"] * len(Entry._fields), *found]
    return DOCUMENT.format(table="\n".join(f"| {' | '.join(row)} |" for row in rows)).rstrip()


def heads() -> list[str]:
    return [name.replace("_", " ") for name in Entry._fields]
