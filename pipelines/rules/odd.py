"""Pages that say themselves that they hold no article: nothing found, a check for robots, a question for consent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.blocks import Block
from pipelines.items import Declared
from pipelines.rules.headlines import LONGEST, SEPARATOR, is_site, site_keys
from pipelines.text import fold
from pipelines.values import Label

MUCH = 200  # words of a text that is more than an apology or a question
TEXT = (Label.BODY, Label.STANDFIRST)
MISSING = (
    r"(?:(?:http|error|fehler|erreur|status)[ -]?)*(?:code )?(?:40[0134]|410|429|50[0234])"
    r"(?: ?[-–:]? ?(?:error|fehler|forbidden|unauthorized|gone|too many requests|bad gateway|service unavailable"
    r"|gateway time-?out|internal server error|(?:page |seite )?(?:not found|nicht gefunden)))?"
    r"|(?:(?:oops|ups|hoppla|sorry|whoops|oh no)\W+)?(?=.*(?:not?\b|n.t\b|nicht|non\b|introuvable))"
    r"(?:(?:the|this|that|your|die|diese|la|cette) )?(?:(?:requested|angeforderte|gesuchte) )?"
    r"(?:page|seite|article|artikel|content|inhalt|file|página|pagina)"
    r"(?: (?:that )?you (?:requested|are looking for|were looking for))?"
    r"(?: (?:is|was|can.?t|cannot|could|couldn.?t|does|doesn.?t|wurde|konnte|existiert|ist|leider|be|no|non|not|nicht"
    r"|longer|mehr|werden))* ?(?:found|gefunden|trouvée?|encontrada|trovata|introuvable|available|verfügbar|exists?)?"
    r"|(?:not|nothing) found|nichts? gefunden|service unavailable|internal server error|bad gateway"
)
CHECKING = (
    r"just a moment|(?:one|einen) moment(?:,? (?:please|bitte))?|please wait|bitte warten"
    r"|attention required(?:! \| cloudflare)?"
    r"|checking (?:if|your) (?:the site connection is secure|browser(?: before accessing \S+)?)"
    r"|(?:please )?(?:verify|verifying|confirm)(?: that)? you(?: are|.re) (?:a )?(?:human|not a (?:ro)?bot)"
    r"|are you (?:a )?(?:human|robot)|(?:sind sie|bist du) ein (?:mensch|roboter)|(?:robot|security) check"
    r"|(?:security|human) verification|(?:sorry, )?you have been blocked|pardon our interruption"
    r"|(?:access|zugriff) (?:to this page has been )?(?:denied|blocked|verweigert|forbidden)|unusual traffic"
    r"|bitte bestätigen sie, dass sie (?:ein mensch|kein roboter) sind"
    r"|(?:please )?enable (?:js|javascript|cookies)(?: .{0,40})?"
)
ASKING = (
    r"(?:consent|zustimmung) (?:required|erforderlich)|(?:we value|we care about) your privacy"
    r"|your privacy (?:is important to us|matters)|(?:ihre|deine) (?:privatsphäre|daten) (?:ist|sind) uns wichtig"
    r"|before you continue(?: to .{0,40})?|bevor (?:sie|du) (?:fort|weiter)\w+|sie haben die wahl"
    r"|wir brauchen (?:ihre|deine) zustimmung"
    r"|(?:jetzt )?(?:weiter )?mit werbung(?: und tracking)?(?: kostenlos)?(?: \w*lesen| nutzen| weiter)?"
    r"|(?:\S+ )?mit werbung oder (?:im |mit )?(?:\S*abo|ohne)\b.{0,40}"
    r"|(?:cookie|privacy|datenschutz)-?(?:consent|einstellungen|hinweise?|settings)"
)
SAYS_NONE = re.compile(rf"\W*(?:{MISSING}|{CHECKING}|{ASKING})\W*").fullmatch  # in lower case


def confession(declared: Declared, blocks: Sequence[Block], url: str) -> str | None:
    """The title by which a page says that it holds no article; None where much text or a date says that it does."""
    if declared.date_published or sum(block.text.count(" ") + 1 for block in blocks if block.label in TEXT) > MUCH:
        return None
    site = site_keys(declared.site_name, url)
    shown = [block.text for block in blocks if block.label is Label.HEADLINE or block.box.tag == "h1"][:3]
    for title in (declared.title, declared.headline, *shown):
        if title and len(title) < LONGEST and is_none(fold(title), site):
            return fold(title)
    return None


def is_none(title: str, site: set[str]) -> bool:
    """Whether a title says that there is no article, and nothing but that and the site's name.

    >>> is_none("404 - Page not found | Example", {"example"}), is_none("Error 404: what the code means", set())
    (True, False)
    """
    parts = [part for part in SEPARATOR.split(title) if part.strip() and not is_site(part, site)]
    return SAYS_NONE(title.lower()) is not None or (bool(parts) and all(SAYS_NONE(part.lower()) for part in parts))
