"""Does a text tell the reader about affiliate links, commissions or paid content?

A news sentence may speak of commissions too ('Apple takes a commission', 'Die Kommission verdient …'): a disclosure
speaks of links or purchases beside them, and of the site itself, its page or its reader; and nobody is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.rules.earnings import EARNINGS, EARNINGS_BESIDE, EARNINGS_ROOTS, near
from pipelines.rules.literals import Literals, Texts
from pipelines.rules.product_names import BUY

LONGEST = 1500  # characters; a disclosure says so at its beginning, or it is a terms page
WORDS = range(4, 160)  # of a block: neither a button nor an essay
CJK = "\u3000"  # begins what is written without spaces
ALONE = ("affiliate-information", "affiliate-links")  # what stands over one, a block of its own


PAID_LINK = r"(?:affiliate|provisions?|partner|werbe|reklame|empfehlungs)[- ]?(?:\([^)]{0,30}\))?links?\b"
GERMAN_EARNS = r"\b(?:erhalte|erhält|verdien|bekomm|kassier|vergüt|fließt|zahl|gibt es)\w*"
GERMAN_FEE = (
    r"\b(?:(?:kleine|geringe|affiliate-|verkaufs)?provision(?:en)?|umsatzbeteiligung|vergütung|werbekosten\w*)\b"
)
ENGLISH_EARNS = r"\b(?:earn|receive|get|make|collect|be (?:paid|compensated))\w*"
ENGLISH_FEE = (
    r"\b(?:commissions?|kickback|compensation|affiliate (?:fees?|revenue)"
    r"|(?:percentage|portion|share) of (?:the )?sales?)\b"
)
MARKED = r"\b(?:gekennzeichnet|markiert|versehen)\w*"
PRICES = r"\b(?:prices?|pricing|preise?|prix|precios|prezzi|prijzen)\b"
CHANGE = r"(?:change|vary|ändern|geändert|abweichen|höher|variieren|varier|variar|variare|afwijken)\b"
MOMENT = (
    r"\b(?:time of (?:publish|publication|writing)|since|at any time|over time"
    r"|jetzt|inzwischen|seit|jederzeit|zeitpunkt)"
)
MAY = r"\b(?:may|can|könn(?:en|te)|kann|peuvent|pueden|possono|kunnen)\b"


class Sign(NamedTuple):
    """A kind of disclosure. One of its `roots`, and one of what stands `beside`, is in every text that it matches."""

    reason: str
    roots: tuple[str, ...]
    pattern: re.Pattern[str]
    beside: tuple[str, ...] = ("",)


SIGNS = (
    Sign(
        "marked links",
        ("gekennzeichnet", "markiert", "versehen", "marked", "*"),
        re.compile("|".join((
            rf"{MARKED} (?:\S+ ){{0,3}}(?:links?|verweise|verlinkung)\b",
            rf"\b(?:links?|verweise|verlinkung\w*)\b[^.!?]{{0,60}}{MARKED}",
            r"\blinks? (?:that are |which are )?marked (?:with|by)\b",
            rf"\*\W{{0,4}}{PAID_LINK}",
        ))),
    ),
    Sign(
        "commission",
        ("commission", "provision", "kickback", "compensation", "affiliate", "vergütung", "beteiligung", "werbekosten",
         "of sales", "of the sale", "comisi", "comiss", "commissie", "quota"),
        re.compile("|".join((
            near(GERMAN_EARNS, GERMAN_FEE),
            near(ENGLISH_EARNS, ENGLISH_FEE),
            near(r"\b(?:percevoir|perçoit|toucher|recevoir|reçoit|rémunér)\w*", r"\bcommissions?\b"),
            near(r"\b(?:recibi|gana|percibi|obten|llevar)\w*", r"\bcomisi[óo]n(?:es)?\b"),
            near(r"\b(?:receb|ganha)\w*", r"\bcomiss(?:ão|ões)\b"),
            near(r"\b(?:ricev|guadagna|percepi)\w*", r"\b(?:commission[ei]|quota)\b"),
            near(r"\b(?:ontvang|verdien|krijg)\w*", r"\bcommissie\b"),
        ))),
    ),
    Sign("earns by links", EARNINGS_ROOTS, re.compile(EARNINGS), EARNINGS_BESIDE),
    Sign(
        "paid links",
        ("affili", "afilia", "provision", "partnerlink", "partner-link", "werbelink", "werbe-link", "annonselenk",
         "annonslänk", "reklamelink", "satış ortaklığı", "アフィリエイト"),
        re.compile("|".join((
            near(rf"\b{PAID_LINK}", r"\b(?:handelt|enthält|enthalten|sind|nutzen|verwenden|setzen|markiert|stern)\w*"),
            near(
                r"\baffiliate[- ](?:links?|ones)\b",
                r"\b(?:contains?|includes?|uses?|features?|using"
                r"|(?:some|all|any|which|these)[^.!?]{0,40} (?:are|may be)"
                r"|bevat(?:ten)?)\b",
            ),
            r"\b(?:contient|contenir|comporte)[^.!?]{0,40} liens? (?:d['’])?affili",
            r"\benlaces? (?:de )?afilia|\blink (?:di )?affilia|\bliens?\b[^.!?]{0,60} sont affilié",
            near(
                r"\b(?:annonselenke|annonslänk|reklamelink|affiliate-?(?:lenke|länk))\w*",
                r"\b(?:inneholder|innehåller|indeholder|er|är|provisjon|provision)\b",
            ),
            near(r"\blink\w* (?:\w+ )?afiliac\w*", r"\b(?:tek[sś]|artyku|materia|znajduj|zawiera|prowizj|otrzym)\w*"),
            near(r"\bsatış ortaklığı", r"(?:\blink|bağlantı|komisyon)"),
            r"アフィリエイト(?:リンク|広告|プログラム)[^。]{0,20}(?:含|利用|使用|参加|掲載|です|得て)",
        ))),
    ),
    Sign(
        "partner programme",
        ("amazon", "partnerprogramm"),
        re.compile(
            r"\bals amazon[- ]partner\b[^.]{0,60}\bverdien|\bas an? amazon (?:associate|affiliate|partner)\b"
            r"|\bparticipant in the amazon\b|\bteilnehmer(?:in)? (?:des|am)\b[^.]{0,40}\bpartnerprogramm"
            r"|\bpartenaire d['’]amazon\b|\bafiliados? de amazon\b|\baffiliato amazon\b"
        ),
    ),
    Sign(
        "paid content",
        ("sponsor", "brought to you", "paid ", "bezahlt", "werbung", "anzeige", "реклама", "erid:", "广告声明"),
        re.compile(
            r"\b(?:this|the following|our)\b[^.]{0,30}\b(?:content|post|article|story|video|episode)\b[^.]{0,60}"
            r"\b(?:(?:is|was|are) (?:sponsored|paid for)|(?:is|was) brought to you) by\b"
            r"|\bbezahlte (?:partnerschaft|kooperation|produktplatzierung)\b"
            r"|(?:^\W*|\b(?:this|includes?|contains?)\b[^.]{0,30} )paid (?:partnership|promotion)\b"
            r"|\bgesponserte[rn]? (?:beitrag|artikel|inhalt)\b"
            r"|\bdiese[rs]? (?:artikel|beitrag|text|inhalt|video|seite)\b[^.]{0,40}\b(?:ist|enthält|entstand)\b"
            r"[^.]{0,30}\b(?:werbung|anzeigen?|bezahlt|gesponsert)"
            r"|^\W*реклама\b.{0,80}\b(?:инн|erid)\b|\berid: ?\w{5}|^\W*广告声明"
        ),
    ),
    Sign(
        "prices change",
        ("change", "vary", "correct", "accurate", "änder", "abweichen", "höher", "variieren", "varier", "variar",
         "variare", "afwijken"),
        re.compile("|".join((
            rf"{PRICES}[^.]{{0,60}}\b(?:subject to change|may have changed|(?:correct|accurate) (?:at|as of))\b",
            rf"{PRICES}[^.]{{0,60}}{MAY}(?=[^.]{{0,90}}\b{CHANGE})(?=[^.]{{0,90}}{MOMENT})",
            rf"^\W*(?:\S+ )?{PRICES} (?:\S+ ){{0,2}}{MAY} (?:\S+ )?{CHANGE}\W*$",
            r"\bpreise?\b.{0,150}\bänderung(?:en)? (?:der preise )?möglich\b",
        )), re.DOTALL),
        ("price", "pricing", "preis", "prix", "precios", "prezzi", "prijzen"),
    ),
    Sign(
        "no extra cost",
        ("mehrkosten", "zusatzkosten", "zusätzlichen kosten", "cost to you", "costs to you"),
        re.compile("|".join((
            near(
                r"\b(?:keine(?:rlei)?|ohne) (?:\w+ )?(?:mehrkosten|zusatzkosten|zusätzlichen kosten)",
                r"\b(?:links?|kauf\w*|käufer\w*)\b",
            ),
            near(r"\b(?:no|any) (?:additional|extra) costs? to you", r"\b(?:links?|purchas\w+|buy)\b"),
        ))),
    ),
)  # fmt: skip

HEADING = re.compile(
    r"\W*(?:affiliate[- ](?:informationen|information|hinweise?|links?)|(?:hinweis|informationen) zu (?:den )?"
    r"(?:affiliate|provisions|partner|werbe)\S*|transparenzhinweis|affiliate (?:disclosure|disclaimer|notice):)\W*"
    r"|[\W\d]*[*(†¹]\W*(?:(?:affiliate|provisions|partner|werbe|anzeigen)-?links?|werbung)\W*"
).fullmatch

# One of them is in every disclosure; 'reklame' for the star, which is too short to be looked for and needs such a word.
HEADING_ROOTS = ("partner", "werbe", "transparenzhinweis", "reklame")
ROOTS = Literals([*(root for sign in SIGNS for root in sign.roots if root != "*"), *HEADING_ROOTS])

# What 'commission' needs beside it: the site that speaks of itself or of its page …
CONTEXT = re.compile(
    r"\b(?:wir|uns|unsere\w*|ich|redaktion|we|us|our|i|my|nous|nos|nosotros|pod(?:emos|ríamos)|nós|noi|nostr[io]|wij|onze)\b"
    r"|\b(?:th(?:is|ese|e) (?:links?|(?:web)?site|page|article|post|blog)|(?:diese|solche)[rnms]?|darauf|nel testo)\b"
)
# … and the reader's click or purchase.
DEALING = re.compile(
    r"links?\b|\b(?:click|purchas|buy|shop|product|items?\b|retailer|partner)|\b(?:kauf|käuf|bestell|klick|einkauf|händler"
    r"|partner|abschl|verlink)|\b(?:liens?|acha|enlace|compra|acquist|koop|aankoop)"
)
# Texts of another kind that mention it: newsletter prompts, footers, who says that he earns nothing, and what is told
# of others or by them.
OTHERS = re.compile(
    r"\b(?:newsletters?|subscribe|sign up|e-?mails?|all rights reserved|alle rechte vorbehalten|trademarks?)\b|©"
    r"|\b(?:not|never|keine|no) (?:use )?affiliate[- ]links?|\b(?:not|n['’]t|never) (?:earn|make|receive) (?:any )?"
    r"(?:money|commission)"
    r"|\b(?:said|says|told|according to|reportedly|critics|we (?:have )?(?:found|learne?[dt]|asked))\b"
    r"|\b(?:sagte?n?|laut|zufolge|erzähl(?:t|te|en|ten)|berichte[nt]?|kritiker\w*|selon|según|secondo|volgens)\b"
)


def disclosure(text: str) -> str | None:
    """Why this text is a disclosure ('commission', 'marked links' …); None if it is none.

    >>> disclosure("When you purchase through links on our site, we may earn an affiliate commission.")
    'commission'
    >>> disclosure("Apple takes a commission of 30 percent on purchases."), disclosure("Die EU-Kommission prüft das.")
    (None, None)
    """
    text = text[:LONGEST].lower()
    if len(text) < 60 and HEADING(text):
        return "heading"
    for reason, roots, pattern, beside in SIGNS:
        if not (any(map(text.__contains__, roots)) and any(map(text.__contains__, beside))):
            continue
        if found := pattern.search(text):
            if OTHERS.search(text) or (reason == "prices change" and BUY(text[: found.start()])):
                return None  # the latter is a button with its small print
            if reason != "commission" or (CONTEXT.search(text) and DEALING.search(text)):
                return reason
    return None


def among(texts: Sequence[str], page: Texts) -> Iterator[int]:
    """Which of a page's texts, in lower case, are disclosures; asked of those alone that hold a sign's root.

    >>> texts = ["ein test", "mit * markierte links sind affiliate-links", "affiliate-links:"]
    >>> list(among(texts, Texts(texts)))
    [1, 2]
    """
    for i in page.holding(ROOTS):
        text = texts[i]
        if (
            text.rstrip(":") in ALONE
            or (text[:1] in "*(" and disclosure(text) == "heading")
            or ((text.count(" ") + 1 in WORDS or text[:1] > CJK) and disclosure(text))
        ):
            yield i
