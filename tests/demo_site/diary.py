"""A library whose articles appear one by one as time passes: more on weekdays and by day; some change, some go."""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import replace
from datetime import datetime, timedelta

from tests.demo_site.content import Library
from tests.demo_site.model import Article, Teaser

WEEKDAY, WEEKEND = 9, 4  # articles a day, give or take a few
OPEN, CLOSE = 6, 20  # hours in which they appear
BACKLOG = 40  # articles that are there on the first day
CHANGED_AFTER = timedelta(hours=20)
GONE_AFTER = timedelta(days=9)


class Diary(Library):
    """The articles of `days` days from `start` on, as they are at the time `at`; the same seed gives the same days."""

    LEAVES = 40  # every fortieth article is taken down

    def __init__(self, start: datetime, days: int, seed: int = 0) -> None:
        chance = random.Random(seed)
        appear = [start - timedelta(hours=5 * number + 1) for number in range(BACKLOG)]
        for day in range(days):
            midnight = start + timedelta(days=day)
            usual = WEEKEND if midnight.weekday() > 4 else WEEKDAY
            minutes = chance.sample(range(OPEN * 60, CLOSE * 60), usual + chance.randint(-1, 2))
            appear += [midnight + timedelta(minutes=minute) for minute in minutes]
        super().__init__(len(appear))
        self.times = sorted(appear)
        self.at = start

    @property
    def present(self) -> range:
        return range(self.count - bisect_right(self.times, self.at), self.count)

    def __getitem__(self, index: int) -> Article:
        """The article as it is now. Raises IndexError."""
        published = self.published(index)
        article = replace(super().__getitem__(index), published=published, modified=None, truncated=False, bare=False)
        if index % self.CHANGES == 1 and self.at >= published + CHANGED_AFTER:
            return replace(self._changed(article), modified=published + CHANGED_AFTER)
        return article

    def published(self, index: int) -> datetime:
        return self.times[self.count - 1 - index]

    def find(self, path: str) -> int | None:
        """The index of the article at an address, None if there is none yet."""
        index = super().find(path)
        return index if index in self.present else None

    def gone(self, index: int) -> bool:
        return index % self.LEAVES == self.GONE and self.at >= self.published(index) + GONE_AFTER

    def listed(self, section: str = "", start: int = 0, size: int = 20) -> list[int]:
        """Indices of the articles of a section (or of all), newest first, from `start` on."""
        there = [at for at in self.present if not self.gone(at) and section in ("", self._text(at).section)]
        return there[start : start + size]

    def _popular(self, index: int) -> tuple[Teaser, ...]:
        """Older articles, which are there as long as this one is."""
        older = [other for step in (7, 16, 23, 31) if (other := index + step) < self.count]
        box = self._text(index).article.popular_box
        return tuple(Teaser(self._text(at).article.headline, self.path(at), box) for at in older)
