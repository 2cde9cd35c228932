"""robots.txt by RFC 9309: what was read, what it allows, and what it says besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from protego import Protego

LONGEST = 500 * 1024  # bytes that are parsed (RFC 9309, 2.5)
NOTHING = "User-agent: *\nDisallow: /\n"


@dataclass(slots=True)
class Robots:
    """The robots.txt of a host as it was answered at `at`; `trouble` says why it could not be had."""

    url: str
    at: str
    status: int | None = None
    text: str = ""
    trouble: str = ""
    read: float = 0.0  # on the monotonic clock
    rules: Protego = field(init=False)

    def __post_init__(self) -> None:
        if self.unreachable:
            self.rules = Protego.parse(NOTHING)
        else:
            self.rules = Protego.parse(self.text if self.status is not None and self.status < 300 else "")

    @property
    def unreachable(self) -> bool:
        """Whether the server had no answer, so that everything is disallowed (RFC 9309, 2.3.1.4)."""
        return self.status is None or self.status >= 500

    def allowed(self, url: str, agent: str) -> bool:
        return self.rules.can_fetch(url, agent)

    def delay(self, agent: str) -> float:
        """The Crawl-delay in seconds, 0 if there is none."""
        return max(0.0, float(self.rules.crawl_delay(agent) or 0))

    def lines(self, *names: str) -> Iterator[tuple[str, str, str]]:
        """The lines of these names, in lower case, as (name, value, the agents of the group that it stands in)."""
        agents: list[str] = []
        fresh = True  # the next User-agent line begins a group
        for line in self.text.splitlines():
            name, colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
            name = name.lower()
            if not colon:
                continue
            if name == "user-agent":
                agents = [value] if fresh else [*agents, value]
            elif name in names:
                yield name, value, ", ".join(agents)
            fresh = name != "user-agent"


def readable(body: bytes) -> str:
    """The part of a robots.txt that is parsed, without a line that was cut in two.

    >>> readable(b"\\xef\\xbb\\xbfUser-agent: *")
    'User-agent: *'
    """
    if len(body) > LONGEST:
        body = body[:LONGEST].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", "replace").replace("\0", "")
