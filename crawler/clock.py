"""What time it is. TECHNEWS_CLOCK shifts it by so many seconds, so that a month of crawls passes in minutes."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

SHIFT = "TECHNEWS_CLOCK"  # environment variable, so that the crawls that a scheduler starts have the same time


def now() -> float:
    """Unix seconds, for what is written down; how long something takes is time.monotonic's to say."""
    return time.time() + float(os.environ.get(SHIFT) or 0)


def stamp(at: float | None = None) -> str:
    """A time, or now, as ISO 8601 in UTC with whole seconds.

    >>> stamp(0)
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(now() if at is None else at, UTC).isoformat(timespec="seconds")
