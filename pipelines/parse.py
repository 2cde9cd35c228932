"""Bytes → tree: finds the charset, then parses with lxml.

Any input gives a tree or an `UnreadablePage` that says why; the tree is what lxml makes of the page as it stands.
"""

from __future__ import annotations

import re
from codecs import utf_8_decode
from itertools import pairwise

from lxml import etree
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from pipelines.blocks import Element
from pipelines.items import Article, Page

# What a character of several bytes becomes in UTF-8 that was taken for Latin-1 and encoded once more.
TWICE = re.compile(rb"\xc3[\x82-\xb4]\xc2[\x80-\xbf]").match
MAX_DEPTH = 2048  # libxml2's own limit with huge_tree; what is nested deeper is not in the tree
NOT_HTML = re.compile(
    rb"\s*(?:%PDF-|\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|RIFF|\x00\x00\x00.ftyp|ID3|OggS|\x7fELF)", re.DOTALL
)
PIECE = 8192  # bytes that are decoded at once
SELF_CLOSED = re.compile(rb"<script[^<>]*/>").search
# Where Cloudflare hides e-mail addresses from robots; browsers decode what stands behind it, or in `data-cfemail`.
HIDDEN = "/cdn-cgi/l/email-protection#"
EMAIL = re.compile(r"[^\s@<>\"']{1,64}@[\w.-]{1,255}").fullmatch
MOST_ATTRIBUTES = 250  # real tags have under 100
MOST_HIDING = 1000  # floods of attributes that may hide others; real pages have two
S = r" \t\n\f\r"  # HTML's white space; other is part of a name
VALUE = rf"[{S}]*+=[{S}]*+(?:\"[^\"]*+\"|'[^']*+'|[^{S}>]{{0,200}}+)"  # a longer one counts as several
ATTRIBUTE = rf"[{S}/]*+[^{S}>/][^{S}=>/]{{0,100}}+(?:{VALUE})?+"
FLOOD = rf"[a-zA-Z][^{S}>/]{{0,100}}+(?:{ATTRIBUTE}){{{MOST_ATTRIBUTES}}}"
# As nearly all tags are: at most 20 attributes, and their values in quotes.
USUAL = rf"[a-zA-Z][\w-]*+(?:[{S}]++[a-zA-Z0-9_:-]++(?:=\"[^\"]*+\"|='[^']*+')?+){{0,20}}+[{S}/]*+>"
# All up to the next flood, and that. What stands before the next `>` of a tag that is none begins no other tag.
NEXT_FLOOD = re.compile(rf"[^<]*+(?:<(?:/|{USUAL}|(?!{FLOOD})(?:[a-zA-Z][^>]*+)?+)[^<]*+)*+(<{FLOOD})?+".encode()).match


class UnreadablePage(ValueError):
    """The input holds no HTML page; the message says what it is instead."""


def to_utf8(html: bytes, encoding: str | None = None) -> bytes:
    """A page in UTF-8: by its byte order mark, then as it is if valid, then by the declared charset, then windows-1252.

    Valid UTF-8 beats every declaration: text in another charset is practically never valid UTF-8 by accident. The
    exception, ISO-2022, is pure ASCII bytes, so that there the declaration is believed.
    """
    encoded, mark = read_bom(html)
    if encoded and mark:
        return recoded(html[len(mark) :], encoded)
    declared = resolve_encoding(encoding or "") or html_body_declared_encoding(html[:4096])
    if not (declared and declared.startswith("iso2022")):
        if is_utf8(html):
            return html
        if declared in (None, "utf-8"):  # a few bad bytes in a UTF-8 page are torn characters, not another charset
            text = html.decode("utf-8", "replace")
            torn = text.count("\ufffd")
            if len(text) - len(text.encode("ascii", "ignore")) > 2 * torn:
                return text.encode()
    if declared in (None, "utf-8", "ascii"):
        declared = "cp1252"
    try:
        return recoded(html, declared or "cp1252")
    except LookupError:
        return recoded(html, "cp1252")


def is_utf8(html: bytes) -> bool:
    """Whether this is UTF-8 throughout. Piece by piece, as a long text is slow to make."""
    at, pieces = 0, memoryview(html)
    while at < len(html):
        try:
            at += utf_8_decode(pieces[at : at + PIECE], "strict", at + PIECE >= len(html))[1]
        except UnicodeDecodeError:
            return False
    return True


def once(html: bytes) -> bytes:
    """A page in UTF-8 that was encoded twice, encoded once; any other as it is.

    That is sure where the whole page shows it: text that is not so encoded is practically never valid UTF-8 again.

    >>> once("Größe: 5 €".encode().decode("latin-1").encode()).decode()
    'Größe: 5 €'
    """
    first = html.find(b"\xc3")
    if first < 0 or not TWICE(html, first):
        return html
    try:
        inner = html.decode().encode("latin-1")
    except UnicodeError:
        return html
    return inner if is_utf8(inner) else html


def recoded(html: bytes, encoding: str) -> bytes:
    return html.decode(encoding, "replace").encode("utf-8", "replace")


def parse(html: str | bytes, encoding: str | None = None) -> Element:
    """The page's tree, comments and processing instructions left out.

    `encoding` is the charset of the HTTP header. Raises UnreadablePage for input that is empty or no HTML.
    """
    if isinstance(html, str):
        html = html.encode("utf-8", "replace")
    elif NOT_HTML.match(html[:64]):
        raise UnreadablePage("no HTML: the content starts like a binary file")
    else:
        html = to_utf8(html, encoding)
    html = with_open_scripts(once(html.replace(b"\x00", b"")))
    if not html or html.isspace():
        raise UnreadablePage("the page is empty")
    if b"<" not in html:
        raise UnreadablePage("no HTML: the content holds no tag")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(with_few_attributes(html), parser)
    except etree.LxmlError as error:
        raise UnreadablePage(f"no HTML: {error}") from None
    if root is None:
        raise UnreadablePage("no HTML: the parser found no element")
    if b"/cdn-cgi/" in html:
        reveal(root)
    return root


def with_open_scripts(html: bytes) -> bytes:
    """The page with `<script/>` as browsers read it: open up to the next `</script>`, if that comes before another one.

    >>> with_open_scripts(b"<script/>f()</script><script src=x /><p>")
    b'<script>f()</script><script src=x /><p>'
    """
    if SELF_CLOSED(html) is None:
        return html
    pieces = html.split(b"<script")
    for i, piece in enumerate(pieces):
        end = piece.find(b">") if i else 0
        if end > 0 and piece[end - 1] == ord("/") and b"</script" in piece:
            pieces[i] = piece[: end - 1] + piece[end:]
    return b"<script".join(pieces)


def reveal(root: Element) -> None:
    """Write out the e-mail addresses that are hidden from robots, as text and in links: a reader sees them."""
    for element in root.iterfind(".//*[@data-cfemail]"):
        if not len(element) and (address := revealed(element.get("data-cfemail", ""))):
            element.text = address
            if element.tag == "a":
                element.set("href", f"mailto:{address}")
    for link in root.iterfind(".//a[@href]"):
        _, hidden, code = link.get("href", "").partition(HIDDEN)
        if hidden and (address := revealed(code)):
            link.set("href", f"mailto:{address}")


def revealed(code: str) -> str | None:
    """The address in hexadecimal digits of which the first two are the key to all others; None if it is none.

    >>> revealed("2b4a6b4905484446"), revealed("2b4a"), revealed("[email protected]")
    ('a@b.com', None, None)
    """
    try:
        key, *hidden = bytes.fromhex(code[:640])
        address = bytes([key ^ byte for byte in hidden]).decode()
    except ValueError:
        return None
    return address if EMAIL(address) else None


def with_few_attributes(html: bytes) -> bytes:
    """The page whose tags all end after MOST_ATTRIBUTES attributes: more of them cost the parser quadratic time.

    What follows becomes text, so that nothing is lost where it was no tag at all but a script's `a <b …`. A flood with
    a `>` in a quoted value may hide the start of another one. Raises UnreadablePage for too many of those.
    """
    ends: set[int] = set()
    at = hiding = 0
    while (found := NEXT_FLOOD(html, at)) and found[1]:
        ends.add(found.end())
        at = found.end()
        if b">" in found[1]:
            at = found.start(1) + 1
            hiding += 1
        if hiding > MOST_HIDING:
            raise UnreadablePage(f"no page for readers: thousands of tags of over {MOST_ATTRIBUTES} attributes")
    return b">".join(html[start:end] for start, end in pairwise([0, *sorted(ends), len(html)]))


def too_deep(root: Element) -> bool:
    """Whether the page was nested deeper than the parser goes, so that its rest is missing."""
    return any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in root.getroottree().parser.error_log)


class ParsePipeline:
    """Page → Article with its tree."""

    def process_item(self, item: Page | Article) -> Article:
        item = item if isinstance(item, Article) else Article(page=item)
        item.root = parse(item.page.html, item.page.encoding)
        if too_deep(item.root):
            item.warnings.append(f"nested too deeply: what stands below {MAX_DEPTH} levels is missing")
        return item
