"""What is known of the article beside its body: what the page declares, judged by what it shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pipelines.blocks import Block, Element, Media
from pipelines.items import Article, Declared, Metadata
from pipelines.links import absolute, host, normalise, same_site
from pipelines.rules import bylines, dates, headlines, kinds, names, odd, schemaorg
from pipelines.rules.lead import lead_image
from pipelines.rules.months import MONTH_NAMES
from pipelines.rules.parted import without_part
from pipelines.rules.shown import Shown
from pipelines.rules.topics import topics
from pipelines.rules.walls import truncated
from pipelines.text import fold, key
from pipelines.values import Author, Label

TONGUE = re.compile(
    r"([a-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.IGNORECASE
).match
# A credit or address; who wrote, and when; a number, a rating, how long it takes to read.
NO_KICKER = re.compile(
    r"©|\W?(?:foto|quelle|bild|photo|image|credits?)s? ?:|https?:|\[object |(?:by|von|par|por)$|(?:published|updated) "
    rf"|(?:{MONTH_NAMES})\.? \d\d?$|\d{{5}}|(?:webcode|doc\. ?no)\b|\d[\d.,]* (?:von|of|out of) \d"
    r"|\d+ ?min(?:ute[ns]?)?\b",
    re.IGNORECASE,
).match
BRITISH = (".uk", ".ie", ".au", ".nz", ".za", ".in", ".sg", ".my", ".ng", ".ke")  # write the day before the month
ENGLISH_NAMES = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "spanish": "es"}


def metadata(
    root: Element,
    declared: Declared,
    blocks: list[Block],
    url: str,
    language: str | None = None,
    timezone: str | None = None,
    media: Sequence[Media] = (),
    *,
    lists: bool = False,
) -> Metadata:
    """The record's metadata out of the page's declarations, its labelled blocks and its pictures.

    `language` and `timezone` (IANA name) are the site's, used where the page states none.
    `lists`: it leads to articles and holds none.
    """
    site = headlines.site_keys(declared.site_name, url)
    page = Shown(root, blocks)
    result = Metadata(canonical_url=canonical(declared.canonical_url, url))
    title, part = headline(page, declared, site)
    result.headline = fold(title) if title else None
    above = kicker(part) or kicker(page.kicker())
    said = above is None or key(above) in site or key(above) == key(result.headline or "")
    result.kicker = None if said else above
    result.standfirst = page.text(Label.STANDFIRST)
    result.description = declared.description
    result.language = tongue(declared.language) or tongue(language) or detected(page, result)
    linked = page.linked_authors(url)
    result.authors = addressed(authors(page, declared, site, linked), declared, linked, url)
    spoken = spelling(result.language, url)
    result.date_published = published(page, declared, url, timezone, spoken)
    result.date_modified = modified(page, declared, result.date_published, timezone, spoken)
    rubric = schemaorg.section(declared.section or "")
    result.section = rubric if rubric and key(rubric) not in site else None
    result.keywords = topics(declared.keywords, page.tags, site)
    result.article_type = "other" if lists else article_type(page, declared, url, result.headline)
    result.image = lead_image(declared.image, blocks, media, page.place, url)
    result.is_accessible_for_free = declared.is_accessible_for_free
    result.truncated = truncated(page, declared.is_accessible_for_free)
    return result


def article_type(page: Shown, declared: Declared, url: str, title: str | None) -> str:
    length = sum(len(block.text) for block in page.of(Label.BODY))
    if not length and odd.confession(declared, page.blocks, url):  # it has left the page no text
        return "other"
    dated = declared.date_published is not None or bool(page.dated(signed=True))
    dated = dated and "Product" not in declared.types
    return kinds.kind(declared.types, declared.section, url, title, length, dated=dated)


def canonical(link: str | None, url: str) -> str:
    """The page's own address: as it declares it, unless that is another site's or the front page."""
    target = absolute(url, link)
    if target and (not url or same_site(target, url)):
        front = target.rstrip("/").count("/") <= 2 < url.rstrip("/").count("/")
        if not front:
            return normalise(target)
    return normalise(url)


def kicker(text: str | None) -> str | None:
    """The line above the headline without the dash or dot that sets it apart. No number, date or credit.

    >>> kicker("Tech —"), kicker("2631553"), kicker("(Foto: A. Beispiel)"), kicker("3. März 2026")
    ('Tech', None, None, None)
    """
    text = (text or "").strip(" –—|•·:›»,;")
    none = NO_KICKER(text) or (len(text) < 20 and dates.in_text(text, languages=("en",)))
    return text if any(map(str.isalpha, text)) and not none else None


def headline(page: Shown, declared: Declared, site: set[str]) -> tuple[str | None, str | None]:
    """The headline, and the kicker if it stands in the headline's own element."""
    stated = [title for title in (declared.headline, *declared.alternative_headlines) if title]
    news = any(name.endswith("NewsArticle") for name in declared.types[:1])
    chosen = headlines.choose(page.headings(), page.beside(), stated, site, news=news)
    if chosen is None:
        return None, None
    titles = [headlines.without_site(title, site) for title in stated[: headlines.MOST_STATED]]
    return without_part(chosen, page.heads(), titles)


def addressed(signed: list[Author], declared: Declared, linked: dict[str, Author], url: str) -> list[Author]:
    """The authors with the addresses that are declared of them, or else that their names lead to in the byline."""
    stated = {key(author.name): author.url for author in names.people(declared.authors) if author.url}
    result = []
    for author in signed:
        mine = key(author.name)
        known = absolute(url, stated.get(mine) or author.url)
        result.append(Author(author.name, known or (linked[mine].url if mine in linked else None)))
    return result


def authors(page: Shown, declared: Declared, site: set[str], linked: dict[str, Author]) -> list[Author]:
    """Who is declared, else who signs or is introduced on the page; the site itself only if it alone is declared.

    `linked` are those whose names are links, by the `key` of the name.
    """

    def others(people: list[Author]) -> list[Author]:
        return [author for author in people if not headlines.is_named(author.name, site)]

    stated = names.people(declared.authors)
    people = others(stated)
    named, sure = bylines.signed(page.of(Label.BYLINE), page.blocks)
    signed = others(bylines.in_one_list(named, linked, page.of(Label.BYLINE)))
    if people:
        return signed if signed and better(signed, people, sure) else people
    if signed:
        return signed
    marked = [author for author in names.people(page.signed()) if names.looks_personal(author.name)]
    introduced = others(marked) or stated or others(bylines.introduced(page.of(Label.AUTHOR_BIO)))
    return introduced or names.agencies([block.text for block in page.of(Label.BYLINE)[-bylines.MOST :]])


def better(signed: list[Author], declared: list[Author], sure: bool) -> bool:
    """Whether a byline names all who are declared and more, or persons where no person is declared."""
    mine, theirs = ({key(author.name) for author in group} for group in (signed, declared))
    if theirs < mine:
        return all(names.looks_personal(author.name) for author in signed)
    return (
        sure
        and not any(map(names.looks_personal, (a.name for a in declared)))
        and any(map(names.looks_personal, (a.name for a in signed)))
    )


def spelling(language: str | None, url: str) -> tuple[str, ...]:
    """The language tag by which dates are read. Sites all over the world leave American English as it was preset.

    >>> spelling("en-US", "https://www.bbc.co.uk/news/x"), spelling("en", "https://a.com/"), spelling("de", "")
    (('en-GB',), ('en',), ('de',))
    """
    if language in ("en", "en-US") and host(url).endswith(BRITISH):
        return ("en-GB",)
    return (language,) if language else ()


def published(page: Shown, declared: Declared, url: str, timezone: str | None, spoken: tuple[str, ...]) -> str | None:
    """When it was published: declared, in a <time>, written near the headline, in the address; else None."""
    stated, changed = (dates.iso(text, timezone, spoken) for text in (declared.date_published, declared.date_modified))
    if stated and changed and stated >= changed:  # perhaps only the day on which the site was made anew
        signed = dates.in_any(page.dated(signed=True), timezone, spoken)
        return signed if signed and dates.well_before(signed, stated) else stated
    if stated and len(stated) > 10:
        return stated
    marked = next((found for time in page.times() if (found := dates.iso(time, timezone, spoken))), None)
    if stated or marked:
        return dates.better(stated, marked)
    return dates.in_any(page.dated(), timezone, spoken) or dates.in_url(url)


def modified(
    page: Shown, declared: Declared, published: str | None, timezone: str | None, spoken: tuple[str, ...]
) -> str | None:
    """When it was changed last: as declared, else as written near the headline, if that is not before `published`."""
    if stated := dates.iso(declared.date_modified, timezone, spoken):
        return stated
    shown = dates.in_any(page.dated(updated=True), timezone, spoken)
    return None if shown and published and dates.earlier(shown, published) else shown


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


def detected(page: Shown, known: Metadata) -> str | None:
    """The language that the article's words are in, if there are enough of them."""
    body = [block.text for block in page.of(Label.BODY) or page.blocks if len(block.text) > 80][:40]
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
        item.metadata = metadata(
            item.root, item.declared, item.blocks, of.url, of.language, of.timezone, item.media, lists=item.lists
        )
        return item
