"""The exit codes of a crawl: what a scheduler may rely on."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """| code | meaning |
    |---|---|
    | 0 | finished, with at least one article, new or known |
    | 1 | the crawl broke before its end |
    | 2 | bad input: nothing was fetched |
    | 3 | nothing found: finished without an article |
    | 4 | blocked: no article, and the site refused pages (robots.txt, 401, 403, 429, 451) |
    | 5 | partly failed: articles, but a source or page failed, pages were refused and none is new, or an error logged |
    | 6 | stopped before the end: by a signal, or since nobody reads its standard output |
    | 7 | records or state can't be written (disk full, in use, damaged): the next run goes on from there |
    | 8 | a budget was reached (pages, articles, bytes, time): the next run goes on from there |
    """

    FINISHED = 0
    BROKEN = 1
    BAD_INPUT = 2
    NOTHING_FOUND = 3
    BLOCKED = 4
    PARTLY_FAILED = 5
    STOPPED = 6
    STORAGE = 7
    BUDGET = 8
