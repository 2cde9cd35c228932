"""What a page shows its readers about the article, read from its labelled blocks: titles, dates, tags, signatures."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice, pairwise

from pipelines.blocks import Block, Box, Element
from pipelines.links import absolute
from pipelines.rules import names
from pipelines.rules.targets import Target, target
from pipelines.text import fold, inner_text, key
from pipelines.values import Author, Label

LINES = ("p", "div", "h2", "h3", "h4")  # what divides a heading
HEADINGS = ("h1", "h2", "h3", "h4", "hgroup")
BESIDE = (4, 6)  # how many blocks before and behind the headline a second one is looked for
BEFORE, BEHIND = 20, 60  # blocks among which a date is looked for
CLOSE = 20  # blocks behind which a date in one of OTHERS is another article's, a comment's or the story's
OTHERS = (Label.TEASER, Label.COMMENTS, Label.BODY)
MOST = 60  # links of a kind
MOST_SIGNED = 12  # bylines, notes about authors, and links in one of them
NO_PERSON = Target.SHARE | Target.OWN | Target.PAID  # where no name leads
NESTED = 3  # boxes around a text, of which an h1 may be one
APART = re.compile(r"[\s|,·•/]+")  # between links side by side
YEAR = re.compile(r"(?:19|20)\d\d").search
# As bylines write it; elsewhere it may be the number of a version.
SHORT_YEAR = re.compile(r"(?<![\w.])((?:[0-2]\d|3[01])\.(?:0\d|1[0-2])\.)([0-4]\d)(?!\w|\.\d)")
UPDATE = re.compile(
    r"updat|aktualis|modif|revis|last|zuletzt|geändert|stand\b|mis à jour|güncel|a[ck]tuali[zs]|atualiz|aggiorn"
    r"|bijgewerkt|gewijzigd|op?pdater|обновл|изменен|수정|更新|업데이트",
    re.IGNORECASE,
)
PUBLICATION = re.compile(
    r"publi|veröffentl|erschien|erstell|posted|written|ursprüngl|origin|pubblic|geplaatst|опубликов|입력|등록|公開|掲載|发布",
    re.IGNORECASE,
)
UPDATED, PUBLISHED = UPDATE.search, PUBLICATION.search
# '(12.11.2026 13:00 güncellendi)': what says of which change it is the date stands behind it.
SAID_BEHIND = re.compile(rf"\((?=\d[^()]{{5,40}}\s(?:{UPDATE.pattern})[^()\d]{{0,20}}\))", re.IGNORECASE)
TAG_LABEL = re.compile(
    r"^(?:tags?|topics?|themen|schlag\w+|keywords?|stichw\w+|mehr zu[mr]?(?: thema)?)\s*:\s*"
    r"|^(?:tagged|filed under|in this (?:article|story))\W*$"
    r"|^(?:explore |read |see )?more (?:on|about) (?:this|these) (?:topic|subject|tag)s?\s*:?\s*",
    re.IGNORECASE,
)


class Shown:
    """The labelled blocks of a page, and the place of its headline among them."""

    def __init__(self, root: Element, blocks: list[Block]) -> None:
        self.root, self.blocks = root, blocks
        self.by_label: dict[Label, list[Block]] = {}
        nav, teaser, other = Label.NAV, Label.TEASER, Label.OTHER  # most of a page, and nobody asks for them
        for block in blocks:
            if (label := block.label) is not nav and label is not teaser and label is not other:
                self.by_label.setdefault(label, []).append(block)
        first = self.of(Label.HEADLINE) or self.of(Label.STANDFIRST) or self.of(Label.BODY)
        self.place = first[0].index if first else 0

    def of(self, label: Label) -> list[Block]:
        return self.by_label.get(label, [])

    def text(self, label: Label) -> str | None:
        """The text of the first run of blocks with a label; the items of a list on lines of their own."""
        found = self.of(label)
        run = [block for place, block in enumerate(found) if block.index == found[0].index + place]
        text = ""
        for block in run:
            apart = "\n" if text and in_list(block) and in_list(run[0]) else " "
            text += apart + fold(block.text)
        return text.strip() or None

    def kicker(self) -> str | None:
        """The text of the kicker; of several links side by side, each a topic, the first."""
        found = self.of(Label.KICKER)[:2]
        run = [block for block in found if block.index <= found[0].index + 1]
        links = [block.text[anchor.start : anchor.stop] for block in run for anchor in block.anchors]
        said = "".join(block.text for block in run)
        if len(links) > 1 and not APART.sub("", unlinked(said, links)):
            return fold(links[0])
        return self.text(Label.KICKER)

    def headings(self) -> list[str]:
        """The block labelled headline, its first link, then the texts of the first h1."""
        texts = []
        for block in self.of(Label.HEADLINE)[:1]:
            texts += [block.text, *(block.text[link.start : link.stop] for link in block.anchors[:1])]
        for element in islice(self.h1s() or self.root.iter("h1"), 8):
            lines = [inner_text(line) for line in islice(element.iter(*LINES), 8) if line.find("*") is None]
            texts += lines or [inner_text(element)]
        return [html.unescape(text) for text in texts]  # some pages escape twice

    def h1s(self) -> list[Element]:
        """Those that show any text."""
        found: dict[Element, None] = {}
        for block in self.blocks:
            box: Box | None = block.box
            for _ in range(NESTED):
                if box is not None:
                    if box.tag == "h1":
                        found[box.element] = None
                    box = box.parent
        return list(found)

    def heads(self) -> list[Element]:
        """The elements that hold the headline, then the page's h1."""
        boxes = [block.box for block in self.of(Label.HEADLINE)[:1]]
        around = [box.parent.element for box in boxes if box.parent is not None and box.parent.tag in HEADINGS]
        return [*(box.element for box in boxes), *around, *self.h1s()[:8]]

    def beside(self) -> list[str]:
        """The other headings around the headline."""
        near = self.blocks[max(0, self.place - BESIDE[0]) : self.place + BESIDE[1]]
        return [block.text for block in near if block.index != self.place and is_heading(block)]

    def times(self) -> list[str]:
        """The dates of <time> elements, those of changes aside: the first behind the h1, the page's first two."""
        times: list[str] = []
        behind = None  # what stands behind the h1
        for element in self.root.iter("h1", "time"):
            value = element.get("datetime")
            if element.tag == "h1" and behind is None:
                behind = len(times)
            elif value and not tells_of_update(element):
                times.append(value)
                if behind is not None:
                    break
        return (times[behind:] if behind is not None else []) + times[:2]

    def dated(self, *, updated: bool = False, signed: bool = False) -> list[str]:
        """Texts with the year of publication, or else of an update: the bylines' and near ones, the likeliest first.

        With `signed` the bylines' alone.
        """
        found = []
        text_blocks = self.of(Label.BODY)
        begun = text_blocks[0].index if text_blocks else None  # teasers behind it have dates of their own
        near = () if signed else self.blocks[max(0, self.place - BEFORE) : self.place + BEHIND]
        for block in (*self.of(Label.BYLINE), *near):
            text = block.text
            if not 5 < len(text) < 200 or "©" in text:
                continue
            if block.label is Label.BYLINE and block.index > self.place - 3:
                text = SHORT_YEAR.sub(r"\g<1>20\2", text)
            distance = block.index - self.place
            if "20" not in text and "19" not in text:  # spares most texts the pattern
                continue
            if not YEAR(text) or block.label is Label.COMMENTS or (distance > CLOSE and block.label in OTHERS):
                continue
            if block.label is Label.TEASER and begun is not None and block.index > begun:
                continue
            rank = min(60, -2 * distance if distance < 0 else distance)
            rank += 20 * (len(text) > 60) - 15 * (block.label is Label.BYLINE)
            for piece in pieces(text):
                if (year := YEAR(piece)) and updated == (UPDATED(piece[: year.start()]) is not None):
                    found.append((rank - 40 * (PUBLISHED(piece) is not None), piece))
        return [text for _, text in sorted(found, key=lambda entry: entry[0])]

    def tags(self) -> list[str]:
        """What the mark-up (rel=tag) says, and the blocks labelled as tags: their links, else what commas divide."""
        words = [text for element in self.related("tag") if (text := inner_text(element))]
        blocks = self.of(Label.TAGS)[:60]
        entries = [block for block in blocks if not is_heading(block) and block.box.tag != "button"]
        for block in entries or ([] if words else blocks):  # a heading is none, unless all of them are
            if block.anchors:
                words += [fold(block.text[anchor.start : anchor.stop]) for anchor in block.anchors]
            elif len(block.text) < 200:
                words += re.split(r"[,;|·•]", TAG_LABEL.sub("", block.text))
        return list(dict.fromkeys(words))

    def signed(self) -> list[Author]:
        """Who the mark-up (rel=author) says that signed; the first two."""
        texts = ((inner_text(link), link.get("href")) for link in self.related("author")[:3])
        return [Author(text, href) for text, href in texts if 3 < len(text) < 120][:2]

    def linked_authors(self, url: str) -> dict[str, Author]:
        """The names that are links in a byline or a note about the author, by their `key`, with where they lead.

        To the author's page on the site, if any of its links does so, else to his page elsewhere.
        """
        found: dict[str, Author] = {}
        sure: set[str] = set()
        for block in (*self.of(Label.BYLINE)[:MOST_SIGNED], *self.of(Label.AUTHOR_BIO)[:MOST_SIGNED]):
            for anchor in block.anchors[:MOST_SIGNED]:
                people = names.people([Author(block.text[anchor.start : anchor.stop])])
                leads = target(anchor.href, anchor.rel, url)
                if len(people) != 1 or leads & NO_PERSON or not (page := absolute(url, anchor.href)):
                    continue
                mine, certain = key(people[0].name), bool(leads & Target.AUTHOR) or "author" in anchor.rel.split()
                if mine not in found or (certain and mine not in sure):
                    found[mine] = Author(people[0].name, page)
                if certain:
                    sure.add(mine)
        return found

    def related(self, kind: str) -> list[Element]:
        """The links with this `rel`."""
        links: dict[Element, None] = {}
        for block in self.blocks:
            for anchor in block.anchors:
                if anchor.rel and kind in anchor.rel.split():
                    links[anchor.element] = None
        return list(links)[:MOST]


def unlinked(text: str, links: list[str]) -> str:
    """What is left of a text without its links, one after the other."""
    for link in links:
        text = text.replace(link, "", 1)
    return text


def pieces(text: str) -> Iterator[str]:
    """The text, cut where it begins to tell of a publication or a change.

    >>> list(pieces("4 March 2025 · Updated 5 March 2025, first published in print"))
    ['4 March 2025 · ', 'Updated 5 March 2025, first ', 'published in print']
    >>> list(pieces("12 Kasım 2025 (13.11.2025 güncellendi)"))
    ['12 Kasım 2025 ', 'updated 13.11.2025 ', 'güncellendi)']
    """
    if "(" in text:
        text = SAID_BEHIND.sub("updated ", text)
    starts = sorted(found.start() for told in (UPDATE, PUBLICATION) for found in told.finditer(text))
    for start, stop in pairwise((0, *starts, len(text))):
        yield text[start:stop]


def tells_of_update(time: Element) -> bool:
    """Whether a date is said to be that of a change, by its own words or those just before it."""
    before, parent = time.getprevious(), time.getparent()
    told = (before.tail or inner_text(before)) if before is not None else (parent.text if parent is not None else "")
    words = f"{told or ''} {time.text or ''}"
    return UPDATED(words) is not None and not PUBLISHED(words)


def in_list(block: Block) -> bool:
    box = block.box
    return box.tag == "li" or (box.parent is not None and box.parent.tag == "li")


def is_heading(block: Block) -> bool:
    box = block.box
    return box.tag in HEADINGS or (box.parent is not None and box.parent.tag in HEADINGS)
