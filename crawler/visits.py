"""When an article is worth another look: pure arithmetic on Unix seconds."""

from __future__ import annotations

HOUR = 3600
DAY = 24 * HOUR
SOONEST = HOUR
TRIES = 3  # failed visits after which the next run no longer tries at once


def next_visit(now: int, appeared: int, changed: int | None = None) -> int:
    """The time of the next visit to an article that was read just now.

    An article is read again when it is half as old again as now: after one hour while it is new, after half a year when
    it is a year old. So the visits to an article grow with the logarithm of its age. A change makes it new again.

    >>> next_visit(0, -1 * HOUR) // HOUR, next_visit(0, -1 * DAY) // HOUR, next_visit(0, -365 * DAY) // DAY
    (1, 12, 182)
    >>> next_visit(0, -365 * DAY, changed=-2 * DAY) // HOUR
    24
    """
    age = now - max(appeared, changed or appeared)
    return now + max(SOONEST, age // 2)


def next_try(now: int, tries: int, *, answered: bool) -> int:
    """The time of the next visit to a page that failed `tries` times in a row.

    Trouble on the way is tried again in the next run; a page that came but was none, or keeps failing, ever less often.

    >>> next_try(0, 1, answered=False), next_try(0, 5, answered=False) // HOUR, next_try(0, 2, answered=True) // DAY
    (0, 4, 2)
    """
    if answered:
        return now + DAY * 2 ** min(tries - 1, 8)
    return now if tries <= TRIES else now + HOUR * 2 ** min(tries - TRIES, 10)
