"""The recordings of the sites: a folder for each page, tests/pages/<site>/<slug>/, that is a test by being there.

`manifest.jsonl` names the page's address, `page.html` (or `.html.gz`) is the page, `expected.json` what it shall give.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from crawler.expectation import BadExpectation, Expectation
from crawler.recording import MANIFEST, BadManifest, Entry, read_manifest, read_page
from crawler.skeleton import skeleton
from crawler.spider import SiteSpider
from pipelines.article import understand
from pipelines.items import Article, Page
from pipelines.record import layout_name, record

LARGE = 20_000  # bytes from which on a page is stored compressed
LONGEST_SLUG = 40


class BadRecording(ValueError):
    """A recording that can't be replayed, or written; the message names its folder."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A recording on the disk."""

    folder: Path
    entry: Entry

    @classmethod
    def at(cls, folder: Path) -> Stored:
        """The recording in a folder. Raises BadManifest."""
        entries = list(read_manifest(folder / MANIFEST))
        if len(entries) != 1:
            raise BadManifest(f"{folder / MANIFEST}: holds {len(entries)} lines; a recording is one page")
        if isinstance(entries[0], BadManifest):
            raise entries[0]
        return cls(folder, entries[0])

    @property
    def layout(self) -> str | None:
        """The name of the layout that it was recorded with, None if there was none or nobody can say."""
        try:
            extraction = Expectation.read(self.folder).record["extraction"]
            return extraction["layout"] if isinstance(extraction["layout"], str) else None
        except (BadExpectation, KeyError, TypeError):
            return None

    def replay(self, site: type[SiteSpider]) -> Expectation:
        """What the page gives now. Raises UnreadableFile or UnreadablePage."""
        return Expectation.of(labelled(understood(read_page(self.entry.path), self.entry.url, site)))


def folders(root: Path, site: str) -> Iterator[Path]:
    """The recordings of a site in order of their names."""
    yield from sorted(path.parent for path in (root / site).glob(f"*/{MANIFEST}"))


def understood(html: str | bytes, url: str, site: type[SiteSpider], encoding: str | None = None) -> Article:
    """The page read as a crawl of the site reads it. Raises UnreadablePage."""
    name = getattr(site, "name", None) or ""
    page = Page(url=url, html=html, encoding=encoding, site=name, layouts=site.layouts)
    page.language, page.timezone = site.language, site.timezone
    return understand(page)


def labelled(article: Article) -> dict[str, Any]:
    """The record with its blocks."""
    return record(article, blocks=True)


def keep(root: Path, article: Article, site: type[SiteSpider], *, whole: bool = False) -> tuple[Path, list[str]]:
    """Write the recording of a page, as a skeleton or `whole`, with what it gives now as its expectation.

    Gives its folder, and what the skeleton's labels are that were others on the page itself. Raises BadRecording.
    """
    page = article.page
    html = page.html if whole else skeleton(article)
    body = html.encode("utf-8", "replace") if isinstance(html, str) else html
    mirrored = understood(body, page.url, site, page.encoding if whole else None)
    folder = vacant(root / page.site / slug(page.url), page.url, layout_name(mirrored))
    stored = "page.html" + (".gz" if len(body) > LARGE else "")
    line = {"id": f"{page.site}/{folder.name}", "path": stored, "url": page.url, "site": page.site, "whole": whole}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("page.html*"):
            old.unlink()
        (folder / stored).write_bytes(gzip.compress(body, mtime=0) if stored.endswith(".gz") else body)
        (folder / MANIFEST).write_text(json.dumps(line) + "\n", encoding="utf-8")
        Expectation.of(labelled(mirrored)).write(folder)
    except OSError as error:
        raise BadRecording(f"{folder}: can't be written: {error.strerror}") from None
    return folder, relabelled(article, mirrored)


def vacant(folder: Path, url: str, layout: str | None) -> Path:
    """The folder, or one with a number behind its name, that holds no recording of another page or layout."""
    for number in count(2):
        try:
            stored = Stored.at(folder)
            if stored.entry.url == url and stored.layout in (None, layout):
                break
        except BadManifest:
            break
        folder = folder.with_name(f"{slug(url)}-{number}")
    return folder


def relabelled(article: Article, mirrored: Article) -> list[str]:
    """Which blocks have another label in the skeleton than in the page; one line if even their number is another."""
    if len(article.blocks) != len(mirrored.blocks):
        return [f"the page has {len(article.blocks)} blocks, its skeleton {len(mirrored.blocks)}"]
    pairs = zip(article.blocks, mirrored.blocks, strict=True)
    return [f"block {a.index}: {a.label} → {b.label}: {a.text[:60]!r}" for a, b in pairs if a.label != b.label]


def slug(url: str) -> str:
    """A folder's name for a page: what its address ends in.

    >>> [slug(f"https://a.de/{path}") for path in ("news/Neues-Handy_123.html?x=1", "../%2e%2e/", "f%C3%BCr")]
    ['neues-handy-123', 'page', 'fur']
    """
    parts = [part for part in urlsplit(url).path.split("/") if part.strip(".")]
    name = re.sub(r"\.html?$", "", normalize("NFKD", unquote(parts[-1]))) if parts else ""
    name = name.encode("ascii", "ignore").decode()  # the letters without their marks
    words = re.sub(r"[^a-z0-9]+", " ", name.lower()).split()
    while len(words) > 1 and len("-".join(words)) > LONGEST_SLUG:
        del words[0]
    return "-".join(words)[-LONGEST_SLUG:] or "page"
