"""Sitemaps (sitemaps.org): the index, its sub-sitemaps, news sitemaps; plain or gzipped."""

from __future__ import annotations

import re
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
KINDS = {"sitemapindex": "sitemap", "urlset": "url"}  # what the entries of a root are called
LONGEST = 4096  # bytes at the end that its last tag is looked for in
OPENED = re.compile(rb"<(?:[\w-]{1,40}:)?(url|sitemap)[\s>]")
END = re.compile(rb"</(?:[\w-]{1,40}:)?(?:urlset|sitemapindex)\s*>")
HALF = re.compile(rb"<(?:[\w-]{1,40}:)?loc>[^<]*$")  # an address that breaks off
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
            body = _unzip(body)
            root, faulty = _parse(body)
        except (ValueError, etree.LxmlError) as error:
            found.troubles.append(f"the sitemap could not be read: {error}")
            return found
        kind = KINDS.get(_name(root))
        if kind is None:
            found.troubles.append(f"this is no sitemap: its root is <{_name(root)}>")
            return found
        entries = list(_entries(root, kind))
        if faulty and _in_part(root, kind, body):
            found.troubles.append(f"the sitemap breaks off or is broken: it was read in part, {len(entries)} entries")
            del entries[len(entries) - bool(HALF.search(body[-LONGEST:].replace(b"\0", b""))) :]
        if kind == "sitemap":
            subs = [(moment(fields.get("lastmod")), fields.get("loc", "")) for fields in entries]
            kept = [(when or LONG_AGO, loc) for when, loc in subs if not (since and when and when < since)]
            kept.sort(key=lambda sub: sub[0], reverse=True)
            found.pages = [page for _, loc in kept if (page := absolute(url, loc))]
        else:
            found.links = [link for fields in entries if (link := _link(fields, url))]
        return found


def _in_part(root: etree._Element, kind: str, body: bytes) -> bool:
    """Whether a faulty sitemap has no end, or more entries than were read; other faults cost a few characters."""
    plain = body.replace(b"\0", b"")  # UTF-16 is as good as UTF-8 then
    opened = sum(name.decode() == kind for name in OPENED.findall(plain))
    return not END.search(plain[-LONGEST:]) or opened > sum(_name(entry) == kind for entry in root)


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


def _parse(body: bytes) -> tuple[etree._Element, bool]:
    """The root of an XML document, and whether that has faults.

    Raises ValueError if it declares entities or is no XML at all.
    """
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
    return root, len(parser.error_log) > 0


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
