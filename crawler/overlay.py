"""A page with its labels to look at: one HTML file that needs nothing else."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from crawler import looks, panel
from crawler.defuse import defuse
from crawler.differences import Differences, differences
from crawler.tint import BLOCK, tint
from pipelines.article import understand
from pipelines.blocks import Element
from pipelines.items import Page
from pipelines.links import host
from pipelines.parse import parse
from pipelines.record import record

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
UNSAFE_NAME = re.compile(r"[^a-z0-9.-]+")


def overlay(
    html: str | bytes,
    url: str,
    labelled: dict[str, Any],
    expected: Sequence[dict[str, Any]] | None = None,
    *,
    encoding: str | None = None,
) -> str:
    """The page of a record, every block tinted by its label, beside lists of what was found: a standalone HTML file.

    `labelled` is the page's record, with its `blocks`; `expected` are blocks {label, text, xpath?} as they should be,
    which are compared with it; `encoding` is the charset of the HTTP header. The file loads nothing and runs no script
    but its own, whatever the page holds. Raises UnreadablePage.
    """
    blocks = labelled["blocks"]
    root = parse(html, encoding)
    found = tint(root, blocks)
    defuse(root)
    compared = differences(blocks, expected) if expected is not None else None
    panes = _panes(labelled, found, compared)
    script = _part("overlay.js").strip()
    return Template(_part("overlay.html")).substitute(
        hash=f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
        headline=escape(labelled["headline"] or "Without a headline"),
        url=escape(url),
        facts=escape(_facts(labelled, len(found))),
        warnings="".join(f'<p class="warning">{escape(text)}</p>' for text in labelled["extraction"]["warnings"]),
        looks=looks.style(),
        style=_part("overlay.css"),
        page=escape(_framed(root, compared)),
        chips=panel.chips(blocks),
        tools=panel.tools(compared),
        tabs=panel.tabs({name: (title, count) for name, (title, count, _) in panes.items()}),
        panes="".join(panel.pane(name, content, hidden=name != "listed") for name, (*_, content) in panes.items()),
        script=script,
    )


def draw(page: Page, expected: Sequence[dict[str, Any]] | None = None) -> str:
    """The overlay of a page that is separated here and now. Raises UnreadablePage."""
    labelled = record(understand(page), blocks=True)
    return overlay(page.html, page.url, labelled, expected, encoding=page.encoding)


def file_name(url: str) -> str:
    """A file name for a page's overlay, made of its URL and of nothing that the page says.

    >>> file_name("https://www.heise.de/news/../Ein%20Test-1.html?x=1")
    'www.heise.de-ein-20test-1-d198800f.html'
    """
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2].lower().removesuffix(".html")
    stem = UNSAFE_NAME.sub("-", f"{host(url)}-{last}")[:80].strip("-.")
    return f"{stem}-{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:8]}.html"


def _panes(labelled: dict[str, Any], found: set[int], compared: Differences | None) -> dict[str, tuple[str, int, str]]:
    """The lists beside the page: the id of each → its title, how much it holds, its HTML."""
    blocks, paid = labelled["blocks"], sum(map(len, labelled["affiliate"].values()))
    panes = {
        "listed": ("Blocks", len(blocks), panel.listed(blocks, found, compared)),
        "teasers": ("Teasers", len(labelled["teasers"]), panel.teasers(labelled, blocks)),
        "affiliate": ("Affiliate", paid, panel.affiliate(labelled, blocks)),
    }
    if unseen := panel.unseen(labelled, blocks):
        panes["data"] = ("Data", len(unseen), panel.data(unseen))
    if compared:
        count = len(compared.changed) + len(compared.new) + len(compared.missing)
        panes["changes"] = ("Differences", count, panel.changes(compared))
    return panes


def _framed(root: Element, compared: Differences | None) -> str:
    """The document of the frame: the defused page between our style sheets."""
    if compared:
        odd = {str(number) for number in (*compared.changed, *compared.new)}
        for element in root.iter(etree.Element):
            if element.get(BLOCK) in odd:
                element.set("data-tn-diff", "")
    if root.find(".//style") is not None:
        root.set("data-tn-own", "")
    page = etree.tostring(root, method="html", encoding="unicode", with_tail=False)
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    first = f"<!DOCTYPE html>{head}<style>{_part('plain.css')}</style>"
    return f"{first}{page}<style>{looks.style()}\n{_part('page.css')}</style>"


def _part(name: str) -> str:
    return files("crawler").joinpath("templates", name).read_text(encoding="utf-8")


def _facts(record: dict[str, Any], found: int) -> str:
    """What is known of the record, in a line."""
    layout = record["extraction"]["layout"]
    facts = [
        record["site"],
        f"layout {layout}" if layout else "no layout",
        record["article_type"],
        record["date_published"],
        f"{record['word_count']} words",
        f"{found} of {len(record['blocks'])} blocks tinted",
    ]
    return " · ".join(str(fact) for fact in facts if fact)
