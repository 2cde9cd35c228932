"""What the report shows of the articles themselves, from the database that is browsed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from crawler.browse.changes import Part, lines

NEWEST, CHANGED, VERSIONS = 9, 5, 6  # of a site: articles shown, articles whose history is shown, steps of each
LISTED = 40  # teasers or links of an article
PARTS = 24  # changed paragraphs of a version

Row = dict[str, Any]


@dataclass(slots=True)
class Newest:
    """An article with what its page points to and is paid by; `row` as in the table."""

    row: Row
    teasers: list[Row]
    links: list[Row]


@dataclass(slots=True)
class Step:
    """From one version to the next: each line is a paragraph that changed, its parts in order."""

    fetched: str
    words: int
    before: int
    lines: list[list[Part]]
    more: int  # paragraphs that are not shown


@dataclass(slots=True)
class Changed:
    """An article with its steps, the newest first."""

    headline: str
    url: str
    steps: list[Step]


def newest(db: sqlite3.Connection, site: str) -> list[Newest]:
    """The site's newest articles."""
    rows = _rows(
        db,
        "SELECT number, headline, url, published, fetched, authors, section, words, gone, truncated, versions,"
        " substr(body_text, 1, 1000) AS beginning FROM articles WHERE site = ? ORDER BY published DESC LIMIT ?",
        (site, NEWEST),
    )
    return [
        Newest(
            row,
            _rows(db, "SELECT * FROM teasers WHERE article = ? ORDER BY number LIMIT ?", (row["number"], LISTED)),
            _rows(
                db, "SELECT * FROM affiliate_links WHERE article = ? ORDER BY number LIMIT ?", (row["number"], LISTED)
            ),
        )
        for row in rows
    ]


def changed(db: sqlite3.Connection, site: str) -> list[Changed]:
    """The site's articles that changed last, each with its history."""
    articles = _rows(
        db,
        "SELECT number, headline, url FROM articles WHERE site = ? AND versions > 1 ORDER BY fetched DESC LIMIT ?",
        (site, CHANGED),
    )
    return [Changed(row["headline"] or "", row["url"] or "", _steps(db, row["number"])) for row in articles]


def _steps(db: sqlite3.Connection, article: int) -> list[Step]:
    query = "SELECT * FROM versions WHERE article = ? ORDER BY number DESC LIMIT ?"
    versions = _rows(db, query, (article, VERSIONS + 1))
    return [_step(before, after) for after, before in pairwise(versions)]


def _step(before: Row, after: Row) -> Step:
    old, new = (f"{version['headline'] or ''}\n\n{version['body_text']}" for version in (before, after))
    found = lines(old, new)
    return Step(after["fetched"] or "", after["words"], before["words"], found[:PARTS], max(0, len(found) - PARTS))


def _rows(db: sqlite3.Connection, query: str, values: tuple[Any, ...]) -> list[Row]:
    found = db.execute(query, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]
