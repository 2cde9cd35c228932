"""Does a page say that it shows a part of its article only: to subscribe, to register, to log in for the rest?

"Already a subscriber?", "subscriber-only newsletters" and "our full archive" stand on pages that are whole.
"""

from __future__ import annotations

import re
from typing import Final

from pipelines.blocks import Block, Box
from pipelines.rules.dispatch import by_letter
from pipelines.rules.literals import Literals, Texts
from pipelines.rules.shown import Shown
from pipelines.values import Label

READERS: Final = r"(?:\S+ ){0,2}(?:subscribers|members)\b"
LESER: Final = r"(?:\S+ ){0,2}(?:abonnent|mitglied|registrierte|angemeldete)"
JOIN: Final = r"(?:register|subscribe|log ?in|sign ?(?:in|up)|join|account|member|subscriber)"
TEXT: Final = r"(?:post|article|story|piece)"
OFFER: Final = r"(?:trial|subscription|membership|account|plan|pass)"
# What nobody says but of the text that stops here.
SURE: Final = (
    rf"(?:this|the full) (?:post|article|content|story|piece|episode) is (?:only |exclusively )?"
    rf"(?:for|available to|reserved for|exclusive to) {READERS}|the rest of this (?:post|article|story) is\b|"
    rf"{JOIN}\b(?: \S+){{0,4}}? to (?:(?:continue|keep) reading|continue\W*$|read (?:on\b|more\W*$)|"
    r"(?:read|unlock|view|access) (?:this|the) (?:full |whole |rest of (?:the|this) )?(?:post|article|story|piece))|"
    rf"to (?:read|view|unlock) the (?:full|whole|rest of the) (?:post|article|story)\b[^.]{{0,20}} {JOIN}|"
    r"(?:keep|continue) reading (?:with (?:a|an|your|our)\b|this (?:article|post) (?:with|for free)\b)|"
    r"you(?:['’]ve| have) (?:reached|used (?:all|up)) (?:\S+ ){0,4}(?:articles|limit)|"
    r"you(?:['’]ve| have) read (?:your last|all (?:of )?your) (?:\S+ ){0,3}(?:article|story|post)|"
    rf"(?:keep|continue) reading this {TEXT}\W*$|full access to this {TEXT}|to read this {TEXT} in full\b|"
    rf"read (?:the|this) (?:full |whole |entire |rest of the )?{TEXT} with (?:a|your|our) (?:\S+ ){{0,3}}{OFFER}\b|"
    rf"made this {TEXT} available (?:only )?to {READERS}|"
    r"want to read the rest\b|weiterlesen mit \S+|"
    r"(?:testen|registrieren|anmelden|abonnieren|freischalten|einloggen)[^.]{0,20} und (?:\S+ )?weiterlesen|"
    r"(?:diesen|den ganzen|den vollständigen) (?:artikel|beitrag|text) (?:jetzt )?(?:weiterlesen|freischalten)|"
    r"(?:möchten|wollen) sie (?:\S+ ){0,2}weiterlesen|sie möchten (?:\S+ ){0,2}weiterlesen|"
    r"um (?:den|diesen) (?:\S+ )?(?:artikel|beitrag|text) (?:weiterzulesen|(?:weiter )?zu lesen)|"
    rf"(?:artikel|beitrag|inhalt|text) ist (?:nur|exklusiv|ausschließlich) für {LESER}|"
    r"(?:artikel|beitrag|inhalt|text) ist (?:ein )?(?:bestand)?teil (?:\S+ ){1,3}\S*(?:premium|plus|\+|abos?)\W*$|"
    r"lesen sie (?:diesen artikel|weiter) mit|"
    r"mit \S{1,20}(?:\+|plus|premium) weiterlesen|(?:jetzt|hier) (?:kostenlos|gratis|kostenfrei) weiterlesen|"
    r"(?:contenido|nota|artículo|noticia) (?:(?:\S+ ){0,6}es )?(?:exclusiv[oa]|sol[oa]) para (?:\S+ )?suscriptores|"
    r"(?:article|contenu|suite) (?:\S+ )?réservée? (?:aux|à nos) abonnés|pour lire la suite|"
    r"(?:articolo|contenuto) (?:\S+ )?riservato agli abbonati|per continuare a leggere|om verder te lezen|"
    r"(?:artikel|verhaal|bericht) is (?:\S+ ){0,2}voor (?:\S+ )?abonnees|"
    r"lees (?:\S+ ){0,2}verder met (?:\S+ )?abonnement|"
    r"(?:część|treść|artykuł\w*)(?: \S+){0,2} (?:dostępn|tylko|wyłącznie)\w* (?:\S+ )?dla (?:\S+ )?(?:subskryb|prenum)|"
    r"les (?:hele )?(?:saken|artikkelen) med|(?:saken|artikkelen|artiklen) er (?:\S+ )?for abonnent|"
    r"læs (?:hele )?artiklen med|läs (?:hela )?artikeln med|(?:artikeln|texten) är (?:\S+ )?för (?:\S+ )?prenumerant|"
    r"for å lese videre|for at læse videre|för att läsa vidare|"
    r"残り ?[\d,]+ ?文字|記事は(?:有料)?(?:会員|購読者)限定|続きを読むには"
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
# What counts in a box named as a wall.
IN_WALL: Final = (
    r"^(?:continue|keep) reading\W*$|^read (?:more|on|the (?:full|whole|rest of the) (?:post|article|story|piece))\W*$|"
    r"(?:start|try|get|with) (?:a|your|our) (?:\S+ ){0,3}(?:trial|membership)\b|(?:full|unlimited) access\b"
)
IS_SURE: Final = re.compile(by_letter(SURE)).search  # in lower case
IS_LIKELY: Final = re.compile(by_letter(f"{SURE}|{LIKELY}")).search
IS_IN_WALL: Final = re.compile(by_letter(IN_WALL)).search
WALL: Final = re.compile(
    r"pay-?_?wall|reg-?_?wall|(?:login|register|registration|subscri\w+|premium|content|article|member\w*)[-_]*(?:wall|gate|barrier)"
    r"|metered|piano-(?:inline|container|offer)|tp-container"
).search  # in the name of a box
# One of these stands in all that the patterns find; to look for them is many times faster.
HINTS: Final = Literals((
    "lesen", "ein abo", "abonn", "dieser ", "subscri", "reading", "unlock ", "member", "the rest", "register",
    "account", "log in", "login", "sign", "join", "you've ", "you’ve ", "you have ", "teil ",
    "mitglied", "registriert", "angemeldet", "artikel freischalten",
    "beitrag freischalten", "text freischalten", "artikel jetzt", "beitrag jetzt", "text jetzt", "suscriptores",
    "full access", "unlimited access", "trial", " in full", "read more", "read on", "read the ",
    "la suite", "abbonati", "a leggere", "om verder", "subskryb", "prenumer", "les hele", "les saken",
    "les artikkelen", "artiklen med", "artikeln med", "videre", "läsa vidare", "残り", "限定", "続きを読むには",
))  # fmt: skip
LONGEST: Final = 250  # characters
BEHIND: Final = 15  # blocks behind the text among which a page says that the rest is to be paid for
CLOSE: Final = 6  # blocks behind it that say so for sure whatever they are labelled
NESTED: Final = 4  # boxes around a text, of which one may be a wall
FEW: Final = 3  # last blocks of the text
SHORT: Final = 3000  # characters of a text that may be the beginning of one
ELSEWHERE: Final = frozenset((Label.TEASER, Label.NAV, Label.COMMENTS, Label.SHARE, Label.TAGS, Label.AD))


def truncated(page: Shown, free: bool | None = None) -> bool:
    """Whether the page says, from the headline to just behind the text, that it shows a part of the article only.

    `free`: whether it declares that the article is for all. If not, a box named as a wall below a short text will do.
    """
    body = page.of(Label.BODY)
    last = body[-1].index if body else page.place
    near = [block for block in page.blocks[page.place : last + BEHIND] if len(block.text) < LONGEST]
    texts = [block.text.lower() for block in near]
    for i in Texts(texts).holding(HINTS):  # few on most pages
        block, text = near[i], texts[i]
        close = last < block.index <= last + CLOSE and block.label is not Label.COMMENTS
        if (close and IS_SURE(text)) or (block.label not in ELSEWHERE and IS_LIKELY(text)):
            return True
        if close and IS_IN_WALL(text) and in_wall(block) and not any(map(in_wall, body[-FEW:])):
            return True
    behind = page.blocks[last + 1 : last + 1 + CLOSE] if free is False and body else []
    # Where the text is named so, too, the name says which part of it is to be paid for.
    if not any(map(in_wall, behind)) or any(map(in_wall, body[-FEW:])):
        return False
    return sum(len(block.text) for block in body) < SHORT


def in_wall(block: Block) -> bool:
    """Whether a box around it is named as a wall before the rest of the text."""
    box: Box | None = block.box
    for _ in range(NESTED):
        if box is not None:
            if WALL(box.name):
                return True
            box = box.parent
    return False
