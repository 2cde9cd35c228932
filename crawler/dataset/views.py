"""What one row of a dataset is: an article, or something that stands in it. A view is a function of a line.

The types of a row are those of its Parquet columns and of its dataset card. A value that is no list may be null.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Struct

from crawler.dataset.flat import utc
from crawler.dataset.index import Index
from pipelines.record import LabelledBlock, Record
from pipelines.values import Link


class BodyBlock(Struct, kw_only=True):
    """A block of any type: Parquet knows no unions, so what its type does not have is null."""

    type: str
    text: str | None = None
    level: int | None = None
    ordered: bool | None = None
    items: list[str] = []
    links: list[Link] = []
    cite: str | None = None
    header: list[str] = []
    rows: list[list[str]] = []
    language: str | None = None
    url: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    provider: str | None = None


class Article(Record, kw_only=True):
    """A record, typed through and through; only `rights` stays JSON in a text, as its values have no one type.

    `previous_version` and `blocks` are null where the record has none.
    """

    body: list[BodyBlock]  # type: ignore[assignment]
    rights: msgspec.Raw  # type: ignore[assignment]
    blocks: list[LabelledBlock] | None = None  # type: ignore[assignment]
    previous_version: str | None = None


class BlockRow(Struct, kw_only=True):
    """A labelled block of a page; `position` counts from 0, in reading order."""

    id: str
    version: str
    site: str
    url: str
    position: int
    label: str
    text: str
    reason: str
    xpath: str


class TeaserRow(Struct, kw_only=True):
    """An edge of the link graph: the article `id` points to `target`."""

    id: str
    version: str
    site: str
    url: str
    date_published: str | None
    target: str | None
    headline: str
    kicker: str | None
    image: str | None
    box: str | None
    position: int
    in_body: bool


class AffiliateRow(Struct, kw_only=True):
    """What an article earned by when it was fetched: `kind` is link, offer or disclosure; offers have a price."""

    id: str
    version: str
    site: str
    url: str
    fetched_at: str | None
    kind: str
    text: str | None = None
    target: str | None = None
    merchant: str | None = None
    network: str | None = None
    price: float | None = None
    currency: str | None = None
    in_body: bool | None = None


class VersionRow(Struct, kw_only=True):
    """A version of an article beside the one before it; `taken_down` is when its site was found to have removed it."""

    id: str
    version: str
    previous_version: str | None
    site: str
    url: str
    fetched_at: str | None
    date_published: str | None
    date_modified: str | None
    headline: str | None
    previous_headline: str | None
    word_count: int
    words_added: int | None
    words_removed: int | None
    taken_down: str | None


_record = msgspec.json.Decoder(Record)


def blocks(raw: bytes, index: Index) -> Iterator[BlockRow]:
    del index
    of = _record.decode(raw)
    for position, block in enumerate(of.blocks or ()):
        yield BlockRow(
            id=of.id, version=of.version, site=of.site, url=of.url, position=position,
            label=block.label.value, text=block.text, reason=block.reason, xpath=block.xpath,
        )  # fmt: skip


def teasers(raw: bytes, index: Index) -> Iterator[TeaserRow]:
    del index
    of = _record.decode(raw)
    for teaser in of.teasers:
        yield TeaserRow(
            id=of.id, version=of.version, site=of.site, url=of.url, date_published=of.date_published,
            target=teaser.url, headline=teaser.headline, kicker=teaser.kicker, image=teaser.image, box=teaser.box,
            position=teaser.position, in_body=teaser.in_body,
        )  # fmt: skip


def affiliate(raw: bytes, index: Index) -> Iterator[AffiliateRow]:
    del index
    of = _record.decode(raw)
    about: dict[str, Any] = {"id": of.id, "version": of.version, "site": of.site, "url": of.url}
    about["fetched_at"] = utc(of.fetch.fetched_at)
    for text in of.affiliate.disclosures:
        yield AffiliateRow(**about, kind="disclosure", text=text)
    for link in of.affiliate.links:
        yield AffiliateRow(
            **about, kind="link", text=link.text, target=link.url,
            merchant=link.merchant, network=link.network, in_body=link.in_body,
        )  # fmt: skip
    for offer in of.affiliate.offers:
        yield AffiliateRow(
            **about, kind="offer", text=offer.product, target=offer.url,
            merchant=offer.merchant, price=offer.price, currency=offer.currency,
        )  # fmt: skip


def versions(raw: bytes, index: Index) -> Iterator[VersionRow]:
    of = _record.decode(raw)
    known = index.one("SELECT n FROM records WHERE id = ? AND version = ?", of.id, of.previous_version or "")
    before = _record.decode(index.raw(known[0])) if known else None
    at = utc(of.fetch.fetched_at)
    gone = index.one(
        "SELECT min(fetched_at) FROM gone WHERE id = ?1 AND previous_version = ?2 AND fetched_at BETWEEN ?3 AND"
        " (SELECT coalesce(min(fetched_at), '9') FROM records WHERE id = ?1 AND fetched_at > ?3)",
        of.id, of.version, at or "",
    )  # fmt: skip
    words, old = (Counter(text.split()) for text in (of.body_text, before.body_text if before else ""))
    yield VersionRow(
        id=of.id, version=of.version, previous_version=of.previous_version or None, site=of.site, url=of.url,
        fetched_at=at, date_published=of.date_published, date_modified=of.date_modified,
        headline=of.headline, previous_headline=before.headline if before else None, word_count=of.word_count,
        words_added=(words - old).total() if before else None, words_removed=(old - words).total() if before else None,
        taken_down=gone[0] if gone else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """`row` holds the types; `rows` gives the rows of a line, None: the line itself; `history`: of all versions."""

    name: str
    row: type[Struct]
    rows: Callable[[bytes, Index], Iterable[Struct]] | None
    history: bool = False


VIEWS = {
    view.name: view
    for view in (
        View("articles", Article, None),
        View("blocks", BlockRow, blocks),
        View("teasers", TeaserRow, teasers),
        View("affiliate", AffiliateRow, affiliate, history=True),
        View("versions", VersionRow, versions, history=True),
    )
}
