"""What a page says about itself to machines: JSON-LD first, then meta tags, then microdata. Raw, not yet judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import cast

from lxml import etree

from pipelines.blocks import Element
from pipelines.items import Article, Declared
from pipelines.links import absolute
from pipelines.rules import jsonld, schemaorg
from pipelines.rules.schemaorg import clean, first, strings
from pipelines.text import fold
from pipelines.values import Author, Image


def xpath(path: str) -> Callable[[Element], list[Element]]:
    """A compiled XPath that selects elements."""
    return cast("Callable[[Element], list[Element]]", etree.XPath(path))


MOST = 60  # values of one kind; what comes after is no metadata any more
WRITTEN_BY = re.compile(r"written|verfasst|geschrieben|author|autor|écrit|escrito|scritto|von\b|by\b", re.IGNORECASE)
DATED = re.compile(r"(?:19|20)\d\d|\d{9,13}|\d{1,2}[./]\d{1,2}[./]\d\d").search
MICRODATA = xpath("(//@itemprop | //@property)/..")
MICRODATA_NAMES = frozenset(("headline", "author", "datepublished", "datemodified"))
INNER_NAME = xpath("(.//*[@itemprop='name' or @property='name'])[1]")

HEADLINE = (
    "og:title twitter:title parsely-title sailthru.title headline dc.title dcterms.title citation_title title".split()
)
DESCRIPTION = "description og:description twitter:description dc.description sailthru.description".split()
AUTHOR = (
    "author parsely-author sailthru.author article:author dc.creator dcterms.creator dc.creator.name "
    "citation_author byl cxenseparse:author vf:author og:author authors article:author_name article:author:name"
).split()
PUBLISHED = (
    "article:published_time article:published og:published_time og:article:published_time datepublished "
    "parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime pubdate publishdate "
    "publish-date publish_date publication_date publication-date published date date.created dc.date.issued "
    "dcterms.issued dcterms.created dc.date.created dc.date dcterms.date citation_publication_date citation_date "
    "originalpublicationdate article.published date.available created iso-8601-publish-date "
    "published-date w-published-date publish_time publishtime first-published"
).split()
MODIFIED = (
    "article:modified_time article:modified og:modified_time og:updated_time datemodified date.modified date.updated "
    "dcterms.modified dc.date.modified last-modified lastmod article.updated revised"
).split()
SECTION = "article:section parsely-section og:section og:article:section section dc.subject category".split()
KEYWORDS = "news_keywords article:tag parsely-tags sailthru.tags keywords og:article:tag tags mrf:tags".split()
IMAGE = "og:image og:image:url og:image:secure_url twitter:image twitter:image:src parsely-image-url thumbnail".split()
LANGUAGE = "content-language language dc.language dcterms.language".split()


def declared(root: Element, url: str) -> Declared:
    """All that the page declares; never raises, whatever the page holds. Dates and names are as they stand there."""
    head = Head(root)
    found = [node for script in head.scripts for node in jsonld.nodes(jsonld.decode(script))]
    by_id = {node["@id"]: node for node in found if isinstance(node.get("@id"), str)}
    chosen = jsonld.pick(found, url)
    told = any(jsonld.rank(node) > 1 for node in chosen) or (head.all(PUBLISHED) and head.authors())
    micro = {} if told else microdata(root)
    result = Declared(types=schemaorg.kinds(chosen, found, head.first(["og:type"])), title=head.title)
    titles = [*strings(chosen[:1], "headline"), *head.all(HEADLINE), *micro.get("headline", []), head.title or ""]
    titles = [title for raw in titles if (title := clean(raw))]  # repeated where sources agree
    result.headline = titles[0] if titles else None
    result.alternative_headlines = titles[1:MOST]
    result.description = first([*head.all(DESCRIPTION), *strings(chosen, "description")], clean)
    result.authors = (
        schemaorg.authors(chosen[:1], by_id)
        or schemaorg.authors(chosen[1:], by_id)
        or head.authors()
        or schemaorg.named(micro.get("author", [])[:1])
    )
    published = [*strings(chosen, "datePublished"), *head.all(PUBLISHED), *micro.get("datepublished", [])]
    modified = [*strings(chosen, "dateModified"), *head.all(MODIFIED), *micro.get("datemodified", [])]
    result.date_published = first(published, dated) or first(strings(chosen, "dateCreated"), dated)
    result.date_modified = first(modified, dated)
    result.section = first([*strings(chosen, "articleSection"), *head.all(SECTION)], clean)
    result.keywords = schemaorg.keywords(chosen) or schemaorg.words(head.first_kind(KEYWORDS))
    tongues = [root.get("lang"), root.get("xml:lang"), *head.all(LANGUAGE), *strings(chosen, "inLanguage")]
    result.language = first([tongue for tongue in tongues if tongue] + head.all(["og:locale"]), fold)
    result.image = schemaorg.image(chosen, by_id, url) or head.image(url)
    result.canonical_url = head.canonical
    result.site_name = (
        head.first(["og:site_name"]) or schemaorg.publisher(chosen, by_id) or head.first(["application-name"])
    )
    result.article_body = first(strings(chosen, "articleBody"), schemaorg.plain)
    result.is_accessible_for_free = schemaorg.free(chosen, head.first(["article:content_tier"]))
    return result


def dated(value: str) -> str | None:
    """The value if it can be a date."""
    return fold(value) if DATED(value) else None


class Head:
    """One pass over a page's meta, link, title and script elements."""

    def __init__(self, root: Element) -> None:
        self.meta: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.title: str | None = None
        self.canonical: str | None = None
        for element in root.iter("meta", "link", "title", "script"):
            get = element.get
            if element.tag == "meta":
                name, value = get("property") or get("name") or get("itemprop") or get("http-equiv"), get("content")
                if name == "script:ld+json" and value and len(self.scripts) < MOST:  # how Next.js spells it by mistake
                    self.scripts.append(value)
                elif name and value:
                    values = self.meta.setdefault(name.lower(), [])
                    if len(values) < MOST:
                        values.append(value)
            elif element.tag == "script":
                if "ld+json" in (get("type") or "") and element.text and len(self.scripts) < MOST:
                    self.scripts.append(element.text)
            elif element.tag == "link":
                if self.canonical is None and (get("rel") or "").lower() == "canonical":
                    self.canonical = get("href")
            elif self.title is None:
                self.title = element.text

    def all(self, names: Iterable[str]) -> list[str]:
        return [value for name in names for value in self.meta.get(name, ())]

    def first(self, names: Iterable[str]) -> str | None:
        return first(self.all(names), fold)

    def first_kind(self, names: Iterable[str]) -> list[str]:
        """The values of the first of these tags that the page has."""
        return next((values for name in names if any(map(fold, values := self.meta.get(name, [])))), [])

    def authors(self) -> list[Author]:
        """Of the first kind of meta tag that names somebody; addresses of profiles are no names."""
        for name in AUTHOR:
            if people := schemaorg.named([value for value in self.meta.get(name, ()) if "://" not in value]):
                return people
        for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
            if WRITTEN_BY.search(self.first([label]) or "") and (people := schemaorg.named(self.all([data]))):
                return people
        return []

    def image(self, url: str) -> Image | None:
        source = next((link for value in self.all(IMAGE) if (link := absolute(url, value))), None)
        return Image(source) if source else None


def microdata(root: Element) -> dict[str, list[str]]:
    """The values of the article's itemprops and RDFa properties by name in lower case, `schema:` left out.

    What belongs to a comment, a related article or another nested item is not told apart, so the first value counts.
    """
    result: dict[str, list[str]] = {}
    for element in MICRODATA(root)[:2000]:
        if element.tag == "meta" and not element.get("itemprop"):
            continue
        name = (element.get("itemprop") or element.get("property") or "").lower().rpartition(":")[2].rpartition("/")[2]
        if name not in MICRODATA_NAMES or len(result.get(name, ())) >= MOST:
            continue
        value = element.get("content") or element.get("datetime")
        if value is None:
            inner = next(iter(INNER_NAME(element)), element) if name == "author" else element
            value = inner.get("content") or "".join(etree.ElementTextIterator(inner))[:500]
        if value := fold(value):
            result.setdefault(name, []).append(value)
    return result


class DeclaredPipeline:
    """Fills in `declared`."""

    def process_item(self, item: Article) -> Article:
        assert item.root is not None
        item.declared = declared(item.root, item.page.url)
        return item
