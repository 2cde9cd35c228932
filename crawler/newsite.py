"""A front page → a complete site: its declaration, recordings and expectations, proven before they are handed over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, zip_longest
from pathlib import Path

from scrapy.http import Response

from crawler import propose, urlpattern
from crawler.declaration import Declaration
from crawler.discovery.listing import Listing
from crawler.errand import Answer, Get
from crawler.page import charset, fault
from crawler.probe import Probe, probe
from crawler.recordings import keep, understood
from crawler.spider import SiteSpider
from pipelines.items import Article
from pipelines.links import absolute, normalise, same_site, site
from pipelines.parse import UnreadablePage
from pipelines.rules.targets import Target, target
from pipelines.text import count_words
from pipelines.values import Label

LEAST_WORDS = 80  # of a page that is an article
TRIES = 4  # pages asked for each one that is wanted
EXAMPLES = 5
AROUND = {Label.NAV, Label.TAGS, Label.BYLINE, Label.AUTHOR_BIO}  # link to lists and people
# Where no page states its offset: where the newsrooms of a language or a country's domain mostly are.
ZONES = {
    "de": "Europe/Berlin",
    "at": "Europe/Vienna",
    "ch": "Europe/Zurich",
    "uk": "Europe/London",
    "fr": "Europe/Paris",
}
ZONES |= {"nl": "Europe/Amsterdam", "it": "Europe/Rome", "es": "Europe/Madrid", "pl": "Europe/Warsaw"}
BY_OFFSET = {-8: "America/Los_Angeles", -7: "America/Los_Angeles", -5: "America/New_York", -4: "America/New_York"}


class NoSite(ValueError):
    """Nothing can be declared; the message says why and what to do. `refused`: the site did not want us there."""

    def __init__(self, message: str, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


@dataclass(slots=True)
class NewSite:
    """What was made of a site: its declaration, the pages that it was made from, and what a person should read."""

    declaration: Declaration
    pages: list[Article]
    told: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def record(self, root: Path) -> list[Path]:
        """Write the recordings. Raises BadRecording."""
        folders = []
        for page in self.pages:
            again = read(page, self.declaration.site())
            folder, changed = keep(root, again, self.declaration.site())
            self.doubts += [f"{folder}: the skeleton reads differently: {line}" for line in changed]
            folders.append(folder)
        return folders


async def explore(get: Get, name: str, url: str, stored: Sequence[str], wanted: int) -> NewSite:
    """Look at the site at `url`, or at its `stored` pages, and declare it from `wanted` articles. Raises NoSite."""
    answer = await get(url)
    response = answer.response
    if response is None and not stored:
        refused = answer.trouble is not None and answer.trouble.refused
        reason = answer.trouble.reason if answer.trouble else "nothing came"
        raise NoSite(reason if reason.startswith(url) else f"{url} can't be read: {reason}", refused=refused)
    if response is not None and not same_site(response.url, url):
        raise NoSite(f"{url} leads to {response.url}: try that one")
    front = response.url if response is not None else url
    found = await probe(get, front, response.body if response else None, charset(response) if response else None)
    given = [normalise(page) for page in stored if same_site(page, url) and normalise(page) != normalise(front)]
    known = list(dict.fromkeys([*given, *found.articles]))
    pages = await _articles(get, known, found.likely, wanted)
    if not pages:
        tried = f"{len(known) + len(found.likely)} addresses looked like articles, none that was read is one"
        tried = "; ".join([tried, *found.told])
        raise NoSite(f"{url}: no articles found ({tried}); give a page that lists articles, or stored ones with --from")
    new = _declared(name, front, found, pages, given)
    if stored:
        new.declaration = replace(new.declaration, evidence="stored pages")
    return new


async def _articles(get: Get, known: Sequence[str], likely: Sequence[str], wanted: int) -> list[Article]:
    """The first pages that are articles, of each shape of address one after the other."""
    pages: list[Article] = []
    for tries, url in enumerate(chain(_mixed(known), _mixed(likely))):
        if len(pages) >= wanted or tries >= TRIES * wanted:
            break
        page = _article(await get(url))
        if page is not None and identity(page) not in map(identity, pages):
            pages.append(page)
    return pages


def identity(page: Article) -> str:
    """What two addresses of one article have in common."""
    return page.metadata.canonical_url.rstrip("/")


def _mixed(urls: Sequence[str]) -> Iterator[str]:
    shapes: defaultdict[object, list[str]] = defaultdict(list)
    for url in urls:
        shapes[urlpattern.shape(url)].append(url)
    for row in zip_longest(*shapes.values()):
        yield from filter(None, row)


def _article(answer: Answer) -> Article | None:
    response: Response | None = answer.response
    if response is None or fault(response):
        return None
    try:
        page = understood(response.body, response.url, SiteSpider, charset(response))
    except UnreadablePage:
        return None
    return page if page.metadata.headline and count_words(page.body_text) >= LEAST_WORDS else None


def _declared(name: str, front: str, found: Probe, pages: list[Article], given: list[str]) -> NewSite:
    """The declaration from all that was found."""
    read_as = [page.page.url for page in pages]
    shapes = {urlpattern.shape(url) for url in read_as}
    articles = [url for url in [*found.articles, *given] if urlpattern.shape(url) in shapes] + read_as
    likely, others = pointed(pages)
    pattern = urlpattern.propose(articles, [*found.likely, *likely], [*found.others, *others])
    language = Counter(primary(page.metadata.language) for page in pages).most_common(1)[0][0] or None
    zone, why = timezone(site(front), language, [page.metadata.date_published for page in pages])
    sources = tuple(found.sources) or (Listing(front),)
    declaration = Declaration(
        name=name, domain=site(front), timezone=zone, language=language, sources=sources,
        article_url=pattern.regex, layout=None,
    )  # fmt: skip
    again = [read(page, declaration.site()) for page in pages]
    years = sorted({int(date[:4]) for page in again if (date := page.metadata.date_published)})
    fronts = [found.front] if found.front is not None else []
    proposal = propose.propose(again, declaration.site(), str(years[-1]) if years else "first", fronts)
    declaration = replace(declaration, layout=proposal.layout, checked=tuple(years))
    new = NewSite(declaration, pages, found.told + proposal.told, proposal.doubts)
    new.told.append(
        f"articles: {pattern.regex} matches {pattern.found} of {pattern.known} known addresses "
        f"and {pattern.likely} that look like articles"
    )
    new.told.append(f"time zone: {zone} ({why}); language: {language or 'unknown'}")
    new.doubts += _doubts(pattern, found, pages, why, [*articles, *found.likely, *likely])
    return new


def pointed(pages: Sequence[Article]) -> tuple[list[str], list[str]]:
    """The site's addresses that the pages' texts and teasers show as articles, and those in the parts around them."""
    likely: dict[str, None] = {}
    others: dict[str, None] = {}
    for page in pages:
        here = page.page.url
        for block in page.blocks:
            around = block.label in AROUND
            for anchor in block.anchors:
                url = absolute(here, anchor.href)
                if url and same_site(url, here) and (around or target(anchor.href, "", here) == Target.ARTICLE):
                    (others if around else likely)[normalise(url)] = None
    return list(likely), [url for url in others if url not in likely]


def _doubts(pattern: urlpattern.Pattern, found: Probe, pages: list[Article], why: str, known: list[str]) -> list[str]:
    """What a person should look at, the weightiest first; `known` are addresses that are articles or look so."""
    doubts = []
    own = set(map(_bare, known))
    caught = [url for url in dict.fromkeys(map(_bare, pattern.caught)) if url not in own]
    if (seen := pattern.known + pattern.likely) < EXAMPLES:
        doubts.append(f"article_url was made from {seen} addresses: widen it where you know more")
    if caught:
        doubts.append(f"article_url also matches {', '.join(caught[:EXAMPLES])}: are these articles?")
    if pattern.found < pattern.known:
        doubts.append(f"article_url leaves out {pattern.known - pattern.found} addresses that a source lists")
    if not found.sources:
        doubts.append("no feed, sitemap or front page was found: the front page's address is a guess")
    if len(pages) < 2:
        doubts.append("the layout was made from one page: record more, scrapy record SITE URL")
    if why.startswith("guessed"):
        doubts.append("the time zone is a guess")
    return doubts


def _bare(url: str) -> str:
    """Without its query, which names a further page of an article."""
    return url.partition("?")[0]


def read(page: Article, site: type[SiteSpider]) -> Article:
    """The same page read as the site declares it."""
    return understood(page.page.html, page.page.url, site, page.page.encoding)


def primary(language: str | None) -> str:
    """`de` of `de-DE`."""
    return (language or "").partition("-")[0]


def timezone(domain: str, language: str | None, dates: Sequence[str | None]) -> tuple[str, str]:
    """A time zone and why: by country, by what the pages' dates state, by language.

    >>> timezone("a.com", "en", ["2026-11-22T10:00:00-05:00"])
    ('America/New_York', 'by the offset of the dates')
    """
    if zone := ZONES.get(domain.rpartition(".")[2]):
        return zone, "by the domain"
    offsets = {moment.utcoffset() for date in dates if date and (moment := datetime.fromisoformat(date)).tzinfo}
    hours = {int(offset.total_seconds() // 3600) for offset in offsets if offset}
    if hours and hours <= {1, 2}:
        return ZONES.get(primary(language), "Europe/Berlin"), "by the offset of the dates"
    for hour in hours:
        if hour in BY_OFFSET:
            return BY_OFFSET[hour], "by the offset of the dates"
    if zone := ZONES.get(primary(language)):
        return zone, "guessed by the language"
    return "UTC", "as the dates state" if offsets else "guessed, no page states any"
