"""What goes wrong in the simulated month, when, and how the demo site does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawler.health.finding import Kind
from tests.demo_site import DemoSite


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong with the site, the network or the machine from one day to another (counted from 0).

    Without a `switch` it is the scheduler: the crawl that it begins with is killed, and none follows until it ends.
    """

    name: str
    kind: Kind
    begins: float
    ends: float
    switch: Callable[[DemoSite, bool], None] | None = None

    def on(self, day: float) -> bool:
        return self.begins <= day < self.ends


def robots(site: DemoSite, on: bool) -> None:
    site.robots = "User-agent: *\nDisallow: /intern/\n" if on else None


def layout(site: DemoSite, on: bool) -> None:
    site.design = "nuxt" if on else "ring"


def consent(site: DemoSite, on: bool) -> None:
    site.instead = "consent" if on else ""


def feed(site: DemoSite, on: bool) -> None:
    site.dead = {"/rss.xml"} if on else set()


def network(site: DemoSite, on: bool) -> None:
    if on == site.running:
        site.__exit__(None, None, None) if on else site.__enter__()


MONTH = (
    Trouble("robots.txt changed", Kind.ROBOTS, 8, 9, robots),
    Trouble("layout changed", Kind.LAYOUT, 12, 14.5, layout),
    Trouble("consent wall", Kind.CONSENT_WALL, 17, 18.5, consent),
    Trouble("dead feed", Kind.FEED_DEAD, 20, 22.5, feed),
    Trouble("a night without network", Kind.UNREACHABLE, 23.9, 24.4, network),
    Trouble("the scheduler killed", Kind.UNFINISHED, 26.5, 27.5),
)
