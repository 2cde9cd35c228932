"""Figures by day → SVG that a browser stretches to any width, its text unstretched. All of them go by the same days.

Positions along the days are percentages, so that one drawing fits a phone and a page of paper. Colours come from the
style sheet; what a chart says in colour, its `<title>`s say in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

from markupsafe import Markup, escape

from crawler.report.wording import day, share

HEIGHT = 132  # pixels of the larger charts' plots
AXIS = 20  # below them
TOP = 16  # above them, for the marks


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered line through a chart: something began on this day (its place among the days)."""

    place: int
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Series:
    """Whole numbers by day, drawn as bars of class `kind`; None: nothing is known of the day."""

    name: str
    kind: str
    values: Sequence[int | None]


def sparkline(days: Sequence[date], values: Sequence[int | None], bad: Sequence[bool], title: str) -> Markup:
    """A bar a day, today's paler because it isn't over; a line below the days that were bad or not crawled."""
    most = max((value for value in values if value), default=1)
    drawn = Markup()
    for place, (value, wrong) in enumerate(zip(values, bad, strict=True)):
        told = f"{day(days[place])}: {'not crawled' if value is None else value}"
        if value:
            height = max(1.5, 28 * value / most)
            kind = "today" if place == len(days) - 1 else "new"
            drawn += _bar(place, len(days), 28 - height, height, kind, told)
        if wrong or value is None:
            drawn += _bar(place, len(days), 30, 2.5, "failing" if wrong else "none", told)
    return _figure(drawn, 33, title, "spark")


def bars(days: Sequence[date], up: Sequence[Series], down: Series, marks: Sequence[Mark], title: str) -> Markup:
    """Series stacked on a line, and one hanging below it: on the same scale, unless it would take more than a third."""
    tops = [sum(series.values[place] or 0 for series in up) for place in range(len(days))]
    most, least = max(tops, default=0), max((value or 0 for value in down.values), default=0)
    step = _step(most)
    top = _rounded(max(1, most), step)
    room = min(HEIGHT / 3, HEIGHT * least / (top + least))
    scale, scale_below = (HEIGHT - room) / top, room / (least or 1)
    line = TOP + HEIGHT - room
    drawn, numbers = _grid(line, scale, step, most)
    if room > 20:
        numbers += Markup('<text x="0" y="{}">{:,}</text>').format(_px(line + room), least)
    for place, date_ in enumerate(days):
        below = line
        for series in up:
            if value := series.values[place]:
                below -= value * scale
                drawn += _bar(
                    place, len(days), below, value * scale, series.kind, f"{day(date_)}: {value} {series.name}"
                )
        if value := down.values[place]:
            drawn += _bar(
                place, len(days), line + 1, value * scale_below, down.kind, f"{day(date_)}: {value} {down.name}"
            )
        if all(series.values[place] is None for series in up):
            drawn += _bar(place, len(days), line - 1, 2, "none", f"{day(date_)}: not crawled")
    drawn += Markup('<line class="base" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(_px(line))
    return _figure(drawn + numbers + _marks(marks, len(days)) + _dates(days), TOP + HEIGHT + AXIS, title)


def areas(days: Sequence[date], shares: dict[str, Sequence[float | None]], marks: Sequence[Mark], title: str) -> Markup:
    """Shares (0 to 1) stacked to the whole, an area a label; a gap where nothing is known."""
    names = list(shares)
    paths = Markup()
    for first, last in _stretches([shares[names[0]][place] for place in range(len(days))] if names else []):
        floor = [0.0] * (last - first + 1)
        for name in names:
            ceiling = [low + (shares[name][first + at] or 0) for at, low in enumerate(floor)]
            told = f"{name}: {share(shares[name][last] or 0)} on {day(days[last])}"
            paths += Markup('<path data-label="{}" d="{}"><title>{}</title></path>').format(
                name, _band(first, floor, ceiling), told
            )
            floor = ceiling
    plot = Markup(
        '<svg class="areas" y="{}" width="100%" height="{}" viewBox="0 0 {} 1" preserveAspectRatio="none">{}</svg>'
    ).format(TOP, HEIGHT, len(days), paths)
    lines = Markup().join(
        Markup('<line class="over" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(_px(TOP + HEIGHT * part))
        for part in (0.25, 0.5, 0.75)
    )
    return _figure(plot + lines + _marks(marks, len(days)) + _dates(days), TOP + HEIGHT + AXIS, title)


def strip(days: Sequence[date], shares: Sequence[float | None], title: str) -> Markup:
    """A cell a day, the fuller the darker."""
    drawn = Markup()
    for place, value in enumerate(shares):
        told = f"{day(days[place])}: {'no articles' if value is None else share(value)}"
        at, width = 100 * place / len(days), 100 / len(days)
        kind = "none" if value is None else "cell"
        drawn += Markup(
            '<rect class="{}" x="{:.2f}%" width="{:.2f}%" height="18" fill-opacity="{:.2f}"><title>{}</title></rect>'
        ).format(kind, at, width * 0.94, 1 if value is None else 0.06 + 0.84 * value**2, told)
    return _figure(drawn, 18, title, "strip")


def _figure(drawn: Markup, height: int, title: str, kind: str = "chart") -> Markup:
    return Markup('<svg class="{}" width="100%" height="{}" role="img" aria-label="{}">{}</svg>').format(
        kind, height, title, drawn
    )


def _bar(place: int, days: int, top: float, height: float, kind: str, told: str) -> Markup:
    at, width = 100 * (place + 0.12) / days, 100 * 0.76 / days
    return Markup('<rect class="{}" x="{:.2f}%" width="{:.2f}%" y="{}" height="{}"><title>{}</title></rect>').format(
        kind, at, width, _px(top), _px(height), told
    )


def _grid(line: float, scale: float, step: int, most: int) -> tuple[Markup, Markup]:
    """Thin lines at each step, to be drawn below the bars, and their numbers, to be drawn over them."""
    lines = numbers = Markup()
    for value in range(step, most + step, step):
        y = line - value * scale
        lines += Markup('<line class="grid" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(_px(y))
        numbers += Markup('<text x="0" y="{}">{:,}</text>').format(_px(y - 3), value)
    return lines, numbers


def _marks(marks: Sequence[Mark], days: int) -> Markup:
    drawn = Markup()
    for mark in marks:
        x = f"{100 * (mark.place + 0.5) / days:.2f}%"
        drawn += Markup(
            '<g class="mark"><title>{}</title><line x1="{x}" x2="{x}" y1="{}" y2="{}"/>'
            '<circle cx="{x}" cy="8" r="7.5"/><text x="{x}" y="12" text-anchor="middle">{}</text></g>'
        ).format(mark.title, TOP, TOP + HEIGHT, mark.number, x=x)
    return drawn


def _dates(days: Sequence[date]) -> Markup:
    """Up to five days are named, which is what a phone has room for; Mondays where a month is shown."""
    named = range(0, len(days), max(1, ceil(len(days) / 5)))
    if 14 <= len(days) <= 35:
        named = range((7 - days[0].weekday()) % 7, len(days), 7)
    drawn = Markup()
    for place in named:
        at, anchor = anchored(place, len(days))
        drawn += Markup('<text x="{:.2f}%" y="{}" text-anchor="{}">{}</text>').format(
            at, TOP + HEIGHT + AXIS - 5, anchor, day(days[place])
        )
    return drawn


def anchored(place: int, days: int) -> tuple[float, str]:
    """Where the name of one of so many places stands, in percent: below its middle, but so that no side cuts it off."""
    middle = 100 * (place + 0.5) / days
    if middle < 7:
        return 100 * place / days, "start"
    return (100 * (place + 1) / days, "end") if middle > 93 else (middle, "middle")


def _stretches(values: Sequence[float | None]) -> Iterator[tuple[int, int]]:
    """The first and last place of each row of known values."""
    first = None
    for place, value in enumerate([*values, None]):
        if value is not None and first is None:
            first = place
        elif value is None and first is not None:
            yield first, place - 1
            first = None


def _band(first: int, floor: Sequence[float], ceiling: Sequence[float]) -> str:
    """The outline between two lines through the middles of the days, drawn out to the edges of the first and last."""
    xs = [first + at + 0.5 for at in range(len(floor))]
    lower, upper = ([1 - value for value in line] for line in (floor, ceiling))
    xs, lower, upper = (
        [xs[0] - 0.5, *xs, xs[-1] + 0.5],
        *([line[0], *line, line[-1]] for line in (lower, upper)),
    )
    there = " ".join(f"{x:g},{y:.4f}" for x, y in zip(xs, upper, strict=True))
    back = " ".join(f"{x:g},{y:.4f}" for x, y in zip(reversed(xs), reversed(lower), strict=True))
    return f"M{there} L{back}Z"


def _step(most: int) -> int:
    """A round number that goes two to four times into the largest value.

    >>> [_step(most) for most in (0, 1, 9, 40, 73, 1200)]
    [1, 1, 5, 20, 50, 500]
    """
    if most < 3:
        return 1
    size = 10 ** int(log10(most / 2))
    return next(int(size * by) for by in (5, 2, 1) if size * by * 1.4 <= most or by == 1)


def _rounded(most: int, step: int) -> int:
    return ceil(most / step) * step


def _px(value: float) -> str:
    return str(escape(f"{value:.1f}".removesuffix(".0")))
