"""Labelled blocks → what the page earns by: disclosures, paid links, offers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines import links
from pipelines.blocks import Anchor, Block, Element
from pipelines.items import Article
from pipelines.rules.disclosures import disclosure
from pipelines.rules.networks import Paid, is_shop_like, paid, shop, split
from pipelines.rules.offers import offers
from pipelines.rules.product_names import AT_SHOP, BUY
from pipelines.text import fold
from pipelines.values import Affiliate, AffiliateLink, Label

DASH = re.compile(r"[-–—•·▪]\s+")
OWN_COMPARISON = re.compile(r"/(?:preisvergleich|price-?comparison|compare-prices)/(?:[\w-]*/)?[\w-]*\d")
# Display advertising, which pays by the view, and legal pages, which stand in shop boxes, too.
NO_OFFER = re.compile(
    r"^[^/]*(?:doubleclick|adition|adform|adnxs|smartadserver|googleadservices|googlesyndication|criteo|adserver)\b"
    r"|privacy|datenschutz|impressum|terms-(?:of|and)|\bagb\b",
    re.I,
)  # in host and path
BUTTON = 80  # characters of one
OWN_DEALS = re.compile(r"/(?:deals?|coupons?|gutscheine?|angebote|schnaeppchen)(?:/|$)", re.I)

# Here a link to a shop is navigation or somebody else's, even on a page that declares affiliate links.
NOT_EDITORIAL = frozenset(
    (
        Label.NAV,
        Label.SHARE,
        Label.TAGS,
        Label.COMMENTS,
        Label.NEWSLETTER,
        Label.TEASER,
        Label.AUTHOR_BIO,
        Label.BYLINE,
        Label.AD,
    )
)
# Readers' links pay nobody here; recommendations and display ads carry rel=sponsored without being affiliate links.
ADDRESS_ONLY = frozenset((Label.TEASER, Label.AD, Label.COMMENTS))


def affiliate(blocks: Sequence[Block], url: str, wordless: Sequence[Element] = ()) -> Affiliate:
    """What a page at `url` earns by; `wordless` are the links that no block holds: around pictures, laid over cards."""
    told = disclosures(blocks)
    found = paid_links(blocks, url, wordless, declares=bool(told))
    return Affiliate(disclosures=told, links=list(found.values()), offers=offers(blocks, found, url))


def disclosures(blocks: Sequence[Block]) -> list[str]:
    """The texts of the disclosures, each once; a heading alone is none where its sentence follows."""
    label = Label.DISCLOSURE
    told = [block.text for block in blocks if block.label is label]
    said = [DASH.sub("", text, count=1) if DASH.match(text) else text for text in told]
    texts = [text for text, after in pairwise([*said, ""]) if not (after and disclosure(text) == "heading")]
    return list(dict.fromkeys(texts))


def paid_links(
    blocks: Sequence[Block], url: str, wordless: Sequence[Element], declares: bool
) -> dict[str, AffiliateLink]:
    """All links that pay or may pay, by their href as it stands in the page; in page order, the wordless ones last."""
    found: dict[str, AffiliateLink] = {}
    judged: set[str] = set()
    for block in blocks:
        for anchor in block.anchors:
            href = anchor.href
            if old := found.get(href):
                old.in_body = old.in_body or block.label is Label.BODY
                continue
            pays = judge(anchor, block, url, declares)
            if pays and (address := links.absolute(url, href)):
                text = block.text[anchor.start : anchor.stop]
                found[href] = AffiliateLink(
                    address, text, merchant(pays, text, href), pays.network, block.label is Label.BODY
                )
            elif block.label not in ADDRESS_ONLY:
                judged.add(href)
    for element in wordless:
        href = element.get("href") or ""
        if href not in found and href not in judged:
            pays = paid(href, element.get("rel") or "", page_url=url)
            if pays and (address := links.absolute(url, href)):
                found[href] = AffiliateLink(address, picture_text(element), pays.merchant, pays.network)
    return found


def merchant(pays: Paid, text: str, href: str) -> str | None:
    """The shop; one that a button names ('from Best Buy') rather than a host that nobody knows: it may redirect."""
    host = split(href.strip())[0]
    if pays.network or pays.merchant != host.removeprefix("www.") or len(text) > BUTTON or shop(host, "/"):
        return pays.merchant
    named = AT_SHOP.search(text)
    return named[1] if named else pays.merchant


def picture_text(element: Element) -> str:
    image = next(element.iter("img"), None)
    return fold((image.get("alt") if image is not None else "") or element.get("title") or "")


def judge(anchor: Anchor, block: Block, url: str, declares: bool) -> Paid | None:
    """Who pays for this link, by its address, then by what its words and its block say."""
    href, label = anchor.href, block.label
    rel = "" if label in ADDRESS_ONLY else anchor.rel
    pays = None if label is Label.COMMENTS else paid(href, rel, page_url=url)
    if pays or label in NOT_EDITORIAL:
        return pays
    text, offered = block.text[anchor.start : anchor.stop], label is Label.AFFILIATE
    host, path, _ = split(href.strip())
    may_pay: Paid | None = None
    if host and links.site("https://" + host) != links.site(url):
        known = shop(host, path)
        if (known and (declares or offered or AT_SHOP.search(text) or BUY(text.lower()))) or (
            offered and is_shop_like(host, path)
        ):
            may_pay = Paid(None, host.removeprefix("www."))
    elif offered and not OWN_DEALS.search(path) and (BUY(text.lower()) or OWN_COMPARISON.search(path)):
        may_pay = Paid(None, None)  # the site's own short link, or its own price comparison
    return may_pay if may_pay and not NO_OFFER.search(host + path) else None


class AffiliatePipeline:
    """Fills in `affiliate`."""

    def process_item(self, item: Article) -> Article:
        item.affiliate = affiliate(item.blocks, item.page.url, item.wordless)
        return item
