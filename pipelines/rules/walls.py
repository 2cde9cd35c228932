"""Does a page say that it shows a part of its article only: to subscribe, to register, to log in for the rest?

"Already a subscriber?", "subscriber-only newsletters" and "our full archive" stand on pages that are whole.
"""

from __future__ import annotations

import re
from typing import Final

from pipelines.rules.dispatch import by_letter
from pipelines.rules.literals import Literals, Texts
from pipelines.rules.shown import Shown
from pipelines.values import Label

READERS: Final = r"(?:\S+ ){0,2}(?:subscribers|members)\b"
LESER: Final = r"(?:\S+ ){0,2}(?:abonnent|mitglied|registrierte|angemeldete)"
JOIN: Final = r"(?:register|subscribe|log ?in|sign ?(?:in|up)|join|account|member|subscriber)"
# What nobody says but of the text that stops here.
SURE: Final = (
    rf"(?:this|the full) (?:post|article|content|story|piece|episode) is (?:only |exclusively )?"
    rf"(?:for|available to|reserved for|exclusive to) {READERS}|the rest of this (?:post|article|story) is\b|"
    rf"{JOIN}\b(?: \S+){{0,4}}? to (?:(?:continue|keep) reading|continue\W*$|read (?:on\b|more\W*$)|"
    r"(?:read|unlock|view|access) (?:this|the) (?:full |whole |rest of (?:the|this) )?(?:post|article|story|piece))|"
    rf"to (?:read|view|unlock) the (?:full|whole|rest of the) (?:post|article|story)\b[^.]{{0,20}} {JOIN}|"
    r"(?:keep|continue) reading (?:with (?:a|an|your|our)\b|this (?:article|post) (?:with|for free)\b)|"
    r"you(?:['’]ve| have) (?:reached|used (?:all|up)) (?:\S+ ){0,4}(?:articles|limit)|"
    r"want to read the rest\b|weiterlesen mit \S+|"
    r"(?:testen|registrieren|anmelden|abonnieren|freischalten|einloggen)[^.]{0,20} und (?:\S+ )?weiterlesen|"
    r"(?:diesen|den ganzen|den vollständigen) (?:artikel|beitrag|text) (?:jetzt )?(?:weiterlesen|freischalten)|"
    r"(?:möchten|wollen) sie (?:\S+ ){0,2}weiterlesen|sie möchten (?:\S+ ){0,2}weiterlesen|"
    r"um (?:den|diesen) (?:\S+ )?(?:artikel|beitrag|text) (?:weiterzulesen|(?:weiter )?zu lesen)|"
    rf"(?:artikel|beitrag|inhalt|text) ist (?:nur|exklusiv|ausschließlich) für {LESER}|"
    r"(?:artikel|beitrag|inhalt|text) ist (?:ein )?(?:bestand)?teil (?:\S+ ){1,3}\S*(?:premium|plus|\+|abos?)\W*$|"
    r"lesen sie (?:diesen artikel|weiter) mit|"
    r"(?:contenido|nota|artículo|noticia) (?:\S+ ){0,6}es (?:exclusiv[oa]|sol[oa]) para (?:\S+ )?suscriptores|"
    r"(?:article|contenu|suite) (?:\S+ )?réservée? (?:aux|à nos) abonnés|pour lire la suite|"
    r"(?:articolo|contenuto) (?:\S+ )?riservato agli abbonati|per continuare a leggere|om verder te lezen"
)
# What counts where no label says that it belongs to something else.
LIKELY: Final = (
    r"weiterlesen (?:nach|als|im)\b|mit (?:\S+ )?(?:abo|plus|\+) (?:weiter|alle artikel) ?lesen|"
    r"^(?:jetzt )?weiterlesen$|abo lesen sie (?:diesen|alle)|"
    r"sie haben (?:schon|bereits)? ?ein abo|(?:nur|exklusiv) für abonnent|"
    r"dieser (?:artikel|beitrag|inhalt) ist (?:nur |exklusiv )?(?:für|kostenpflichtig)|"
    r"subscribe (?:now )?to (?:continue|keep|unlock|read(?: more)?\W*$|read (?:the|this|on)\b)|"
    r"continue reading (?:with|by|your)|"
    r"to (?:continue|keep) reading|subscriber[- ]only (?:article|story|content)|"
    r"unlock (?:this|the full) (?:article|story|piece|post)"
)
IS_SURE: Final = re.compile(by_letter(SURE)).search  # in lower case
IS_LIKELY: Final = re.compile(by_letter(f"{SURE}|{LIKELY}")).search
# One of these stands in all that the patterns find; to look for them is many times faster.
HINTS: Final = Literals((
    "lesen", "ein abo", "abonn", "dieser ", "subscri", "reading", "unlock ", "member", "the rest", "register",
    "account", "log in", "login", "sign", "join", "you've ", "you’ve ", "you have ", "teil ",
    "mitglied", "registriert", "angemeldet", "artikel freischalten",
    "beitrag freischalten", "text freischalten", "artikel jetzt", "beitrag jetzt", "text jetzt", "suscriptores",
    "la suite", "abbonati", "a leggere", "om verder",
))  # fmt: skip
LONGEST: Final = 250  # characters
BEHIND: Final = 15  # blocks behind the text among which a page says that the rest is to be paid for
CLOSE: Final = 6  # blocks behind it that say so for sure whatever they are labelled
ELSEWHERE: Final = frozenset((Label.TEASER, Label.NAV, Label.COMMENTS, Label.SHARE, Label.TAGS, Label.AD))


def truncated(page: Shown) -> bool:
    """Whether the page says, from the headline to just behind the text, that it shows a part of the article only."""
    body = page.of(Label.BODY)
    last = body[-1].index if body else page.place
    near = [block for block in page.blocks[page.place : last + BEHIND] if len(block.text) < LONGEST]
    texts = [block.text.lower() for block in near]
    for i in Texts(texts).holding(HINTS):  # few on most pages
        block, text = near[i], texts[i]
        close = last < block.index <= last + CLOSE and block.label is not Label.COMMENTS
        if (close and IS_SURE(text)) or (block.label not in ELSEWHERE and IS_LIKELY(text)):
            return True
    return False
