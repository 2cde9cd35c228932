"""How a browser shows an element, by its attributes, tag and content: hidden, as a block, apart from what is beside."""

from __future__ import annotations

import re
from typing import Final

from pipelines.blocks import Element
from pipelines.rules.containers import HEADINGS
from pipelines.text import ended, touch

CLOSING: Final = frozenset(":;,.!?)…»”")  # never behind a space of ours
BLOCK_STYLE = re.compile(r"(?:^|\s)(?:d-|display-)?(?:block|flex|grid)(?!\S)").search  # Tailwind's and Bootstrap's
# What a link says to those who don't see its sign, in lower case: "(opens in a new tab)".
NEW_TAB = re.compile(
    r"[\s(\[,–—-]*"
    r"(?:(?:(?:this |external )?link )?(?:will )?open(?:s|ing)? (?:in )?(?:an? )?new (?:browser )?(?:tab|window)"
    r"|(?:(?:externer )?link )?(?:wird |öffnet (?:sich )?|(?<=\())i[nm] (?:einem )?neue[mn] (?:tab|(?:browser)?fenster)"
    r"(?: geöffnet| öffnen)?|(?:s['’]ouvre|ouvre|ouverture) dans une? (?:nouvel onglet|nouvelle fenêtre)"
    r"|(?:se )?abre en (?:una )?(?:nueva (?:ventana|pestaña)|ventana nueva|pestaña nueva)"
    r"|(?:si )?apre in (?:una )?nuova (?:scheda|finestra)|abre (?:em|numa?) (?:uma )?nov[ao] (?:aba|janela|separador)"
    r"|opent in (?:een )?nieuwe? (?:tabblad|venster|tab)|öppnas i (?:ett |en )?(?:nytt fönster|ny flik)"
    r"|åpnes i (?:et |en )?(?:nytt vindu|ny fane)|åbner i (?:et |en )?(?:nyt vindue|ny fane)"
    r"|otwiera się w now(?:ej karcie|ym oknie))[\s)\].]*"
).fullmatch
TOOLTIP = re.compile(r"tooltip[-_]*(?:text|content|body|inner|bubble)").search  # not the word that it explains
LONGEST_HINT: Final = 60  # characters
EDGE: Final = 1  # its style may set it apart from the words around it
WITHIN: Final = 2  # stands within a word: 'CO₂'
CROSSED: Final = {"a": EDGE, "span": EDGE, "time": EDGE, "sub": WITHIN, "sup": WITHIN, "wbr": WITHIN}
BETWEEN_LINKS: Final = " \n\t|·•,/"
HIDING: Final = frozenset(("hidden", "style", "aria-hidden"))


def is_hidden(element: Element) -> bool:
    """Whether the mark-up itself says that the element is not shown at first."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and hides("style", style))


def hides(key: str, value: str) -> bool:
    """Whether an attribute hides its element. What is hidden from screen readers alone counts, too: icons, copies."""
    if key != "style":
        return key == "hidden" or value == "true"
    if "none" not in value and "hidden" not in value:
        return False
    value = value.replace(" ", "").lower()
    return "display:none" in value or "visibility:hidden" in value


def is_hint(span: Element) -> bool:
    """Whether a `span` amid a text is no part of the sentence: where a link opens, a tooltip.

    >>> from lxml import etree
    >>> is_hint(etree.fromstring("<span class='sr-only'> (opens in a new tab)</span>"))
    True
    >>> is_hint(etree.fromstring("<span>(opens in May)</span>"))
    False
    """
    text = span.text
    if text is not None and len(text) <= LONGEST_HINT and text.count(" ") > 1 and NEW_TAB(text.lower()) is not None:
        return True
    name = span.get("class")
    return span.get("role") == "tooltip" or (name is not None and "tooltip" in name and TOOLTIP(name) is not None)


def is_block(element: Element) -> bool:
    style = element.get("class")
    return style is not None and BLOCK_STYLE(style) is not None


def apart(end: str, words: str, crossed: int) -> bool:
    """Whether these words are a new sentence or entry behind an `end` of four characters, where this was `crossed`."""
    edge = crossed & EDGE > 0
    if words[0].isupper() and ended(end, edge=edge):
        return True
    return crossed & WITHIN == 0 and touch(end, words, edge=edge)


def stands_apart(element: Element) -> bool:
    """Whether an inline element right behind another is set apart by its style: `<span class=kicker>…</span><span …>`.

    Such spans are inline blocks in practice; without a space between them their words would be glued. A first letter
    in a span of its own (a drop cap) is not apart from its word, nor is a colon.
    """
    if (element.text or "")[:1] in CLOSING:
        return False
    if is_block(element):
        return True
    before = element.getprevious()
    if before is None or before.tail or not (element.get("class") or before.get("class")):
        return False
    return len(before) > 0 or len(before.text or "") > 1


def only_links(parent: Element) -> bool:
    """Whether an element holds two links or more and nothing beside but a heading: a menu, tags, cards."""
    links = 0
    for child in parent:
        if child.tag == "a":
            links += 1
        elif child.tag not in HEADINGS:
            return False
        if (child.tail or "").strip(BETWEEN_LINKS):
            return False
    return links > 1 and not (parent.text or "").strip()
