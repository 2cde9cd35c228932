"""Pages that list articles and hold none: front and section pages, archives, authors' pages, results of a search.

What an article has and such a page lacks is a text in one piece: here a few words stand under each of many headlines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.blocks import Block, Box
from pipelines.items import Declared
from pipelines.links import normalise, split
from pipelines.rules.containers import HEADINGS
from pipelines.rules.listings import AUTHOR, MONTH, TOPIC
from pipelines.rules.targets import Target, shape, target
from pipelines.values import Label

TEXT = (Label.BODY, Label.STANDFIRST)
MISTAKEN = (Label.HEADLINE, Label.NAV)
ARTICLE = ("Article", "article", "Posting", "BlogPost", "Report")  # how the declared types of an article end
LISTS = frozenset(("CollectionPage", "SearchResultsPage", "ProfilePage"))
FURTHER = re.compile(r"/(?:page|seite)[/-]\d+/?$|/(?:index|home|default)\.\w+$")
SEARCH = re.compile(r"(?:^|&)(?:s|q|query|search\w*|such(?:e|begriff|wort)|keywords?)=").search
PAGING = re.compile(r"(?:(?:^|&)(?:page|paged|seite)=\d*)*").fullmatch
HEADLINE = 3  # words at least of a link that is one; of one to a page that may be anything, one more
MANY, FEW = 5, 3  # such links; and where the page has no text at all
LARGEST, LEVELS = 20, 6  # blocks of the box of one article; boxes around a text that are asked whether they are such
CARDS, MOSTLY = 4, 0.5  # such boxes, of one tag and depth; share of the text that stands in them
NEARLY = 0.8  # share of the text that stands below as many headings without boxes
SHORT, PIECE, LONG = 60, 0.3, 400  # words of a text that is no article; of its longest piece, as a share; and at most
BIO = 150  # words about the author


class Listing:
    """Where the links to other articles stand on a page, and its text between them."""

    def __init__(self, blocks: Sequence[Block], url: str) -> None:
        self.blocks = blocks
        self.of_author = False
        self.leads: list[str] = [leads(block, url) for block in blocks]
        self.first = next((i for i, link in enumerate(self.leads) if link), len(blocks))
        self.links = len(set(filter(None, self.leads)))
        self.pieces = [0]  # words of the text between two such links
        self.headed: list[int] = []  # which of those pieces stand below a heading that is one
        self.listed = 0  # words of such links that were taken for text
        for block, link in zip(blocks, self.leads, strict=True):
            words = block.text.count(" ") + 1 if block.label in TEXT else 0
            if link:
                self.listed += words
                if block.box.tag in HEADINGS:
                    self.headed.append(len(self.pieces))
                self.pieces.append(0)
            else:
                self.pieces[-1] += words
        self.longest = max(self.pieces)
        self.text = self.listed + sum(self.pieces)

    def scattered(self) -> bool:
        """Whether the text has no piece that may be an article."""
        return self.longest <= min(max(PIECE * self.text, SHORT), LONG)

    def below_headlines(self) -> bool:
        """Whether nearly all text stands right below headings that lead to other articles, a few words each."""
        words = [self.pieces[i] for i in self.headed if self.pieces[i]]
        return len(words) >= CARDS and self.scattered() and self.listed + sum(words) >= NEARLY * self.text

    def in_cards(self) -> bool:
        """Whether most of the text stands under headlines of other articles, each in a small box with it."""
        after = len(self.blocks)
        following = [after] * (after + 1)  # the next link from each block on
        for i in range(after - 1, -1, -1):
            following[i] = after = i if self.leads[i] else after
        headline = next((block.index for block in self.blocks if block.label is Label.HEADLINE), -1)
        cards: dict[tuple[str, int], dict[str, int]] = {}  # words of text by link
        for block in self.blocks:
            text = block.label in TEXT
            if not (text or block.label is Label.TEASER) or self.leads[block.index]:
                continue
            box: Box | None = block.box
            for _ in range(LEVELS):
                if box is None or box.stop - box.start > LARGEST or box.start <= headline < box.stop:
                    break
                if following[box.start] < block.index:
                    of = cards.setdefault((box.tag, box.depth), {})
                    link = self.leads[following[box.start]]
                    of[link] = of.get(link, 0) + (block.text.count(" ") + 1 if text else 0)
                    break
                box = box.parent
        inside = self.listed + sum([sum(of.values()) for of in cards.values() if len(of) >= CARDS])
        return inside > 0 and inside >= MOSTLY * self.text

    def relabel(self) -> None:
        """What was taken for text becomes teasers, as do headlines that were taken for the page's own or for a menu;
        what stands above introduces the list.
        """
        for block in self.blocks:
            if block.label in TEXT and block.index < self.first:
                block.label = Label.AUTHOR_BIO if self.of_author else Label.OTHER
                block.why = "introduces a list of articles"
            elif block.label in TEXT or (block.label in MISTAKEN and self.leads[block.index]):
                block.label, block.why = Label.TEASER, "on a page that lists articles"


def leads(block: Block, url: str) -> str:
    """The address of the other article whose headline a block is, "" if it is none."""
    words = block.text.count(" ") + 1
    if words >= HEADLINE and (block.label is not Label.NAV or block.box.tag in HEADINGS):
        for anchor in block.anchors:
            if 2 * (anchor.stop - anchor.start) >= len(block.text):
                kind = target(anchor.href, anchor.rel, url)
                if kind & Target.ARTICLE or (kind & Target.PAGE and words > HEADLINE):
                    return anchor.href.partition("#")[0]
    return ""


def listing(declared: Declared, blocks: Sequence[Block], url: str) -> Listing | None:
    """The list that a page is, by its address, what it declares and where its text stands; else None."""
    address = split(normalise(url))
    if address is None:
        return None
    path = FURTHER.sub("/", address.path.lower())
    front = bool(address.host) and path in ("", "/") and PAGING(address.query) is not None
    says_so = not LISTS.isdisjoint(declared.types)
    types = [name for name in declared.types if name != "article" or not says_so]  # WordPress calls archives so, too
    if not front and any(name.endswith(ARTICLE) for name in types):
        return None
    _, slug, number = shape(path)
    named = not (slug or number) or MONTH(path) is not None  # like a rubric or an archive, not like an article
    author = AUTHOR(path) is not None
    likely = front or says_so or author or SEARCH(address.query) is not None
    likely |= named and TOPIC(path + "/") is not None
    if not (likely or named):
        return None
    page = Listing(blocks, url)
    if page.links < (MANY if page.text else FEW):
        return None
    page.of_author = author and page.longest <= BIO
    sure = page.of_author or (front and says_so and page.longest <= LONG) or (likely and page.scattered())
    return page if sure or page.in_cards() or page.below_headlines() else None
