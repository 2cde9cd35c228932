"""Which line is served next: every host of a site, and its sources apart from its articles, gets its turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import count

SOURCES = "sources of "  # begins the lanes of a host's sources; its articles have the host's name alone


class Lanes:
    """Counts what waits and what is under way in each lane; true while something waits that may go.

    Sources may go at any time, articles while there is `room` for one more.

    The lane with the fewest requests under way is next, of these the one that waited longest. So one slow host does
    not hold up the others, and a crawl that must read a long sitemap, or is often killed, still brings articles.

    >>> lanes = Lanes({"a": 3, "b": 1})
    >>> [lanes.next() for _ in range(5)]
    ['a', 'b', 'a', 'a', None]
    """

    def __init__(self, waiting: Mapping[str, int], room: Callable[[], bool] = lambda: True) -> None:
        self._waiting = Counter(waiting)
        self._room = room
        self._busy: Counter[str] = Counter()
        self._served: dict[str, int] = {}
        self._turn = count(1)

    def __bool__(self) -> bool:
        return bool(self._open())

    def _open(self) -> list[str]:
        room = self._room()
        return [lane for lane in self._waiting if room or lane.startswith(SOURCES)]

    def add(self, lane: str) -> None:
        self._waiting[lane] += 1

    def next(self) -> str | None:
        """The lane whose turn it is; one request of it is under way from now on."""
        if not (lanes := self._open()):
            return None
        lane = min(lanes, key=lambda lane: (self._busy[lane], self._served.get(lane, 0)))
        self._served[lane] = next(self._turn)
        self._busy[lane] += 1
        self._waiting[lane] -= 1
        if not self._waiting[lane]:
            del self._waiting[lane]
        return lane

    def settled(self, lane: str) -> None:
        """A request of the lane has ended."""
        self._busy[lane] -= 1
        if not self._busy[lane]:
            del self._busy[lane]
            if lane not in self._waiting:
                self._served.pop(lane, None)
