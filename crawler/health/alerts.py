"""What was told to whom, kept on disk: nothing twice while it lasts, an all-clear when it is over, nothing lost."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from crawler.health.examine import Health
from crawler.health.finding import Finding, Kind
from crawler.health.mail import NotSent
from crawler.health.news import Cleared, News, shown
from crawler.health.senders import Send
from crawler.rewrite import rewrite

FILE = "alerts.json"
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Alert:
    """A finding and which senders told it; `closed` (Unix seconds): it is over, which those in `cleared` told."""

    finding: Finding
    closed: int | None = None
    told: list[str] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)


def tell(data: Path, healths: Iterable[Health], senders: Mapping[str, Send], now: int) -> list[str]:
    """Send what is new in these sites to those who do not know it; gives a line for each sender that failed.

    The memory is written after each sender, so that a kill repeats one message at most; a sender that fails is tried
    again next time. Raises OSError if the memory can't be written: then nothing is sent.
    """
    with _memory(data) as alerts:
        _note(alerts, healths, now)
        _write(data, alerts)
        failed = []
        for name, send in senders.items():
            fresh = [alert for alert in alerts if alert.closed is None and name not in alert.told]
            over = [alert for alert in alerts if alert.closed is not None and name in _owed(alert)]
            if not (fresh or over):
                continue
            clears = tuple(Cleared(alert.finding, alert.closed or now) for alert in over)
            try:
                send(News(tuple(alert.finding for alert in fresh), clears))
            except (NotSent, OSError) as error:
                failed.append(shown(f"{name}: {error}; it is tried again next time"))
                continue
            for alert in fresh:
                alert.told.append(name)
            for alert in over:
                alert.cleared.append(name)
            _write(data, alerts)
        waiting = [alert for alert in alerts if alert.closed is None or _owed(alert) & senders.keys()]
        if len(waiting) < len(alerts):  # of the others, everybody who is told at all knows the end
            _write(data, waiting)
        return failed


def open_alerts(data: Path) -> list[Finding]:
    """The findings that were open when a site was last looked at."""
    return [alert.finding for alert in _read(data / FILE) if alert.closed is None]


def _owed(alert: Alert) -> set[str]:
    """Those who were told of the alert, but not of its end."""
    return set(alert.told) - set(alert.cleared)


def _note(alerts: list[Alert], healths: Iterable[Health], now: int) -> None:
    """Open what is new and close what is over. What another finding explains, or can't be looked at, stays open."""
    for health in healths:
        open_ = {alert.finding.key: alert for alert in alerts if alert.closed is None}
        alerts += [Alert(finding) for finding in health.findings if finding.key not in open_]
        blind = any(finding.kind is Kind.STATE for finding in health.findings)
        still = {finding.key for finding in (*health.findings, *health.explained)}
        for key, alert in open_.items():
            if alert.finding.site == health.site and key not in still and not blind:
                alert.closed = now


@contextmanager
def _memory(data: Path) -> Iterator[list[Alert]]:
    """The alerts, while no other process has them."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / f"{FILE}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield _read(data / FILE)


def _read(path: Path) -> list[Alert]:
    """The stored alerts; a damaged file is moved away and named, and what lasts is told again."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Alert])
    except FileNotFoundError:
        return []
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        bad = path.with_name(f"{path.name}.bad")
        path.replace(bad)
        logger.warning("%s was damaged (%s): moved to %s; what lasts is told again", path, error, bad)
        return []


def _write(data: Path, alerts: list[Alert]) -> None:
    rewrite(data / FILE, msgspec.json.format(msgspec.json.encode(alerts), indent=1) + b"\n")
