"""Does a link pay the site that shows it? Judged by its address and rel alone; who pays is data (data/networks.tsv)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from pipelines import links
from pipelines.rules.shops import DOORS, REDIRECTS, SHOP_DOORS, SHOP_WORDS, SHOPS, named_shop, read

LONGEST = 4096  # a longer address is judged by its beginning: hostile pages can buy neither time nor cache with it
NESTING = 4  # links wrap links (Skimlinks around CJ around a shop), but not deeper than this


class Paid(NamedTuple):
    """A link that pays: the programme and the shop's host or name, each None if the address does not tell."""

    network: str | None
    merchant: str | None


class Rule(NamedTuple):
    """A line of networks.tsv: which `params` or which beginning of the `path` a link to the host needs to pay."""

    network: str
    merchant: str | None
    params: re.Pattern[str] | None
    path: str


def read_networks() -> dict[str, Rule]:
    rules = {}
    for host, needs, network, merchant, _source in read("networks.tsv"):
        names = needs[1:].replace(".", r"\.").replace(",", "|") if needs[0] == "?" else ""
        params = re.compile(rf"[?&;](?:{names})=[^&]") if names else None
        rules[host] = Rule(network, merchant or None, params, needs if needs[0] == "/" else "")
    return rules


NETWORKS = read_networks()

ADDRESS = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#:@\\]+)[^/?#]*([^?#]*)([^#]*)", re.I)
TLD = re.compile(r"\.(?:com?\.)?[a-z]{2,3}$|$")
NO_WEB = re.compile(r"[a-z][a-z0-9+.-]*:(?!//)", re.I)  # mailto:, javascript:, data:

# An address inside an address; that of the page itself, which some networks want too, is no target.
TARGET = re.compile(
    r"(?:[?&;)](?!sref|ref|referr?er|source|pageurl|origin|xcust)[\w.\[\]-]{1,30}[=(]|/(?:[\w-]{1,20}:)?)"
    r"((?:https?(?::|%3A|%253A)|www\.)[^&\s)]*)",
    re.I,
)
INNER = re.compile(r"http|www\.", re.I).search
SIGNAL = re.compile(
    r"[?&;](?:(?P<amazon>(?:amazon_?)?tag=[\w.%-]{2,60}-2\d(?:[&;]|$))"
    r"|(?P<partner>(?:aff|aff_?id|affiliate(?:_?id)?|a_aid|awinaffid|awc|irclickid|irgwc|clickref|afftrack|rfsn|sca_ref"
    r"|tap_a|ranmid|cjevent|partner_?id|utm_affiliate|utm_(?:medium|source)=affiliates?)(?:=[^&]|&|$)))",
    re.I,
)
IMPACT = re.compile(r"/c/\d{4,}/\d{3,}/\d{2,}(?:/|$)")
TUNE = re.compile(r"/aff_[cr]$")
VANITY = ("go.", "goto.", "get.", "link.", "track.", "click.")  # what shops call the host of their programme

NO_SHOP = re.compile(
    r"(?:^|\.)(?:gov|edu|mil|int|ac|youtu\.be|t\.me|t\.co|wa\.me|bsky\.app|localhost|x\.com|truste\.com|(?:facebook|twitter|instagram|youtube"
    r"|linkedin|pinterest|reddit|whatsapp|google|archive|wikipedia|github|threads|tiktok|mastodon|tumblr|getpocket"
    r"|flipboard|telegram|vimeo)\.\w+)(?:\.[a-z]{2})?$"
)
NO_SHOP_PATH = re.compile(
    r"/(?:topics?|news|stor(?:y|ies)|articles?|artikel|blogs?|press|presse|press-releases?|research|wiki|ratgeber|jobs?"
    r"|karriere|policy|policies|privacy|newsroom|forum)(?:/|$)|/20[0-3]\d/[01]?\d/",
    re.I,
)


@lru_cache(maxsize=4096)
def names(host: str) -> tuple[str, ...]:
    """What a host may be called in the lists, the most exact first: 'www.x.de', 'www.x.*', 'x.de', 'x.*'."""
    host = ".".join(host.lower().rstrip(".").split(".")[-6:])
    found: list[str] = []
    stem = TLD.sub("", host, count=1)
    while stem:
        found += [host, stem + ".*"]
        stem, host = stem.partition(".")[2], host.partition(".")[2]
    return tuple(found)


@lru_cache(maxsize=4096)
def site(host: str) -> str:
    return links.site("https://" + host) or host


@lru_cache(maxsize=4096)
def rules_of(host: str) -> tuple[Rule, ...]:
    return tuple(NETWORKS[name] for name in names(host) if name in NETWORKS)


def split(href: str) -> tuple[str, str, str]:
    """Host (empty in a relative address), path, and query with its question mark, of any string."""
    if match := ADDRESS.match(href):
        return match[1].lower().rstrip("."), match[2], match[3]
    path, mark, query = href.partition("#")[0].partition("?")
    return "", path, mark + query


def bare(host: str) -> str | None:
    """A shop's host; None for what is no whole name, as in `https://www.amazon./dp/…`."""
    name = host.removeprefix("www.")
    return name if "." in name else None


def shop(host: str, path: str = "") -> bool:
    """Is this a well-known shop or price comparison? Some makers' shop is a folder: they need the path.

    >>> shop("www.amazon.co.uk"), shop("amazon-news.de"), shop("apple.com"), shop("apple.com", "/de/shop/buy")
    (True, False, False, True)
    """
    return any(SHOPS[name] in path for name in names(host) if name in SHOPS)


def target(href: str, own_site: str = "") -> str | None:
    """The address of another site that a redirect carries, unquoted and with '//' before the host.

    >>> target("https://x.de/go?url=https%3A%2F%2Fwww.saturn.de%2Fp%3Fa%3D1&s=2"), target("/go/saturn")
    ('https://www.saturn.de/p?a=1', None)
    """
    inner = href[8:] if "//" in href[:8] else href
    if "http" not in inner and ("www." not in inner or not INNER(inner, 1)):  # of most links it begins their own host
        return None
    for match in TARGET.finditer(inner):
        found = unquote(match[1])
        found = unquote(found) if "%" in found[:9] else found
        found = found if "//" in found[:8] else "//" + found
        if site(split(found)[0]) != own_site:
            return found
    return None


def merchant_of(href: str, own_site: str) -> str | None:
    """The host at the end of a chain of redirects."""
    for _ in range(NESTING):
        href = target(href, own_site) or href
    return bare(split(href)[0])


def paid(href: str, rel: str = "", *, page_url: str = "") -> Paid | None:
    """Who pays for a click on this link; None if its address and rel do not show that anyone does.

    `href` may be relative; without `page_url` every absolute address counts as another site's. Never raises.

    >>> paid("https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&ued=https%3A%2F%2Fwww.otto.de%2F")
    Paid(network='Awin', merchant='otto.de')
    >>> paid("https://www.amazon.de/dp/B01"), paid("https://www.amazon.de/dp/B01?tag=magazin-21")
    (None, Paid(network='Amazon Associates', merchant='amazon.de'))
    """
    href, sponsored, own = href.strip()[:LONGEST], "sponsored" in rel, links.site(page_url)
    return judge(href, sponsored, own, NESTING) or (by_own_host(href, own, page_url) if sponsored else None)


@lru_cache(maxsize=4096)
def judge(href: str, sponsored: bool, own_site: str, depth: int) -> Paid | None:
    host, path, query = split(href)
    if not host and NO_WEB.match(href):
        return None
    own = not host or site(host) == own_site
    return (
        (None if own else by_list(href, host, path, query, own_site) or by_shape(href, host, path, query, own_site))
        or (by_tag(href, host, query, own, own_site) if query else None)
        or by_target(href, host, path, sponsored, own_site, depth)
        or (by_door(href, path, query) if own else by_rel(host, path, query, sponsored))
    )


def by_list(href: str, host: str, path: str, query: str, own_site: str) -> Paid | None:
    """A host of networks.tsv. A network's home page pays nobody."""
    for rule in rules_of(host):
        if rule.params.search(query) if rule.params else path.startswith(rule.path) and (query or len(path) > 1):
            inner = target(href, own_site)
            merchant = merchant_of(inner, own_site) if inner else rule.merchant
            return Paid(rule.network, merchant or (bare(host) if rule.params else None))
    return None


def by_shape(href: str, host: str, path: str, query: str, own_site: str) -> Paid | None:
    """Addresses as the tracking software of many programmes makes them, on whatever host ('goto.shop.com')."""
    network = "Impact" if IMPACT.match(path) else "TUNE" if TUNE.match(path) and query else None
    if network is None:
        return None
    inner = target(href, own_site)
    vanity = site(host) if host.startswith(VANITY) else None
    return Paid(network, merchant_of(inner, own_site) if inner else vanity)


def by_tag(href: str, host: str, query: str, own: bool, own_site: str) -> Paid | None:
    """A partner's id in the query. On the site's own addresses only Amazon's means anything."""
    match = SIGNAL.search(query)
    if match is None or NO_SHOP.search(host) or (own and not match["amazon"]):
        return None
    merchant = None if own and not target(href, own_site) else merchant_of(href, own_site)
    return Paid("Amazon Associates" if match["amazon"] else None, merchant)


def by_target(href: str, host: str, path: str, sponsored: bool, own_site: str, depth: int) -> Paid | None:
    """A redirect that carries its target: it pays if the target does, or if the target is a shop."""
    inner = target(href, own_site)
    if inner is None or depth == 0:
        return None
    inner_host, inner_path, _ = split(inner)
    if site(inner_host) == site(host):
        return None
    if found := judge(inner, sponsored, own_site, depth - 1):
        return Paid(found.network, found.merchant or merchant_of(inner, own_site))
    to_shop = shop(inner_host, inner_path) and not NO_SHOP.search(host)
    may_shop = not SHOP_DOORS.isdisjoint(path.split("/")) and is_shop_like(inner_host, inner_path)
    return Paid(None, bare(inner_host)) if to_shop or may_shop else None


def by_door(href: str, path: str, query: str) -> Paid | None:
    """The site's own out-links that do not say where they lead: a known folder with something below it."""
    folders = path.lower().strip("/").split("/")
    last = "" if query else folders.pop()
    opens = not DOORS.isdisjoint(folders) and "servlet" not in folders  # as journals link what they cite
    named = not REDIRECTS.isdisjoint(folders) and not SHOP_WORDS.isdisjoint([*folders, last])
    return Paid(None, None) if (opens or named) and target(href) is None else None


def by_rel(host: str, path: str, query: str, sponsored: bool) -> Paid | None:
    """rel=sponsored to what may be a shop; to an authority, a social network or an article it is not affiliate."""
    if not sponsored or not is_shop_like(host, path):
        return None
    return Paid(None, (None if shop(host, path) else named_shop(query)) or bare(host))


def by_own_host(href: str, own_site: str, page_url: str) -> Paid | None:
    """rel=sponsored to another host of the site's own ('cc.site.com'), and to no article there."""
    host, path, query = split(href)
    known = ("", own_site, "www." + own_site, links.host(page_url))
    if host in known or site(host) != own_site or len(path) < 2 or not is_shop_like(host, path):
        return None
    slug = path.count("-") > 2 and path.split("/", 2)[1] not in REDIRECTS | DOORS
    return None if slug else Paid(None, named_shop(query))


def is_shop_like(host: str, path: str) -> bool:
    return not NO_SHOP.search(host) and not NO_SHOP_PATH.search(path)
