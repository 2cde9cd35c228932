"""Dates as pages write them → ISO 8601, with the UTC offset that the page or its site states. No clock is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipelines.rules.months import IN_MONTHS, MONTHS

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

EARLIEST, LATEST = 1990, 2100  # the years in which a web page can have been published
LONGEST = 80  # characters of a text that is a date and little else
ISO = re.compile(
    r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?:(?:T|\s+|T\s)(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?!\d)",
    re.IGNORECASE,
)
EPOCH = re.compile(r"\d{9,10}(?:\d{3})?").fullmatch
NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./] ?(\d{1,2})[./] ?((?:19|20)\d\d)(?!\d)")
MONTH_FIRST = frozenset(("en", "en-US", "en-CA", "en-PH"))  # the rest of the world writes 31/12/2026
YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
# A day, a month's name and a year, in any order and script; perhaps a time of day behind it.
WRITTEN = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?[.,º]?[\s-]+(?:de\s+)?[^\W\d_]{3,12}[.,]?[\s-]+(?:de\s+)?(?:19|20)\d\d(?!\d)"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d\.?[\s-][^\W\d_]{3,12}\.?[\s-]\d{1,2}(?!\d)"
    r"|(?:19|20)\d\d\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
)
FORMS = (NUMERIC, WRITTEN, YEAR_FIRST)
CLOCK = re.compile(
    r"(\D{1,14}?)(\d{1,2})(?:[:.]|\s?h\s?|\s?[時时点點시]\s?)(\d\d)(?!\d|[./]\d)\s*([AaPp]\.?[Mm])?"
).match
HALVES = (("오전", "午前", "上午"), ("오후", "午後", "下午"))  # am and pm, which stand before the hour
IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?([0-2]\d|3[01])(?=[/_.+-]|$)")


def iso(value: str | None, timezone: str | None = None, languages: tuple[str, ...] = ()) -> str | None:
    """A declared or written date in ISO 8601: without time it stays a date; None if it is no plausible date.

    `languages` are BCP 47 tags, for the names of months and the order of numbers.

    >>> iso("2026-11-12T14:05:33.120Z"), iso("20261112"), iso("12.11.2026, 14:05 Uhr", "Europe/Berlin")
    ('2026-11-12T14:05:33+00:00', '2026-11-12', '2026-11-12T14:05:00+01:00')
    >>> iso("3/12/2026", languages=("en-US",)), iso("3/12/2026", languages=("en-GB",))
    ('2026-03-12', '2026-12-03')
    >>> iso("0001-01-01T00:00:00Z"), iso("soon"), iso("2026-13-45"), iso("Thu, 12 Nov 2026 14:05:00 +0100")
    (None, None, None, '2026-11-12T14:05:00+01:00')
    """
    if not value:
        return None
    value = value.strip()[:LONGEST]
    if found := ISO.match(value):
        return from_parts(found, timezone)
    if EPOCH(value):
        moment = int(value) / (1000 if len(value) > 10 else 1)
        return plausible(datetime.fromtimestamp(moment, tz=UTC))
    if value[:3].isalpha() and ("," in value[:5] or "GMT" in value):
        try:
            return plausible(parsedate_to_datetime(value))
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    return in_text(value, timezone, languages)


def from_parts(found: re.Match[str], timezone: str | None) -> str | None:
    year, month, day, hour, minute, second, zone = found.groups()
    text = f"{year}-{month}-{day}"
    try:
        if hour is None:
            return text if plausible(datetime.fromisoformat(text)) else None
        moment = datetime.fromisoformat(f"{text}T{hour}:{minute}:{second or '00'}")
        if zone:
            offset = "+00:00" if zone[0] not in "+-" else zone if len(zone) > 3 else f"{zone}:00"
            moment = datetime.fromisoformat(moment.isoformat() + offset)
        return plausible(moment, timezone)
    except ValueError:  # 25 o'clock
        return None if hour is None else moment_of(year, month, day, None, timezone)


def plausible(moment: datetime, timezone: str | None = None) -> str | None:
    """ISO text of a moment in the years of the web, in the site's time zone if it has none."""
    if not EARLIEST <= moment.year <= LATEST:
        return None
    if moment.tzinfo is None and (site := zone(timezone)):
        moment = moment.replace(tzinfo=site)
    return moment.isoformat(timespec="seconds")


@lru_cache(maxsize=64)
def zone(name: str | None) -> tzinfo | None:
    """A time zone by its IANA name; None if there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def in_text(text: str, timezone: str | None = None, languages: tuple[str, ...] = ()) -> str | None:
    """The first full date (day, month, year) that is written out in a text.

    >>> in_text("Von Erika Muster · 12. November 2026, 14:05 Uhr", "Europe/Berlin", ("de",))
    '2026-11-12T14:05:00+01:00'
    >>> in_text("Updated March 3, 2026"), in_text("May 5 reasons"), in_text("2026年7月3日")
    ('2026-03-03', None, '2026-07-03')
    >>> in_text("12 Kasım 2025 11:20 (12.11.2025)"), in_text("2025年11月12日 오후 1:20")
    ('2025-11-12T11:20:00', '2025-11-12T13:20:00')
    """
    places = [(stamped(found), found.start(), found) for form in FORMS if (found := form.search(text))]
    for _, _, found in sorted(places, key=lambda place: place[:2]):
        whole = ISO.match(text, found.start()) if found.re is YEAR_FIRST else None
        if whole and (found[0][4] == "-" or ":" in whole[0]):
            return from_parts(whole, timezone)
        numbers = written(found[0], languages) if found.re is WRITTEN else numeric(found, languages)
        if numbers and (moment := moment_of(*numbers, clock(text[found.end() :]), timezone)):
            return moment
    return None


def stamped(found: re.Match[str]) -> bool:
    """Whether it is a time stamp for machines, which counts only if no date is written for readers beside it."""
    return found.re is YEAR_FIRST and found.string[found.end() : found.end() + 1] == "T"


def numeric(found: re.Match[str], languages: tuple[str, ...]) -> tuple[str, str, str]:
    """Year, month and day of a date in numbers alone."""
    first, second, third = found[1], found[2], found[3]
    if found.re is YEAR_FIRST:
        return first, second, third
    if int(second) > 12 or (MONTH_FIRST.issuperset(languages[:1] or ("",)) and int(first) <= 12 and "/" in found[0]):
        return third, first, second
    return third, second, first


def clock(text: str) -> tuple[str | None, ...] | None:
    """Hour, minute and am or pm, where a text behind a date begins with the time of day.

    >>> clock(" às 11h20"), clock(" 11時20分 公開"), clock(" - 13.11.2025")
    (('11', '20', None), ('11', '20', None), None)
    """
    found = CLOCK(text)
    if not found:
        return None
    before, hour, minute, half = found.groups()
    for name, words in zip(("am", "pm"), HALVES, strict=True):
        half = name if any(word in before for word in words) else half
    return hour, minute, half


def in_any(texts: Iterable[str], timezone: str | None = None, languages: tuple[str, ...] = ()) -> str | None:
    """The first full date that is written out in one of these texts."""
    for text in texts:
        if found := in_text(text, timezone, languages):
            return found
    return None


def written(text: str, languages: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Year, month and day of a date with a month's name."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 3 and len(numbers[0]) == 4:
        return numbers[0], numbers[1], numbers[2]
    month = next((MONTHS[word] for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word in MONTHS), None)
    if month and len(numbers) == 2:
        day, year = sorted(numbers, key=len)
        return year, str(month), day
    if languages and IN_MONTHS.issuperset(tag.partition("-")[0] for tag in languages):
        return None  # '2025 week 2'
    parsed = reader(languages).get_date_data(text).date_obj
    return (str(parsed.year), str(parsed.month), str(parsed.day)) if parsed else None


def moment_of(
    year: str, month: str, day: str, clock: tuple[str | None, ...] | None, timezone: str | None
) -> str | None:
    """ISO text of the numbers of a date and of a time of day (hour, minute, am or pm)."""
    try:
        moment = datetime(int(year), int(month), int(day))
        if clock is None:
            return moment.date().isoformat() if plausible(moment) else None
        hour = int(clock[0] or 0)
        if clock[2]:
            hour = hour % 12 + (12 if clock[2][0] in "pP" else 0)
        return plausible(moment.replace(hour=hour, minute=int(clock[1] or 0)), timezone)
    except ValueError:
        return None


@lru_cache(maxsize=32)
def reader(languages: tuple[str, ...]) -> DateDataParser:
    """A reader of month names, made once a set of languages; without one, of all languages that it knows."""
    from dateparser.date import DateDataParser  # takes 0.3 s, and most pages do not need it

    tongues = [tag.partition("-")[0] for tag in languages]
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    try:
        parser = DateDataParser(languages=tongues or None, settings=settings)
        parser.get_date_data("2026")  # it may look only now whether it knows the language
    except ValueError:
        return DateDataParser(settings=settings)
    return parser


def in_url(url: str) -> str | None:
    """The day that a URL's path names.

    >>> in_url("https://a.de/2026/11/12/neues-handy/"), in_url("https://a.de/artikel-20261299.html")
    ('2026-11-12', None)
    """
    found = IN_URL.search(url)
    return moment_of(found[1], found[2], found[3], None, None) if found else None


def well_before(first: str, second: str) -> bool:
    """Whether a date lies two days or more before another: not the same in another zone, or read with month as day.

    >>> well_before("2026-10-31", "2026-11-02T08:00:00+01:00"), well_before("2026-11-01", "2026-11-02")
    (True, False)
    >>> well_before("2026-03-11", "2026-11-03")
    False
    """
    if sorted(first[:10].split("-")) == sorted(second[:10].split("-")):
        return False
    return (date.fromisoformat(second[:10]) - date.fromisoformat(first[:10])).days > 1


def earlier(first: str, second: str) -> bool:
    """Whether a date surely lies before another: by the day where one of them tells no time or no zone.

    >>> earlier("2026-11-12T09:00:00+01:00", "2026-11-12T08:30:00+00:00"), earlier("2026-11-12", "2026-11-12T09:00:00")
    (True, False)
    """
    one, other = datetime.fromisoformat(first), datetime.fromisoformat(second)
    if (one.tzinfo is None) == (other.tzinfo is None) and len(first) > 10 < len(second):
        return one < other
    return first[:10] < second[:10]


def better(first: str | None, second: str | None) -> str | None:
    """The first of two dates, or the second if that tells the time of the same day, which the first does not."""
    if first and second and len(first) == 10 < len(second) and second.startswith(first):
        return second
    return first or second
