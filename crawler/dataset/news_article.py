"""A record → schema.org NewsArticle in JSON-LD."""

from __future__ import annotations

from typing import Any

from pipelines.record import Record
from pipelines.values import Author, Image, Offer

TYPES = {
    "review": "ReviewNewsArticle",
    "opinion": "OpinionNewsArticle",
    "news": "NewsArticle",
    "video": "NewsArticle",
    "interview": "NewsArticle",
}


def news_article(record: Record) -> dict[str, Any]:
    """The article as a JSON-LD document; what the record does not know is left out."""
    found = {
        "@context": "https://schema.org",
        "@type": TYPES.get(record.article_type, "NewsArticle"),
        "@id": record.canonical_url,
        "identifier": record.id,
        "version": record.version,
        "url": record.canonical_url,
        "mainEntityOfPage": record.canonical_url,
        "headline": record.headline,
        "alternativeHeadline": record.kicker,
        "abstract": record.standfirst,
        "description": record.description,
        "author": [_author(author) for author in record.authors],
        "datePublished": record.date_published,
        "dateModified": record.date_modified,
        "articleSection": record.section,
        "keywords": record.keywords,
        "inLanguage": record.language,
        "isAccessibleForFree": record.is_accessible_for_free,
        "image": _image(record.image) if record.image else None,
        "articleBody": record.body_text,
        "wordCount": record.word_count,
        "mentions": [_offer(offer) for offer in record.affiliate.offers if offer.product],
    }  # fmt: skip
    return _known(found)


def _image(image: Image) -> dict[str, Any]:
    return _known({"@type": "ImageObject", "url": image.url, "caption": image.caption, "creditText": image.credit})


def _author(author: Author) -> dict[str, Any]:
    return _known({"@type": "Person", "name": author.name, "url": author.url})


def _offer(offer: Offer) -> dict[str, Any]:
    seller = offer.merchant and {"@type": "Organization", "name": offer.merchant}
    price = {
        "@type": "Offer",
        "price": offer.price,
        "priceCurrency": offer.currency,
        "seller": seller,
        "url": offer.url,
    }
    return _known({"@type": "Product", "name": offer.product, "offers": _known(price)})


def _known(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value is not None and value != []}
