"""The sites of today, one after the other: their verdicts, and for a changed layout what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawler import errand, propose
from crawler.declaration import layouts_code
from crawler.expectation import BadExpectation, Expectation
from crawler.live import Today, Verdict, look
from crawler.recording import BadManifest, UnreadableFile, read_page
from crawler.recordings import BadRecording, Stored, folders, keep, understood
from crawler.spider import SiteSpider
from pipelines.blocks import Element
from pipelines.links import host
from pipelines.parse import UnreadablePage, parse
from pipelines.rules.select import select

CHANGED = Path("out") / "check"  # whole pages, which are not ours to publish


def watch(
    process: AsyncCrawlerProcess, sites: Mapping[str, type[SiteSpider]], recordings: Path, wanted: int, at: str | None
) -> dict[str, Today]:
    """Look at the sites; `at` is a mirror that is asked instead. Ends the process' reactor."""
    found: dict[str, Today] = {}

    async def work(get: errand.Get) -> None:
        for name, site in sites.items():
            found[name] = await look(get, site(at=at), list(expectations(recordings, name)), wanted)

    domains = tuple(domain for site in sites.values() for domain in site.allowed_domains)
    errand.run(process, (*domains, host(at)) if at else domains, work)
    return found


def expectations(recordings: Path, name: str) -> Iterator[Expectation]:
    """What the recordings of a site expect; a broken one is `scrapy check`'s to name."""
    for folder in folders(recordings, name):
        try:
            yield Expectation.read(folder)
        except BadExpectation:
            continue


def roots(recordings: Path, name: str) -> Iterator[Element]:
    """The stored pages of a site; a broken one is `scrapy check`'s to name."""
    for folder in folders(recordings, name):
        try:
            yield parse(read_page(Stored.at(folder).entry.path))
        except (BadManifest, UnreadableFile, UnreadablePage):
            continue


def unused(name: str, site: type[SiteSpider]) -> str:
    """The name, or one with a number behind it, that no layout of the site has."""
    taken = {layout.name for layout in site.layouts}
    return next(free for number in count(1) if (free := name if number == 1 else f"{name}-{number}") not in taken)


def report(name: str, site: type[SiteSpider], today: Today, recordings: Path) -> Iterator[str]:
    """Lines for a terminal; stores the pages whose layout changed and proposes the selectors of the new one.

    Its `when` matches no page that was recorded before; where none does, the old layouts must be asked before it.
    """
    yield f"{name}: {today.verdict}"
    yield from (f"  {reason}" for reason in today.reasons)
    if today.verdict is not Verdict.LAYOUT_CHANGED:
        return
    bare = type(site.__name__, (site,), {"layouts": ()})
    pages = [understood(page.page.html, page.page.url, bare, page.page.encoding) for page in today.changed]
    for page in today.changed:
        try:
            folder, _ = keep(CHANGED, page, site, whole=True)
            yield f"  stored: {folder}"
        except BadRecording as error:
            yield f"  {error}"
    year = max((page.metadata.date_published or "" for page in pages), default="")[:4]
    old = list(roots(recordings, name))
    proposal = propose.propose(pages, bare, unused(year or "new", site), old)
    yield from (f"  {line}" for line in [*proposal.told, *proposal.doubts])
    if proposal.layout:
        wide = any(map(select(proposal.layout.when), old)) and not any(page.layout for page in today.changed)
        yield f"  Add it {'behind' if wide else 'before'} the old ones, which stay: (proposed from {len(pages)} pages)"
        yield from layouts_code(proposal.layout).splitlines()
    yield f"  Then: scrapy record {name} {pages[0].page.url}"
