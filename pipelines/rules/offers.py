"""Blocks of price boxes and product cards → offers: product, price, currency, shop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.blocks import Block, Box, Element
from pipelines.rules.containers import HEADINGS
from pipelines.rules.currencies import settle
from pipelines.rules.prices import amounts, read_price, struck_out, without_struck
from pipelines.rules.product_names import AT_SHOP, LONGEST, SHORT, is_shop, is_word, name
from pipelines.values import AffiliateLink, Label, Offer

MOST = 40  # blocks of a product's box
FEW = 8  # of one without a paid link
TITLE = re.compile(r"title|headline|titel|(?<![^\s_-])name").search
LEVELS = 8  # of boxes around a block
PROSE = (Label.BODY, Label.AFFILIATE)


class Card(NamedTuple):
    """A price box, a product card or a table's row, with the last heading of the text above it."""

    heading: Block | None
    blocks: list[Block]
    row: bool = False


def offers(blocks: Sequence[Block], found: dict[str, AffiliateLink], url: str) -> list[Offer]:
    """One offer for each merchant line of the price boxes and product cards."""
    if not found and Label.AFFILIATE not in [block.label for block in blocks]:
        return []  # as on most pages
    listed: dict[tuple[str | None, str | None], Offer] = {}
    cards = list(cards_of(blocks, found))
    struck = struck_out(blocks) if cards else {}
    guide = len({card.heading.index for card in cards if card.heading}) > 1
    in_list: set[str] = set()  # or in a table: a link there may be to anything, unless it has a price
    for heading, card, row in cards:
        above = heading is not None and heading.index == card[0].index - 1
        # Else it heads a section, not a product: 'Samsung must pay', not '1st place: Power X 25K'.
        names_it = heading is not None and (guide or above or any(map(str.isdigit, heading.text)))
        texts = [without_struck(block, struck) for block in card]
        sold = any(at.href in found for block in card for at in block.anchors)
        product = boxed(card[0], blocks, (MOST if sold else FEW) if any(map(amounts, texts)) else 0)
        product = product or (name(heading.text, SHORT) if heading and names_it else None)
        (add_row if row else add_card)(card, texts, product, found, listed)
        if inside(card[0].box, "li") or cells(card[0]):
            in_list.update(found[at.href].url for block in card for at in block.anchors if at.href in found)
    add_lines(blocks, found, listed)
    whole = joined([offer for offer in listed.values() if offer.product or offer.price is not None])
    currencies = {sign: settle(sign, url, blocks) for sign in {offer.currency for offer in whole}}
    for offer in whole:
        offer.currency = currencies[offer.currency]
    return [offer for offer in whole if offer.price is not None or offer.url not in in_list]


def cards_of(blocks: Sequence[Block], found: dict[str, AffiliateLink]) -> Iterator[Card]:
    """The price boxes and product cards of a page, and the rows of tables that hold any."""
    heading: Block | None = None
    card: list[Block] = []
    read = 0  # blocks up to the end of the last row
    affiliate, body = Label.AFFILIATE, Label.BODY
    for block in blocks:
        label = block.label
        if card and (label is not affiliate or card_of(block) is not card_of(card[-1])):
            yield Card(heading, card)
            card = []
        if label is affiliate:
            row = row_of(block, blocks, found)
            if row and block.index >= read:
                yield Card(heading, row, True)
                read = row[-1].index + 1
            elif not row:
                card.append(block)
        elif label is body and block.box.tag in HEADINGS:
            if any(at.href in found and amounts(block.text[at.start : at.stop]) for at in block.anchors):
                yield Card(None, [block])
            elif not AT_SHOP.search(block.text) and name(block.text, SHORT) and not is_word(block.text):
                heading = block
    if card:
        yield Card(heading, card)


def row_of(block: Block, blocks: Sequence[Block], found: dict[str, AffiliateLink]) -> list[Block]:
    """The row that tells of one product, whatever its cells are labelled; none if each column has its own, or text."""
    box = cells(block)
    if box is None:
        return []
    row = list(blocks[box.start : box.stop])
    paid = [cell for cell in row if any(anchor.href in found for anchor in cell.anchors)]
    return row if len(paid) < 2 and all(len(cell.text) <= LONGEST for cell in row) else []


def boxed(first: Block, blocks: Sequence[Block], trusted: int) -> str | None:
    """The product that heads the innermost box around a card; h4 to h6 name parts.

    In a box of up to `trusted` blocks it may have any label: a product's name is taken for a teaser, too.
    """
    box: Box | None = first.box
    for _ in range(LEVELS):
        if box is None or box.stop - box.start > MOST:
            break
        heads = blocks[box.start : first.index]
        asked = box.stop - box.start <= FEW and any(map(titled, heads))
        priced = asked and (trusted > 0 or any(amounts(block.text) for block in blocks[box.start : box.stop]))
        named = [
            (is_word(block.text), max(level, 3), -block.index, product)
            for block in heads
            if (level := HEADINGS.get(block.box.tag) or (titled(block) if priced else 0))
            and (block.label in PROSE or (box.stop - box.start <= trusted and block.label is not Label.HEADLINE))
            and (product := name(block.text, SHORT))
        ]
        if named:
            return min(named)[-1]
        box = box.parent
    return None


def add_lines(
    blocks: Sequence[Block],
    found: dict[str, AffiliateLink],
    listed: dict[tuple[str | None, str | None], Offer],
) -> None:
    """Read lists of deals in the text, each line begun by a link that names product and price: 'Echo 5 for $149'."""
    body = Label.BODY
    for block in blocks if found else ():
        if block.label is not body:
            continue
        text = block.text
        for anchor in block.anchors:
            link = found.get(anchor.href)
            if link is None or text[: anchor.start].rstrip(" •·–-")[-1:] not in ("", "\n"):
                continue
            said = text[anchor.start : anchor.stop]
            price = read_price(said)
            if price and (product := name(said)):
                listed.setdefault((None, link.url), Offer(product, *price, link.merchant, link.url))


def titled(block: Block) -> int:
    """The level of a block that is a title by its box's name only; 0 for others."""
    return len(HEADINGS) + 1 if TITLE(block.box.name) else 0


def cells(block: Block) -> Box | None:
    """The row of several cells that a block stands in."""
    box = inside(block.box, "tr")
    return box if box and len(box.element) > 1 and 1 < box.stop - box.start <= MOST else None


def inside(box: Box, tag: str) -> Box | None:
    """The nearest box with this tag around a block's own, or that."""
    at: Box | None = box
    for _ in range(LEVELS):
        if at is None or at.tag == tag:
            return at
        at = at.parent
    return None


def joined(listed: list[Offer]) -> list[Offer]:
    """A price and, in the next card, the button for the same product are one offer."""
    whole: list[Offer] = []
    for offer in listed:
        before = whole[-1] if whole else None
        if before and before.product == offer.product and None in (before.price, offer.price):
            if before.url is None and offer.url is not None:
                before.url, before.merchant = offer.url, offer.merchant
                continue
            if offer.url is None and before.price is None:
                before.price, before.currency = offer.price, offer.currency
                continue
        whole.append(offer)
    return whole


def card_of(block: Block) -> Element:
    """The element around a block's box that is its card: the nearest one that holds several blocks."""
    box = block.box
    while box.parent is not None and box.stop - box.start < 2:
        box = box.parent
    return box.element


def add_row(
    row: list[Block],
    texts: list[str],
    heading: str | None,
    found: dict[str, AffiliateLink],
    listed: dict[tuple[str | None, str | None], Offer],
) -> None:
    """Read a row: its first cell is the product, or else a shop; what has no price is no offer."""
    product = heading if is_shop(row[0].text) else next(filter(None, (name(text, SHORT) for text in texts)), heading)
    price = read_price(" | ".join(texts))
    for block in row:
        for anchor in block.anchors:
            link = found.get(anchor.href)
            paid = read_price(block.text[anchor.start : anchor.stop]) or price
            if link and paid:
                offer = listed.setdefault((None, link.url), Offer(product, None, None, link.merchant, link.url))
                if offer.price is None:
                    offer.price, offer.currency = paid


def add_card(
    card: list[Block],
    texts: list[str],
    heading: str | None,
    found: dict[str, AffiliateLink],
    listed: dict[tuple[str | None, str | None], Offer],
) -> None:
    """Read a card top down: its name, then prices and links; a price without a link belongs to the next or last one."""
    product, price = heading, None
    sure = False
    last: Offer | None = None
    for block, said in zip(card, texts, strict=True):
        sold = any(anchor.href in found for anchor in block.anchors)
        named = name(block.text)
        title = block.box.tag in HEADINGS or titled(block) > 0
        if named and not (product and product.endswith(named)) and (title or not sure or sold or amounts(said)):
            product, price, sure = named, None, title
        if len({anchor.href for anchor in block.anchors}) < 2:  # else it is a list, each link with its own price
            price = read_price(said) or price
        for anchor in block.anchors:
            link = found.get(anchor.href)
            if link is None:
                continue
            text = block.text[anchor.start : anchor.stop]
            last = listed.get((None, link.url))
            if last is None:
                shop = AT_SHOP.search(block.text)
                merchant = link.merchant or (shop[1] if shop else None)
                last = Offer(name(text) or product, None, None, merchant, link.url)
                listed[None, link.url] = last
            own = read_price(text)
            if last.price is None and (own or price):
                last.price, last.currency = own or price or (None, None)
        if last is not None and last.price is None and price:
            last.price, last.currency = price
    if last is None and price is not None:
        listed.setdefault((product, str(price)), Offer(product, *price))
