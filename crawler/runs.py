"""One crawl of one site in figures."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one site with its figures. Times are Unix seconds; durations seconds; sizes bytes."""

    site: str
    number: int
    started: int
    ended: int | None = None
    reason: str = ""
    exit: int | None = None
    pages: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    bytes: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    words: list[int] = field(default_factory=list)
    latency: dict[str, float] = field(default_factory=dict)
    layouts: dict[str, int] = field(default_factory=dict)
    sources: dict[str, dict[str, object]] = field(default_factory=dict)
    newest: str | None = None
    robots: str | None = None
    rights: dict[str, str] = field(default_factory=dict)
    slowest: list[tuple[str, float]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
