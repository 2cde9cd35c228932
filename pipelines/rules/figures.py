"""Pictures and frames: their address, caption and credit."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipelines.blocks import Element
from pipelines.links import absolute
from pipelines.text import fold
from pipelines.values import Embed, Figure

CREDIT = re.compile(
    r"\(?\s*(?:Bild(?:quelle|nachweis|rechte)?|Foto|Quelle|Grafik|Image(?: credit)?|Photo(?:graph)?|Picture|Credits?"
    r"|Source|Screenshot|©)"
    r"(?:s)?\s*(?:by|von|:|/|\|)*\s*:?\s*([^()]{2,120}?)\s*\)?\s*$"
)
SURE_CREDIT = re.compile(
    r"(?:\b(?:bildrechte|bild|fotos?|photos?|photograph|image|picture|credits?|grafik)\s?(?:by\b|[:|©])|©)"
    r"\s?[^\s:.][^:.!?]{1,60}\)?$|\(getty(?:[ /,][^)]{0,40})?\)$"
).search
AGENCY = re.compile(r"\((?:ap|afp|reuters|dpa)(?:[ /,][^)]{0,40})?\)$").search  # ends news as well as captions
# A line that says no more than who made a picture or whence it comes, in lower case.
CREDIT_ALONE = re.compile(
    r"\W{0,2}(?:(?:источник|фото|изображени[ея]|иллюстрация)(?: (?:изображени[яй]|фото))?"
    r"|(?:foto|photo|imagen?|imagem|immagine|bild|grafik|graphic|beeld|bilde|kuva|kép|görsel|zdjęci[ea])s?"
    r"(?:graf\w{0,5}|quelle|nachweis|rechte| credits?| by| de| di| von)?"
    r"|(?:cr[ée]dits?|créditos|crediti)(?: photos?| foto| image| immagine)?|źródło|fuente|fonte|kaynak|bron"
    r"|sources?|quellen?|(?:画像|写真)(?:提供|出典)?|出典|提供|图(?:片)?(?:来源|源)?|來源|来源"
    r"|(?:사진|이미지)(?: ?(?:제공|출처))?|출처|자료|fot\.(?= ))"
    r"(?:\s?[:：=|]|(?<=fot\.))\s?(?=\S)"
).match
CREDIT_SIGNS = (":", "©", "|", " by ")  # one stands in all that it finds
LONGEST_CREDIT = 80  # characters
# What a site's own pages are made of, and faces beside what people said.
DECORATION = re.compile(
    r"/(?:icons?|smil(?:ies|eys)|emojis?|avatars?|sprites?)/|gravatar\.com/avatar"
    r"|/wp-content/themes/[^?#]*\.(?:svg|png|gif)|[/_-](?:icon|spinner|loader)[\w@-]*\.(?:svg|gif)"
).search  # in lower case
WIDTH = re.compile(r"\d{1,5}(?:\.\d{1,3})?").fullmatch
SMALLEST = 48  # pixels: below stand icons and counters
PROVIDERS = {
    "youtube": "YouTube",
    "youtu": "YouTube",
    "vimeo": "Vimeo",
    "twitter": "X",
    "x": "X",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "tiktok": "TikTok",
    "spotify": "Spotify",
    "soundcloud": "SoundCloud",
    "podigee": "Podigee",
    "datawrapper": "Datawrapper",
    "dwcdn": "Datawrapper",
    "reddit": "Reddit",
    "twitch": "Twitch",
    "dailymotion": "Dailymotion",
    "bsky": "Bluesky",
}


def is_picture(element: Element) -> bool:
    return element.tag == "img"


def source(element: Element) -> str | None:
    """The largest version of a picture that the mark-up names."""
    best, width = None, 0.0
    sets = [element.get("srcset"), element.get("data-srcset")]
    parent = element.getparent()
    if parent is not None and parent.tag == "picture":
        sets += [s.get("srcset") or s.get("data-srcset") for s in parent.iterchildren("source")]
    for candidate in ",  ".join(filter(None, sets))[:8000].split(", "):
        address, _, size = candidate.strip().partition(" ")
        value = size.strip()[:-1]
        number = float(value) if WIDTH(value) else 0.5
        if address and not address.startswith("data:") and number > width:
            best, width = address, number
    if best:
        return best
    for name in ("data-src", "data-original", "data-lazy-src", "src"):
        value = element.get(name) or ""
        if value and not value.startswith("data:"):
            return value
    return None


def figure(element: Element, captions: list[str], url: str) -> Figure | None:
    """The figure of an `img`; None for icons, counters and pictures without an address."""
    for side in ("width", "height"):
        size = (element.get(side) or "").removesuffix("px")
        if size.isdecimal() and len(size) < 6 and int(size) < SMALLEST:
            return None
    address = absolute(url, source(element))
    if address is None or (not captions and DECORATION(address.lower())):
        return None
    return with_caption(Figure(address, fold(element.get("alt") or "") or None), captions)


def with_caption(picture: Figure, captions: list[str]) -> Figure:
    """Caption and credit told apart: 'Der Router im Test. (Bild: Jo Beispiel)'."""
    text = " ".join(captions)
    found = CREDIT.search(text[-300:])
    label = credit_alone(text.lower()) if len(text) <= LONGEST_CREDIT and text[-1:] != ")" else None
    if label:
        picture.credit, text = text[label.end() :], ""
    elif found:
        picture.credit = found[1]
        text = text[: len(text) - len(found[0])].strip() if len(found[0]) < len(text) else ""
    picture.caption = text or None
    return picture


def credit_alone(text: str) -> re.Match[str] | None:
    """What begins a text in lower case that says who made a picture, up to the name.

    >>> [bool(credit_alone(text)) for text in ("фото: jo", "fot. jo", "画像：日本", "the photo: is blurred")]
    [True, True, True, False]
    """
    return CREDIT_ALONE(text)


def credit_at_end(text: str) -> re.Match[str] | None:
    """The credit of a picture that ends a text in lower case; an address is none, an agency may be the news' own.

    >>> bool(credit_at_end("der router. bildrechte: jo beispiel")), bool(credit_at_end("the image: it is blurred."))
    (True, False)
    >>> bool(credit_at_end("das teilte die bahn am montag mit. (dpa)"))
    False
    """
    end = text[-LONGEST_CREDIT:]
    if end[-1:] != ")" and not any(sign in end for sign in CREDIT_SIGNS):  # spares most texts the pattern
        return None
    return None if "http" in end else SURE_CREDIT(end)


def embed(element: Element, url: str) -> Embed | None:
    """The embed of a frame or player; None if it shows nothing of the web."""
    for name in ("src", "data-src", "data-lazy-src", "data"):
        address = absolute(url, element.get(name))
        if address:
            break
    else:
        inner = element.find("source")
        address = absolute(url, inner.get("src")) if inner is not None else None
    if address is None:
        return None
    host = urlsplit(address).hostname or ""
    parts = host.removeprefix("www.").split(".")
    provider = next((PROVIDERS[part] for part in parts if part in PROVIDERS), host)
    return Embed(provider, address)
