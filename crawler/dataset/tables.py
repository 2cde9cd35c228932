"""The figures of a dataset in the order in which they are told, by the card, on the terminal and as a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from crawler.dataset.figures import FILLED, LENGTHS, Figures

OF_ANY = ("Sites", "Months", "Labels", "Left out")  # tables that are true of rows of every view
LONGEST = 40  # rows of a table; a table of months has all of them


class Row(NamedTuple):
    """`share` is that of the records (for `Table.of` parts: of all parts), 0 to 1."""

    name: str
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the first column, `unit` what is counted."""

    title: str
    head: str
    unit: str
    rows: tuple[Row, ...]


def summary(figures: Figures) -> list[tuple[str, str]]:
    """The figures that are one number each."""
    found = [("records", f"{figures.records:,}"), ("sites", f"{len(figures.sites):,}")]
    if figures.first:
        found.append(("published", f"{figures.first} to {figures.last}"))
    if figures.articles:
        found += [
            ("words", f"{figures.words:,}"),
            ("last fetched", figures.fetched or "unknown"),
            ("cut off by a paywall", f"{figures.truncated:,}"),
            *((name.replace("_", " "), f"{number:,}") for name, number in figures.beside.items()),
        ]
    told = [("articles that are gone", figures.gone), ("lines that are no records", figures.bad)]
    return found + [(name, f"{number:,}") for name, number in told if number]


def tables(figures: Figures, left_out: dict[str, int] | None = None) -> list[Table]:
    """All tables that have rows. `left_out`: records that are not in the dataset, by reason."""
    whole = figures.records
    lengths = Counter({span(start): figures.lengths[start] for start in LENGTHS})
    rates = Counter({name: figures.filled[name] for name in FILLED})
    gone = Counter(left_out or {})
    found = [
        _table("Sites", "site", figures.sites, whole),
        _table("Languages", "language", figures.languages, whole),
        _table("Months", "month", figures.months, whole, ordered=True),
        _table("Article types", "type", figures.types, whole),
        _table("Length", "words", lengths, whole, ordered=True, sort=False),
        _table("Parts of the body", "part", figures.parts, figures.parts.total(), unit="parts"),
        _table("Labels", "label", figures.labels, figures.labels.total(), unit="blocks"),
        _table("Fields that are filled", "field", rates, whole, ordered=True, sort=False),
        _table("Rights signals", "signal", figures.rights, whole),
        _table("Left out", "reason", gone, whole + gone.total(), ordered=True, sort=False),
    ]
    return [table for table in found if table.rows and (figures.articles or table.title in OF_ANY)]


def span(start: int) -> str:
    """A bar of the histogram of lengths.

    >>> span(0), span(4000)
    ('0–99', '4000 and more')
    """
    after = next((bound for bound in LENGTHS if bound > start), None)
    return f"{start}–{after - 1}" if after else f"{start} and more"


def _table(
    title: str, head: str, counts: Counter[str], whole: int, *, unit: str = "records", ordered: bool = False,
    sort: bool = True,
) -> Table:  # fmt: skip
    """By number, or, if it is `ordered`, by name (as it stands if it is not to be `sort`ed) and in full."""
    pairs = sorted(counts.items(), key=lambda pair: (0 if ordered else -pair[1], pair[0])) if sort else counts.items()
    rows = [Row(name, number, number / whole if whole else 0.0) for name, number in pairs]
    if not ordered and len(rows) > LONGEST:
        rest = sum(row.number for row in rows[LONGEST:])
        rows[LONGEST:] = [Row(f"({len(rows) - LONGEST:,} more)", rest, rest / whole if whole else 0.0)]
    return Table(title, head, unit, tuple(rows) if any(row.number for row in rows) else ())
