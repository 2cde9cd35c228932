"""The notation of the article texts: one file holds several articles, each block is set apart by a blank line.

    === slug | section | type | design | 2026-11-12T14:05 | Author, Author | flag flag
    # Headline
    ^ Kicker
    lead: Standfirst
    tags: one, two

    A paragraph with a [link](/news/) or `## Heading`, `- item`, `1. item`, `| cell | cell |`, `" Quote — Cite`,
    `!code language`, `!figure url | caption | credit`, `!embed provider | url`, `!fact title | text`,
    `!also slug`, `!price product | 199,00 | shop | url`, `!button shop | url`, `!pagebreak`, `!comment text`.

Flags: en (English), affiliate (a disclosure), paywall, bare (the seed's likeness), later (only from edition 2 on).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.demo_site.model import Article, Part

BERLIN = ZoneInfo("Europe/Berlin")
DISCLOSURES = {
    "de": "Links, die mit einem Einkaufswagen markiert sind, sind Provisions-Links (Affiliate-Links). Wird darüber "
    "etwas bestellt, bekommt TechStage eine Provision. Der Preis ändert sich für Käufer dadurch nicht.",
    "en": "Links marked with a shopping cart are affiliate links: if you buy through one, we earn a commission. "
    "The price you pay stays the same.",
}
SHORT = {"en", "affiliate", "paywall", "bare", "later"}


@dataclass(frozen=True)
class Text:
    """A written article before it has its place on the site; its `also` parts name slugs, not yet addresses."""

    slug: str
    section: str
    later: bool
    article: Article


def parse_articles(source: str) -> list[Text]:
    """All articles of one file. Raises ValueError naming the article that is not in the notation."""
    return [_article(chunk) for chunk in re.split(r"^=== ", source, flags=re.M)[1:]]


def _article(chunk: str) -> Text:
    head, *blocks = re.split(r"\n\s*\n", chunk.strip())
    first, *lines = head.split("\n")
    cells = [cell.strip() for cell in first.split("|")]
    if len(cells) != 7 or not (flags := set(cells[6].split())) <= SHORT:
        raise ValueError(f"=== {first}: needs seven fields, the last of {sorted(SHORT)}")
    slug, section, kind, design, published, authors, _ = cells
    named = {word: rest for word, _, rest in (line.partition(" ") for line in lines)}
    language = "en" if "en" in flags else "de"
    article = Article(
        path="",
        headline=named["#"],
        kicker=named.get("^", ""),
        standfirst=named["lead:"],
        published=datetime.fromisoformat(published).replace(tzinfo=BERLIN),
        authors=() if "bare" in flags else _list(authors),
        section={"test": "Test", "ratgeber": "Ratgeber", "bestenliste": "Bestenliste"}.get(section, "News"),
        keywords=_list(named.get("tags:", "")),
        article_type=kind,
        design=design,
        language=language,
        parts=tuple(_part(block) for block in blocks if not block.startswith("!comment")),
        comments=tuple(block.split(" ", 1)[1] for block in blocks if block.startswith("!comment")),
        disclosures=(DISCLOSURES[language],) if flags & {"affiliate", "bare"} else (),
        popular_box="Beliebt auf TechStage" if language == "de" else "Popular on TechStage",
        truncated="paywall" in flags,
        bare="bare" in flags,
    )
    return Text(slug, section, "later" in flags, article)


def _list(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())


def _part(block: str) -> Part:
    lines = block.split("\n")
    if block.startswith("!"):
        return _marked(block)
    if block.startswith("## "):
        return Part(kind="heading", text=block[3:])
    if block.startswith("- "):
        return Part(kind="list", items=tuple(line[2:] for line in lines))
    if block.startswith("1. "):
        return Part(kind="list", items=tuple(line.split(" ", 1)[1] for line in lines), ordered=True)
    if block.startswith("| "):
        return Part(kind="table", rows=tuple(tuple(c.strip() for c in line.strip("| ").split("|")) for line in lines))
    if block.startswith('" '):
        text, _, cite = block[2:].partition(" — ")
        return Part(kind="quote", text=text, cite=cite)
    return Part(kind="paragraph", text=" ".join(lines))


def _marked(block: str) -> Part:
    word, _, rest = block[1:].partition(" ")
    if word.startswith("code"):
        language, _, text = rest.partition("\n")
        return Part(kind="code", text=text, cite=language)
    cells = [cell.strip() for cell in rest.split("|")]
    match word:
        case "figure":
            return Part(kind="figure", url=cells[0], text=cells[1], cite=cells[2])
        case "embed":
            return Part(kind="embed", cite=cells[0], url=cells[1])
        case "fact":
            return Part(kind="fact", cite=cells[0], text=cells[1])
        case "also":
            return Part(kind="also", url=cells[0])
        case "price":
            return Part(
                kind="price", text=cells[0], price=float(cells[1].replace(",", ".")), cite=cells[2], url=cells[3]
            )
        case "button":
            return Part(kind="button", cite=cells[0], url=cells[1])
        case "pagebreak":
            return Part(kind="pagebreak")
    raise ValueError(f"!{word} is no word of the notation")
