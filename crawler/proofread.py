"""What is wrong with a site's declaration, before it is used: what is no CSS, or no regular expression."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields

from cssselect import SelectorError

from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines.items import Layout
from pipelines.rules.select import select

NO_SELECTORS = ("name", "single_page")  # of a layout


class BadSite(ValueError):
    """A declaration that can't be used; the message names the file, the site, the field and what is wrong with it."""


def proofread(site: type[SiteSpider]) -> None:
    """Raises BadSite."""
    place = f"{inspect.getfile(site)}: {site.name}"
    try:
        re.compile(site.article_url)
    except re.error as error:
        raise BadSite(f"{place}: article_url {site.article_url!r} is no regular expression: {error}") from None
    for field, css in _selectors(site):
        try:
            select(css)
        except SelectorError as error:
            raise BadSite(f"{place}: {field} {css!r} is no CSS: {error}") from None


def _selectors(site: type[SiteSpider]) -> Iterator[tuple[str, str]]:
    """Each selector and where it stands."""
    for source in site.sources:
        if isinstance(source, Listing):
            yield from ((f"sources: {source.url}:", css) for css in (source.links, source.next_page) if css)
    for layout in site.layouts:
        yield f"layout {layout.name!r}: when", layout.when
        for field in fields(Layout):
            value = getattr(layout, field.name)
            several = [value] if isinstance(value, str) else value
            if field.name not in ("when", *NO_SELECTORS):
                yield from ((f"layout {layout.name!r}: {field.name}", css) for css in several if css)
