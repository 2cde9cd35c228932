"""The figures of a dataset as one HTML file that needs nothing else: no script, no network."""

from __future__ import annotations

import base64
import hashlib
import html
from math import ceil
from pathlib import Path
from string import Template

from crawler.dataset.figures import Figures
from crawler.dataset.tables import Row, Table, summary, tables
from crawler.logs import clean
from crawler.report.charts import anchored

FOLDER = Path(__file__).parents[1] / "templates"
UPRIGHT = ("Months", "Length")  # what goes on from left to right is drawn in columns
HEIGHT = 140
NAMED = 5  # columns below which a name stands, so that a phone has room for them


def page(name: str, figures: Figures, left_out: dict[str, int]) -> str:
    """The page; `name` is the dataset's. All that comes from records is escaped."""
    style = (FOLDER / "figures.css").read_text("utf-8")
    sha = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    told = "".join(f"<div><dt>{escape(what)}</dt><dd>{escape(value)}</dd></div>" for what, value in summary(figures))
    return Template((FOLDER / "figures.html").read_text("utf-8")).substitute(
        name=escape(name),
        style=style,
        sha=sha,
        summary=told,
        tables="".join(section(table) for table in tables(figures, left_out)),
    )


def section(table: Table) -> str:
    """A table with its plot. Every number stands in the table, too."""
    drawn = columns(table.rows) if table.title in UPRIGHT and len(table.rows) > 1 else ""
    lines = "".join(_line(row) for row in table.rows)
    return (
        f"<section><h2>{escape(table.title)}</h2>{drawn}<table><thead><tr><th scope=col>{escape(table.head)}</th>"
        f"<th scope=col>{escape(table.unit)}</th><th scope=col>share</th><td></td></tr></thead>"
        f"<tbody>{lines}</tbody></table></section>"
    )


def _line(row: Row) -> str:
    return (
        f"<tr><th scope=row>{escape(row.name)}</th><td>{row.number:,}</td><td>{row.share:.1%}</td>"
        f'<td><svg width="100%" height="10" aria-hidden="true"><rect width="{100 * row.share:.2f}%" height="10"/>'
        f"</svg></td></tr>"
    )


def columns(rows: tuple[Row, ...]) -> str:
    """A column for each row, as high as its number; its `<title>` says both."""
    most = max(row.number for row in rows) or 1
    width = 100 / len(rows)
    drawn = []
    for at, row in enumerate(rows):
        high = HEIGHT * row.number / most
        drawn.append(
            f'<rect x="{at * width + width * 0.1:.3f}%" y="{HEIGHT - high:.1f}" width="{width * 0.8:.3f}%" '
            f'height="{high:.1f}"><title>{escape(row.name)}: {row.number:,}</title></rect>'
        )
        if at % ceil(len(rows) / NAMED) == 0:
            name = row.name.replace(" and more", "+")
            middle, anchor = anchored(at, len(rows))
            drawn.append(f'<text x="{middle:.3f}%" y="{HEIGHT + 16}" text-anchor="{anchor}">{escape(name)}</text>')
    return f'<svg class=plot width="100%" height="{HEIGHT + 22}" role="img" aria-label="columns">{"".join(drawn)}</svg>'


def escape(text: str) -> str:
    """As text of a page, without what turns or hides other text."""
    return html.escape(clean(text))
