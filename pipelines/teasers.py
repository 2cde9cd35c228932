"""Labelled blocks → teasers: every pointer to another article, once, with the headline that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.blocks import Anchor, Block, Box, Element
from pipelines.items import Article
from pipelines.links import absolute, normalise
from pipelines.rules.cards import CARD, card_of, image, kicker
from pipelines.rules.containers import HEADINGS
from pipelines.rules.lexicon import LEXICON, kind_of
from pipelines.rules.link_titles import GENERIC, TITLE, headline, no_headline, shown, worth
from pipelines.rules.pointers import NEIGHBOUR
from pipelines.rules.targets import Target, short, target
from pipelines.text import fold, inner_text
from pipelines.values import Label, Teaser

NOT_LISTED = Target.OWN | Target.SHARE | Target.TOPIC | Target.PAID
ARROWS = " ←→‹›«»<>-–:"
LABELS = ("teaser", "comments", "tags", "ad")  # kinds of texts that are no headline of the link beside them
LINE = 16  # spaces of a headline beside a link of one word
FEWEST = 20  # bytes of a headline of one word that leads to another site: 'Maker' is one's name


@dataclass(slots=True)
class Card:
    """What a page shows of one other article."""

    url: str
    first: Block
    link: Element
    candidates: list[tuple[float, str]] = field(default_factory=list)


def teasers(blocks: Sequence[Block], url: str) -> list[Teaser]:
    """The teasers of the blocks labelled so, in page order, each article once; position counts from 1."""
    cards: dict[str, Card] = {}
    text: list[int] = []
    teaser, body = Label.TEASER, Label.BODY
    for block in blocks:
        if block.label is body:
            text.append(block.index)
        elif block.label is teaser and (anchors := block.anchors or around(block, url)):
            line = fold(block.text) if len({anchor.href for anchor in anchors}) == 1 else None
            for anchor in anchors:
                collect(block, anchor, line, url, cards)
    unlinked = {card.first.index for card in cards.values() if not card.first.anchors}
    found: list[Teaser] = []
    for card in cards.values():
        name = headline(max(card.candidates, key=lambda candidate: candidate[0])[1])
        if not name:
            continue
        inside = bool(text) and text[0] < card.first.index < text[-1]
        of_its_own = len(card.first.anchors) <= CARD  # else it is one link of a long list
        box = card_of(card.first, card.link, url, text) if of_its_own else None
        found.append(
            Teaser(
                name,
                card.url,
                kicker(card.link, box, name, url) if box else None,
                image(card.link, box, url) if box else None,
                heading(blocks, card.first, unlinked),
                len(found) + 1,
                inside,
            )
        )
    return found


def around(block: Block, url: str) -> list[Anchor]:
    """The link of the card that a block without a link stands in, if any: a heading beside an overlaid link."""
    box: Box | None = None if is_label(block) else block.box
    for _ in range(3):
        if box is None or box.stop - box.start > CARD:
            break
        anchors = [Anchor(href, 0, len(block.text), a) for a in box.element.iter("a") if (href := a.get("href"))]
        hrefs = {anchor.href: anchor for anchor in anchors if listed(kind(anchor, url))}
        if len(hrefs) == 1:
            (anchor,) = hrefs.values()
            said = inner_text(anchor.element)
            alone = " " not in said and len(anchors) == 1 and block.text.count(" ") < LINE
            if not said or GENERIC(said) or alone:  # else it has a headline of its own
                return [anchor]
        if hrefs:
            break
        box = box.parent
    return []


def kind(anchor: Anchor, url: str) -> int:
    return target(anchor.href, anchor.rel, url)


def listed(kind: int) -> bool:
    """Whether an article, or what may be one, stands at the end of such a link."""
    return bool(kind) and not kind & NOT_LISTED


def headed(block: Block, href: str, url: str) -> bool:
    """Whether an address too short to tell has a headline: a heading of four words that announces no list."""
    return block.box.tag in HEADINGS and block.text.count(" ") > 2 and not announces(block) and short(href, url)


def collect(block: Block, anchor: Anchor, line: str | None, url: str, cards: dict[str, Card]) -> None:
    """Add what a link says to its card; `line` is the block's whole text if it has no link to anything else."""
    leads = kind(anchor, url)
    if (
        not (listed(leads) or (leads == Target.TOPIC and headed(block, anchor.href, url)))
        or (address := absolute(url, anchor.href)) is None
    ):
        return
    name = shown(block, anchor, line)
    value = worth(name, block, anchor)
    if leads & Target.ARTICLE and NEIGHBOUR(name):  # says which article, though not its headline
        name, value = name.strip(ARROWS), value - 1.0
    elif (
        GENERIC(name)
        or no_headline(name)
        or (leads & Target.OUTSIDE and " " not in name and len(name.encode()) < FEWEST)
    ):
        return
    card = cards.setdefault(normalise(address), Card(address, block, anchor.element))
    card.candidates.append((value, name))


def is_label(block: Block) -> bool:
    """Whether a text says what stands below or beside it: 'Related', 'Comments (3)', 'Source:'."""
    if len(block.text) >= 80:
        return False
    number = kind_of(block.text)
    return block.text.endswith((":", "：")) or (number > 0 and LEXICON[number - 1] in LABELS)


def announces(block: Block) -> bool:
    """Whether a text is the heading over other articles: 'Beliebt auf …', 'Related'."""
    number = kind_of(block.text) if len(block.text) < 80 else 0
    return number > 0 and LEXICON[number - 1] == "teaser"


def is_line(block: Block) -> bool:
    """Whether a text is a label and the headline of one article: 'Next article: …', no heading over several."""
    said = block.text[block.anchors[0].start : block.anchors[0].stop] if block.anchors else block.text
    return said != block.text and said.count(" ") > 1


def heading(blocks: Sequence[Block], first: Block, unlinked: set[int]) -> str | None:
    """The heading over the group that a teaser stands in; those of `unlinked` blocks are headlines of other cards."""
    box: Box | None = first.box
    for _ in range(7):
        if box is None or box.stop - box.start > 150:
            return None
        head = blocks[box.start]
        mine = head is first or head.index in unlinked
        if not mine and head.label is Label.TEASER and len(head.text) < 80 and not is_line(head):
            titled = not head.anchors and (head.box.tag in HEADINGS or TITLE.search(head.box.name))
            if titled or announces(head):
                return head.text
        box = box.parent
    return None


class TeasersPipeline:
    """Fills in `teasers`."""

    def process_item(self, item: Article) -> Article:
        item.teasers = teasers(item.blocks, item.page.url)
        return item
