"""What of a record has one value: the columns that a user may choose by, and the CSV."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from pipelines.record import SCHEMA_VERSION


class BadLine(ValueError):
    """A line that is no record of ours; the message says why."""


class Named(Struct, frozen=True):
    name: str


class Nothing(Struct, frozen=True):
    """Something that is only counted."""


class Affiliate(Struct, frozen=True):
    disclosures: list[str]
    links: list[Nothing]
    offers: list[Nothing]


class Fetch(Struct, frozen=True):
    fetched_at: str | None = None


class Extraction(Struct, frozen=True):
    layout: str | None = None


class Flat(Struct, frozen=True, kw_only=True):
    """A record, as far as an export asks about it; the rest of the line is skipped, not decoded."""

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
    authors: list[Named]
    date_published: str | None
    date_modified: str | None
    section: str | None
    keywords: list[str]
    language: str | None
    article_type: str
    is_accessible_for_free: bool | None
    truncated: bool
    word_count: int
    teasers: list[Nothing]
    affiliate: Affiliate
    fetch: Fetch
    extraction: Extraction
    previous_version: str | None = None

    def row(self) -> tuple[Any, ...]:
        """The values of COLUMNS."""
        return (
            self.id, self.version, self.previous_version, self.site, self.url, self.canonical_url, self.headline,
            self.kicker, self.standfirst, self.description, "; ".join([author.name for author in self.authors]),
            self.date_published, self.date_modified, self.section, "; ".join(self.keywords), self.language,
            self.article_type, self.is_accessible_for_free, self.truncated, self.word_count, len(self.teasers),
            len(self.affiliate.links), len(self.affiliate.offers), len(self.affiliate.disclosures),
            self.fetch.fetched_at, self.extraction.layout,
        )  # fmt: skip


COLUMNS = tuple(
    "id version previous_version site url canonical_url headline kicker standfirst description authors date_published "
    "date_modified section keywords language article_type is_accessible_for_free truncated word_count teasers "
    "affiliate_links offers disclosures fetched_at layout".split()
)


class Gone(Struct, frozen=True, kw_only=True):
    """The note that an article is gone."""

    schema_version: int
    id: str
    tombstone: bool
    url: str
    site: str
    fetch: Fetch
    previous_version: str | None = None


class Known(Struct, frozen=True):
    """What tells a record from a foreign line."""

    schema_version: int | None = None
    tombstone: bool = False


_flat, _gone, _known = (msgspec.json.Decoder(kind) for kind in (Flat, Gone, Known))


def flat(raw: bytes) -> Flat | Gone:
    """The record of a line. Raises BadLine."""
    try:
        if not raw.isascii():
            raw.decode()  # the parts that are skipped, too
        return _flat.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _other(raw, error)


def _other(raw: bytes, error: Exception) -> Gone:
    """A tombstone; for anything else BadLine, in words."""
    try:
        known = _known.decode(raw)
        if known.schema_version is None:
            raise BadLine("no record of technews: it has no schema_version")
        if known.schema_version != SCHEMA_VERSION:
            age = "newer" if known.schema_version > SCHEMA_VERSION else "older"
            raise BadLine(f"schema_version {known.schema_version} is {age} than {SCHEMA_VERSION}, which is read here")
        if known.tombstone:
            return _gone.decode(raw)
    except msgspec.ValidationError:
        pass
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except msgspec.DecodeError:
        raise BadLine(f"torn, or no JSON: {error}") from None
    raise BadLine(f"no valid record: {error}") from None
