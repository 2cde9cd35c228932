"""Article → record: the only file that knows the names of the JSON (RECORD.md)."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

import msgspec
from msgspec import Struct

from pipelines.items import Article, Fetch, Metadata
from pipelines.links import normalise
from pipelines.text import count_words
from pipelines.values import Affiliate, Author, BodyBlock, Image, Label, Teaser
from pipelines.xpath import xpaths

SCHEMA_VERSION = 1
try:
    VERSION = version("technews")
except PackageNotFoundError:  # used from a folder that is not installed
    VERSION = "0"


class LabelledBlock(Struct, frozen=True):
    """One visible text block: what it is and why, and where it stands."""

    label: Label
    text: str
    reason: str
    xpath: str


class Extraction(Struct, frozen=True):
    """`version` of this software, `layout` whose selectors were used, and what to know before trusting the record."""

    version: str
    layout: str | None
    warnings: list[str]


class Record(Struct, kw_only=True, omit_defaults=False):
    """One article, one line of JSON. Field by field in RECORD.md."""

    schema_version: int
    id: str
    version: str
    url: str
    canonical_url: str
    site: str
    headline: str | None
    kicker: str | None
    standfirst: str | None
    description: str | None
    authors: list[Author]
    date_published: str | None
    date_modified: str | None
    section: str | None
    keywords: list[str]
    language: str | None
    article_type: str
    image: Image | None
    is_accessible_for_free: bool | None
    truncated: bool
    body: list[BodyBlock]
    body_text: str
    word_count: int
    teasers: list[Teaser]
    affiliate: Affiliate
    rights: dict[str, Any]
    fetch: Fetch
    extraction: Extraction
    blocks: list[LabelledBlock] | msgspec.UnsetType = msgspec.UNSET
    previous_version: str | msgspec.UnsetType | None = msgspec.UNSET  # in a crawl's ledger, which alone knows it


class Gone(Struct, kw_only=True):
    """The line that a crawl's ledger holds for an article that is no longer there (404, 410)."""

    schema_version: int
    id: str
    version: None
    previous_version: str
    tombstone: Literal[True]
    url: str
    site: str
    fetch: Fetch


def digest(text: str) -> str:
    """First 16 hex digits of the SHA-256 of a text.

    >>> digest("https://a.de/")
    'df82433867416d5b'
    """
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def record(article: Article, *, blocks: bool = False) -> dict[str, Any]:
    """The record of an article as a dict; with `blocks` the lossless page, too."""
    page, meta = article.page, article.metadata
    canonical = meta.canonical_url or normalise(page.url)
    named = {name: getattr(meta, name) for name in Metadata.__struct_fields__}
    found = Record(
        schema_version=SCHEMA_VERSION,
        id=digest(canonical),
        version=digest(f"{meta.headline or ''}\n{article.body_text}"),
        url=page.url,
        site=page.site,
        body=article.body,
        body_text=article.body_text,
        word_count=count_words(article.body_text),
        teasers=article.teasers,
        affiliate=article.affiliate,
        rights=page.rights,
        fetch=page.fetch,
        extraction=Extraction(VERSION, layout_name(article), article.warnings),
        **{**named, "canonical_url": canonical},
    )
    if blocks:
        found.blocks = [
            LabelledBlock(block.label, block.text, block.reason, path)
            for block, path in zip(article.blocks, xpaths(article.blocks), strict=True)
        ]
    line: dict[str, Any] = msgspec.to_builtins(found)
    try:
        msgspec.json.encode(found)
    except UnicodeEncodeError:
        return well_formed(line)
    return line


def layout_name(article: Article) -> str | None:
    return (article.layout.name or article.layout.when) if article.layout else None


def well_formed(value: Any) -> Any:
    """The same without lone surrogates, which no JSON file can hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [well_formed(part) for part in value]
    if isinstance(value, dict):
        return {name: well_formed(part) for name, part in value.items()}
    return value


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line: a record, or the note that an article is gone."""
    lines, parts = msgspec.json.schema_components((Record, Gone), ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": list(lines), "$defs": parts}


class RecordPipeline:
    """Article → dict, what the exporters write."""

    def __init__(self, blocks: bool = False) -> None:
        self.blocks = blocks

    @classmethod
    def from_crawler(cls, crawler: Any) -> RecordPipeline:
        return cls(crawler.settings.getbool("RECORD_BLOCKS"))

    def process_item(self, item: Article) -> dict[str, Any]:
        return record(item, blocks=self.blocks)
