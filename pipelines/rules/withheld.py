"""The rule for what stands in the place of a video or posting until the reader consents to its being loaded."""

from __future__ import annotations

import re
from typing import Final

from pipelines.rules.apart import set_apart
from pipelines.rules.bits import Bits, at, places
from pipelines.rules.parts import Parts, Rule
from pipelines.values import Label

WORDS: Final = 70  # of a text that asks for consent
BOX: Final = 5  # blocks of a box that does
SHOWN: Final = (
    r"(?:youtube|twitter|instagram|facebook|tiktok|datawrapper|opinary|glomex|vimeo|spotify|podigee|soundcloud|bluesky"
    r"|\bx\.com|linkedin|google maps|drittanbieter|drittplattform|sozialen? (?:netzwerk|medi)|extern|inhalt"
    r"|videos?\b|video-|tweet|beitrags?\b|post(?:ing)?s?\b|elements?\b|grafik|karte\b)"
)
CONSENT: Final = r"(?:zustimm|zugestimmt|stimmen sie|einwillig|einverstanden|akzeptier|cookie|datenschutzerklärung)"
# How such a text begins, in lower case.
BEGINS: Final = re.compile(
    rf"an dieser stelle (?:findest du|finden sie|steht|befindet sich|wird|ist) .{{0,60}}{SHOWN}"
    rf"|mit (?:ihrer|deiner) (?:zustimmung|einwilligung) (?:wird|werden|laden|zeigen)\b.{{0,60}}{SHOWN}"
    rf"|wir (?:würden|möchten|wollen) (?:ihnen |dir |euch )?(?:hier|an dieser stelle) .{{0,60}}{SHOWN}"
    r".{0,40}(?:zeigen|einb)"
    rf"|um (?:mit |auf )?(?:diesen? |dieses |das |den |die )?(?:\w+ )?{SHOWN}.{{0,40}} (?:anzu|zu |darzu)"
    rf".{{0,120}}{CONSENT}"
    r"|diese[nrsm]?+ (?:externen? |externes )?(?:inhalt|video|tweet|post|element)\w* .{0,100}"
    r"(?:zustimm|zugestimmt|cookie-)"
    rf"|(?:zur|für die) (?:anzeige|darstellung) (?:\w+ ){{1,2}}{SHOWN}.{{0,60}}{CONSENT}"
    rf"|hier (?:klicken|tippen), um .{{0,60}}{SHOWN}"
    rf"|(?:mit dem|durch das|beim) (?:laden|abspielen|anzeigen|klick\w*) .{{0,40}}{SHOWN}.{{0,100}}{CONSENT}"
    rf"|zum (?:aktivieren|laden|anzeigen) (?:des|der|von) {SHOWN}.{{0,60}}(?:auf den link klick|{CONSENT})"
    r"|ich bin (?:damit )?einverstanden, dass mir"
    r"|bitte (?:aktivieren|akzeptieren|erlauben) sie .{0,40}(?:javascript|cookies).{0,40}\b(?:um|damit)\b"
    r"|pour (?:pouvoir )?(?:(?:le|la|les) )?(?:visualiser|voir|afficher|regarder|lire)\b.{0,80}\baccepter\b"
    r"|ce (?:contenu|tweet|post) (?:est bloqué|n.est pas (?:disponible|affiché)).{0,80}(?:cookie|accept|consent)"
    r"|cette vidéo (?:est bloquée|n.est pas disponible).{0,80}(?:cookie|accept|consent)"
    r"|para (?:ver|visualizar|poder ver|assistir) (?:a )?(?:est[ea]|ess[ea]|el|o|la) .{0,80}\bcookies"
    r"|per (?:vedere|visualizzare|guardare) (?:quest|il |la ).{0,80}(?:cookie|consens)"
    r"|om (?:deze|dit) .{0,60}(?:cookies|toestemming)|aby (?:zobaczyć|wyświetlić|obejrzeć) .{0,80}(?:zgod|cookie)"
).match
# Others that one reads in such a place, where it speaks of cookies.
PLACEHOLDER: Final = re.compile(
    r"(?:empfohlener )?(?:externer?|redaktioneller) inhalte?\b|an dieser stelle (?:findest du|finden sie|steht)"
    r"|(?:this|the) (?:content|video|embed) (?:is|has been|was) (?:not available|blocked|hidden)"
    r"|(?:to (?:view|see|watch) this|please (?:accept|allow|enable)) .{0,60}cookies"
).match
FIRST: Final = frozenset((
    "an", "mit", "wir", "um", "zur", "für", "hier", "durch", "beim", "zum", "ich", "bitte", "diese", "diesen",
    "dieser", "dieses", "diesem", "pour", "ce", "cette", "para", "per", "om", "aby",
))  # fmt: skip
# What one says, however it begins, where its box is set apart from the text.
ASKS: Final = re.compile(
    r"zustimm|einwillig|einverstanden|akzeptier|aktivieren|cookies|datenschutzerklärung|\bconsent|\baccept|\bacept|\baccett"
).search
OF_OTHERS: Final = re.compile(
    r"youtube|twitter|instagram|facebook|tiktok|vimeo|spotify|drittanbieter|drittplattform|eingebettet"
    r"|extern\w* (?:inhalt|video|content)|(?:this|embedded|third.party) (?:content|video|post)|(?:ce|de) contenu"
    r"|est[ea] contenido|questo contenuto"
).search
TO_READER: Final = re.compile(
    r"\b(?:sie|ihre?[rn]?|du|deine?[rn]?|wir|mir|you|your|vous|votre|necesitas|debes|usted|tua?|tuo)\b"
).search


def withheld(p: Parts) -> Bits:
    """A short text that asks to consent to what other sites shall show, and all of its box."""
    short = (p.inside | p.top) & p.at_most(WORDS) & ~(p.tagged("li") | p.tagged("cell") | p.tagged("heading"))
    lower = p.facts.lower
    sure = at([i for i in places(short & p.at_least(4)) if lower[i].partition(" ")[0] in FIRST and BEGINS(lower[i])])
    doubtful = short & p.at_least(6) & (p.reads("cookie") | p.reads("share") | p.boilerplate) & ~sure
    asks = at([i for i in places(doubtful) if ASKS(lower[i]) and OF_OTHERS(lower[i]) and TO_READER(lower[i])])
    seeds = sure | asks
    sure |= p.says(PLACEHOLDER, p.body & p.reads("cookie"))
    return sure | set_apart(p, seeds, BOX) if seeds else sure


WITHHELD = Rule(Label.NAV, "in the place of what is not shown without consent", withheld)
