"""Which of the short lines right above a headline are its kicker, and which a menu's, a picture's or the byline's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipelines.blocks import Block
from pipelines.rules.containers import nearest
from pipelines.rules.dates import in_text

MENU: Final = 3  # links in one box
BUTTON: Final = re.compile(
    r"(?:sign|log)[ -]?(?:in|up|on|out)|(?:my|mein) (?:account|konto)|register|join(?: us)?|follow|listen|print|save"
    r"|open (?:in )?app|get (?:the )?app|se connecter|s.inscrire|iniciar sesión|accedi|inloggen"
).fullmatch  # in lower case
AGO: Final = re.compile(
    r"\d\D{0,12}(?:\bago|назад|тому|\bfa|geleden|temu|sedan|siden|önce|sitten|전|前)$|^(?:vor|hace|il y a|há|πριν) \d"
).search  # in lower case
DIGIT: Final = re.compile(r"\d").search


def kickers(blocks: Sequence[Block], headline: int, above: list[int], linked: int, *, signed: bool) -> list[int]:
    """The numbers of those blocks `above` a headline that are its kicker; the line further up only if it stands in one
    place with the nearer one, or that is `signed`. `linked` says which blocks of the page are links, a bit each.
    """
    found = [i for i in above if not is_other(blocks[i].text.lower(), blocks[i]) and not in_menu(blocks[i], linked)]
    if found and found[0] == headline - 2 and not signed:
        far, near = blocks[headline - 2].box, blocks[headline - 1].box
        both = len(found) == 2
        apart = far is not near and (far.parent is not near.parent or (both and far.tag != near.tag))
        if apart or (both and blocks[headline - 2].text == blocks[headline - 1].text):
            return found[1:]
    return found


def is_other(lower: str, block: Block) -> bool:
    """Whether it is a button, a number or says when the article appeared."""
    if block.box.tag == "button" or BUTTON(lower) or not any(map(str.isalpha, lower)):
        return True
    return DIGIT(lower) is not None and (AGO(lower) is not None or in_text(lower, languages=("en",)) is not None)


def in_menu(block: Block, linked: int) -> bool:
    """Whether it is one of several entries of a list, as of a trail or topics, or of many links in one box."""
    entries = nearest(block.box, ("ul", "ol"))
    if entries is not None and entries.start <= block.index and entries.stop - entries.start > 1:
        return True
    box = block.box.parent
    if box is None or box.stop - box.start < MENU:
        return False
    whole = (1 << box.stop) - (1 << box.start)
    return linked & whole == whole
