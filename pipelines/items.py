"""The nouns: what comes in, and what is known of an article. What its page consists of is in `blocks.py`.

A page walks the stations as one `Article`: each station reads what the earlier ones filled in and fills in its own
fields. The small values (`Teaser`, `Offer`, the body's `Paragraph` …) are msgspec Structs, so that the JSON Schema of
the record is generated from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from msgspec import Struct

from pipelines.blocks import Block, Box, Element, Media
from pipelines.values import Affiliate, Author, BodyBlock, Image, Teaser

# ------------------------------------------------------------------ what comes in


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one generation of a site marks its parts: CSS selectors, all of them hints for the labelling.

    The first layout of a site whose `when` matches a page is used. A redesign adds a layout; old ones stay.
    `single_page` is the query that shows a multi-page article whole ("seite=all"); `next_page` selects the link to the
    article's next page, whose parts are joined.
    """

    when: str
    name: str = ""
    headline: str | tuple[str, ...] = ()
    kicker: str | tuple[str, ...] = ()
    standfirst: str | tuple[str, ...] = ()
    byline: str | tuple[str, ...] = ()
    body: str | tuple[str, ...] = ()
    caption: str | tuple[str, ...] = ()
    teaser: str | tuple[str, ...] = ()
    affiliate: str | tuple[str, ...] = ()
    disclosure: str | tuple[str, ...] = ()
    ad: str | tuple[str, ...] = ()
    share: str | tuple[str, ...] = ()
    tags: str | tuple[str, ...] = ()
    author_bio: str | tuple[str, ...] = ()
    newsletter: str | tuple[str, ...] = ()
    comments: str | tuple[str, ...] = ()
    nav: str | tuple[str, ...] = ()
    other: str | tuple[str, ...] = ()
    single_page: str = ""
    next_page: str = ""


class Fetch(Struct, frozen=True, kw_only=True):
    """How a page's bytes came to us. Times are ISO 8601 in UTC, `sha256` is of the raw bytes."""

    fetched_at: str | None = None
    status: int | None = None
    source: Literal["live", "wayback", "warc", "file"] = "file"
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    depth: int | None = None
    referrer: str | None = None


@dataclass(slots=True, kw_only=True)
class Page:
    """One fetched page, not yet understood.

    `encoding` is the charset of the HTTP header, `url` the one after redirects, `rest` the further
    pages of a multi-page article, in order, `missing` the URL of one that could not be had.
    """

    url: str
    html: str | bytes
    encoding: str | None = None
    site: str = ""
    layouts: tuple[Layout, ...] = ()
    language: str | None = None
    timezone: str | None = None
    fetch: Fetch = field(default_factory=Fetch)
    rights: dict[str, Any] = field(default_factory=dict)
    rest: tuple[Page, ...] = ()
    missing: str = ""


# ------------------------------------------------------------------ what is known of an article


class Declared(Struct):
    """What the page says about itself to machines: JSON-LD first, then meta tags, then microdata. Raw, not yet judged.

    `title` is the first `<title>`, `article_body` the text of JSON-LD's `articleBody` or of the page's embedded data,
    paragraphs apart by newlines.
    """

    types: list[str] = []
    title: str | None = None
    headline: str | None = None
    alternative_headlines: list[str] = []
    description: str | None = None
    authors: list[Author] = []
    date_published: str | None = None
    date_modified: str | None = None
    section: str | None = None
    keywords: list[str] = []
    language: str | None = None
    image: Image | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    article_body: str | None = None
    is_accessible_for_free: bool | None = None


class Metadata(Struct):
    """What is known of the article beside its body, judged; the names are RECORD.md's."""

    canonical_url: str = ""
    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    description: str | None = None
    authors: list[Author] = []
    date_published: str | None = None
    date_modified: str | None = None
    section: str | None = None
    keywords: list[str] = []
    language: str | None = None
    article_type: str = "other"
    image: Image | None = None
    is_accessible_for_free: bool | None = None
    truncated: bool = False


@dataclass(slots=True, eq=False)
class Article:
    """A page on its way through the stations; each fills in the fields that carry its name."""

    page: Page
    root: Element | None = None
    layout: Layout | None = None
    declared: Declared = field(default_factory=Declared)
    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    wordless: list[Element] = field(default_factory=list)  # links around pictures or laid over cards
    fields: list[Element] = field(default_factory=list)  # in which readers write
    lists: bool = False  # other articles, and holds none
    body: list[BodyBlock] = field(default_factory=list)
    body_text: str = ""
    teasers: list[Teaser] = field(default_factory=list)
    affiliate: Affiliate = field(default_factory=Affiliate)
    metadata: Metadata = field(default_factory=Metadata)
    warnings: list[str] = field(default_factory=list)
