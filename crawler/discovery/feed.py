"""RSS and Atom feeds."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from crawler.discovery.link import ArticleLink, Found
from pipelines.links import absolute

# feedparser needs up to ten seconds for a megabyte of tiny entries; the feeds of newsrooms have a tenth of this.
MAX_BYTES = 2 * 1024 * 1024
END = re.compile(rb"</(?:[\w-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the latest articles. Entities that the feed declares are never expanded."""

    url: str
    max_pages: int = 1

    def read(self, body: bytes, url: str, *, encoding: str | None = None, since: datetime | None = None) -> Found:
        """The feed's entries with their titles and dates."""
        if len(body) > MAX_BYTES:
            return Found(troubles=[f"the feed is larger than {MAX_BYTES} bytes"])
        headers = {"content-type": f"application/xml; charset={encoding}"} if encoding else {}
        try:
            # A stream, because feedparser takes a string for an address and goes to the network.
            feed = feedparser.parse(
                BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
        except Exception as error:  # feedparser lets expat's and its own errors through on hostile input
            return Found(troubles=[f"the feed could not be read: {type(error).__name__}: {error}"])
        links = [link for entry in feed.entries if (link := _link(entry, url))]
        troubles = [] if links or feed.get("version") else [_no_feed(feed)]
        # Other faults cost a few characters. Without the zeros UTF-16 is as good as UTF-8 here.
        if not troubles and feed.bozo and not END.search(body.replace(b"\0", b"")):
            troubles.append(f"the feed breaks off: it was read in part, {len(links)} links")
        if b"<!ENTITY" in body:
            troubles.append("the feed declares entities, which were not expanded")
        return Found(links=links, troubles=troubles)


def _no_feed(feed: Mapping[str, Any]) -> str:
    reason = feed.get("bozo_exception")
    return f"this is no feed: {reason}" if reason else "this is no feed"


def _link(entry: Mapping[str, Any], base: str) -> ArticleLink | None:
    url = absolute(base, entry.get("link"))
    if url is None:
        return None
    return ArticleLink(
        url=url,
        title=entry.get("title"),
        published=_time(entry.get("published_parsed")),
        # Not get(): feedparser answers that with the date of publication.
        modified=_time(entry["updated_parsed"]) if "updated_parsed" in entry else None,
    )


def _time(value: Any) -> datetime | None:
    """feedparser's nine numbers in UTC as a time; a date that no calendar knows is None."""
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(value), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
