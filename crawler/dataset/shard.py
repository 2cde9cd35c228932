"""A shard: the rows of the records at some places of a dataset, as the formats take them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from crawler.dataset.index import Index
from crawler.dataset.views import View

encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Shard:
    """The records at the places from `first` to before `behind`. `rows` counts what was given so far.

    `tell` is called for each record.
    """

    index: Index
    view: View
    first: int
    behind: int
    tell: Callable[[], None] = lambda: None
    rows: int = field(default=0, init=False)

    def lines(self) -> Iterator[bytes]:
        """Lines of JSON without their ends. An article is given byte by byte as it was read."""
        if self.view.rows is None:
            for raw in self.records():
                self.rows += 1
                yield raw
        else:
            yield from map(encode, self.typed())

    def typed(self) -> Iterator[Struct]:
        """The rows of the view, which is another than that of articles."""
        assert self.view.rows is not None
        for raw in self.records():
            for row in self.view.rows(raw, self.index):
                self.rows += 1
                yield row

    def records(self) -> Iterator[bytes]:
        """The lines of the records."""
        for _, raw in self.index.lines(self.first, self.behind):
            self.tell()
            yield raw
