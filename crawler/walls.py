"""A question for consent in the place of an article is none: what was written of the article before stays."""

from __future__ import annotations

import re

from scrapy.exceptions import DropItem

from pipelines.items import Article

LEAST_WORDS = 40  # of a page that shows an article
LINE = 5  # words of a line that asks for something
CONSENT = re.compile(r"cookie|consent|einwillig|zustimm|datenschutz|privacy|\bcmp\b", re.IGNORECASE).search


def asks_consent(article: Article) -> bool:
    """Whether the page asks for consent and shows neither an article nor pointers to others.

    Nearly all pages ask; a video's page may have no text, but those of a news site point to others.
    """
    text = article.body_text
    if article.teasers or len(text.split()) >= LEAST_WORDS or (text and not CONSENT(text)):
        return False
    return any(CONSENT(block.text) for block in article.blocks if block.text.count(" ") >= LINE)


class ConsentWallPipeline:
    """Drops pages that ask for consent and show no article."""

    def process_item(self, item: Article) -> Article:
        if asks_consent(item):
            raise DropItem("a question for consent instead of an article")
        return item
