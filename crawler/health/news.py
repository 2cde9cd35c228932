"""What is sent: new alerts and all-clears, in words and as data. All that a site sent is escaped and cut here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from crawler.health.examine import Health
from crawler.health.finding import Finding
from crawler.logs import clean

LONGEST = 400  # characters of what a site sent
SITES = 3  # named in a subject


@dataclass(frozen=True, slots=True)
class Cleared:
    """A finding that is no more; `until`: Unix seconds."""

    finding: Finding
    until: int


@dataclass(frozen=True, slots=True)
class News:
    """What one receiver does not know yet."""

    alerts: tuple[Finding, ...] = ()
    cleared: tuple[Cleared, ...] = ()

    @property
    def events(self) -> tuple[Finding | Cleared, ...]:
        return (*self.alerts, *self.cleared)

    @property
    def subject(self) -> str:
        """One line: 'technews: 2 alerts, 1 all-clear (golem, heise)'."""
        told = [(len(self.alerts), "alert"), (len(self.cleared), "all-clear")]
        counts = ", ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in told if count)
        sites = sorted({one.site for one in (*self.alerts, *(clear.finding for clear in self.cleared))})
        more = f" and {len(sites) - SITES} more" if len(sites) > SITES else ""
        return shown(f"technews: {counts} ({', '.join(sites[:SITES])}{more})")

    @property
    def text(self) -> str:
        """All of it, for a person."""
        return "\n".join(line for event in self.events for line in (*lines(event), ""))

    @property
    def data(self) -> dict[str, Any]:
        """All of it, for a program; `text` is what chat services show."""
        return {
            "text": f"{self.subject}\n\n{self.text}",
            "alerts": [as_data(finding) for finding in self.alerts],
            "cleared": [as_data(clear) for clear in self.cleared],
        }


def lines(event: Finding | Cleared) -> Iterator[str]:
    """An alert or an all-clear in lines for a terminal or a mail."""
    finding = event.finding if isinstance(event, Cleared) else event
    if isinstance(event, Cleared):
        yield shown(f"ALL CLEAR {finding.site}: {finding.what}, from {moment(finding.since)} to {moment(event.until)}")
        return
    since = f"since {moment(finding.since)}" + (f", run {finding.run}" if finding.run else "")
    yield shown(f"ALERT {finding.site}: {finding.what} ({since}; {finding.sure:.1%} sure)")
    yield shown(f"  {finding.reason}")
    yield from (shown(f"  also: {line}") for line in finding.also)
    yield from (shown(f"  {url}") for url in finding.urls)
    yield f"  look: {clean(finding.command)}"


def report(health: Health) -> Iterator[str]:
    """How a site is, in lines for a terminal."""
    if not health.findings and health.last:
        yield shown(f"{health.site}: fine (run {health.last.number}, {moment(health.last.started)})")
    for finding in health.findings:
        yield from lines(finding)
    if health.waiting:
        yield shown(f"  {health.site}: too little is known to judge: {', '.join(health.waiting)}")


def as_data(event: Finding | Cleared) -> dict[str, Any]:
    """An alert or an all-clear as JSON can hold it, times in ISO 8601."""
    finding = event.finding if isinstance(event, Cleared) else event
    data = {name: _short(value) for name, value in asdict(finding).items()}
    data |= {"since": iso(finding.since), "command": clean(finding.command)}
    if isinstance(event, Cleared):
        return {"event": "all clear", **data, "until": iso(event.until)}
    return {"event": "alert", **data}


def shown(text: str) -> str:
    """Escaped and cut; one line.

    >>> shown("x\\ny" + 500 * "z")[:8], len(shown(500 * "z"))
    ('x\\\\nyzzzz', 401)
    """
    text = clean(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def moment(time_: int) -> str:
    """Unix seconds for a person.

    >>> moment(0), iso(0)
    ('1970-01-01 00:00 UTC', '1970-01-01T00:00:00+00:00')
    """
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(time_))


def iso(time_: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time_))


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    return [shown(line) for line in value] if isinstance(value, tuple) else value
