"""Article → warnings: what a reader of the record should know about how far it can be trusted."""

from __future__ import annotations

from pipelines.items import Article
from pipelines.text import count_words

FEW_WORDS = 30


def validate(article: Article) -> list[str]:
    """The warnings of an article, none for a usual one."""
    warnings = list(article.warnings)
    words = count_words(article.body_text)
    if not words:
        warnings.append("no article text found on the page")
    elif words < FEW_WORDS:
        warnings.append(f"very short text: {words} words")
    if not article.metadata.headline:
        warnings.append("no headline found")
    if article.metadata.truncated:
        warnings.append("the text is cut off by a paywall or a 'read on' link")
    if article.page.layouts and article.layout is None:
        warnings.append("no layout of the site matches the page")
    return warnings


class ValidatePipeline:
    """Fills in `warnings`."""

    def process_item(self, item: Article) -> Article:
        item.warnings = validate(item)
        return item
