"""The further pages of a multi-page article, as its layout declares them. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from crawler.select import select
from pipelines.items import Element, Layout, Page
from pipelines.links import absolute
from pipelines.parse import UnreadablePage, parse

MAX_PARTS = 50


def declares_parts(layouts: tuple[Layout, ...]) -> bool:
    """Whether a site's articles can have further pages at all."""
    return any(layout.single_page or layout.next_page for layout in layouts)


def further(page: Page) -> tuple[str | None, str | None]:
    """The URL that shows the page's article whole, and the URL of its next part; None for what there is not."""
    try:
        root = parse(page.html, page.encoding)
    except UnreadablePage:
        return None, None
    layout = next((layout for layout in page.layouts if select(layout.when)(root)), None)
    if layout is None:
        return None, None
    return _whole(root, page.url, layout.single_page), _next(root, page.url, layout.next_page)


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
        if target and urlsplit(target)[:3] == here[:3]:
            kept = [pair for pair in here.query.split("&") if pair and pair.partition("=")[0] != name]
            return urlunsplit(here._replace(query="&".join([*kept, query]), fragment=""))
    return None


def _next(root: Element, url: str, css: str) -> str | None:
    """The target of the first link that the selector names."""
    links = select(css)(root) if css else []
    return next((target for link in links if (target := absolute(url, link.get("href")))), None)
