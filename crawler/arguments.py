"""What a user may ask of a crawl with `-a`: each function reads one value or raises ValueError saying what is wrong.

`is_day` is for the options of other commands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.links import split

DAY = re.compile(r"\d{4}-\d\d-\d\d").fullmatch


def is_day(text: str) -> bool:
    """Whether a text is a day, written like one.

    >>> is_day("2026-11-01"), is_day("2026-02-30"), is_day("2026-11"), is_day("20261101")
    (True, False, False, False)
    """
    try:
        return DAY(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def since(text: str, timezone: str) -> datetime:
    """A day or time; without a zone of its own it is the site's.

    >>> since("2026-11-01", "Europe/Berlin").isoformat()
    '2026-11-01T00:00:00+01:00'
    """
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"since={text!r} is no date like 2026-11-01") from None
    return when if when.tzinfo else when.replace(tzinfo=ZoneInfo(timezone))


def limit(text: str) -> int:
    """A number of pages, at least one."""
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise ValueError(f"limit={text!r} is no number of pages like 50")
    return int(text[:9])


def revisit(text: str) -> str:
    """Whether known articles are fetched again: never, auto (when it is time) or always."""
    if text not in ("never", "auto", "always"):
        raise ValueError(f"revisit={text!r} is none of never, auto, always")
    return text


def origin(text: str) -> str:
    """Scheme and host of a mirror.

    >>> origin("http://127.0.0.1:8080/")
    'http://127.0.0.1:8080'
    """
    parts = split(text.strip())
    if parts is None or parts.path not in ("", "/") or parts.query or "#" in text:
        raise ValueError(f"at={text!r} is no origin like http://127.0.0.1:8080")
    return parts.origin


def urls(path: str, belongs: Callable[[str], bool]) -> list[str]:
    """The URLs of a file, one a line; empty lines and lines that begin with # are left out.

    `belongs` tells whether the site may fetch the URL.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise ValueError(f"urls={path!r} can't be read: {reason}") from None
    found = []
    for number, line in enumerate(lines, start=1):
        url = line.strip()
        if not url or url.startswith("#"):
            continue
        if split(url) is None:
            raise ValueError(f"{path}:{number}: {url!r} is no http or https URL")
        if not belongs(url):
            raise ValueError(f"{path}:{number}: {url!r} is not on the site's domains")
        found.append(url)
    if not found:
        raise ValueError(f"urls={path!r} holds no URL")
    return found
