"""The further pages of a multi-page article: found as its layout declares them, joined to the first."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

import msgspec

from pipelines.blocks import Element
from pipelines.items import Layout, Page
from pipelines.links import absolute, normalise
from pipelines.parse import UnreadablePage, parse
from pipelines.rules.select import select

MAX_PARTS = 50
NEXT = re.compile(rb"""\brel=["']?next\b""", re.IGNORECASE)


async def joined(page: Page, fetch: Callable[[str], Awaitable[Page | None]]) -> Page:
    """The page whole, if its layout knows how to ask for that, else with its further parts in `rest`.

    `fetch` gives the page at a URL, or None. What can't be had is left out and named in `missing`.
    """
    whole, following = further(page)
    if whole and (found := await fetch(whole)):
        came = msgspec.structs.replace(found.fetch, depth=page.fetch.depth, referrer=page.fetch.referrer)
        return replace(found, url=page.url, fetch=came)
    rest: list[Page] = []
    missing = "" if following else whole or ""
    seen = {normalise(page.url)}
    while following and normalise(following) not in seen and len(rest) < MAX_PARTS:
        seen.add(normalise(following))
        part = await fetch(following)
        if part is None:
            missing = following
            break
        rest.append(part)
        following = further(part)[1]
    return replace(page, rest=tuple(rest), missing=missing)


def first(url: str, layouts: tuple[Layout, ...]) -> str:
    """The URL of an article whose part or whole `url` is.

    >>> first("https://a.de/x.html?id=7&seite=2", (Layout(when="h1", single_page="seite=all"),))
    'https://a.de/x.html?id=7'
    """
    names = {layout.single_page.partition("=")[0] for layout in layouts if layout.single_page}
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair.partition("=")[0] not in names]
    return urlunsplit(parts._replace(query="&".join(kept))) if names else url


def further(page: Page) -> tuple[str | None, str | None]:
    """The URL that shows the page's article whole, and the URL of its next part; None for what there is not.

    Where no layout declares anything, a `rel=next` link to the page's own path leads to the next part.
    """
    declared = any(layout.single_page or layout.next_page for layout in page.layouts)
    html = page.html if isinstance(page.html, bytes) else page.html.encode("utf-8", "replace")
    if not (declared or NEXT.search(html)):  # the usual page, which is not worth a parse
        return None, None
    try:
        root = parse(page.html, page.encoding)
    except UnreadablePage:
        return None, None
    layout = next((layout for layout in page.layouts if select(layout.when)(root)), None)
    if layout and (layout.single_page or layout.next_page):
        return _whole(root, page.url, layout.single_page), _next(root, page.url, layout.next_page)
    following = _next(root, page.url, "a[rel=next]")
    return None, following if following and _same_path(following, page.url) else None


def _same_path(a: str, b: str) -> bool:
    """Whether two addresses differ in the query at most, however their path is spelled."""
    return urlsplit(normalise(a))[:3] == urlsplit(normalise(b))[:3]


def _whole(root: Element, url: str, query: str) -> str | None:
    """`url` with the query, if the page has other parts: if it links to its own path with the query's name.

    >>> page = parse('<a href="?seite=2">2</a>')
    >>> _whole(page, "https://a.de/x.html", "seite=all")
    'https://a.de/x.html?seite=all'
    >>> _whole(parse('<a href="/y?seite=2">2</a>'), "https://a.de/x.html", "seite=all") is None
    True
    """
    name = query.partition("=")[0]
    here = urlsplit(url)
    if not name or query in here.query.split("&"):
        return None
    for anchor in root.iter("a"):
        target = absolute(url, anchor.get("href")) if f"{name}=" in (anchor.get("href") or "") else None
        if target and _same_path(target, url):
            kept = [pair for pair in here.query.split("&") if pair and pair.partition("=")[0] != name]
            return urlunsplit(here._replace(query="&".join([*kept, query]), fragment=""))
    return None


def _next(root: Element, url: str, css: str) -> str | None:
    """The target of the first link that the selector names."""
    links = select(css)(root) if css else []
    return next((target for link in links if (target := absolute(url, link.get("href")))), None)
