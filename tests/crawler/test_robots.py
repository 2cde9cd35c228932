"""A robots.txt that is read once and costs little for each page, however it is made."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from protego import Protego
from protego._urlpattern import _URLPattern

from crawler.rights import AGENTS, of_robots
from crawler.robots import LONGEST, MOST_LINES, MOST_RULES, Robots, readable

RULES = "\n".join(f"Disallow: /*{n}*x" for n in range(25_000))
PAGES = [f"https://a.de/news/artikel-{n}.html" for n in range(10)]


def robots(text: str) -> Robots:
    body = text.encode()
    cut = len(body) > LONGEST
    return Robots("https://a.de/robots.txt", "2026-11-22", status=200, text=readable(body), cut=cut)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often Protego parsed a file, how many lines, and how many rules it compared with a URL."""
    count: Counter[str] = Counter()
    parse, match = Protego._parse_robotstxt, _URLPattern.match

    def parsing(self: Protego, content: str) -> None:
        count["parsed"] += 1
        count["lines"] += content.count("\n")
        parse(self, content)

    def matching(self: _URLPattern, url: str) -> Any:
        count["matched"] += 1
        return match(self, url)

    monkeypatch.setattr(Protego, "_parse_robotstxt", parsing)
    monkeypatch.setattr(_URLPattern, "match", matching)
    return count


def test_many_rules_are_parsed_once_and_matched_once_a_page(work: Counter[str]) -> None:
    each = "".join(f"User-agent: {agent}\nDisallow: /{agent}\n" for agent in AGENTS)
    found = robots(f"{each}User-agent: *\n{RULES}")
    for url in PAGES:
        assert found.allowed(url, "technews")
        (signal,) = of_robots(found, url, "technews")
        assert signal["value"] == dict.fromkeys(("technews", *AGENTS), True)
        assert "left_out" not in signal
    assert work["parsed"] == 1 + len(AGENTS)
    assert work["lines"] <= 25_000 + len(AGENTS)
    assert work["matched"] <= len(PAGES) * (25_000 + len(AGENTS))


def test_rules_of_other_agents_are_bounded_and_the_record_says_so(work: Counter[str]) -> None:
    many = "\n".join(f"Disallow: /*{n}*x" for n in range(MOST_RULES // 4))
    found = robots("User-agent: technews\nDisallow: /x\n" + "".join(f"User-agent: {a}\n{many}\n" for a in AGENTS))
    for url in PAGES:
        (signal,) = of_robots(found, url, "technews")
        assert signal["value"]["technews"] is True
        assert list(signal["value"].values()).count(None) == len(AGENTS) - 4
        assert signal["left_out"] == [f"verdicts for agents whose rules are more than {MOST_RULES}"]
    assert work["lines"] <= MOST_RULES + 10
    assert work["matched"] <= len(PAGES) * (MOST_RULES + 10)


def test_ten_thousand_agents_do_not_multiply_their_rules(work: Counter[str]) -> None:
    names = "".join(f"User-agent: g{n}\nUser-agent: {'gptbot'[: n % 7]}\n" for n in range(6_000))
    found = robots(names + RULES[:200_000])
    assert of_robots(found, PAGES[0], "technews")[0]["value"]["GPTBot"] is None
    assert work["lines"] == 0  # nothing of it is for us
    assert found.allowed(PAGES[0], "GPTBot")
    assert work["parsed"] <= 2


def test_what_is_cut_off_is_named() -> None:
    found = robots("Content-Signal: search=yes\n" * 100 + "# x\n" * 140_000)
    first, *lines = of_robots(found, PAGES[0], "technews")
    assert len(lines) == MOST_LINES
    assert [text.split()[0] for text in first["left_out"]] == ["lines", "what"]


def test_the_groups_are_those_that_protego_finds() -> None:
    chance = random.Random(1)
    names = ["*", "GPTBot", "gpt", "CCBot", "technews", "tech", "Other", "Google", "clau*", "anthropic", ""]
    starts, paths = ["User-agent: ", "user-agent:", "Useragent ", "User agent: "], ["/", "/a", "/a/*", "/b$", "*/b", ""]
    others = ["Sitemap: https://a.de/s", "Crawl-delay: 3", "# x", "", "License: x", "x", "disallow"]

    def line() -> str:
        kind = chance.random()
        if kind < 0.4:
            return chance.choice(starts) + chance.choice(names)
        return chance.choice(["Disallow: ", "Allow:"]) + chance.choice(paths) if kind < 0.8 else chance.choice(others)

    for _ in range(300):
        text = "\n".join(line() for _ in range(chance.randint(1, 14)))
        ours, theirs = robots(text), Protego.parse(text)
        assert ours.delay("technews") == (theirs.crawl_delay("technews") or 0), text
        for url in ("https://a.de/", "https://a.de/a", "https://a.de/b", "https://a.de/a/b"):
            assert ours.verdicts(url, AGENTS) == {agent: theirs.can_fetch(url, agent) for agent in AGENTS}, text
            assert ours.allowed(url, "technews") == theirs.can_fetch(url, "technews"), text
