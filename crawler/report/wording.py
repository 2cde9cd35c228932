"""Figures and times as a person reads them. Times are UTC; the report says so once."""

from __future__ import annotations

from datetime import UTC, date, datetime

UNITS = ((86_400 * 365, "year"), (86_400 * 30, "month"), (86_400, "day"), (3600, "hour"), (60, "minute"))
LONGEST = 300


def ago(seconds: float) -> str:
    """How long ago something was, or in how long it will be.

    >>> ago(30), ago(7_300), ago(86_400 * 3), ago(-7_300)
    ('just now', '2 hours ago', '3 days ago', 'in 2 hours')
    """
    for size, unit in UNITS:
        if abs(seconds) >= size:
            span = count(int(abs(seconds) // size), unit)
            return f"{span} ago" if seconds > 0 else f"in {span}"
    return "just now"


def duration(seconds: float) -> str:
    """A short span.

    >>> duration(0.0421), duration(1.42), duration(75), duration(7_500)
    ('42 ms', '1.4 s', '1 min 15 s', '2 h 5 min')
    """
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def count(number: int, noun: str, plural: str = "") -> str:
    """
    >>> count(1, "article"), count(12_345, "article"), count(0, "entry", "entries")
    ('1 article', '12,345 articles', '0 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size(number: float) -> str:
    """Bytes.

    >>> size(999), size(1_500_000), size(45_000_000_000)
    ('999 B', '1.5 MB', '45 GB')
    """
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            return f"{number:.0f} {unit}" if unit == "B" or number >= 10 else f"{number:.1f} {unit}"
        number /= 1000
    raise AssertionError


def share(part: float) -> str:
    """
    >>> share(0.543), share(0.004), share(0), share(0.9996)
    ('54%', '<1%', '0%', '99.9%')
    """
    if 0 < part < 0.01:
        return "<1%"
    return "99.9%" if 0.995 <= part < 1 else f"{part:.0%}"


def day(when: date) -> str:
    """
    >>> day(date(2026, 11, 2))
    '2 Nov'
    """
    return f"{when.day} {when:%b}"


def moment(when: float) -> str:
    """
    >>> moment(1_793_613_900)
    '2 Nov, 10:05'
    """
    at = datetime.fromtimestamp(when, UTC)
    return f"{day(at)}, {at:%H:%M}"


def short(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text, cut at a word.

    >>> short("Ein Satz mit Wörtern", 12), short("Ein Satz", 12)
    ('Ein Satz …', 'Ein Satz')
    """
    if len(text) <= longest:
        return text
    return f"{text[: longest - 1].rsplit(' ', 1)[0]} …"


def timestamp(text: str | None) -> float | None:
    """An ISO 8601 time or date as Unix seconds; None for what is none. Without a zone it is UTC.

    >>> timestamp("2026-11-02T10:05:00+01:00"), timestamp("2026-11-02"), timestamp("soon")
    (1793610300.0, 1793577600.0, None)
    """
    try:
        at = datetime.fromisoformat(text or "")
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
