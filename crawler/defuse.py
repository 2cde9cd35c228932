"""A hostile page made harmless: what stays is text, structure and the styles that stand in the page itself.

It is the first of three walls; behind it stand the overlay's sandboxed frame, in which no script runs, and its Content
Security Policy, by which nothing is loaded.
"""

from __future__ import annotations

import re

from lxml import etree

from crawler.tint import BLOCK
from pipelines.blocks import Element
from pipelines.links import host
from pipelines.segment import INLINE, SKIPPED
from pipelines.text import fold

# What no block stands in and no reader sees.
GONE = SKIPPED - frozenset("style iframe object canvas video audio".split()) | {"base", "link", "meta"}
PICTURES = {
    "img": "picture",
    "image": "picture",
    "canvas": "canvas",
    "audio": "audio",
    "video": "video",
} | dict.fromkeys(("iframe", "embed", "object"), "frame")
KEPT = frozenset(
    "html head body style a abbr acronym address article aside b bdi bdo big blockquote br button caption center cite "
    "code col colgroup dd del details dfn dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 "
    "header hgroup hr i input ins kbd label legend li main mark menu nav nobr ol p picture pre q rp rt ruby s samp "
    "section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
ATTRIBUTES = frozenset(
    "class id style media lang dir title hidden colspan rowspan align valign width height bgcolor color start reversed "
    "value placeholder type".split()
)
CUSTOM = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+").fullmatch
LONGEST_DATA = 200  # characters of a data attribute: styles ask for short ones, scripts keep their state in long ones
TINY = 3  # pixels: a picture that counts visits
HIDDEN_LETTER = re.compile(r"\\(?:0{0,4}([46][1-9a-f]|[57][0-9a]|40|28)(?![0-9a-f])\s?|([g-z]))", re.IGNORECASE)
LOADING = re.compile(
    r"@(?:import|charset|namespace)[^;}]*+;?|(?:url|src|image|(?:-webkit-)?image-set|cross-fade|element)\("
    r"(?:[^()\"']|\"[^\"]*+\"|'[^']*+'|\([^()]*+\))*+\)?",
    re.IGNORECASE,
)
STICKY = re.compile(r"(position\s*:\s*)(?:-webkit-sticky|sticky|fixed)", re.IGNORECASE)


def defuse(root: Element) -> None:
    """Take from the tree all that could run, load, send, lead away or pass for a part of the overlay.

    Pictures and frames become `tn-media` with a description; marks that `tint` made stay.
    """
    etree.strip_elements(root, *GONE, with_tail=False)
    for element in list(root.iter(etree.Element)):
        tag = str(element.tag)
        if tag in PICTURES:
            _describe(element, PICTURES[tag])
            continue
        if not (tag in KEPT or CUSTOM(tag)):
            element.tag = "span" if tag in INLINE else "div"
        _strip(element)
        if tag == "style":
            element.text = harmless_css(element.text or "").replace("</", "<\\/")
            for name in [name for name in element.attrib if name != "media"]:
                del element.attrib[name]
            element.set("data-tn-own", "")
        elif tag == "details":
            element.set("open", "")
        elif tag == "input":
            _quieten(element)


def harmless_css(css: str) -> str:
    """A style sheet or attribute that loads nothing and fixes nothing over the page.

    >>> harmless_css("@import 'x.css'; p { background: u\\\\72l(//e.vil/x.png) red; position: fixed }")
    ' p { background: none red; position: static }'
    """
    css = HIDDEN_LETTER.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], css)
    css = LOADING.sub(lambda found: "" if found[0].startswith("@") else "none", css)
    return STICKY.sub(r"\1static", css)


def _strip(element: Element) -> None:
    """Keep attributes that only say how something looks."""
    for name, value in list(element.attrib.items()):
        name, value = str(name), str(value)
        data = name.startswith("data-") and len(value) <= LONGEST_DATA
        if not (name in ATTRIBUTES or data) or (name == "title" and BLOCK not in element.attrib):
            if name == "href":
                element.set("data-tn-link", "")
            del element.attrib[name]
        elif name == "style":
            element.set(name, harmless_css(value))


def _quieten(field: Element) -> None:
    """A form's field is seen, not used."""
    if field.get("type", "text").lower() in ("hidden", "image", "file", "password"):
        field.set("type", "text")
        field.set("hidden", "")
    field.set("disabled", "")


def _describe(element: Element, kind: str) -> None:
    """An empty box of the size of a picture, video or frame, that says what stood there."""
    get = element.get
    size = [int(value) for value in (get("width") or "", get("height") or "") if value.isascii() and value.isdigit()]
    source = host(get("src") or get("data") or "") if kind == "frame" else ""
    name = fold(get("alt") or get("title") or source or "")[:LONGEST_DATA]
    tail = element.tail
    marks = {"class": get("class") or "", "data-tn-kind": kind, "data-tn-name": name}
    element.clear()
    element.tag, element.tail = "tn-media", tail
    for key, value in marks.items():
        element.set(key, value)
    if len(size) == 2:
        width, height = (min(value, 4000) for value in size)
        if min(width, height) <= TINY:
            element.set("hidden", "")
        else:
            element.set("style", f"width:{width}px;aspect-ratio:{width}/{height}")
