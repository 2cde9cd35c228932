"""A text → the price to pay that it names: no product's number, no old price, nothing saved or struck out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from price_parser import Price

from pipelines.blocks import Block, Element
from pipelines.rules.currencies import BEHIND, CODE_BEHIND, SIGN, currency_of, word_of
from pipelines.text import fold

# 1.299,00 and 1'299.– and 1 299: white space parts thousands only; 1,29,999 in India.
NUMBER = (
    r"(?:[1-9]\d{0,2}(?:\s\d{3})+(?!\d)|\d{1,2}(?:,\d\d){1,3},\d{3}(?!\d)|\d{1,9}(?:[.,'’]\d{3}){0,3})"
    r"(?:[.,]\d{1,2})?(?!\d)(?:[.,][-–—]{1,2})?"
)
NO_SPACES = r"\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"  # scripts that write a number right behind a word
BEFORE = re.compile(rf"(?<![.,'’万萬億亿만억])(?<![^\W{NO_SPACES}])({NUMBER})([万萬만]?)\s?$")
TEN_THOUSAND = ("万", "萬", "만")  # 12.8万円
TEN_THOUSANDS = 10_000
LAKHS = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}").match
AFTER = re.compile(rf"\s?({NUMBER})")
LEADING = "$£¥₩₹"  # stand before their number
WIDTH = 24  # characters of a number
READ = 400  # characters of a text
NAMED = re.compile(r"[^\W_]*[A-ZÀ-Þ][^\W_]*\s$")  # 'Model 9 ' before '499 €'
# What stands before an amount that is not to be paid, with no other amount between.
OLD = re.compile(
    r"\b(?:was|were|save[ds]?|saving|statt|uvp|rrp|msrp|sparen?|spart|ersparnis|list|instead of|original(?:ly)?"
    r"|regular(?:ly)?|regulär|normal(?:ly|erweise)?|usual(?:ly)?|(?:down|reduced) from|zuvor|vorher|bisher|sonst"
    r"|au lieu de)(?:\W{1,3}(?:up to|bis zu|an?|extra|an extra|another|of|von|at|for|price|preis|des herstellers|bisher"
    r"|its usual|about|rund)){0,3}\W*$|\b(?:zzgl|exkl|excl)\.? (?:mwst|vat)\b[\W\d]*$",
    re.I,
)
# And behind one: a reduction, or a sum that no product costs.
LESS = re.compile(
    r"[\s-]?(?:off|discount|rabatt|sparen|gespart|günstiger|cheaper|bonus|cashback|[kmb]|[mb]n|bln|mio|mrd"
    r"|millions?|millionen|billions?|milliarden|trillions?)\b",
    re.I,
)
LEVELS = 8  # of elements between a price and its box
FRACTION = 5  # an amount this many times smaller than the dearest is an extra or a rate


class Amount(NamedTuple):
    """A sum of money in a text, at `start`; `asked` says that it is to be paid."""

    value: float
    currency: str | None
    start: int
    stop: int
    asked: bool


def read_price(text: str) -> tuple[float, str | None] | None:
    """The lowest price of a text that is no extra ('UVP 20 €, jetzt 15 €'); its currency as by `currency_of`."""
    asked = [amount for amount in amounts(text) if amount.asked]
    same = [amount for amount in asked if amount.currency == asked[0].currency]  # else '$20 / £15' is one price
    dearest = max((amount.value for amount in same), default=0)
    paid = min((amount for amount in same if amount.value * FRACTION >= dearest), default=None)
    return (paid.value, paid.currency) if paid else None


def amounts(text: str) -> list[Amount]:
    """The sums of money in the beginning of a text.

    >>> [(one.value, one.asked) for one in amounts("Model 16 $599 (was $699)")]
    [(599.0, True), (699.0, False)]
    """
    text = text[:READ]
    found: list[Amount] = []
    end = 0
    for sign in SIGN.finditer(text):
        if sign.start() < end:
            continue
        place = number_of(text, sign, end)
        if place is None:
            continue
        start, stop = min(place[0], sign.start()), max(place[1], sign.end())
        currency, code = currency_of(sign[0]), CODE_BEHIND(text, stop)
        if code and currency in ("$", "¥"):  # '$499 AUD'
            currency, stop = code[1], code.end()
        asked = not (OLD.search(text[end:start][-60:]) or LESS.match(text, stop))
        times = TEN_THOUSANDS if text[place[1] : place[1] + 1] in TEN_THOUSAND else 1
        found.append(Amount(value(text[slice(*place)]) * times, currency, start, stop, asked))
        end = stop
    return found


def number_of(text: str, sign: re.Match[str], end: int) -> tuple[int, int] | None:
    """Where the number of a currency sign stands; what is before `end` belongs to another sign."""
    place, word = sign.start(), word_of(sign[0])
    start = max(end, place - WIDTH)
    before = BEFORE.search(text, start, place)
    after = None if word in BEHIND else AFTER.match(text, sign.end())
    if before and (not after or (word[-1] not in LEADING and is_behind(text, before[1], after))):
        begins, parted = before.start(1), re.search(r"\s", before[1])
        if parted and NAMED.search(text, start, begins):
            begins += parted.end()  # 'Model 9 499 €'
        return begins, before.end(1)
    return after.span(1) if after else None


def is_behind(text: str, before: str, after: re.Match[str]) -> bool:
    """Whether a sign between two numbers belongs to the first: '139 € 131 €', '99 € 24 Monate', not 'Model 9 € 499'."""
    follows = SIGN.match(text, after.end() + (text[after.end() : after.end() + 1] == " "))
    return bool(follows) or not before.isdigit() or len(before) > 2 or value(before) > value(after[1])


def value(number: str) -> float:
    plain = re.sub(r"[\s'’]|[.,]?[-–—]+", "", number)
    amount = Price.fromstring(plain.replace(",", "") if LAKHS(plain) else plain).amount
    return float(amount or 0)


def without_struck(block: Block, struck: dict[Element, list[str]]) -> str:
    """The text of a block without what is struck out in its box."""
    text = block.text
    for old in struck.get(block.box.element, ()):
        text = re.sub(rf"(?<!\d){re.escape(old)}(?!\d)", " ", text, count=1)
    return text


def struck_out(blocks: Sequence[Block], most: int = 20) -> dict[Element, list[str]]:
    """The texts with digits that a page strikes out, `most` in each box, by the element of the box."""
    boxes = {block.box.element for block in blocks}
    found: dict[Element, list[str]] = {}
    for element in blocks[0].box.element.getroottree().iter("s", "del", "strike"):
        around = (element, *islice(element.iterancestors(), LEVELS))
        box = next((at for at in around if at in boxes), None)
        if box is not None and len(texts := found.setdefault(box, [])) < most:
            texts.append(fold("".join(map(str, islice(element.itertext(), LEVELS)))))
    return {box: [text for text in texts if any(map(str.isdigit, text))] for box, texts in found.items()}
