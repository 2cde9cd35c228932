"""The recordings of a site, replayed: does each page still give what it is expected to give?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crawler.expectation import BadExpectation, Expectation, differences
from crawler.logs import clean
from crawler.recording import BadManifest, UnreadableFile
from crawler.recordings import Stored
from crawler.spider import SiteSpider
from pipelines.parse import UnreadablePage
from pipelines.rules.layouts import BadSelector
from pipelines.values import Label


@dataclass(slots=True, kw_only=True)
class Finding:
    """What came of one recording. `trouble`: why it could not be compared; `differences` are lines for a person."""

    folder: Path
    before: Expectation | None = None
    after: Expectation | None = None
    trouble: str = ""
    differences: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        return not (self.trouble or self.differences)

    def accept(self) -> None:
        """Make what the page gives now its expectation."""
        if self.after:
            self.after.write(self.folder)
            self.trouble, self.differences = "", []


def examine(folder: Path, site: type[SiteSpider]) -> Finding:
    """Replay one recording; never raises for what is wrong with it or with the site's selectors."""
    found = Finding(folder=folder)
    try:
        found.after = Stored.at(folder).replay(site)
        found.before = Expectation.read(folder)
    except (BadManifest, UnreadableFile, UnreadablePage, BadExpectation, BadSelector) as error:
        found.trouble = str(error)
        return found
    found.differences = differences(found.before, found.after)
    return found


def report(findings: Iterable[Finding]) -> Iterator[str]:
    """Lines for a terminal: what changed in which recording, then how often each label came before and after."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for found in findings:
        if found.trouble:
            yield f"{found.folder}: {clean(found.trouble)}"
        elif found.differences:
            yield f"{found.folder}: differs"
            yield from (f"  {clean(line)}" for line in found.differences)
        if found.before and found.after:
            before += found.before.counts
            after += found.after.counts
    if before != after:
        yield "label        before  after"
        yield from (
            f"{label:<12} {before[label]:>6} {after[label]:>6}" for label in Label if before[label] != after[label]
        )
