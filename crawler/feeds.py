"""Scrapy's feeds, as `-o` and `-O` name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CLOSED = ("json", "xml")  # formats with an end, after which nothing may follow


def grows(uri: str, feed: Mapping[str, Any]) -> bool:
    """Whether a second crawl leaves a feed that can be read: it is appended to, made anew, or another file."""
    return feed.get("format") not in CLOSED or bool(feed.get("overwrite")) or "%(" in uri
