"""The rule for texts that ask the reader to follow the site elsewhere, to take its app or to let it send messages."""

from __future__ import annotations

import re
from typing import Final

from pipelines.rules.apart import set_apart
from pipelines.rules.bits import Bits, places, span
from pipelines.rules.parts import Parts
from pipelines.rules.targets import Target

WORDS: Final = 45
BOX: Final = 4  # blocks of a box that such a line heads
QUESTION: Final = 90  # characters of what may stand before: 'Miss no news any more?'
NETWORK: Final = (
    r"(?i:google.?(?:news|discover|actualités)|whats ?app|facebook|instagram|twitter|\bx\b|linkedin|youtube|telegram"
    r"|tiktok|threads|bluesky|mastodon|discord|flipboard|pinterest)"
)
NAME: Final = r"(?:@?[A-ZÀ-ÞŁŚŻ][\w.&-]*+|@\w++)(?: [A-ZÀ-ÞŁŚŻ0-9][\w.&-]*+){0,4}"
# What only the site itself says.
OURS: Final = re.compile(
    rf"(?:(?i:you can (?:also )?|please |and )?[Ff]ollow \S+(?: \S+){{0,3}} on {NETWORK}"
    r"|[Ff]or the latest (?:stories|news|updates) .{0,60}\b[Dd]ownload\b"
    r"|(?:[Aa]dd|[Mm]ake|[Ss]et) .{1,30} (?:as )?(?:a|your) preferred source\b"
    rf"|(?:[Jj]oin|[Ss]ubscribe to|[Ff]ollow) our {NETWORK} (?:channel|group|community|page)"
    r"|[Dd]ownload (?:our|the) (?:(?:free|new) )?(?:[A-Z]\w+ ){0,3}[Aa]pp\b.{0,60}\b(?:news|stories|articles)"
    rf"|[Ff]ol(?:ge|gt|gen [Ss]ie) uns (?:\w+ ){{0,3}}(?:auf|bei|in|via) .{{0,30}}{NETWORK}"
    rf"|[Aa]bonnier(?:e|t|en [Ss]ie) (?:\w+ ){{0,3}}unser\w* (?:\w+ ){{0,2}}(?:{NETWORK}|[Kk]anal|[Nn]ewsletter)"
    r"|[Aa]ktivier(?:e|t|en [Ss]ie)? (?:jetzt |hier )?(?:den|die|unsere?n?) (?:\S+ )?\S{0,20}[Pp]ush"
    rf"|(?:[Ss]uivez|[Rr]etrouvez|[Rr]ejoignez)[- ]nous .{{0,40}}{NETWORK}|[Aa]bonnez-vous à (?:notre|nos) \w+"
    r"|[Tt]élécharge[zr] (?:notre|nos) (?:\w+ )?app"
    rf"|(?:[Ss][íi]guenos|[Ss]eguici|[Vv]olg ons|[Ss]iga[- ]nos|[Ss]iga a gente|[Ff]ølg oss|[Ff]ølg os|[Ff]ölj oss"
    rf"|[Ss]euraa meitä|[Oo]bserwuj nas|[Śś]ledź nas) .{{0,50}}{NETWORK}"
    r"|[Dd]escarga nuestra app|[Ss]carica la nostra app|[Dd]ownload onze app|[Bb]aixe (?:o )?nosso app"
    r"|[Пп]од(?:пис\w+|пиш\w+) на наш |[Bb]izi .{0,50}takip ed"
    r")"
).match
# What is said of others as well; it asks to follow the site where it links there or ends the text.
NAMED: Final = re.compile(
    rf"(?:[Ff]ol(?:ge|gt|gen [Ss]ie) (?:(?:dem|der|auch) )?{NAME} .{{0,20}}(?:auf|bei) {NETWORK}"
    rf"|(?:[Ss]uivez|[Rr]etrouvez) (?:(?:le|la|les) |l.)?{NAME} sur {NETWORK}"
    rf"|[Aa]bonnez-vous à {NAME} sur {NETWORK}"
    rf"|(?:[Pp]uedes |[Tt]ambién puedes )?(?:[Ss]eguir|[Ss]igue) a {NAME} en .{{0,20}}{NETWORK}"
    rf"|[Ss]egui(?:te)? {NAME} (?:anche )?su .{{0,20}}{NETWORK}"
    rf"|[Ss]iga (?:(?:o|a) )?{NAME} (?:no|na) .{{0,20}}{NETWORK}"
    rf"|[Vv]olg {NAME} (?:ook )?(?:op|via) {NETWORK}|[Ff][øö]l[gj] {NAME} på {NETWORK}"
    rf"|(?:[Oo]bserwuj|[Śś]ledź) {NAME} (?:w|na) .{{0,20}}{NETWORK}"
    r")"
).match
VERBS: Final = frozenset(
    "you please follow for add make set join subscribe download folge folgt folgen abonniere abonniert abonnieren "
    "aktivier aktiviere aktiviert aktivieren suivez suivez-nous retrouvez retrouvez-nous rejoignez-nous abonnez- "
    "vous téléchargez télécharger síguenos siguenos seguici volg siga siga-nos følg följ seuraa obserwuj śledź "
    "descarga scarica baixe подписывайтесь подпишитесь bizi puedes también seguir sigue segui seguite".split()
)


def asks_to_follow(p: Parts) -> Bits:
    """A short text that begins with asking the reader to follow the site elsewhere, and the small box that it heads."""
    ours = named = 0
    for i in places(p.body & p.at_most(WORDS) & p.at_least(4) & ~(p.tagged("li") | p.tagged("cell"))):
        text = request(p.facts.blocks[i].text)
        if text and OURS(text):
            ours |= 1 << i
        elif text and NAMED(text):
            named |= 1 << i
    at_end = p.leads(Target.SHARE) | p.leads(Target.OUTSIDE) | span(p.last - 3, p.n)
    asks = ours | (named & at_end)
    return asks | (set_apart(p, asks, BOX) & p.body) if asks else 0


def request(text: str) -> str:
    """The text from its first word on, or that behind its first question, if that may ask to do something.

    >>> request("» Follow us"), request("Miss no news any more? Follow us here."), request("The router follows.")
    ('Follow us', 'Follow us here.', '')
    """
    text = text.lstrip("»›>→➜–-•*|([ ")
    if text.partition(" ")[0].lower() in VERBS:
        return text
    question = max(text.find("? ", 0, QUESTION), text.find("! ", 0, QUESTION))
    text = text[question + 2 :] if question >= 0 else ""
    return text if text.partition(" ")[0].lower() in VERBS else ""
