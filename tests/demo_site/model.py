"""The truth about an article of the demo site, and what a record of it must therefore hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

INLINE = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
PAYS = re.compile(r"//(www\.amazon\.de/dp/\w+\?tag=|www\.awin1\.com/)")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the article in reading order. What `text`, `items` and the others hold depends on `kind`:

    paragraph, heading, quote (`cite`), code (`cite`: the language), list (`items`), table (`rows`, the first is the
    header), figure (`url`, `text`: the caption, `cite`: the credit), embed (`cite`: the provider, `url`), fact (`cite`:
    its title), also (a teaser between paragraphs), price (a price box: `text`: the product, `price`, `cite`: the shop,
    `url`), button (`cite`: the shop, `url`), pagebreak. Links in texts are written `[words](address)`.
    """

    kind: str
    text: str = ""
    url: str = ""
    cite: str = ""
    price: float = 0.0
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    ordered: bool = False

    @property
    def texts(self) -> list[str]:
        """The texts that this part writes in plain words: a string for each item and each table cell."""
        cells = [cell for row in self.rows for cell in row]
        return [plain(text) for text in ([self.text] if self.text else []) + list(self.items) + cells]


@dataclass(frozen=True)
class Teaser:
    """A pointer to another article; `url` as it stands in the page, relative to the site."""

    headline: str
    url: str
    box: str = ""
    in_body: bool = False


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article. `path` is its address on the site; `truncated`: only its beginning is shown (a paywall)."""

    path: str
    headline: str
    standfirst: str
    published: datetime
    parts: tuple[Part, ...]
    kicker: str = ""
    authors: tuple[str, ...] = ()
    modified: datetime | None = None
    section: str = "News"
    keywords: tuple[str, ...] = ()
    article_type: str = "news"
    language: str = "de"
    design: str = "ring"
    popular: tuple[Teaser, ...] = ()
    popular_box: str = "Beliebt auf TechStage"
    disclosures: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    truncated: bool = False
    bare: bool = False  # neither byline, author card, newsletter box nor JSON-LD: the likeness of the seed

    @property
    def pages(self) -> list[tuple[Part, ...]]:
        """The parts of each page of the article."""
        pages: list[list[Part]] = [[]]
        for part in self.parts:
            if part.kind == "pagebreak":
                pages.append([])
            else:
                pages[-1].append(part)
        return [tuple(page) for page in pages]

    @property
    def name(self) -> str:
        return self.path.strip("/").split("/")[1].removesuffix(".html")


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What the record of an article must hold, addresses absolute. `body`: plain texts in order, without figures."""

    headline: str
    kicker: str | None
    standfirst: str
    authors: list[str]
    date_published: str | None
    date_modified: str | None
    section: str
    keywords: list[str]
    language: str
    article_type: str
    truncated: bool
    body: list[tuple[str, str]] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    teasers: list[Teaser] = field(default_factory=list)
    disclosures: list[str] = field(default_factory=list)
    affiliate_links: list[str] = field(default_factory=list)
    offers: list[dict[str, object]] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        return [text for kind, text in self.body if kind == "paragraph"]


def expected(article: Article, base_url: str) -> Expected:
    """The truth in the record's words; `body` has (kind, text) of each paragraph, heading, item, cell, quote, code."""
    inside = [Teaser(part.text, part.url, part.cite, True) for part in article.parts if part.kind == "also"]
    written = ("paragraph", "heading", "list", "table", "quote", "code")
    return Expected(
        headline=article.headline,
        kicker=article.kicker or None,
        standfirst=plain(article.standfirst),
        authors=list(article.authors),
        date_published=None if article.bare else article.published.isoformat(),
        date_modified=article.modified.isoformat() if article.modified else None,
        section=article.section,
        keywords=list(article.keywords),
        language=article.language,
        article_type=article.article_type,
        truncated=article.truncated,
        body=[(part.kind, text) for part in article.parts if part.kind in written for text in part.texts],
        captions=[part.text for part in article.parts if part.kind == "figure" and part.text],
        teasers=[
            Teaser(one.headline, urljoin(base_url, one.url), one.box, one.in_body)
            for one in [*inside, *article.popular]
        ],
        disclosures=list(article.disclosures),
        affiliate_links=list(dict.fromkeys(url for part in article.parts for url in paid(part))),
        offers=[
            {"product": part.text, "price": part.price, "currency": "EUR", "merchant": part.cite, "url": part.url}
            for part in article.parts
            if part.kind == "price"
        ],
    )


def paid(part: Part) -> list[str]:
    """The addresses in a part that pay the site, in reading order."""
    own = [part.url] if part.kind in ("price", "button") else []
    written = [part.text, *part.items, *(cell for row in part.rows for cell in row)]
    return own + [url for text in written for _, url in INLINE.findall(text) if PAYS.search(url)]


def plain(text: str) -> str:
    """The words without the addresses.

    >>> plain("Das [Handy](/news/x.html) ist neu.")
    'Das Handy ist neu.'
    """
    return INLINE.sub(r"\1", text)
