"""robots.txt by RFC 9309: what was read, what it allows, and what it says besides.

Which group is whose is found here, once; Protego matches the rules of one group. It would make a set of rules for each
agent that is named: from 500 KiB that name ten thousand of them, more than fits into memory.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from protego import Protego
from scrapy.utils.datatypes import LocalCache

LONGEST = 500 * 1024  # bytes that are parsed (RFC 9309, 2.5)
MOST_RULES = 5_000  # rules that are matched with a URL only to record a verdict; those for us are not counted
MOST_LINES = 40
MOST_AGENTS = 100  # agents that are named with a line
LINES = ("content-signal", "content-usage", "license")
AGENT = re.compile(r"user(?:-|\s*)agent(?:\s*:|\s+|$)(.*)", re.IGNORECASE)
FOR_ALL = re.compile(r"(?:sitemaps?|site-map|host)\b", re.IGNORECASE)  # stand outside of all groups
RULE = re.compile(r"[^:]*:|(?:(?:dis)?allow|crawl[- ]delay)(?:\s|$)", re.IGNORECASE)
SITEMAP = re.compile(r"^[ \t]*sitemaps?[ \t]*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE)
Key = tuple[int, ...]  # the numbers of the groups that hold for an agent


@dataclass(slots=True)
class Group:
    """The rules for some agents, as they were written."""

    agents: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Robots:
    """The robots.txt of a host as it was answered at `at`; `trouble` says why it could not be had.

    `lines` are those about use and licence, as (name, value, the agents of their group), `left_out` says what of the
    file is not judged because it is too much.
    """

    url: str
    at: str
    status: int | None = None
    text: str = ""
    trouble: str = ""
    read: float = 0.0  # on the monotonic clock
    cut: bool = False  # behind LONGEST bytes
    lines: list[tuple[str, str, str]] = field(init=False, default_factory=list)
    left_out: list[str] = field(init=False, default_factory=list)
    _groups: list[Group] = field(init=False, default_factory=list)
    _named: dict[str, list[int]] = field(init=False)  # groups by agent
    _rules: dict[Key, Protego] = field(init=False, default_factory=dict)
    _judged: LocalCache[tuple[Key, str], bool] = field(init=False, default_factory=lambda: LocalCache(100))
    _room: int = field(init=False, default=MOST_RULES)

    def __post_init__(self) -> None:
        self._groups = groups(self.text if self.status is not None and self.status < 300 else "")
        self._named = defaultdict(list)
        for number, group in enumerate(self._groups):
            for agent in {agent if agent == "*" else agent.replace("*", "") for agent in map(str.lower, group.agents)}:
                self._named[agent].append(number)
        self._find_lines()
        if self.cut:
            self.left_out.append(f"what stands behind {LONGEST} bytes")

    def _find_lines(self) -> None:
        for group in self._groups:
            agents = ", ".join(group.agents[:MOST_AGENTS])
            for name, _, value in (rule.partition(":") for rule in group.rules):
                if name.strip().lower() not in LINES:
                    continue
                if len(self.lines) == MOST_LINES:
                    self.left_out.append(f"lines about use and licence behind the first {MOST_LINES}")
                    return
                self.lines.append((name.strip().lower(), value.strip(), agents))

    @property
    def unreachable(self) -> bool:
        """Whether the server had no answer, so that everything is disallowed (RFC 9309, 2.3.1.4)."""
        return self.status is None or self.status >= 500

    @property
    def sitemaps(self) -> list[str]:
        """The addresses of the site's sitemaps, as they stand there."""
        return SITEMAP.findall(self.text)

    def allowed(self, url: str, agent: str) -> bool:
        return not self.unreachable and self._can_fetch(self._key(agent), url)

    def delay(self, agent: str) -> float:
        """The Crawl-delay in seconds, 0 if there is none."""
        return max(0.0, float(self._rules_of(self._key(agent)).crawl_delay(agent) or 0))

    def verdicts(self, url: str, agents: tuple[str, ...]) -> dict[str, bool | None]:
        """What is allowed to each agent; None for those whose rules are too many for us, which `left_out` then says."""
        keys = {agent: self._key(agent) for agent in agents}
        found: dict[Key, bool | None] = {}
        for key in dict.fromkeys(keys.values()):
            found[key] = self._can_fetch(key, url) if self._fits(key) else None
        return {agent: found[key] for agent, key in keys.items()}

    def _can_fetch(self, key: Key, url: str) -> bool:
        if (key, url) not in self._judged:  # each URL is asked for when it is fetched and when it is recorded
            self._judged[key, url] = self._rules_of(key).can_fetch(url, "*")
        return self._judged[key, url]

    def _fits(self, key: Key) -> bool:
        """Whether the rules are there, or may be without more than MOST_RULES for all agents beside our own."""
        count = sum(len(self._groups[number].rules) for number in key)
        if key not in self._rules:
            if count > self._room:
                told = f"verdicts for agents whose rules are more than {MOST_RULES}"
                self.left_out += [told] if told not in self.left_out else []
                return False
            self._room -= count
        return True

    def _key(self, agent: str) -> Key:
        """The groups with the longest name that begins a word of the agent's; else those for all."""
        words = re.split(r"[^\w-]+", agent.lower())
        names = (word[:length] for word in words for length in range(len(word), 0, -1))
        best = max((name for name in names if name in self._named), key=len, default="*")
        return tuple(self._named.get(best, ()))

    def _rules_of(self, key: Key) -> Protego:
        if key not in self._rules:
            lines = [rule for number in key for rule in self._groups[number].rules]
            self._rules[key] = Protego.parse("\n".join(["User-agent: *", *lines]))
        return self._rules[key]


def groups(text: str) -> list[Group]:
    """The groups of a robots.txt in order; the first, without agents, is for lines that stand before all others."""
    found = [Group()]
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        if agent := AGENT.fullmatch(line):
            if found[-1].rules or len(found) == 1:
                found.append(Group())
            found[-1].agents.append(agent[1].strip())
        elif RULE.match(line) and not FOR_ALL.match(line):
            found[-1].rules.append(line)
    return found


def readable(body: bytes) -> str:
    """The part of a robots.txt that is parsed, without a line that was cut in two.

    >>> readable(b"\\xef\\xbb\\xbfUser-agent: *")
    'User-agent: *'
    """
    if len(body) > LONGEST:
        body = body[:LONGEST].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", "replace").replace("\0", "")
