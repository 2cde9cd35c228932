"""The walk of a page through all stations: HTML in, record out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from pipelines.affiliate import AffiliatePipeline
from pipelines.body import BodyPipeline
from pipelines.declared import DeclaredPipeline
from pipelines.embedded import EmbeddedPipeline
from pipelines.items import Article, Fetch, Layout, Page
from pipelines.label import LabelPipeline
from pipelines.links import normalise
from pipelines.metadata import MetadataPipeline
from pipelines.parse import ParsePipeline, UnreadablePage
from pipelines.record import record
from pipelines.rules.body_text import body_text
from pipelines.segment import SegmentPipeline
from pipelines.teasers import TeasersPipeline
from pipelines.validate import ValidatePipeline
from pipelines.values import Label, Paragraph


class Station(Protocol):
    """One step of the walk: reads what the earlier ones filled in, fills in its own fields."""

    def process_item(self, item: Article) -> Article: ...


TO_BODY: tuple[Station, ...] = (
    ParsePipeline(),
    DeclaredPipeline(),
    SegmentPipeline(),
    LabelPipeline(),
    AffiliatePipeline(),
    TeasersPipeline(),
    BodyPipeline(),
    EmbeddedPipeline(),
)
TO_END: tuple[Station, ...] = (MetadataPipeline(), ValidatePipeline())


def separate(
    html: str | bytes,
    url: str,
    *,
    layout: Layout | None = None,
    layouts: tuple[Layout, ...] = (),
    site: str = "",
    language: str | None = None,
    timezone: str | None = None,
    encoding: str | None = None,
    fetch: Fetch | None = None,
    rights: dict[str, Any] | None = None,
    blocks: bool = False,
) -> dict[str, Any]:
    """The record (RECORD.md) of one page: no network, no clock, no settings; same page in, same record out.

    `layout`, or else one of `layouts`, holds the site's selectors, `language` and `timezone` ("Europe/Berlin") are its
    defaults, `encoding` is the charset of the HTTP header, `fetch` and `rights` are passed on. With `blocks` the record
    holds every labelled block. Raises UnreadablePage if the input is no HTML page.
    """
    page = Page(
        url=url,
        html=html,
        encoding=encoding,
        site=site,
        layouts=(layout,) if layout else layouts,
        language=language,
        timezone=timezone,
        fetch=fetch or Fetch(),
        rights=rights or {},
    )
    with uncollected():
        return record(understand(page), blocks=blocks)


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage in here: what a page is made of goes with its last reference, and nothing is found."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def understand(page: Page) -> Article:
    """The page walked through all stations."""
    article = Article(page=page)
    for station in TO_BODY:
        article = station.process_item(article)
    join_rest(article)
    for station in TO_END:
        article = station.process_item(article)
    return article


def join_rest(article: Article) -> None:
    """Add the further pages of a multi-page article; one that cannot be read is named in the warnings."""
    for number, page in enumerate(article.page.rest, 2):
        part = Article(page=page)
        try:
            for station in TO_BODY:
                part = station.process_item(part)
        except UnreadablePage as error:
            article.warnings.append(f"page {number} of the article is missing: {error}")
            continue
        join(article, part)
        article.warnings += [f"page {number} of the article: {warning}" for warning in part.warnings]
    if missing := article.page.missing:
        article.warnings.append(f"a further page of the article could not be had: {missing}")


def join(article: Article, part: Article) -> None:
    """Add what a further page holds and the article does not hold yet: headline and summary recur on each page."""
    own = {normalise(page.url) for page in (article.page, *article.page.rest)}
    said = {block.text for block in article.blocks}
    summary = [Paragraph(b.text) for b in part.blocks if b.label is Label.STANDFIRST and b.text not in said]
    known = {str(block) for block in article.body}
    new = [block for block in (*summary, *part.body) if str(block) not in known]
    article.body += new
    article.body_text = "\n\n".join(filter(None, (article.body_text, body_text(None, new))))
    for block in part.blocks:
        block.why = block.reason  # it is looked up by the number that the block has on its page
        block.index += len(article.blocks)
    article.blocks += part.blocks
    teased = {teaser.url for teaser in article.teasers}
    for teaser in part.teasers:
        if teaser.url not in teased and normalise(teaser.url or "") not in own:
            teaser.position = len(article.teasers) + 1
            article.teasers.append(teaser)
    mine, more = article.affiliate, part.affiliate
    paid = {link.url for link in mine.links}
    mine.links += [link for link in more.links if link.url not in paid]
    mine.offers += [offer for offer in more.offers if offer not in mine.offers]
    mine.disclosures += [text for text in more.disclosures if text not in mine.disclosures]


class JoinPipeline:
    """Adds the further pages of a multi-page article."""

    def process_item(self, item: Article) -> Article:
        join_rest(item)
        return item
