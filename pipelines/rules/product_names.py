"""Which product a text names: a heading, a line with a price and a shop, or a button."""

from __future__ import annotations

import re

from pipelines.rules.dispatch import by_letter
from pipelines.rules.prices import amounts
from pipelines.rules.shops import SHOP_NAMES

BUY = re.compile(
    by_letter(
        r"\b(?:buy|order|shop) (?:\w+ ){0,3}(?:on|at|from|now|here)\b|\bbuy (?:it|now)?\W*$"
        r"|\bcheck (?:\w+ )?price|\bsee (?:it|price|deal)\b"
        r"|\b(?:view|get|see|check) (?:\w+ ){0,2}(?:deal|offer|price)\b"
        r"|\bzu[mr]? (?:angebot|shop|deal|tarif|händler|anbieter)|^\W*(?:kaufen|bestellen)\W*$"
        r"|\bjetzt (?:bei|kaufen|bestellen|sichern|abschließen|ansehen)\b|\bpreise? (?:prüfen|ansehen|vergleichen)"
        r"|\bbei [\w.& -]{2,30}(?:kaufen|ansehen|bestellen|sichern)"
        r"|\b(?:voir|découvrir|ver|ir a) (?:l['’]offre|(?:la )?oferta)|\bvedi (?:l['’])?offerta"
        r"|\bbekijk (?:prijs|aanbieding)"
        r"|^\W*(?:acheter|comprar?|acquista)\W*$|\b(?:acheter (?:sur|chez)|comprar (?:en|ahora)|acquista (?:su|ora))\b"
    )
).search  # in lower case
NAMES_OF_SHOPS = "|".join(sorted(map(re.escape, SHOP_NAMES), key=len, reverse=True))
SHOPS = frozenset(map(str.casefold, SHOP_NAMES))
AT_SHOP = re.compile(rf"\b(?:at|on|from|bei|chez|en|su|op|via)\s+({NAMES_OF_SHOPS})\b", re.I)
LONGEST = 300  # characters of a line with a name, a shop and a price
USUAL = 6  # characters of a name
SHORT = 3  # characters of one where one is expected: 'iPad'
NO_NAME = re.compile(
    r"\b(?:prices?|preise?|angebote?n?|deals?|vergleichen|opens in|shipping|versand|lieferbar|zzgl|in stock|on sale"
    r"|available|verfügbar|erhältlich|add to (?:cart|basket)|sold out)\b|^\W*(?:https?:|www\.)"
    r"|-preis|^\W*(?:check|compare|save|mehr)\b|^\W*product comparison|:\s*$"
    r"|^\W*(?:conclusion|pros|cons|pros (?:and|&) cons|(?:the |our )?verdict|(?:unser )?fazit|vorteile|nachteile"
    r"|reasons to (?:buy|avoid)|(?:why|what) we (?:like|love)(?: it)?|what we (?:don|didn)['’]t like"
    r"|(?:what|who) it['’]s (?:best )?for|(?:was|das) (?:uns|mir) (?:nicht )?(?:gefällt|gefiel)|where to buy"
    r"|angaben zu[mr] \w+|hoy|ahora|pvp|precio|oferta|oggi|adesso|prezzo|offerta|aujourd['’]hui|prix|offre"
    r"|modell?e?|produkte?|products?|händler|retailers?|(?:zum |to |the )?shop|zu \w+"
    r"|(?:key |tech |extra |product )?(?:specs|specifications|features|details)(?: (?:and|&) \w+| at a glance)?"
    r"|technische daten|monthly|yearly|annual(?:ly)?(?: \(save [^)]*\))?|monatlich|jährlich|original|regular|subscribe"
    r"|warenkorb|\d+ items?|(?:buying|purchase|kauf)[- ]?option(?:s|en)"
    r"|shopping (?:bag|cart)|our picks|most popular|editor['’]s take|jump to .*|versandkosten(?:frei)?"
    r"|(?:estimated )?total|why (?:trust us|you can trust .*)"
    r"|(?:full |our )?reviews?|home ?page|tickets|subtotal|get started.*)\W*$"
    r"|^\W*(?:view|see|find|get|read|learn|visit|show) (?:\w+ )?(?:it|on|at|in|more|plans|pricing|reviews?|website)\b"
    r"|^\W*(?:get|request) (?:an? )?(?:free )?quote|^\W*shop [\w’']+ (?:at|@) "
    r"|^\W*(?:photo(?:graph)?s?|fotos?|images?|bild(?:er)?|pictures?|credits?)\s?(?:by\b|von\b|[:|©])|©"
).search  # in lower case
# Of a button that names its product: what to do with it, and where.
ACTION = re.compile(
    r"^(?:(?:shop|buy|try|get|order)\s+(?:(?:the|our|your|my)\s+)?|(?:hier geht(?:['’]| e)s )?zu[mr] )(?=\w)"
    r"|\s+(?:now|today|for free|(?:günstig(?:er|sten)? )?kaufen|bestellen)\W*$",
    re.I,
)
# What stands before a product: its place in a list, what it won, or the question where it is sold.
RANK = re.compile(
    r"(?:(?:(?:platz|rang|place|rank|nummer|number|nr\.|no\.|top)\s?)?\d{1,3}\s?[.):](?=\s+\D)"
    r"|(?:(?:platz|rang|place|rank|nummer|number)\s\d{1,3}|#\s?\d{1,3})\s?[:.)–—-]?(?=\s)"
    r"|(?:(?:our|the|unsere?|die|der|das) )?(?:best|top|beste[rsn]?|testsieger|preistipp|kauftipp|spartipp|preis-\S+"
    r"|favou?rite?n?|runner-up)\b[^:]{0,40}:(?=\s))\s+",
    re.I,
).match
WHERE = re.compile(
    r"(?:où (?:acheter|trouver)|¿?dónde comprar|dove (?:comprare|acquistare)|where (?:to|can (?:i|you)) buy"
    r"|wo (?:gibt es|kann man))\s+(?:l['’]|(?:les?|la|el|l[ao]s|il|lo|gli|the|de[nr]|die|das)\s+)?",
    re.I,
).match
BEST_PRICE = re.compile(
    r"(?:\s(?:au meilleur prix|al mejor precio|al miglior prezzo|(?:at|for) the best price|(?:günstig )?kaufen))?"
    r"\s?\?*$",
    re.I,
)
AVAILABLE = re.compile(
    r"\s(?:è|est|está|es)\s(?:(?:già|déjà|ya)\s)?(?:disponi?bi?[il]e|in offerta|en (?:promo\S*|oferta))$"
)
UNFINISHED = re.compile(
    r"\b(?:of|for|from|to|the|an?|and|or|is|are|with|get|sold|bought|it|under|below|over"
    r"|within|than|then|plus|up|in|by|an? \w+|für|von|mit|und|oder|auch|nur|ist|gibt es|unter|über|bis|dann|danach"
    r"|einen?|zu|im|(?-i:de|por|para|con|desde|en|es|está|cuesta|del|al|à|des|du|pour|avec|chez|dès|coûte|da|per|su|è"
    r"|di|della|costa|nel))$",
    re.I,
)
# What leads from a product to its price, what follows that, and what makes a clause of what stands before it.
BEFORE_PRICE = re.compile(
    r"(?:(?:^|\W+)(?:was|now|only|just|for|from|at|as low as|starting|starts|currently|reduced|down to|reg|regular"
    r"|original|list|save|sale|price|rrp|msrp|ab|nur|jetzt|für|um|statt|uvp|preis|aktuell))+\W*$|\W+\(\d+ for $",
    re.I,
)
CLAUSE = re.compile(
    r"\b(?:i|you|your|we|our|they|this|that|these|is|are|has|have|can|will|ich|du|dein|ihr|wir|sie|es|ist|sind|hat"
    r"|kann|gibt)\b"
).search  # in lower case
BEHIND_PRICE = re.compile(
    r"\s(?:at|bei|on|from|chez|statt|was|now|jetzt|nur|save|uvp|rrp|msrp|list|im|pro|per|an?|mtl|inkl|incl|zzgl|plus|and|und"
    r"|for|where|until|bis)\b",
    re.I,
).match
AT_HOST = re.compile(r"\s(?:at|on|from|bei)\s+[\w-]+(?:\.[\w-]+)+", re.I)


def name(text: str, least: int = USUAL) -> str | None:
    """The product that a text of `least` characters names, be it on a button with its shop and price.

    >>> name("Shop the Runner 970"), name("Try Lingo now!"), name("Brush iO 10 at Amazon $350")
    ('Runner 970', 'Lingo', 'Brush iO 10')
    >>> [name(text) for text in ("View on shop.example", "Best overall:", "Available at Amazon", "https://amzn.to/3f")]
    [None, None, None, None]
    >>> name("Platz 1: Runner 16"), name("Best overall: Runner 16"), name("Où acheter le Runner 16 au meilleur prix ?")
    ('Runner 16', 'Runner 16', 'Runner 16')
    >>> name("Runner 16: was $599 now $499"), name("From $499 at Amazon")
    ('Runner 16', None)
    """
    if len(text) > LONGEST:
        return None
    if rank := RANK(text):
        text, least = text[rank.end() :], SHORT
    elif asks := WHERE(text):
        text = BEST_PRICE.sub("", text[asks.end() :], count=1)
    shop = AT_SHOP.search(text) or AT_HOST.search(text)
    prices = amounts(text)
    if not (shop or prices):
        return (ACTION.sub("", text) or None) if is_name(text, least) else None
    end = shop.start() if shop else len(text)
    if prices and prices[0].start < end:
        end = prices[0].start
    product = AVAILABLE.sub("", BEFORE_PRICE.sub("", text[:end]).rstrip(" \n,:(–|-"))
    if not is_name(product, SHORT if prices else least) or UNFINISHED.search(product):
        return None
    if prices and ("\n" in product or CLAUSE(product.lower()) or not ends(text[prices[0].stop :])):
        return None
    said = ACTION.sub("", product)
    return said if prices or " " in said else None


def is_name(text: str, least: int) -> bool:
    """Whether a text names a product rather than what to click or a shop; it may be a line, but no sentence."""
    wordy = least <= len(text) <= 150 and sum(map(str.isalpha, text)) > (len(text) - text.count(" ")) / 2
    if not wordy or is_shop(text) or (text[-1] == "." and text[-2] != "." and text.count(" ") > 5):
        return False
    lower = text.lower()
    return not (BUY(lower) or NO_NAME(lower))


def ends(rest: str) -> bool:
    """Whether a price ends what is said of a product, as it does not in 'A $279 alternative'."""
    return not rest[:2].strip()[:1].isalpha() or bool(BEHIND_PRICE(rest) or BUY(rest.lower()))


def is_shop(text: str) -> bool:
    return text.rstrip(" *").casefold() in SHOPS


def is_word(text: str) -> bool:
    """Whether a heading is one short word, as over a part of a test: 'Good', not 'iPad' or 'LG C4'."""
    return len(text) < USUAL and text[1:].islower()
