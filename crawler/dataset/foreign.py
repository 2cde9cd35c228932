"""Other programs' articles: which program wrote an object, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from crawler.dataset.told import Told, Unusable, paragraphs, text, texts
from pipelines.links import split
from pipelines.values import BodyBlock, Heading, Paragraph

Object = Mapping[str, Any]
OURS = "ours"


def fundus(found: Object) -> Told:
    """What `Article.to_json()` gives. By itself it names no address: that is in `ld`, or was added as `url`."""
    shown = found.get("body")
    body = shown if isinstance(shown, dict) else {}
    return Told(
        url=_fundus_url(found),
        headline=text(found.get("title")),
        standfirst=" ".join(texts(body.get("summary"))) or None,
        authors=texts(found.get("authors")),
        published=text(found.get("publishing_date")),
        keywords=texts(found.get("topics")),
        language=text(found.get("lang")),
        image=_cover(found.get("images")),
        free=found["free_access"] if isinstance(found.get("free_access"), bool) else None,
        body=list(_sections(body.get("sections"))) or paragraphs(found.get("plaintext")),
        fetched=text(_inside(found.get("html"), "crawl_date")),
    )


def news_please(found: Object) -> Told:
    """What `get_serializable_dict()` gives. Its dates name no time zone."""
    return Told(
        url=_url(found.get("url")),
        headline=text(found.get("title")),
        description=text(found.get("description")),
        authors=texts(found.get("authors")),
        published=text(found.get("date_publish")),
        modified=text(found.get("date_modify")),
        language=text(found.get("language")),
        image=text(found.get("image_url")),
        body=paragraphs(found.get("maintext") or found.get("text")),
        fetched=text(found.get("date_download")),
    )


def zyte(found: Object) -> Told:
    """An Article of zyte-common-items."""
    authors = found.get("authors")
    return Told(
        url=_url(found.get("url")),
        canonical_url=text(found.get("canonicalUrl")),
        headline=text(found.get("headline")),
        description=text(found.get("description")),
        authors=texts([_inside(author, "name") for author in authors] if isinstance(authors, list) else None),
        published=text(found.get("datePublished")),
        modified=text(found.get("dateModified")),
        language=text(found.get("inLanguage")),
        image=text(_inside(found.get("mainImage"), "url")),
        body=paragraphs(found.get("articleBody")),
        fetched=text(_inside(found.get("metadata"), "dateDownloaded")),
    )


READERS: dict[str, Callable[[Object], Told]] = {"fundus": fundus, "news-please": news_please, "zyte": zyte}
FORMATS = (OURS, *READERS)
MARKS = (  # the fields of which one tells the format, in the order in which they are looked for
    (OURS, {"schema_version"}),
    ("news-please", {"maintext", "date_download", "source_domain"}),
    ("zyte", {"articleBody", "articleBodyHtml", "inLanguage", "datePublishedRaw", "canonicalUrl"}),
    ("fundus", {"publishing_date", "free_access", "plaintext", "topics"}),
)


def format_of(found: Object) -> str:
    """The format of an object. Raises Unusable."""
    for name, fields in MARKS:
        if fields & found.keys():
            return name
    raise Unusable(f"its format is not known by its fields; say which it is: --format {'|'.join(FORMATS)}")


def _url(value: object) -> str:
    if not (isinstance(value, str) and (url := value.strip())):
        raise Unusable("it has no url")
    if split(url) is None:
        raise Unusable("its url is no http or https address")
    return url


def _fundus_url(found: Object) -> str:
    html, ld = found.get("html"), found.get("ld")
    said = [found.get("url"), _inside(html, "responded_url"), _inside(html, "requested_url")]
    for thing in ld.values() if isinstance(ld, dict) else ():
        page = _inside(thing, "mainEntityOfPage")
        said += [_inside(thing, "url"), page, _inside(page, "@id")]
    for url in said:
        if isinstance(url, str) and split(url):
            return url
    raise Unusable("it has no url: have Fundus write {'url': article.html.responded_url, **article.to_json()}")


def _inside(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _sections(value: object) -> Iterator[BodyBlock]:
    for section in value if isinstance(value, list) else ():
        yield from (Heading(line, 2) for line in texts(_inside(section, "headline")))
        yield from (Paragraph(line) for line in texts(_inside(section, "paragraphs")))


def _cover(images: object) -> str | None:
    for image in images if isinstance(images, list) else ():
        versions = _inside(image, "versions")
        if _inside(image, "is_cover") and isinstance(versions, list) and versions:
            return text(_inside(versions[-1], "url"))  # Fundus sorts them by size
    return None
