"""Pages that list articles for people: the front page, a rubric and its further pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from crawler.discovery.link import ArticleLink, Found
from pipelines.links import absolute
from pipelines.parse import UnreadablePage, parse
from pipelines.rules.select import select

MAX_LINKS = 5_000  # on one page; what lists more is a trap


@dataclass(frozen=True, slots=True)
class Listing:
    """A front page or rubric. `links` and `next_page` are CSS selectors of the links, or of what holds them.

    Paging ends after `max_pages`, at a page seen before, and at one that shows no article not seen before: so a
    calendar whose every day links to the next ends at its first empty day.
    """

    url: str
    links: str = "a"
    next_page: str = ""
    max_pages: int = 20

    def read(self, body: bytes, url: str, *, encoding: str | None = None, since: datetime | None = None) -> Found:
        """The selected links, and the next page if this one lists anything."""
        try:
            root = parse(body, encoding)
        except UnreadablePage as error:
            return Found(troubles=[str(error)])
        base = absolute(url, str(root.xpath("string(//base[@href][1]/@href)"))) or url
        anchors = _anchors(root, self.links)[:MAX_LINKS]
        further = _anchors(root, self.next_page)[:1] if self.next_page and anchors else []
        return Found(
            links=[ArticleLink(url=target) for anchor in anchors if (target := absolute(base, anchor.get("href")))],
            pages=[page for anchor in further if (page := absolute(base, anchor.get("href")))],
        )


def _anchors(root: etree._Element, css: str) -> list[etree._Element]:
    """The links that the selector names, or that stand in what it names, in document order."""
    chosen = set(select(css)(root))
    anchors = []
    inside = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element in chosen:
            inside += 1 if event == "start" else -1
            anchors += [element] if event == "start" and element.get("href") else []
        elif event == "start" and inside and element.tag == "a" and element.get("href"):
            anchors.append(element)
    return anchors
