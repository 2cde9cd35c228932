"""The values of a record, by the names of schema.org: what the stations fill in and `record.py` writes."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Label(StrEnum):
    """What a block of a page is for its reader; every visible block has exactly one (RECORD.md)."""

    HEADLINE = "headline"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    TEASER = "teaser"
    AFFILIATE = "affiliate"
    DISCLOSURE = "disclosure"
    AD = "ad"
    SHARE = "share"
    TAGS = "tags"
    AUTHOR_BIO = "author_bio"
    NEWSLETTER = "newsletter"
    COMMENTS = "comments"
    NAV = "nav"
    OTHER = "other"


class Link(Struct, frozen=True):
    """A link in running text; `affiliate` says that the site earns by it."""

    text: str
    url: str
    affiliate: bool = False


class Paragraph(Struct, tag="paragraph", tag_field="type"):
    text: str
    links: list[Link] = []


class Heading(Struct, tag="heading", tag_field="type"):
    text: str
    level: int


class List(Struct, tag="list", tag_field="type"):
    ordered: bool
    items: list[str]
    links: list[Link] = []


class Quote(Struct, tag="quote", tag_field="type"):
    text: str
    cite: str | None = None


class Table(Struct, tag="table", tag_field="type"):
    """`header` holds the column names (empty if the table has none), `rows` the rows below it, cell by cell."""

    rows: list[list[str]]
    header: list[str] = []
    links: list[Link] = []


class Code(Struct, tag="code", tag_field="type"):
    text: str
    language: str | None = None


class Figure(Struct, tag="figure", tag_field="type"):
    url: str | None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


class Embed(Struct, tag="embed", tag_field="type"):
    provider: str
    url: str | None


BodyBlock = Paragraph | Heading | List | Quote | Table | Code | Figure | Embed


class Author(Struct, frozen=True):
    """A person or agency as signed, without 'Von', 'By' and roles."""

    name: str
    url: str | None = None


class Image(Struct, frozen=True):
    url: str
    caption: str | None = None
    credit: str | None = None


class Teaser(Struct):
    """A pointer to another article. `box` is the heading over its group, `in_body`: it stood between paragraphs."""

    headline: str
    url: str | None
    kicker: str | None = None
    image: str | None = None
    box: str | None = None
    position: int = 0
    in_body: bool = False


class AffiliateLink(Struct):
    """A link that pays. `merchant` is the shop's host, else its name, `network` who pays, both null if unknown."""

    url: str
    text: str
    merchant: str | None = None
    network: str | None = None
    in_body: bool = False


class Offer(Struct):
    """A product with a price, from a price box or a product card. `currency` is ISO 4217."""

    product: str | None
    price: float | None
    currency: str | None = None
    merchant: str | None = None
    url: str | None = None


class Affiliate(Struct):
    disclosures: list[str] = []
    links: list[AffiliateLink] = []
    offers: list[Offer] = []
