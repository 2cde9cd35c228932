"""What a crawl has brought so far, in figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.exits import Exit

NAMED = 200  # pages that the summary names one by one; the rest is only counted
REFUSALS = {401, 403, 429, 451}
PASSING = {408, 425, 429}  # these, and all from 500 on, a later run may not meet
ON_THE_WAY = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)
BUDGETS = {f"closespider_{name}" for name in ("pagecount", "itemcount", "timeout", "bytes")}
# Classes of trouble by how they are told; "": as it is told.
KINDS = {
    kind: re.compile(pattern, re.IGNORECASE).search
    for kind, pattern in {
        "": r"^HTTP \d+",
        "robots.txt": r"robots\.txt",
        "consent wall": r"consent|einwillig|zustimm|cookie-?(?:wall|banner)|privacy-?(?:wall|gate)|/cmp[/.?]",
        "redirected": r"redirect|is not on the site's domains",
        "dns": r"\bDNS\b|resolve",
        "timeout": r"time(?:d )?out|took longer",
        "certificate": r"certificate|\bTLS\b|\bSSL\b",
        "empty": r"empty",
        "no HTML": r"^no HTML",
        "trap": r"like a trap",
    }.items()
}
STORAGE = "storage"  # the reason that a spider is closed for when the disk is full or broken


class Stopped(IgnoreRequest):
    """The crawl ended before this request was answered; the next run makes it again."""


class Unreachable(IgnoreRequest):
    """Nothing may be fetched, though nobody refused it: `why` robots.txt could not be had."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Forbidden, because robots.txt can't be read: {why}")
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A page that gave no article. `source`: it was to list articles; `refused`: the site did not want us there;
    `temporary`: trouble on the way, which another run may not meet."""

    url: str
    reason: str
    source: bool = False
    refused: bool = False
    temporary: bool = False

    @classmethod
    def because(cls, error: BaseException | None, url: str, *, source: bool = False) -> Skipped:
        """The page that a fetch failed on, with the failure in words."""
        if isinstance(error, HttpError):
            return cls.answered(error.response.status, f"HTTP {error.response.status}", url, source=source)
        refused = isinstance(error, IgnoreRequest) and "robots.txt" in str(error)
        lines = str(error).splitlines() or [""]
        reason = lines[0] or type(error).__name__
        return cls(url=url, reason=reason, source=source, refused=refused, temporary=isinstance(error, ON_THE_WAY))

    @classmethod
    def answered(cls, status: int, reason: str, url: str, *, source: bool = False) -> Skipped:
        """The page that was answered with this status."""
        refused, temporary = status in REFUSALS, status >= 500 or status in PASSING
        return cls(url=url, reason=reason, source=source, refused=refused, temporary=temporary)

    @classmethod
    def after(cls, failure: Failure, *, source: bool = False) -> Skipped:
        """The page that was asked for before all redirects. (Scrapy sets the request on the failure.)"""
        request: Request = failure.request  # type: ignore[attr-defined]
        return cls.because(failure.value, request.meta.get("redirect_urls", [request.url])[0], source=source)

    @property
    def kind(self) -> str:
        """The class of the trouble, for figures: `HTTP 503`, `robots.txt`, `dns` …

        >>> Skipped(url="", reason="HTTP 503").kind, Skipped(url="", reason="DNS lookup failed").kind
        ('HTTP 503', 'dns')
        """
        for kind, said in KINDS.items():
            if found := said(self.reason):
                return kind or found[0]
        return "on the way" if self.temporary else "other"


class Passed:
    """What sources list that is none of the site's articles, or none of its pages: how many, and the first of them.

    >>> passed = Passed()
    >>> passed.add("links", ["https://b.de/1", "https://b.de/2"])
    >>> passed.told
    {'links': 'links of its sources that allowed_domains and article_url leave out: 2, such as https://b.de/1'}
    """

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def add(self, kind: str, urls: Iterable[str]) -> None:
        """`kind` is links or pages."""
        for url in urls:
            self._count[kind] += 1
            self._first.setdefault(kind, url)

    @property
    def told(self) -> dict[str, str]:
        """A sentence for each kind."""
        who = {"links": "allowed_domains and article_url leave", "pages": "allowed_domains leaves"}
        return {
            kind: f"{kind} of its sources that {who[kind]} out: {count}, such as {self._first[kind]}"
            for kind, count in self._count.items()
        }


@dataclass(slots=True)
class Tally:
    """The figures of one crawl."""

    fetched: int = 0
    articles: int = 0
    unchanged: int = 0  # articles that were read again and found as they were written before
    as_before: int = 0  # those that a source listed, or a server called not modified, so that they were not read
    failed: int = 0  # pages that trouble on the way kept from us, which the next run tries again
    words: int = 0
    teasers: int = 0
    affiliate_links: int = 0
    disclosures: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    skipped_count: int = 0
    errors: Counter[str] = field(default_factory=Counter)  # pages without an article, sources left out, by their kind
    refused_count: int = 0
    failed_sources: int = 0
    without_layout: list[str] = field(default_factory=list)
    without_layout_count: int = 0
    lost: int = 0  # of the articles, those that could not be kept

    def add(self, record: Mapping[str, Any], *, layouts: bool) -> None:
        """Count a record; `layouts`: its site declares some, so that one should have matched."""
        self.articles += 1
        self.words += record["word_count"]
        self.teasers += len(record["teasers"])
        self.affiliate_links += len(record["affiliate"]["links"])
        self.disclosures += len(record["affiliate"]["disclosures"])
        if layouts and record["extraction"]["layout"] is None:
            self.without_layout_count += 1
            if len(self.without_layout) < NAMED:
                self.without_layout.append(record["url"])

    def skip(self, page: Skipped) -> None:
        """Count a page that gave no article."""
        self.skipped_count += 1
        self.errors[page.kind] += not page.source
        self.refused_count += page.refused
        self.failed_sources += page.source
        self.failed += page.temporary
        if len(self.skipped) < NAMED:
            self.skipped.append(page)

    @property
    def known(self) -> int:
        """Articles that are as they were written before."""
        return self.unchanged + self.as_before

    def exit(self, *, reason: str, errors: int) -> Exit:
        """The crawl's exit code; `reason` is why Scrapy closed the spider, `errors` what the log counted as such."""
        if reason == "shutdown":
            return Exit.STOPPED
        if reason == STORAGE:
            return Exit.STORAGE
        if reason in BUDGETS:
            return Exit.BUDGET
        if not (self.articles or self.known):
            return Exit.BLOCKED if self.refused_count else Exit.NOTHING_FOUND
        missed = errors or self.failed or self.failed_sources or (self.refused_count and not self.articles)
        return Exit.PARTLY_FAILED if missed or reason != "finished" else Exit.FINISHED
