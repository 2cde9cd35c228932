"""The affiliate parts of pages that say themselves what their blocks are."""

from __future__ import annotations

from lxml import html as lxml_html

from pipelines.affiliate import affiliate
from pipelines.segment import segment
from pipelines.values import Affiliate, Label

URL = "https://www.technikblatt.de/test/kopfhoerer-12.html"


def separated(body: str) -> Affiliate:
    """Those of a page whose `data-label` attributes name the labels of its blocks."""
    root = lxml_html.document_fromstring(f"<html><body>{body}</body></html>")
    blocks, _, _, wordless, _ = segment(root)
    for block in blocks:
        element = block.box.element
        labels = [at.get("data-label") for at in (element, *element.iterancestors()) if at.get("data-label")]
        block.label = Label(labels[0]) if labels else Label.OTHER
    return affiliate(blocks, URL, wordless)
