"""Settings as a person gave them: is each of the right kind, and none below what makes sense?"""

from __future__ import annotations

import logging
import math

from scrapy.settings import BaseSettings, Settings

from crawler.guard import networks

# Read with a fraction, although the default has none.
FRACTIONS = {"CLOSESPIDER_TIMEOUT", "DNS_TIMEOUT", "DOWNLOAD_TIMEOUT"}
AT_LEAST_ONE = {  # with 0 a crawl would wait for ever, take nothing, or write nothing
    "CONCURRENT_ITEMS", "CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "PART_BYTES",
    "REACTOR_THREADPOOL_MAXSIZE", "SAME_CONTENT_MAX", "SCRAPER_SLOT_MAX_ACTIVE_SIZE",
}  # fmt: skip
ABOVE_ZERO = {"AUTOTHROTTLE_TARGET_CONCURRENCY", "DNS_TIMEOUT", "DOWNLOAD_TIMEOUT"}
ANY_SIGN = {"DEPTH_PRIORITY", "REDIRECT_PRIORITY_ADJUST", "RETRY_PRIORITY_ADJUST"}


def check(settings: BaseSettings) -> None:
    """Raises ValueError, which names the setting in one line; the kind of a setting is that of its default."""
    defaults = Settings()
    defaults.setmodule("crawler.settings")
    for name, default in defaults.items():
        if not isinstance(default, int | float) or (value := settings.get(name)) is None:
            continue
        if isinstance(default, bool):
            _flag(settings, name)
        else:
            _number(name, str(value), whole=isinstance(default, int) and name not in FRACTIONS)
    level = settings["LOG_LEVEL"]
    if isinstance(level, str) and level not in logging.getLevelNamesMapping():
        raise ValueError(f"LOG_LEVEL={level!r} is none of DEBUG, INFO, WARNING, ERROR, CRITICAL")
    networks(settings)


def _flag(settings: BaseSettings, name: str) -> None:
    try:
        settings.getbool(name)
    except (ValueError, TypeError):
        raise ValueError(f"{name}={settings[name]!r} is neither True nor False") from None


def _number(name: str, text: str, *, whole: bool) -> None:
    try:
        number = int(text) if whole else float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{name}={text!r} is no {'whole ' if whole else ''}number")
    least = 1 if name in AT_LEAST_ONE else 0
    if name not in ANY_SIGN and (number < least or (number == 0 and name in ABOVE_ZERO)):
        raise ValueError(f"{name}={text!r} is too small: {'more than 0' if name in ABOVE_ZERO else f'{least} or more'}")
