"""Sentences that recur across the bodies of a site: what a separation should have left out. A check on our own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.dataset.duplicates import Text
from crawler.dataset.index import Index

SAMPLE = 2000  # articles of a site from which on not all are read, but this many or up to twice as many
LEAST, SHARE = 5, 0.02  # articles of a site that hold a sentence which is told, and the share of its articles
SPARE = SHARE / 10  # what is rarer is forgotten on the way: lossy counting, which bounds the memory
SENTENCE = re.compile(r"[^.!?…\n]{20,400}[.!?…]?")
MOST = 200  # sentences of a site that are told


@dataclass(slots=True)
class Site:
    """What was counted of a site: sentence → articles, and the address of the first."""

    each: int  # one article of so many is read
    seen: int = 0
    articles: int = 0  # read
    found: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, text: Text) -> None:
        self.seen += 1
        if self.seen % self.each:
            return
        self.articles += 1
        for sentence in set(map(str.strip, SENTENCE.findall(text.body_text))):
            count, url = self.found.get(sentence, (0, text.url))
            self.found[sentence] = (count + 1, url)
        if self.articles % round(1 / SPARE) == 0:
            least = self.articles * SPARE
            self.found = {sentence: seen for sentence, seen in self.found.items() if seen[0] > least}


class Recurring:
    """The sentences that recur, by site."""

    def __init__(self, index: Index) -> None:
        counts = index.db.execute("SELECT site, count(*) FROM records WHERE left_out IS NULL GROUP BY 1")
        self.sites = {site: Site(each=max(1, count // SAMPLE)) for site, count in counts}
        self.index = index

    def add(self, text: Text) -> None:
        self.sites[text.site].add(text)

    def write(self) -> None:
        """Note them in the index, those of each site by how often they stand there."""
        for name, site in sorted(self.sites.items()):
            least = max(LEAST, SHARE * site.articles)
            found = [(count, sentence, url) for sentence, (count, url) in site.found.items() if count >= least]
            told = sorted(found, key=_frequent)[:MOST]
            rows = ((name, sentence, count, site.articles, url) for count, sentence, url in told)
            self.index.db.executemany("INSERT INTO boilerplate VALUES (?, ?, ?, ?, ?)", rows)


def _frequent(found: tuple[int, str, str]) -> tuple[int, str]:
    return -found[0], found[1]
