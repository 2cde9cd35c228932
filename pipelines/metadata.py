"""What is known of the article beside its body: what the page declares, judged by what it shows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pipelines.items import Article, Author, Block, Declared, Element, Label, Metadata
from pipelines.links import absolute, normalise, same_site
from pipelines.rules import dates, headlines, kinds, names
from pipelines.rules import shown as page
from pipelines.text import fold, key

TRUNCATED = re.compile(
    r"weiterlesen (?:mit|nach|als|im)\b|mit (?:\S+ )?(?:abo|plus|\+) (?:weiter|alle artikel) ?lesen|"
    r"^(?:jetzt )?weiterlesen$|"
    r"sie haben (?:schon|bereits)? ?ein abo|(?:nur|exklusiv) für abonnent|lesen sie diesen artikel mit|"
    r"dieser (?:artikel|beitrag|inhalt) ist (?:nur |exklusiv )?(?:für|kostenpflichtig)|"
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)|continue reading (?:with|by|your|this article with)|"
    r"to (?:continue|keep) reading|already a subscriber|subscriber[- ]only|unlock (?:this|the full) (?:article|story)|"
    r"this (?:article|content|story) is (?:only )?(?:for|available to|reserved for) (?:our )?(?:paying |paid )?"
    r"(?:subscribers|members)",
    re.IGNORECASE,
)
TONGUE = re.compile(
    r"([a-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.IGNORECASE
).match
NO_TOPIC = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|^_|^[\w -]{2,24}: ?\S|https?:|^\W*$|^\d+$|\.(?:com|de|org|net|ca)$|"
    r"^(?:tags?|topics?|themen|schlagwort\w*|keywords?|mehr|more|home|all|alle)\b\W*$",
    re.IGNORECASE,
)
ENGLISH_NAMES = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "spanish": "es"}


def metadata(
    root: Element,
    declared: Declared,
    blocks: list[Block],
    url: str,
    language: str | None = None,
    timezone: str | None = None,
) -> Metadata:
    """The record's metadata. `language` and `timezone` (IANA name) are the site's, used where the page states none."""
    site = headlines.site_keys(declared.site_name, url)
    marks = page.Marked(root)
    result = Metadata(canonical_url=canonical(declared.canonical_url, url))
    result.headline = headline(root, declared, blocks, site)
    result.kicker = labelled(blocks, Label.KICKER)
    result.standfirst = labelled(blocks, Label.STANDFIRST)
    result.description = declared.description
    result.language = tongue(declared.language) or tongue(language) or detected(blocks, result)
    signed = authors(marks, declared, blocks, site)
    result.authors = [Author(author.name, absolute(url, author.url)) for author in signed]
    spoken = (result.language.split("-")[0],) if result.language else ()
    result.date_published = published(root, declared, blocks, url, timezone, spoken)
    result.date_modified = dates.iso(declared.date_modified, timezone, spoken)
    result.section = declared.section if declared.section and key(declared.section) not in site else None
    result.keywords = topics(marks, declared, blocks, site)
    result.article_type = kinds.kind(declared.types, declared.section, url, result.headline)
    result.image = declared.image
    result.is_accessible_for_free = declared.is_accessible_for_free
    result.truncated = any(len(block.text) < 250 and TRUNCATED.search(block.text) for block in blocks)
    return result


def canonical(link: str | None, url: str) -> str:
    """The page's own address: as it declares it, unless that is another site's or the front page."""
    target = absolute(url, link)
    if target and (not url or same_site(target, url)):
        front = target.rstrip("/").count("/") <= 2 < url.rstrip("/").count("/")
        if not front:
            return normalise(target)
    return normalise(url)


def labelled(blocks: list[Block], label: Label) -> str | None:
    """The text of the first run of blocks with a label."""
    texts: list[str] = []
    for block in blocks:
        if block.label is label:
            texts.append(block.text)
        elif texts:
            break
    return fold(" ".join(texts)) or None


def headline(root: Element, declared: Declared, blocks: list[Block], site: set[str]) -> str | None:
    """The title that most of the page agrees on: what it shows counts most, then JSON-LD, og:title, the rest."""
    stated = [
        headlines.without_site(title, site) for title in (declared.headline, *declared.alternative_headlines) if title
    ]
    shown = [block.text for block in blocks if block.label is Label.HEADLINE][:1]
    return headlines.choose(shown or page.headings(root), stated, site)


def authors(marks: page.Marked, declared: Declared, blocks: list[Block], site: set[str]) -> list[Author]:
    """Who is declared, else who the page's own bylines name; the site itself only if it alone signs."""
    declared_names = names.people(declared.authors)
    if found := [author for author in declared_names if not headlines.is_named(author.name, site)]:
        return found
    bylines = [Author(block.text) for block in blocks if block.label is Label.BYLINE]
    meant, named, _ = marks.found
    for signed in (bylines, page.signatures(meant), page.signatures(named), page.near_headline(marks.root)):
        for author in names.people(signed):
            if names.looks_personal(author.name) and not headlines.is_named(author.name, site):
                found.append(author)
        if found:
            return found
    return declared_names


def published(
    root: Element, declared: Declared, blocks: list[Block], url: str, timezone: str | None, spoken: tuple[str, ...]
) -> str | None:
    """The day of publication: declared, in a <time>, written near the headline, in the address."""
    stated = dates.iso(declared.date_published, timezone, spoken)
    if stated and len(stated) > 10:
        return stated
    marked = next((found for time in page.times(root) if (found := dates.iso(time, timezone, spoken))), None)
    if stated or marked:
        return dates.better(stated, marked)
    bylines = [block.text for block in blocks if block.label is Label.BYLINE]
    for text in (*bylines, *page.dated_texts(root)):
        if len(text) < 120 and (found := dates.in_text(text, timezone, spoken)):
            return found
    return dates.in_url(url) or dates.iso(declared.date_modified, timezone, spoken)


def topics(marks: page.Marked, declared: Declared, blocks: list[Block], site: set[str]) -> list[str]:
    """The article's topics: declared keywords, else the tags that the page shows."""
    shown = [block.text for block in blocks if block.label is Label.TAGS and len(block.text) < 60]
    for words in (lambda: declared.keywords, lambda: shown, lambda: page.linked_tags(marks.found[2])):
        result = {
            key(word): word for word in map(without_mark, words()) if len(word) < 80 and not NO_TOPIC.search(word)
        }
        if result := {mine: word for mine, word in result.items() if mine and mine not in site}:
            return list(result.values())
    return []


def without_mark(word: str) -> str:
    return word.strip(" #,;•·\"'")


def tongue(value: str | None) -> str | None:
    """A BCP 47 tag from what pages write.

    >>> tongue("de_DE"), tongue("EN-us.utf8"), tongue("zh-hant-tw"), tongue("German"), tongue("?")
    ('de-DE', 'en-US', 'zh-Hant-TW', 'de', None)
    """
    value = (value or "").split(",")[0].strip()
    if value.lower() in ENGLISH_NAMES:
        return ENGLISH_NAMES[value.lower()]
    found = TONGUE(value)
    if not found:
        return None
    name, script, region = found.groups()
    return "-".join(filter(None, (name.lower(), script and script.title(), region and region.upper())))


def detected(blocks: list[Block], known: Metadata) -> str | None:
    """The language that the article's words are in, if there are enough of them."""
    body = [block.text for block in blocks if block.label is Label.BODY] or [b.text for b in blocks if len(b.text) > 80]
    text = " ".join([known.headline or "", known.description or "", *body])[:3000]
    return str(identifier()(text)[0]) if len(text) > 60 else None


@lru_cache(maxsize=1)
def identifier() -> Any:
    """py3langid's classifier: its model takes 50 MB, so it is read when first needed."""
    import py3langid

    return py3langid.classify


class MetadataPipeline:
    """Fills in `metadata`."""

    def process_item(self, item: Article) -> Article:
        assert item.root is not None
        of = item.page
        item.metadata = metadata(item.root, item.declared, item.blocks, of.url, of.language, of.timezone)
        return item
