"""The shape of a site's articles: what its recordings have in common, and where a page of today departs from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.expectation import Expectation

FIELDS = ("headline", "standfirst", "authors", "date_published", "section", "image", "teasers")
PARTS = ("headline", "standfirst", "byline", "body", "teaser")  # labels that a page of the site should have
SHORTER = 0.25  # of the words of the shortest recording: a page with fewer is cut, or read wrongly
THINNER = 1 / 3  # of the least share of body words
ENOUGH = 2  # departures that make a page another layout; one alone is an article of another kind


@dataclass(frozen=True, slots=True)
class Shape:
    """What holds for all recordings of a site: fields that are filled, labels that occur, least words and shares."""

    fields: frozenset[str]
    labels: frozenset[str]
    words: int
    body_share: float
    layouts: bool

    @classmethod
    def of(cls, pages: Sequence[Expectation]) -> Shape | None:
        """The shape of recordings; None without any."""
        if not pages:
            return None
        fields = [{name for name in FIELDS if page.record.get(name)} for page in pages]
        labels = [{label for label in PARTS if page.counts[label]} for page in pages]
        return cls(
            fields=frozenset.intersection(*map(frozenset, fields)),
            labels=frozenset.intersection(*map(frozenset, labels)),
            words=min(page.record["word_count"] for page in pages),
            body_share=min(map(share_of_body, pages)),
            layouts=all(page.record["extraction"]["layout"] for page in pages),
        )

    def departures(self, page: Expectation) -> list[str]:
        """In what a page is unlike the recordings, in words."""
        told = []
        if self.layouts and not page.record["extraction"]["layout"]:
            told.append("no layout matches")
        if missing := sorted(name for name in self.fields if not page.record.get(name)):
            told.append(f"without {', '.join(missing)}")
        if missing := sorted(label for label in self.labels if not page.counts[label]):
            told.append(f"no block is {', '.join(missing)}")
        if page.record["word_count"] < SHORTER * self.words:
            told.append(f"{page.record['word_count']} words, the shortest recording has {self.words}")
        if (share := share_of_body(page)) < THINNER * self.body_share:
            told.append(f"{share:.0%} of its words are body, at least {self.body_share:.0%} in the recordings")
        return told


def share_of_body(page: Expectation) -> float:
    """Which share of a page's words is its running text."""
    words = [(label, len(text.split())) for label, text in page.blocks]
    return sum(count for label, count in words if label == "body") / max(1, sum(count for _, count in words))
