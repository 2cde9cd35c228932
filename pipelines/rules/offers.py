"""Blocks of price boxes and product cards → offers: product, price, currency, shop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from price_parser import Price

from pipelines.blocks import Block, Element
from pipelines.rules.containers import HEADINGS
from pipelines.rules.dispatch import by_letter
from pipelines.rules.networks import SHOP_NAMES
from pipelines.values import AffiliateLink, Label, Offer

BUY = re.compile(
    by_letter(
        r"\b(?:buy|order|shop) (?:\w+ ){0,3}(?:on|at|from|now|here)\b|\bbuy (?:it|now)?\W*$"
        r"|\bcheck (?:\w+ )?price|\bsee (?:it|price|deal)\b"
        r"|\b(?:view|get|see|check) (?:\w+ ){0,2}(?:deal|offer|price)\b"
        r"|\bzu[mr]? (?:angebot|shop|deal|tarif|händler|anbieter)|^\W*(?:kaufen|bestellen)\W*$"
        r"|\bjetzt (?:bei|kaufen|bestellen|sichern|abschließen|ansehen)\b|\bpreise? (?:prüfen|ansehen|vergleichen)"
        r"|\bbei [\w.& -]{2,30}(?:kaufen|ansehen|bestellen|sichern)"
        r"|\b(?:voir|ver) (?:l['’]offre|oferta)|\bvedi (?:l['’])?offerta|\bbekijk (?:prijs|aanbieding)"
    )
).search  # in lower case
NAMES_OF_SHOPS = "|".join(sorted(map(re.escape, SHOP_NAMES), key=len, reverse=True))
AT_SHOP = re.compile(rf"\b(?:at|on|from|bei|chez|en|su|op|via)\s+({NAMES_OF_SHOPS})\b", re.I)
PRICE = re.compile(
    r"(?:[$€£]|\b(?:eur|usd|gbp|chf)\b)\s?\d[\d.,]{0,12}|\b\d[\d.,]{0,12}\s?(?:[$€£]|(?:euros?|eur|usd|gbp|chf)\b)",
    re.I,
)
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "eur": "EUR", "usd": "USD", "gbp": "GBP", "chf": "CHF"}
LONGEST = 300  # characters of a line with a name, a shop and a price
NO_NAME = re.compile(
    r"\b(?:prices?|preise?|angebote?n?|deals?|vergleichen|opens in|shipping|versand|lieferbar|in stock|on sale"
    r"|available|verfügbar|erhältlich)\b|-preis|^\W*(?:check|compare|save|mehr)\b|^\W*product comparison|:\s*$"
    r"|^\W*(?:conclusion|pros|cons|pros (?:and|&) cons|verdict|fazit|vorteile|nachteile|specs|specifications"
    r"|why trust us|(?:full |our )?reviews?|home ?page|tickets|subtotal|get started.*)\W*$"
    r"|^\W*(?:view|see|find|get|read|learn|visit|show) (?:\w+ )?(?:it|on|at|in|more|plans|pricing|reviews?)\b"
    r"|^\W*(?:get|request) (?:an? )?(?:free )?quote|^\W*shop [\w’']+ (?:at|@) "
).search  # in lower case
# Of a button that names its product: what to do with it, and where.
ACTION = re.compile(
    r"^(?:(?:shop|buy|try|get|order)\s+(?:(?:the|our|your|my)\s+)?|(?:hier geht(?:['’]| e)s )?zu[mr] )(?=\w)"
    r"|\s+(?:now|today|for free)\W*$",
    re.I,
)
UNFINISHED = re.compile(
    r"\b(?:of|for|from|to|the|an?|and|or|is|are|with|get|sold|bought|it|für|von|mit|und|oder|auch|nur|ist|gibt es)$",
    re.I,
)
AT_HOST = re.compile(r"\s(?:at|on|from|bei)\s+[\w-]+(?:\.[\w-]+)+", re.I)


def offers(blocks: Sequence[Block], found: dict[str, AffiliateLink]) -> list[Offer]:
    """One offer for each merchant line of the price boxes and product cards."""
    if Label.AFFILIATE not in [block.label for block in blocks]:
        return []
    listed: dict[tuple[str | None, str | None], Offer] = {}
    cards = list(cards_of(blocks))
    guide = len({heading.index for heading, _ in cards if heading}) > 1
    for heading, card in cards:
        above = heading is not None and heading.index == card[0].index - 1
        # Else it heads a section, not a product: 'Samsung must pay', not '1st place: Power X 25K'.
        names_it = heading is not None and (guide or above or any(map(str.isdigit, heading.text)))
        add_card(card, heading.text if heading and names_it else None, found, listed)
    return joined([offer for offer in listed.values() if offer.product or offer.price is not None])


def cards_of(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, list[Block]]]:
    """The price boxes and product cards of a page, each with the last heading of the text above it."""
    heading: Block | None = None
    card: list[Block] = []
    affiliate, body = Label.AFFILIATE, Label.BODY
    for block in blocks:
        label = block.label
        if card and (label is not affiliate or card_of(block) is not card_of(card[-1])):
            yield heading, card
            card = []
        if label is affiliate:
            card.append(block)
        elif label is body and block.box.tag in HEADINGS and is_name(block.text) and not AT_SHOP.search(block.text):
            heading = block
    if card:
        yield heading, card


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


def add_card(
    card: list[Block],
    heading: str | None,
    found: dict[str, AffiliateLink],
    listed: dict[tuple[str | None, str | None], Offer],
) -> None:
    """Read a card top down: its name, then prices and links; a price without a link belongs to the next or last one."""
    product, price = heading, None
    last: Offer | None = None
    for block in card:
        if named := name(block.text):
            product, price = named, None
        if len({anchor.href for anchor in block.anchors}) < 2:  # else it is a list, each link with its own price
            price = read_price(block.text) or price
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


def name(text: str) -> str | None:
    """The product that a text names, be it on a button with its shop and price.

    >>> name("Shop the Runner 970"), name("Try Lingo now!"), name("Brush iO 10 at Amazon $350")
    ('Runner 970', 'Lingo', 'Brush iO 10')
    >>> name("View on shop.example"), name("Best overall:"), name("Available at Amazon")
    (None, None, None)
    """
    if len(text) > LONGEST:
        return None
    shop = AT_SHOP.search(text) or AT_HOST.search(text)
    if not shop:
        return (ACTION.sub("", text) or None) if is_name(text) else None
    product = text[: shop.start()].rstrip(" ,:(–|-")
    if not is_name(product) or UNFINISHED.search(product):
        return None
    said = ACTION.sub("", product)
    return said if " " in said else None


def is_name(text: str) -> bool:
    """Whether a text names a product rather than its price or what to click; a shop may stand behind its name."""
    wordy = 6 <= len(text) <= 150 and sum(map(str.isalpha, text)) > len(text) / 2
    if not wordy or text in SHOP_NAMES or PRICE.search(text):
        return False
    lower = text.lower()
    return not (BUY(lower) or NO_NAME(lower))


def read_price(text: str) -> tuple[float, str | None] | None:
    """The last price of a text, which is the one to pay ('UVP 20 €, jetzt 15 €'), and its ISO 4217 currency."""
    prices = PRICE.findall(text[:400])
    if not prices:
        return None
    parsed = Price.fromstring(prices[-1])
    sign = next((code for mark, code in CURRENCIES.items() if mark in prices[-1].lower()), None)
    return (float(parsed.amount), sign) if parsed.amount is not None else None
