"""The last run of each site and its open alerts as OpenMetrics text, for Prometheus' node exporter or any scraper."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics.exposition import generate_latest

from crawler.health.alerts import open_alerts
from crawler.health.finding import Finding
from crawler.health.flow import moment
from crawler.health.reading import read
from crawler.rewrite import rewrite
from crawler.runs import Run, runs, sites

LAST, SOME = 50, 20  # runs among which so many articles are looked for
# Name, label, help; all are gauges, so that the text is right for OpenMetrics and for the older format too.
FAMILIES = {
    "run_start_timestamp_seconds": ("", "When the last run began"),
    "run_end_timestamp_seconds": ("", "When the last run that ended did so"),
    "run_exit_code": ("", "Exit code of the last run that ended"),
    "run_pages": ("", "Responses in the last run"),
    "run_bytes": ("", "Bytes received in the last run"),
    "run_articles": ("change", "Articles in the last run that were new, changed, unchanged, gone"),
    "run_errors": ("class", "Pages that gave no article in the last run"),
    "field_filled_ratio": ("field", "Share of the last twenty or more articles that have this field"),
    "label_words_ratio": ("label", "Share of their words that have this label"),
    "newest_article_timestamp_seconds": ("", "When the newest article appeared that the last run met"),
    "alert": ("kind", "How sure an open alert is, 0 to 1"),
    "healthy": ("", "1 without an open alert, else 0"),
}
Sample = tuple[str, str, float]  # name, value of its label, value


def write(path: Path, data: Path) -> None:
    """Replace the file by the figures of all sites below `data`; of those that have none, whether all is well.

    Raises OSError.
    """
    found = open_alerts(data)
    of_sites: dict[str, Iterable[Sample]] = {}
    for site in sorted({*sites(data), *(finding.site for finding in found)}):
        alerts, history, well = [finding for finding in found if finding.site == site], list[Run](), True
        try:
            history = runs(data / site, last=LAST)
        except sqlite3.Error:
            well = False
        if history or alerts or not well:
            of_sites[site] = chain(figures(history) if history else (), wellness(alerts, well=well))
    rewrite(path, text(of_sites))


def text(of_sites: Mapping[str, Iterable[Sample]]) -> bytes:
    """The samples as OpenMetrics text."""
    families = {
        name: GaugeMetricFamily(f"technews_{name}", told, labels=["site", *filter(None, [label])])
        for name, (label, told) in FAMILIES.items()
    }
    for site, found in of_sites.items():
        for name, label, value in found:
            families[name].add_metric([site, *([label] if FAMILIES[name][0] else [])], value)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Fixed(families.values()))
    return generate_latest(registry)


def figures(history: list[Run]) -> Iterator[Sample]:
    """The figures of one site; there must be a run."""
    last = history[-1]
    yield "run_start_timestamp_seconds", "", last.started
    ended = next((run for run in reversed(history) if run.ended is not None), None)
    if ended and ended.ended is not None:
        yield "run_end_timestamp_seconds", "", ended.ended
    if ended and ended.exit is not None:
        yield "run_exit_code", "", ended.exit
    yield "run_pages", "", last.pages
    yield "run_bytes", "", last.bytes
    yield from (("run_articles", name, getattr(last, name)) for name in ("new", "changed", "unchanged", "gone"))
    yield from (("run_errors", name, count) for name, count in sorted(last.errors.items()))
    yield from ratios(history)
    newest = moment(last.newest)
    if newest is not None:
        yield "newest_article_timestamp_seconds", "", newest


def wellness(alerts: list[Finding], *, well: bool) -> Iterator[Sample]:
    """The open alerts of one site, and whether all is well with it."""
    surest = {alert.kind: alert.sure for alert in sorted(alerts, key=lambda alert: alert.sure)}
    yield from (("alert", str(kind), certain) for kind, certain in surest.items())
    yield "healthy", "", int(well and not alerts)


def ratios(history: list[Run]) -> Iterator[Sample]:
    """Fields and labels of the newest runs that have some articles together: a single article says little."""
    articles, fields, labels = 0, Counter[str](), Counter[str]()
    for run in reversed(history):
        articles += read(run)
        fields.update(run.fields)
        labels.update(run.labels)
        if articles >= SOME:
            break
    if articles:
        words = max(1, labels.total())
        yield from (("field_filled_ratio", name, count / articles) for name, count in sorted(fields.items()))
        yield from (("label_words_ratio", name, count / words) for name, count in sorted(labels.items()))


class _Fixed:
    """A collector of metrics that are known already."""

    def __init__(self, families: Iterable[GaugeMetricFamily]) -> None:
        self.families = list(families)

    def collect(self) -> list[GaugeMetricFamily]:
        return self.families
