"""Where a link leads: to another article, to a shop, to a menu page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from pipelines.blocks import Anchor
from pipelines.links import Address, normalise, resolve, site, site_of, split
from pipelines.rules.dispatch import by_letter
from pipelines.rules.listings import AUTHOR, LEGAL, LISTED, MONTH, TEMA, TOPIC
from pipelines.rules.networks import paid


class Target:
    """What a link may be, as bits; several may hold at once. (An enum's arithmetic costs more than all the rest.)"""

    NONE: Final = 0
    ARTICLE: Final = 1  # another article or page of content
    PAID: Final = 2
    OUTSIDE: Final = 4
    OWN: Final = 8  # the page itself
    SHARE: Final = 16
    TOPIC: Final = 32  # a list: topic, category, author
    PAGE: Final = 64  # another page of the site, which may be anything
    AUTHOR: Final = 128


SHARING: Final = re.compile(
    by_letter(
        r"facebook\.com/(?:sharer|share|dialog)|twitter\.com/(?:intent|share|home)|x\.com/(?:intent|share)|whatsapp:|wa\.me|"
        r"api\.whatsapp|linkedin\.com/share|reddit\.com/submit|pinterest\.\w+/pin/create|t\.me/share|xing\.com/(?:spi|social)|"
        r"getpocket\.com|flipboard|mailto:|news\.ycombinator\.com/submit|tumblr\.com/(?:share|widgets)|threads\.net/intent|"
        r"bsky\.app/intent|addtoany|sms:|javascript:window\.print|google\.com/preferences/source"
    )
).search  # in lower case
# Networks whose pages are profiles and postings, not articles.
PROFILE: Final = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|linkedin|youtube|tiktok|xing|pinterest|threads|bsky|mastodon|t|wa)"
    r"\.(?:com|me|net|app|social|co|de)$"
)
AD_SERVER: Final = re.compile(
    r"(?:^|\.)(?:doubleclick|adition|adform|adnxs|smartadserver|googleadservices|criteo)\.\w+$|adserver"
)
FILES: Final = tuple(".jpg .jpeg .png .gif .webp .svg .pdf .zip .mp3 .mp4 .exe .xml .rss".split())
NAMED: Final = re.compile(r"[^/][-_.]\w").search  # two words, or a file
# 12345, /2026/11, x1abcde, /1234, /p1234; what stands before its first digit is asked about behind it.
NUMBERED: Final = re.compile(
    r"\d(?:\d{4}|(?<=[/-].)\d{3}/\d\d|(?<=[a-z].)[a-z0-9]{5}|(?:(?<=/.)|(?<=/[pa].))\d{3,}(?:/|$))"
).search
# The article's number in a query, and pages beside it that have that, too.
QUERY_ID: Final = re.compile(
    r"(?:^|&)(?:(?!(?:user|author|session|cat|category|tag|topic|forum|[ucmst])_?id)\w{0,20}(?:id|idx|idxno|no|num|seq)|[anp])"
    r"=[a-z]{0,3}\d{5,20}(?:&|$)"
).search  # in lower case
SERVICE: Final = re.compile(
    r"print|druck|comment|kommentar|share|send|report|vote|cart|basket|ajax|image|photo|img"
).search
# How the further pages of an article are addressed: behind its number, below it, or in the query.
PAGED: Final = re.compile(
    r"(?:(?<=\d{5})[-_]|/(?:(?:seite|page|pagina|part|teil|p|s)[-_/]?)?)(?:[2-9]|[1-4]\d)(?:\.[a-z]{3,5})?/?"
).fullmatch
ENDING: Final = re.compile(r"\.[a-z]{3,5}$")
PAGE_NUMBER: Final = re.compile(r"(?:^|&)(?:page|paged|seite|pagina|pg|sida|side|strana)=\d{1,3}(?=&|$)").sub
SHORT_ID: Final = re.compile(r"(?=[a-z]*\d)[a-z0-9]{6,12}").fullmatch  # `/ratgeber/usb-steckdosen/fl2bl9h`


def shape(path: str) -> tuple[int, bool, bool]:
    """What articles of one site have in common in their addresses: depth, a long slug, a number."""
    parts = [*filter(None, path.split("/"))]
    slug = False
    for part in parts[-2:]:
        hyphens = part.count("-") + part.count("_")
        slug |= hyphens >= 2 or (hyphens == 1 and SHORT_ID(parts[-1]) is not None)
    return len(parts), slug, NUMBERED(path) is not None


@lru_cache(maxsize=4096)
def shows_no_articles(host: str) -> bool:
    return PROFILE.search(host) is not None or AD_SERVER.search(host) is not None


class Here(NamedTuple):
    """What a page's own address says, to compare those of its links with."""

    url: str
    site: str
    path: str
    query: str
    shape: tuple[int, bool, bool]
    folder: str
    stem: str  # of the path: what those of its further pages have in common


@lru_cache(maxsize=16)
def here(page_url: str) -> Here:
    url = normalise(page_url)
    parts = split(url)
    path = parts.path if parts else ""
    query = parts.query.lower() if parts else ""
    folder = path.partition("/")[2].partition("/")[0]
    return Here(url.rstrip("/") + "/", site(url), path, query, shape(path), folder, stem(path))


def stem(path: str) -> str:
    """A path without its ending and, if it is that of a further page, the page's number.

    >>> stem("/news/netz-2511-201234-2.html"), stem("/news/netz-im-test/seite-3/"), stem("/news/falter-17")
    ('/news/netz-2511-201234', '/news/netz-im-test', '/news/falter-17')
    """
    path = ENDING.sub("", path.rstrip("/"))
    for at in (max(path.rfind("-"), path.rfind("_")), path.rfind("/")):
        if at > 0 and PAGED(path, at) and (path.count("-", path.rfind("/", 0, at), at) > 1 or NUMBERED(path[:at])):
            return path[:at]
    return path


def is_further_page(path: str, query: str, own: Here) -> bool:
    """Whether an address, in lower case but for its path, is that of the article's first page or a further one."""
    if path.rstrip("/") == own.path.rstrip("/"):
        return query != own.query and PAGE_NUMBER("", query).strip("&") == PAGE_NUMBER("", own.query).strip("&")
    if not path.startswith(own.stem) or (own.stem.count("/") < 2 and not NUMBERED(own.stem)):
        return False
    return not ENDING.sub("", path[len(own.stem) :].rstrip("/")) or PAGED(path, len(own.stem)) is not None


@lru_cache(maxsize=4096)
def target(href: str, rel: str, page_url: str) -> int:
    """What an address (with its rel) is, seen from the page: `Target`s as bits.

    >>> target("/news/neuer-router-im-test-123456.html", "", "https://a.de/news/x-y-z-654321.html") == Target.ARTICLE
    True
    >>> target("/thema/router/", "", "https://a.de/news/x-y-z-654321.html") == Target.TOPIC
    True
    >>> target("?page=with:block-7#block-7", "", "https://a.de/live/x-y-z") == Target.OWN
    True
    >>> target("/news/x-y-z-654321-2.html", "", "https://a.de/news/x-y-z-654321.html") == Target.OWN
    True
    >>> target("/view/?no=20261104", "", "https://a.de/view/?no=20261105") == Target.ARTICLE
    True
    """
    url, parts = resolve(page_url, href) or (None, None)
    own = here(page_url)
    inside = parts is not None and site_of(parts.host) == own.site
    if not (inside and "://" not in href[8:]) and SHARING(href.lower()):
        return Target.SHARE
    if url is None or parts is None:
        return Target.OWN if href.startswith("#") else Target.NONE
    money = Target.PAID if paid(href, rel, page_url=page_url) else Target.NONE
    path = parts.path.lower()
    if path.endswith(FILES) or shows_no_articles(parts.host):
        return money
    if not inside:
        listing = path in ("", "/") or TOPIC(path[: path.rfind("/") + 1]) or LEGAL(path)
        return money | Target.OUTSIDE | (Target.TOPIC if listing else Target.NONE)
    return money or on_site(url, parts, own)


def on_site(url: str, parts: Address, own: Here) -> int:
    """What an address on the page's own site is that does not pay."""
    path, query = parts.path.lower(), parts.query.lower()
    depth, slug, number = shape(parts.path)
    may_be_own = parts.path.startswith(own.stem) or not parts.path.isascii()  # spares the others the next
    if may_be_own and (
        ((normalise(url) + "/").startswith(own.url) and not below_list(depth, slug, number, own))
        or is_further_page(parts.path, query, own)
        or ("#" in url and is_place(parts.path, own))
    ):
        return Target.OWN  # the page itself, its further parts, its comments
    if AUTHOR(path):
        return Target.AUTHOR | Target.TOPIC
    if query and QUERY_ID(query) and not SERVICE(path):
        if parts.path == own.path and QUERY_ID(own.query):
            return Target.ARTICLE
        number = True
    if (
        depth == 0
        or TEMA(path)
        or MONTH(path)
        or LEGAL(path)
        or (query and not slug and not number and LISTED(query))
        or (TOPIC(path[: path.rfind("/") + 1] if slug or number else path + "/") and not beside(path, own.path))
    ):
        return Target.TOPIC
    if slug or (number and own.shape[2]):
        return Target.ARTICLE
    alike = depth > 1 and depth == own.shape[0] and parts.path.split("/", 2)[1] == own.folder
    return Target.ARTICLE if alike else Target.PAGE if depth > 1 or number else Target.TOPIC


def below_list(depth: int, slug: bool, number: bool, own: Here) -> bool:
    """Whether an address below this page's is an article's that it lists, as do front pages, `/news/`, `/2026/11/`."""
    rubric = own.shape[0] == 1 and not own.shape[2] and "-" not in own.path
    lists = rubric or own.shape[0] == 0 or MONTH(own.path) is not None
    return lists and depth > own.shape[0] and (slug or number)


def is_place(path: str, own: Here) -> bool:
    """Whether a link with a fragment leads to a place in the page, as `?page=with:block-7#block-7` does."""
    return path == own.path and "?" not in own.url


def beside(path: str, own: str) -> bool:
    """Whether a page stands in the very folder of topics that this article stands in: `/topics/best-drones`."""
    folder = own.rpartition("/")[0].lower()
    return TOPIC(folder + "/") is not None and path.rpartition("/")[0] == folder


def targets(anchors: list[Anchor], page_url: str) -> int:
    """What any of these links is, as bits."""
    found = 0
    for anchor in anchors:
        found |= target(anchor.href, anchor.rel, page_url)
    return found


def short(href: str, page_url: str) -> bool:
    """Whether an address that `target` calls a list is so only for being short.

    >>> [short(href, "https://a.de/news/x-y-z") for href in ("/akku-tipps/", "/index.php?id=8812", "/akku.html")]
    [True, True, True]
    >>> [short(href, "https://a.de/news/x-y-z") for href in ("/", "/phones/", "/thema/akku-tipps/", "/index.html")]
    [False, False, False, False]
    """
    _, parts = resolve(page_url, href) or (None, None)
    if parts is None:
        return False
    path = parts.path.lower()
    named = NAMED(path) is not None and not path.startswith("/index.")
    listed = TOPIC(path + "/") or AUTHOR(path) or LEGAL(path) or LISTED(parts.query.lower())
    return (named or bool(parts.query)) and not listed
