"""Are the articles read as ever? Layouts, fields, lengths, and the shares of teasers and paid parts."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median, quantiles

from crawler.health.baseline import ENOUGH_CASES, Case, Share
from crawler.health.finding import Finding, Kind, sure
from crawler.runs import Run

LATEST = 400  # articles and runs of which the usual length and share are taken
SHARES = {"teaser": Kind.TEASERS, "affiliate": Kind.AFFILIATE}
JUMP = 0.1  # of a page's words: a smaller change is none


def read(run: Run) -> int:
    """The articles that the run's figures are about."""
    return sum(run.layouts.values())


def found(share: Share, kind: Kind, thing: str, subject: str = "", more: str = "") -> Iterator[Finding]:
    """The finding of a share, if it is odd."""
    if share.is_odd:
        first = share.odd_runs[0].run
        yield Finding(
            site=first.site,
            kind=kind,
            subject=subject,
            since=first.started,
            run=first.number,
            sure=sure(share.chance),
            reason=share.told(thing) + more,
        )


class Layouts:
    """Articles that no declared layout matches, where one did before."""

    def __init__(self) -> None:
        self.share = Share()

    def see(self, run: Run) -> None:
        self.share.see(run, run.layouts.get("", 0), read(run))

    def findings(self, now: int) -> Iterator[Finding]:
        return found(self.share, Kind.LAYOUT, "articles without a known layout")

    def waiting(self) -> Iterator[str]:
        if not self.share.ready:
            yield str(Kind.LAYOUT)


class Fields:
    """Fields of the record that were filled and are empty now."""

    def __init__(self) -> None:
        self.shares: dict[str, Share] = {}

    def see(self, run: Run) -> None:
        for name in run.fields:
            self.shares.setdefault(name, Share(settles=True))
        for name, share in self.shares.items():
            share.see(run, read(run) - run.fields.get(name, 0), read(run))

    def findings(self, now: int) -> Iterator[Finding]:
        for name, share in sorted(self.shares.items()):
            yield from found(share, Kind.FIELD, f"articles without {name}", name)

    def waiting(self) -> Iterator[str]:
        if not any(share.ready for share in self.shares.values()):
            yield str(Kind.FIELD)


class Lengths:
    """Bodies that are shorter than half of the usual and than nearly all others; or longer, in the same way."""

    def __init__(self) -> None:
        self.shares = {kind: Share(least=0.02, settles=True) for kind in (Kind.SHORT, Kind.LONG)}
        self._words: list[int] = []
        self._bounds: tuple[float, float] | None = None

    def see(self, run: Run) -> None:
        if not run.words:
            return
        low, high = self._bounds or (-1, float("inf"))
        short, long = self.shares[Kind.SHORT], self.shares[Kind.LONG]
        short.see(run, sum(words < low for words in run.words), len(run.words))
        long.see(run, sum(words > high for words in run.words), len(run.words))
        if short.odd_runs or long.odd_runs:
            return  # what is usual is not learnt from them
        self._words = (self._words + run.words)[-LATEST:]
        if len(self._words) >= ENOUGH_CASES:
            cuts, middle = quantiles(self._words, n=20), median(self._words)
            self._bounds = min(cuts[0], middle / 2), max(cuts[-1], middle * 2)

    def findings(self, now: int) -> Iterator[Finding]:
        for kind, bound, word in ((Kind.SHORT, 0, "under"), (Kind.LONG, 1, "over")):
            if self.shares[kind].is_odd and self._bounds:
                words = [count for case in self.shares[kind].odd_runs for count in case.run.words]
                more = f"; median {median(words):.0f} words, usually {median(self._words):.0f}"
                yield from found(self.shares[kind], kind, f"bodies {word} {self._bounds[bound]:.0f} words", more=more)

    def waiting(self) -> Iterator[str]:
        if not self._bounds:
            yield f"{Kind.SHORT} or long"


class LabelShares:
    """Runs in which a label has a far larger share of the words than usual; it takes some of them in a row."""

    def __init__(self) -> None:
        self.shares = {label: Share(least=0.02, settles=True) for label in SHARES}
        self._usual: dict[str, list[float]] = {label: [] for label in SHARES}

    def see(self, run: Run) -> None:
        words = sum(run.labels.values())
        if not words:
            return
        for label, share in self.shares.items():
            part, usual = run.labels.get(label, 0) / words, self._usual[label]
            share.see(run, part > self._bound(label), 1)
            if not share.odd_runs:
                usual.append(part)
                del usual[:-LATEST]

    def _bound(self, label: str) -> float:
        """The share from which on a run is odd."""
        usual = self._usual[label]
        if len(usual) < ENOUGH_CASES:
            return 1.0
        middle = median(usual)
        return max(quantiles(usual, n=20)[-1], 2 * middle, middle + JUMP)

    def findings(self, now: int) -> Iterator[Finding]:
        for label, share in self.shares.items():
            if share.is_odd:
                parts = [self._part(case, label) for case in share.odd_runs]
                more = f"; {median(parts):.0%} of the words, usually {median(self._usual[label]):.0%}"
                thing = f"runs with over {self._bound(label):.0%} {label}"
                yield from found(share, SHARES[label], thing, more=more)

    @staticmethod
    def _part(case: Case, label: str) -> float:
        return case.run.labels.get(label, 0) / sum(case.run.labels.values())

    def waiting(self) -> Iterator[str]:
        yield from (str(SHARES[label]) for label, usual in self._usual.items() if len(usual) < ENOUGH_CASES)
