"""A site's front page → where it lists its articles, and which of its addresses are articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree

from crawler.discovery.feed import Feed
from crawler.discovery.link import Found, Source
from crawler.discovery.listing import Listing
from crawler.discovery.sitemap import Sitemap
from crawler.errand import Get
from crawler.page import charset
from crawler.robots import Robots, readable
from pipelines.blocks import Element
from pipelines.links import absolute, normalise, same_site
from pipelines.parse import UnreadablePage, parse
from pipelines.rules.targets import Target, target
from pipelines.text import inner_text

FEED_TYPES = ("application/rss+xml", "application/atom+xml")
FEED_PATHS = ("/feed", "/rss.xml", "/feed/", "/rss", "/atom.xml", "/index.xml", "/feed.xml")
SITEMAP_PATHS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml", "/sitemap_index.xml")
MOST_FEEDS, MOST_SITEMAPS = 3, 4  # that are tried of those which the site names
HEADLINE = 4  # words of a link that reads like a headline


@dataclass(slots=True)
class Probe:
    """What was found. `articles` are named by feeds and news sitemaps; `likely` look so on the front page, and in a
    plain sitemap where nothing names articles; both in order."""

    url: str
    front: Element | None = None
    sources: list[Source] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    likely: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what was found, for a person


async def probe(get: Get, url: str, front: bytes | None, encoding: str | None = None) -> Probe:
    """Look for sources around a front page, whose HTML is given if there is any. Asks at most some 20 addresses."""
    found = Probe(url)
    if front is not None:
        try:
            found.front = parse(front, encoding)
        except UnreadablePage:
            found.told.append(f"front page: {url} is no HTML")
    await _feeds(get, found)
    plain = await _sitemaps(get, found)
    if found.front is not None:
        _front(found)
    found.articles = list(dict.fromkeys(found.articles))
    if not found.articles:
        found.likely = list(dict.fromkeys([*found.likely, *(url for url in plain if _like_article(url))]))
    return found


async def _feeds(get: Get, found: Probe) -> None:
    named = _alternates(found) if found.front is not None else []
    for place in named[:MOST_FEEDS] or [urljoin(found.url, path) for path in FEED_PATHS]:
        feed = Feed(place)
        listed = await _listed(get, feed)
        if listed and (urls := _own(found.url, (link.url for link in listed.links))):
            found.sources.append(feed)
            found.articles += urls
            found.told.append(f"feed: {place} ({len(urls)} articles, {'named by the page' if named else 'guessed'})")
            if not named:
                return


def _alternates(found: Probe) -> list[str]:
    assert found.front is not None
    links = found.front.iter("link")
    feeds = [link.get("href") for link in links if (link.get("type") or "").lower() in FEED_TYPES]
    urls = [url for href in feeds if (url := absolute(found.url, href)) and same_site(url, found.url)]
    return [url for url in dict.fromkeys(urls) if "comment" not in url.lower()]


async def _sitemaps(get: Get, found: Probe) -> list[str]:
    """Gives the addresses that are in plain sitemaps: pages of all kinds."""
    plain: list[str] = []
    answer = await get(urljoin(found.url, "/robots.txt"))
    text = readable(answer.response.body) if answer.response else ""
    named = [value for value in Robots("", "", 200, text).sitemaps if same_site(value, found.url)]
    named.sort(key=lambda place: "news" not in place.lower())
    for place in named[:MOST_SITEMAPS] or [urljoin(found.url, path) for path in SITEMAP_PATHS]:
        sitemap = Sitemap(place)
        listed = await _listed(get, sitemap)
        if listed and listed.pages and not listed.links:
            pages = sorted(listed.pages, key=lambda page: "news" not in page.lower())
            listed = await _listed(get, Sitemap(pages[0]))
        if not listed or not (urls := _own(found.url, (link.url for link in listed.links))):
            continue
        found.sources.append(sitemap)
        news = any(link.published for link in listed.links)
        into = found.articles if news else plain  # a news sitemap holds articles and nothing else
        into += urls
        found.told.append(f"{'news sitemap' if news else 'sitemap'}: {place} ({len(urls)} addresses)")
        if not named:
            break
    return plain


async def _listed(get: Get, source: Source) -> Found | None:
    """What a source lists, None if it can't be read."""
    answer = await get(source.url)
    if answer.response is None:
        return None
    read = source.read(answer.response.body, source.url, encoding=charset(answer.response))
    return read if read.links or read.pages else None


def _front(found: Probe) -> None:
    """The front page's links: those that read like headlines and lead to articles, and all others of the site."""
    assert found.front is not None
    found.sources.append(Listing(found.url))
    known = set(found.articles)
    words: dict[str, int] = {}
    for link in found.front.iter("a"):
        url = absolute(found.url, link.get("href"))
        if url and same_site(url, found.url):
            url = normalise(url)
            words[url] = max(words.get(url, 0), headline_words(link))
    for url, count in words.items():
        if url not in known:
            (found.likely if _like_article(url) and count >= HEADLINE else found.others).append(url)
    found.told.append(f"front page: {found.url} ({len(words)} links, {len(found.likely)} more like articles)")


def _like_article(url: str) -> bool:
    seen_from = urljoin(url, "/front-page")  # everything stands below "/", as the parts of an article below it
    return bool(target(url, "", seen_from) & Target.ARTICLE)


def headline_words(link: etree._Element) -> int:
    return len(inner_text(link).split()) or len((link.get("title") or "").split())


def _own(site: str, urls: Iterable[str]) -> list[str]:
    return [normalise(url) for url in urls if same_site(url, site)]
