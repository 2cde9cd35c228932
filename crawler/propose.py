"""Labelled pages of a site → a layout: the selectors that agree with the labels on all of them.

A layout only fixes what the general labelling found; whatever would change a label is left out again, so that no page
is read worse with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawler.recordings import understood
from crawler.spider import SiteSpider
from pipelines.blocks import Box, Element
from pipelines.items import Article, Layout
from pipelines.rules.layouts import selectors as selectors_of
from pipelines.rules.select import select
from pipelines.values import Label

NAMED = tuple(label for label in Label if label not in (Label.BODY, Label.NAV, Label.OTHER, Label.HEADLINE))
MOST = 4  # selectors of one label
GAIN = 0.1  # of a label's blocks that a further selector must add
ATTRIBUTES = ("itemprop", "data-component", "data-testid")
PLAIN = re.compile(r"(?!.*\d{4})[A-Za-z_][\w-]{2,60}").fullmatch  # a long number is that of one article
HASHED = re.compile(
    r"\d|^(?:css|sc|jsx|svelte|emotion)-|[^aeiouyAEIOUY_-]{6,}|[a-z][A-Z]{1,2}[a-z][A-Z]|__(?=\w*[A-Z])\w{4,6}$"
).search
# Names of looks and states, which a page has in many places and changes at any time.
UTILITY = re.compile(
    r"(?:js|is|has|no|hide|show|active|open|hidden|visible|flex|grid|row|col\w*|container|wrapper|clearfix|left|right|center|"
    r"items|content|justify|space|list|sans|self|sticky|noscroll|alone|text|font|bold|small|large|m[trblxy]?|p[trblxy]?|"
    r"w|h|z|min|max|block|inline|relative|absolute|fixed|border|bg|"
    r"rounded|shadow|leading|tracking|gap|order|top|bottom|overflow|uppercase|lowercase|truncate|transition|duration|"
    r"module|page|body|html)(?:[-_]\w+)*"
).fullmatch
Covered = dict[str, list[set[int]]]  # selector → for each page the numbers of the blocks that it holds


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout, what a person should know of it, and what to look at."""

    layout: Layout | None
    told: list[str]
    doubts: list[str] = field(default_factory=list)


def propose(pages: Sequence[Article], site: type[SiteSpider], name: str, others: Sequence[Element] = ()) -> Proposal:
    """The layout of pages of one site, which were read without any; `others` are pages that it is not for."""
    covered = _covered(pages)
    body = _body(pages, covered)
    headline = _precise(pages, covered, Label.HEADLINE)[:1]
    choices = [css for css in (body, *headline) if css]
    if not choices:
        return Proposal(None, ["layout: no element is common to the pages' texts; the general labelling is used"])
    choices += sorted(
        (css for css, held in covered.items() if all(held)),
        key=lambda css: (is_hashed(css), -sum(map(len, covered[css])), css),
    )
    when = next((css for css in choices if not any(map(select(css), others))), choices[0])
    layout = Layout(name=name, when=when, body=(body,) if body else (), headline=tuple(headline))
    for label in NAMED:
        layout = with_selectors(layout, label, _precise(pages, covered, label))
    proposal = _proven(layout, pages, site)
    if any(map(select(when), others)):
        proposal.doubts.append(f"layout: when {when} also matches pages that it is not for: find what they don't have")
    if proposal.layout and (hashed := sorted(filter(is_hashed, _named(proposal.layout)))):
        proposal.doubts.append(f"layout: {', '.join(hashed)}: look made up by a build, which the next one changes")
    return proposal


def _named(layout: Layout) -> set[str]:
    """All selectors of a layout."""
    return {layout.when}.union(*(selectors_of(layout, label) for label in Label))


def with_selectors(layout: Layout, label: str, selectors: Sequence[str]) -> Layout:
    changed: dict[str, Any] = {str(label): tuple(selectors)}
    return replace(layout, **changed)


def _covered(pages: Sequence[Article]) -> Covered:
    found: defaultdict[str, list[set[int]]] = defaultdict(lambda: [set() for _ in pages])
    for number, page in enumerate(pages):
        known: dict[int, list[str]] = {}
        for block in page.blocks:
            at: Box | None = block.box
            while at is not None and at.parent is not None:
                for css in known.setdefault(at.number, list(_selectors(at.element))):
                    found[css][number].add(block.index)
                at = at.parent
    return found


def _selectors(element: Element) -> Iterator[str]:
    """The simple selectors of an element that say what it is."""
    if element.tag in ("html", "head", "body"):
        return
    if (own := element.get("id")) and PLAIN(own):
        yield f"#{own}"
    for name in dict.fromkeys((element.get("class") or "").split()):
        if PLAIN(name) and not UTILITY(name.lower()):
            yield f".{name}"
    for attribute in ATTRIBUTES:
        if (value := element.get(attribute)) and PLAIN(value):
            yield f"[{attribute}={value}]"
    if element.tag == "figcaption":
        yield "figcaption"


def is_hashed(css: str) -> bool:
    """Whether a selector's name was made up by a build, which the next one changes.

    >>> [is_hashed(css) for css in (".article-body", ".story__lead", ".css-1q2w3e", ".sc-bdVaJa", ".Text__qWxYz")]
    [False, False, True, True, True]
    """
    return HASHED(css.lstrip(".#")) is not None


def _labelled(pages: Sequence[Article], label: Label) -> list[set[int]]:
    return [{block.index for block in page.blocks if block.label is label} for page in pages]


def _body(pages: Sequence[Article], covered: Covered) -> str:
    """The selector that holds all text of every page and least besides; "" if none does."""
    wanted = _labelled(pages, Label.BODY)
    best = [
        (sum(map(len, held)), css)
        for css, held in covered.items()
        if all(need <= have for need, have in zip(wanted, held, strict=True)) and (len(pages) > 1 or not is_hashed(css))
    ]
    if not best:
        return ""
    near = 1.2 * min(best)[0] + 2  # a stable name a little further out is better than a hashed one
    return min((entry for entry in best if entry[0] <= near), key=lambda entry: (is_hashed(entry[1]), *entry))[1]


def _precise(pages: Sequence[Article], covered: Covered, label: Label) -> list[str]:
    """Selectors that hold blocks of this label and no others, the most telling first."""
    wanted = _labelled(pages, label)
    left = [set(need) for need in wanted]
    total = sum(map(len, wanted))
    exact = [
        (css, held)
        for css, held in covered.items()
        if any(held) and all(have <= need for need, have in zip(wanted, held, strict=True))
    ]
    chosen: list[str] = []
    for hashed in (False, True)[: len(pages)]:  # what only one page shows may be another name on the next
        choices = [(css, held) for css, held in exact if is_hashed(css) is hashed]
        while choices and len(chosen) < MOST:
            gains = {css: sum(len(h & rest) for h, rest in zip(held, left, strict=True)) for css, held in choices}
            css, held = min(choices, key=lambda choice: (-gains[choice[0]], len(choice[0]), choice[0]))
            if gains[css] < max(1, GAIN * total):
                break
            chosen.append(css)
            left = [rest - have for rest, have in zip(left, held, strict=True)]
    return chosen


def _proven(layout: Layout, pages: Sequence[Article], site: type[SiteSpider]) -> Proposal:
    """The layout without the selectors that change a label on one of the pages."""
    told: list[str] = []
    if not _agrees(layout, pages, site):
        whole, layout = layout, Layout(name=layout.name, when=layout.when)
        for label in Label:
            if selectors := selectors_of(whole, label):
                trial = with_selectors(layout, label, selectors)
                if _agrees(trial, pages, site):
                    layout = trial
                else:
                    told.append(f"layout: {label} is not {', '.join(selectors)}: that would change labels")
    names = [label for label in Label if selectors_of(layout, label)]
    matched = sum(bool(page.root is not None and select(layout.when)(page.root)) for page in pages)
    told.append(f"layout: when {layout.when} ({matched} of {len(pages)} pages) for {', '.join(names) or 'no part'}")
    return Proposal(layout, told)


def _agrees(layout: Layout, pages: Sequence[Article], site: type[SiteSpider]) -> bool:
    """Whether all blocks keep their labels with the layout."""
    trial = type("Trial", (site,), {"layouts": (layout,)})
    for page in pages:
        after = understood(page.page.html, page.page.url, trial, page.page.encoding)
        if any(old.label is not new.label for old, new in zip(page.blocks, after.blocks, strict=True)):
            return False
    return True
