"""Signs and words of currencies → ISO 4217 codes; a '$', '¥' or 'kr' is what it is where the page is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from pipelines.blocks import Block, Element
from pipelines.links import host

# The dollars, by what stands at their sign: 'AU$', 'A$', 'AUD$'.
DOLLARS: Final = {
    "US": "USD", "AU": "AUD", "A": "AUD", "CA": "CAD", "C": "CAD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "S": "SGD",
    "NT": "TWD", "MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP", "BR": "BRL", "R": "BRL", "TT": "TTD", "J": "JMD",
    "BZ": "BZD", "BN": "BND", "RD": "DOP", "MOP": "MOP",
}  # fmt: skip
# The other signs; what is not unmistakable counts only behind a number, or with a number behind it.
SIGNS: Final = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "cn¥": "CNY", "jp¥": "JPY", "円": "JPY", "rmb": "CNY",
    "₩": "KRW", "원": "KRW", "₹": "INR", "₺": "TRY", "tl": "TRY", "₽": "RUB", "руб": "RUB", "zł": "PLN", "kč": "CZK",
    "ft": "HUF", "lei": "RON", "₴": "UAH", "грн": "UAH", "₪": "ILS", "₫": "VND", "₱": "PHP", "฿": "THB", "rm": "MYR",
    "rp": "IDR",
}  # fmt: skip
CODES: Final = (
    "EUR USD GBP CHF AUD CAD NZD HKD SGD TWD MXN BRL INR JPY CNY KRW PLN SEK NOK DKK CZK HUF TRY RUB RON UAH ILS VND"
    " PHP THB MYR IDR ZAR AED SAR"
).split()
# Signs of several currencies, by the country or language that a page is of; "" is anywhere else.
SHARED: Final = {
    "¥": {"": "JPY", "cn": "CNY", "zh": "CNY"},
    "元": {"": "CNY", "tw": "TWD", "hk": "HKD"},
    "kr": {"se": "SEK", "sv": "SEK", "no": "NOK", "nb": "NOK", "nn": "NOK", "dk": "DKK", "da": "DKK", "is": "ISK"},
    "rs": {"": "INR", "pk": "PKR", "lk": "LKR", "np": "NPR"},
}  # fmt: skip
# Where '$' may be a currency of the country's own: only where the page says so, for shops abroad are quoted, too.
OWN_DOLLARS: Final = {
    "au": "AUD", "ca": "CAD", "nz": "NZD", "hk": "HKD", "sg": "SGD", "tw": "TWD", "mx": "MXN", "ar": "ARS", "cl": "CLP",
    "co": "COP",
}  # fmt: skip
CODE: Final = "|".join(CODES)
DOLLAR: Final = "|".join(sorted(DOLLARS, key=len, reverse=True))
LETTER: Final = r"[^\W\d_]"
SIGN: Final = re.compile(
    rf"(?<!{LETTER})(?:(?:{'|'.join(code for code in CODES if code[-1] == 'D')})\s?\$"
    rf"|(?:US|AU|CA|NZ|HK|SG)\s\$|(?:{DOLLAR})\$|(?:CN|JP)[¥￥]|(?:{CODE}|(?i:euros?|eur|usd|gbp|chf)|RMB)(?!{LETTER})"
    rf"|(?:Rs|Rp)\.?(?=\s?\d)|RM(?=\d)|[Kk]r\.?(?!{LETTER})|(?<=\d)(?:元(?![素件老旦])|円|원)|(?<=\d\s)원"
    rf"|(?<=[\d\s.,–-])(?:zł|Zł|Kč|руб|грн|(?:(?<=\d\s)|(?<=\d))(?:lei|TL(?!-)))(?!{LETTER})"
    rf"|(?<=\d{{3}}\s)Ft(?!{LETTER})|(?<=\d{{3}})Ft(?!{LETTER}))"  # no feet
    r"|(?<=\d[万萬만])\s?(?:円|元|원)|[$€£¥￥₩₹₺₽₴₪₫₱฿]"
)
BEHIND: Final = frozenset("euro euros 円 元 원 zł kč руб грн lei tl ft".split())  # never before their number
CODE_BEHIND: Final = re.compile(rf"\s?({CODE})(?!{LETTER})").match
COUNTRY: Final = re.compile(r"[a-z]{2,3}(?:[-_](?:[a-z]{4}[-_])?([a-z]{2}))?$")
DECLARED: Final = re.compile(r'(?:priceCurrency"\s*:\s*"|^)([A-Z]{3})(?:"|$)').search
SCRIPTS: Final = 20  # of a page that are read for the currency that it declares
LONGEST: Final = 100_000  # characters of one


def word_of(sign: str) -> str:
    """A sign as the tables have it.

    >>> word_of("AUD $"), word_of("Kr."), word_of("￥"), word_of(" 円")
    ('AUD$', 'kr', '¥', '円')
    """
    word = sign.replace(" ", "").replace("\xa0", "").replace("￥", "¥").strip()
    return word if word[-1] == "$" else word.rstrip(".").lower()


def currency_of(sign: str) -> str:
    """The code of a sign, or the sign where that depends on the page: '$', '¥', '元', 'kr', 'rs'.

    >>> [currency_of(sign) for sign in ("AU$", "AUD $", "€", "Euro", "CHF", "zł", "$", "￥", "kr.")]
    ['AUD', 'AUD', 'EUR', 'EUR', 'CHF', 'PLN', '$', '¥', 'kr']
    """
    word = word_of(sign)
    if word[-1] == "$":
        return DOLLARS.get(word[:-1], word[:-1]) or "$"
    return word if word in SHARED else SIGNS.get(word) or word.upper()


def places(url: str, root: Element) -> list[str]:
    """The countries and the language that a page may be of, by its language and host, the most exact first."""
    language = (root.get("lang") or "").strip().lower()
    country = COUNTRY.match(language)
    return [(country[1] or "") if country else "", host(url).rpartition(".")[2], re.split("[-_]", language)[0]]


def settle(sign: str | None, url: str, blocks: Sequence[Block]) -> str | None:
    """The ISO 4217 code of what `currency_of` gave, on this page."""
    if sign is None or (len(sign) == 3 and sign.isupper()):
        return sign
    root = blocks[0].box.element.getroottree().getroot()
    at = places(url, root)
    if sign == "$":
        own = next((OWN_DOLLARS[place] for place in at[:2] if place in OWN_DOLLARS), None)
        return own if own and (own in declared(root) or is_named(own, blocks)) else "USD"
    known = SHARED[sign]
    return next((known[place] for place in at if place in known), known.get(""))


def declared(root: Element) -> Iterable[str]:
    """The currencies that a page's data name."""
    said = [meta.get("content") or "" for meta in root.iter("meta") if "urrency" in str(meta.attrib.values())]
    texts = [*said, *((script.text or "")[:LONGEST] for script in islice(root.iter("script"), SCRIPTS))]
    return {found[1] for text in texts if (found := DECLARED(text))}


def is_named(code: str, blocks: Sequence[Block]) -> bool:
    """Whether a page's text speaks of a currency by its code or by its sign with a country: 'AUD', 'A$'."""
    signs = [code, *(f"{sign}$" for sign, of in DOLLARS.items() if of == code)]
    find = re.compile(rf"(?<!{LETTER})(?:{'|'.join(map(re.escape, signs))})(?!{LETTER})").search
    return any(find(block.text) for block in blocks if code in block.text or "$" in block.text)
