"""Sitemaps (sitemaps.org): the index, its sub-sitemaps, news sitemaps; plain or gzipped."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from crawler.discovery.link import ArticleLink, Found, moment
from pipelines.links import absolute

MAX_BYTES = 50 * 1024 * 1024  # what the protocol allows a sitemap to hold uncompressed
MAX_LINKS = 50_000  # and the number of its entries
GZIP = b"\x1f\x8b"
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or an index of sitemaps. The newest sub-sitemaps are read first, at most `max_pages` in all."""

    url: str
    max_pages: int = 500

    def read(self, body: bytes, url: str, *, encoding: str | None = None, since: datetime | None = None) -> Found:
        """Links of a sitemap, or the sub-sitemaps of an index changed after `since`, newest first."""
        found = Found()
        try:
            root = _parse(_unzip(body))
        except (ValueError, etree.LxmlError) as error:
            found.troubles.append(f"the sitemap could not be read: {error}")
            return found
        if _name(root) == "sitemapindex":
            subs = [(moment(fields.get("lastmod")), fields.get("loc", "")) for fields in _entries(root, "sitemap")]
            kept = [(when or LONG_AGO, loc) for when, loc in subs if not (since and when and when < since)]
            kept.sort(key=lambda sub: sub[0], reverse=True)
            found.pages = [page for _, loc in kept if (page := absolute(url, loc))]
        elif _name(root) == "urlset":
            found.links = [link for fields in _entries(root, "url") if (link := _link(fields, url))]
        else:
            found.troubles.append(f"this is no sitemap: its root is <{_name(root)}>")
        return found


def _unzip(body: bytes) -> bytes:
    """The body itself, or what it holds if it is gzip: never more than MAX_BYTES. Raises ValueError."""
    if not body.startswith(GZIP):
        return body
    try:
        whole = zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise ValueError(f"broken gzip: {error}") from None
    if len(whole) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES} bytes uncompressed")
    return whole


def _parse(body: bytes) -> etree._Element:
    """The root of an XML document. Raises ValueError if it declares entities or is no XML at all."""
    # A site needs no entities of its own in a sitemap; whoever declares some wants to exhaust or spy on the reader.
    if b"<!ENTITY" in body:
        raise ValueError("it declares entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    root = etree.fromstring(body.lstrip(), parser)
    if root is None:
        raise ValueError("no XML")
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(dtd.iterentities()):  # declared in UTF-16 and so not seen above
        raise ValueError("it declares entities")
    return root


def _entries(root: etree._Element, kind: str) -> Iterator[dict[str, str]]:
    """The first MAX_LINKS entries of one kind, each as the text of its descendants by local name; first one wins."""
    count = 0
    for entry in root:
        if _name(entry) != kind:
            continue
        count += 1
        if count > MAX_LINKS:
            return
        fields: dict[str, str] = {}
        for element in entry.iterdescendants():
            fields.setdefault(_name(element), (element.text or "").strip())
        yield fields


def _link(fields: dict[str, str], base: str) -> ArticleLink | None:
    url = absolute(base, fields.get("loc"))
    if url is None:
        return None
    return ArticleLink(
        url=url,
        title=fields.get("title"),
        published=moment(fields.get("publication_date")),
        modified=moment(fields.get("lastmod")),
    )


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
