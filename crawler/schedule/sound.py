"""What technews.toml hands on to each crawl, looked at as the crawl itself would."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.utils.conf import feed_process_params_from_cli

from crawler import values
from crawler.feeds import grows


def settings(given: Mapping[str, Any], project: BaseSettings) -> None:
    """Raises ValueError for settings that no crawl can begin with, or after which no crawl would be known."""
    found = project.copy()
    found.setdict({name: str(value) for name, value in given.items()}, priority="cmdline")
    values.check(found)
    if found["REPLAY"]:
        raise ValueError("REPLAY: a replay keeps no state, so that the site would be due again at once")


def output(text: str, project: BaseSettings) -> None:
    """Raises ValueError for a feed that can't be written by one crawl after the other."""
    try:
        uri, feed = next(iter(feed_process_params_from_cli(project, [text]).items()))
    except UsageError:
        raise ValueError(f"{text!r} has no format that is known, as .jsonl is one") from None
    if not grows(uri, feed):
        raise ValueError(f"{text!r}: {feed['format']} can't be appended to; .jsonl can, or put %(time)s in the name")
