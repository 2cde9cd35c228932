"""The side of an overlay: what was found in the page, as lists. All that a page says stands in it escaped."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from crawler.differences import Differences
from crawler.looks import LOOKS
from crawler.tint import squeeze
from pipelines.links import split

LONGEST = 300  # characters of a block in a list
LONGEST_LINK = 90  # characters of an address
Row = dict[str, Any]
Places = defaultdict[str, deque[int]]  # squeezed text → numbers of blocks


def chips(blocks: Sequence[Row]) -> str:
    """A button for each label that the page has, with its count and its key."""
    counts = Counter(block["label"] for block in blocks)
    return "".join(
        f'<button class="chip" data-label="{label}" data-key="{key}" aria-pressed="false" aria-keyshortcuts="{key}">'
        f'<span class="badge" aria-hidden="true">{key}</span>{label} <b>{counts[label]}</b></button>'
        for label, (key, *_) in LOOKS.items()
        if counts[label]
    )


def tools(compared: Differences | None) -> str:
    """The buttons that change the view."""
    buttons = [
        '<button id="all">All labels</button>',
        '<button id="order" aria-pressed="false">Group by label</button>',
        '<button id="own" aria-pressed="true">Page’s styles</button>',
    ]
    if compared:
        buttons.append('<button id="diffs" aria-pressed="false">Only differences</button>')
    return "".join(buttons)


def tabs(names: dict[str, tuple[str, int]]) -> str:
    """A tab for each pane: its id → what it is called and how much it holds."""
    return "".join(
        f'<button role="tab" id="tab-{name}" data-pane="{name}" aria-controls="{name}" '
        f'aria-selected="{"false" if place else "true"}" tabindex="{-1 if place else 0}">{title} {count}</button>'
        for place, (name, (title, count)) in enumerate(names.items())
    )


def pane(name: str, content: str, *, hidden: bool = True) -> str:
    """What a tab shows."""
    opening = f'<div class="pane" id="{name}" role="tabpanel" aria-labelledby="tab-{name}"'
    return f"{opening}{' hidden' if hidden else ''}>{content}</div>"


def listed(blocks: Sequence[Row], found: set[int], compared: Differences | None) -> str:
    """All blocks in the order of the page, each with its reason and, where it has another label than expected, that."""
    entries = [_entry(number, block, number in found, compared) for number, block in enumerate(blocks)]
    return f'<ul id="blocks" role="listbox" tabindex="0" aria-label="Blocks">{"".join(entries)}</ul>'


def _entry(number: int, block: Row, found: bool, compared: Differences | None) -> str:
    label, why = escape(block["label"]), escape(block["reason"])
    notes = [label, why] if found else ["not found in the page", label, why]
    mark = ""
    if compared and (wanted := compared.expected.get(number)) != block["label"]:
        mark = " data-diff"
        notes.insert(0, f'<span class="diff">{f"expected {escape(wanted)}" if wanted else "not expected"}</span>')
    return (
        f'<li class="entry" role="option" aria-selected="false" id="b{number}" data-block="{number}" '
        f'data-label="{label}" data-why="{why}"{mark}><span class="badge" title="{label}">{LOOKS[block["label"]][0]}'
        f"</span><div><p>{escape(_short(block['text']))}</p><small>{' · '.join(notes)}</small></div></li>"
    )


def teasers(record: Row, blocks: Sequence[Row]) -> str:
    """The pointers to other articles as the record has them, each leading to its block."""
    places = _places(blocks)
    rows = []
    for teaser in record["teasers"]:
        place = f"in the box “{teaser['box']}”" if teaser["box"] else ""
        notes = [teaser["kicker"], place, "between paragraphs" if teaser["in_body"] else ""]
        rows.append(_item(_to(teaser["headline"], places), teaser["url"], notes))
    return _items(rows, "The page points to no other article.")


def affiliate(record: Row, blocks: Sequence[Row]) -> str:
    """Disclosures, paid links and offers as the record has them."""
    places, paid = _places(blocks), record["affiliate"]
    told = [_item(_to(text, places), None, []) for text in paid["disclosures"]]
    links = [
        _item(_to(link["text"], places), link["url"], [link["merchant"], link["network"]]) for link in paid["links"]
    ]
    places = _places(blocks)
    offers = [
        _item(
            _to(offer["product"] or "?", places),
            offer["url"],
            [offer["price"] is not None and f"{offer['price']:.2f} {offer['currency'] or ''}", offer["merchant"]],
        )
        for offer in paid["offers"]
    ]
    groups = (("Disclosures", told), ("Paid links", links), ("Offers", offers))
    shown = "".join(f"<h2>{title} ({len(rows)})</h2>{_items(rows)}" for title, rows in groups if rows)
    return shown or "<p>Nothing on this page is paid for by clicks.</p>"


def unseen(record: Row, blocks: Sequence[Row]) -> list[str]:
    """Paragraphs and headings of the record that no block of the page shows: they come from the data in its scripts."""
    page = "\n".join(squeeze(block["text"]) for block in blocks)
    texts = [part["text"] for part in record["body"] if part["type"] in ("paragraph", "heading")]
    return [text for text in texts if squeeze(text) not in page]


def data(texts: Iterable[str]) -> str:
    """The text that has no place in the page."""
    rows = [f'<li class="item">{escape(text)}</li>' for text in texts]
    return f"<p>This text stands in the data of the page’s scripts; the page does not show it.</p>{_items(rows)}"


def changes(compared: Differences) -> str:
    """What is other than expected: how often, and where."""
    same = len(compared.expected) - len(compared.changed)
    total = len(compared.expected) + len(compared.missing)
    pairs = "".join(
        f"<tr><td>{count} ×</td><td>expected {escape(wanted)}</td><td>is {escape(got)}</td></tr>"
        for (wanted, got), count in compared.pairs.most_common()
    )
    rows = []
    for number in sorted([*compared.changed, *compared.new]):
        block = compared.blocks[number]
        wanted = f"expected {compared.expected[number]}" if number in compared.expected else "not expected"
        rows.append(_item(_button(_short(block["text"]), number), None, [f"{wanted}, is {block['label']}"]))
    gone = [_item(escape(_short(block["text"])), None, [f"{block['label']}, missing"]) for block in compared.missing]
    return f"<p>{same} of {total} expected blocks are as expected.</p><table>{pairs}</table>{_items(rows + gone)}"


def _items(rows: list[str], nothing: str = "") -> str:
    return f"<ol>{''.join(rows)}</ol>" if rows else f"<p>{nothing}</p>" if nothing else ""


def _item(head: str, url: str | None, notes: Iterable[str | bool | None]) -> str:
    """An entry: its text, what there is to say of it, and its address, a link if it leads into the web."""
    lines = [" · ".join(escape(str(note)) for note in notes if note)]
    if url:
        shown = escape(_short(url, LONGEST_LINK))
        web = split(url) is not None
        lines.append(f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{shown}</a>' if web else shown)
    return f'<li class="item">{head}{"".join(f"<br><small>{line}</small>" for line in lines if line)}</li>'


def _places(blocks: Sequence[Row]) -> Places:
    """The numbers of the blocks with each text, in order."""
    places: Places = defaultdict(deque)
    for number, block in enumerate(blocks):
        places[squeeze(block["text"])].append(number)
    return places


def _to(text: str, places: Places) -> str:
    """The text, leading to its block if there is one; what stands in the page several times leads to each in turn."""
    numbers = places.get(squeeze(text))
    if not numbers:
        return escape(_short(text))
    return _button(_short(text), numbers.popleft() if len(numbers) > 1 else numbers[0])


def _button(text: str, number: int) -> str:
    return f'<button class="to" data-block="{number}">{escape(text)}</button>'


def _short(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]} …"
