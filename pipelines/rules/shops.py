"""Well-known shops (data/shops.tsv): their hosts, their names, the one that an address names, and the ways to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import unquote_plus


def read(name: str) -> Iterator[list[str]]:
    """The fields of each line of a data file."""
    lines = files("pipelines").joinpath("data", name).read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines if line and line[0] != "#")


LINES = list(read("shops.tsv"))
SHOPS = {host: slash + path for host, slash, path in (line[0].partition("/") for line in LINES)}
SHOP_NAMES = frozenset(name for _, name in LINES)  # as shops are named on buttons
JOINED_NAMES = {re.sub(r"\W", "", name).casefold(): name for name in SHOP_NAMES}
MERCHANT = re.compile(r"[?&;](?:merchant|retailer)(?:_?name)?=([\w.%+-]{2,40})(?:[&;]|$)", re.I)

# Folders of a site's own out-links: those that lead to shops, those that may, and those that need a shop's name beside.
SHOP_DOORS = set(
    "handover clickout clickouts leadout smartredirect linktrack shoplink partnerlink aff affiliate".split()
)
DOORS = SHOP_DOORS | set("go goto out outbound outlink linkout recommends".split())
REDIRECTS = set("r re redirect redir relocate track link click visit jump exit".split())
SHOP_WORDS = {word for host in SHOPS if len(word := host.partition(".")[0]) > 3} - {"store", "shop", "target"}


def named_shop(query: str) -> str | None:
    """The shop that a query names.

    >>> named_shop("?a=1&merchant=BestBuy"), named_shop("?merchant=Oak+Mill&b"), named_shop("?merchant=123")
    ('Best Buy', 'Oak Mill', None)
    """
    match = MERCHANT.search(query)
    said = unquote_plus(match[1]).strip() if match else ""
    plain = re.sub(r"\W", "", said).casefold()
    return JOINED_NAMES.get(plain) or (said if any(map(str.isalpha, said)) else None)
