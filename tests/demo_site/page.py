"""An article as HTML in any of the designs. A design is one file of named snippets, beginning with the whole page."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urljoin

from tests.demo_site.model import INLINE, PAYS, Article, Part, Teaser

FOLDER = Path(__file__).parent / "designs"
DESIGNS = ("ring", "heise", "nuxt", "table")
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


@cache
def snippets(design: str) -> dict[str, Template]:
    """The snippets of a design by name. Raises FileNotFoundError for an unknown design."""
    cut = re.split(r"^<!--@ (\w+) -->\n", (FOLDER / f"{design}.html").read_text(encoding="utf-8"), flags=re.M)
    return {name: Template(text.rstrip("\n")) for name, text in zip(cut[1::2], cut[2::2], strict=True)}


def render(article: Article, design: str = "", base_url: str = "http://127.0.0.1/", page: int = 1) -> str:
    """The article as a whole HTML page; `page` is the part of a multi-page article, 0 shows all in one."""
    design = design or article.design
    parts = tuple(part for part in article.parts if part.kind != "pagebreak") if page == 0 else article.pages[page - 1]
    fields = {
        "headline": escape(article.headline),
        "language": article.language,
        "standfirst": inline(article.standfirst),
        "kicker": _snippet(design, "kicker", kicker=escape(article.kicker)) if article.kicker else "",
        "byline": _byline(article, design),
        "section": escape(article.section),
        "path": escape(article.path),
        "image": f"/bilder/{article.name}.jpg",
        "head": "" if design == "table" or article.bare else _head(article, base_url),
        "body": "\n".join(_part(part, design) for part in parts),
        "popular": _popular(article, design),
        "tags": _snippet(design, "tags", tags=_snippet(design, "tagsep").join(map(_tag, article.keywords))),
        "disclosures": _disclosures(article, design),
        "card": _card(article, design),
        "newsletter": "" if article.bare else _snippet(design, "newsletter"),
        "comments": _comments(article, design),
        "pager": _pager(article, design, page),
        "paywall": _snippet(design, "paywall") if article.truncated else "",
    }
    return snippets(design)["page"].substitute(fields)


def inline(text: str) -> str:
    """A text with its links as HTML; paid ones carry rel=sponsored."""
    made, end = "", 0
    for link in INLINE.finditer(text):
        rel = ' rel="sponsored nofollow noopener" target="_blank"' if PAYS.search(link[2]) else ""
        made += escape(text[end : link.start()], quote=False)
        made += f'<a href="{escape(link[2])}"{rel}>{escape(link[1], quote=False)}</a>'
        end = link.end()
    return made + escape(text[end:], quote=False)


def german_date(article: Article) -> str:
    """As a German page writes it: 12. November 2026, 14:05 Uhr."""
    at = article.published
    return f"{at.day}. {MONTHS[at.month - 1]} {at.year}, {at:%H:%M} Uhr"


def _snippet(design: str, name: str, /, **fields: object) -> str:
    return snippets(design)[name].substitute(fields)


def _part(part: Part, design: str) -> str:
    fields = {
        "text": inline(part.text),
        "url": escape(part.url),
        "cite": escape(part.cite),
        "attribution": _snippet(design, "attribution", cite=escape(part.cite)) if part.cite else "",
        "price": f"{part.price:.2f}".replace(".", ","),
        "tag": "ol" if part.ordered else "ul",
        "items": "".join(f"<li>{inline(item)}</li>" for item in part.items),
        "rows": "\n".join(_row(row, "td" if at else "th") for at, row in enumerate(part.rows)),
    }
    if part.kind == "list" and design == "table":
        fields["items"] = "".join(f"<li>{inline(item)}\n" for item in part.items)
    return _snippet(design, part.kind, **fields)


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{inline(cell)}</{tag}>" for cell in cells) + "</tr>"


def _byline(article: Article, design: str) -> str:
    authors = " und ".join(f'<a href="/autor/{_slug(name)}">{escape(name)}</a>' for name in article.authors)
    iso = article.published.isoformat()
    return _snippet(design, "byline", authors=authors, iso=iso, date=german_date(article)) if authors else ""


def _popular(article: Article, design: str) -> str:
    entries = "\n".join(_entry(teaser, design) for teaser in article.popular)
    return _snippet(design, "popular", box=escape(article.popular_box), entries=entries) if entries else ""


def _entry(teaser: Teaser, design: str) -> str:
    return _snippet(
        design,
        "entry",
        headline=escape(teaser.headline),
        url=escape(teaser.url),
        image=f"/bilder/{len(teaser.url)}.jpg",
    )


def _tag(keyword: str) -> str:
    return f'<a href="/thema/{_slug(keyword)}">{escape(keyword)}</a>'


def _disclosures(article: Article, design: str) -> str:
    lines = "".join(_snippet(design, "disclosure", text=escape(text)) for text in article.disclosures)
    return _snippet(design, "affiliate", lines=lines) if lines else ""


def _card(article: Article, design: str) -> str:
    if article.bare or not article.authors:
        return ""
    name = article.authors[0]
    return _snippet(design, "card", name=escape(name), url=f"/autor/{_slug(name)}")


def _comments(article: Article, design: str) -> str:
    lines = "".join(_snippet(design, "comment", text=escape(text)) for text in article.comments)
    return _snippet(design, "comments", lines=lines) if lines else ""


def _pager(article: Article, design: str, page: int) -> str:
    count = len(article.pages)
    if count == 1 or page == 0:
        return ""
    following = _snippet(design, "following", url=f"{article.path}?seite={page + 1}") if page < count else ""
    return _snippet(design, "pager", page=page, count=count, following=following, all=f"{article.path}?seite=all")


def _head(article: Article, base_url: str) -> str:
    """og and meta tags, and JSON-LD; every third headline's length decides that it comes as a graph."""
    url = urljoin(base_url, article.path)
    node = {
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.standfirst,
        "datePublished": article.published.isoformat(),
        "dateModified": (article.modified or article.published).isoformat(),
        "author": [{"@type": "Person", "name": name, "url": f"/autor/{_slug(name)}"} for name in article.authors],
        "articleSection": article.section,
        "keywords": list(article.keywords),
        "inLanguage": article.language,
        "isAccessibleForFree": not article.truncated,
        "image": urljoin(base_url, f"/bilder/{article.name}.jpg"),
        "mainEntityOfPage": url,
    }
    site = {"@type": "WebSite", "name": "TechStage", "url": base_url}
    graph = len(article.headline) % 3 == 0
    data = {"@context": "https://schema.org"} | ({"@graph": [site, node]} if graph else node)
    meta = {"og:title": article.headline, "og:type": "article", "og:url": url, "og:image": node["image"]}
    meta |= {"og:description": article.standfirst, "article:published_time": node["datePublished"]}
    lines = [f'<meta property="{name}" content="{escape(str(value))}">' for name, value in meta.items()]
    script = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return "\n".join([*lines, f'<script type="application/ld+json">{script}</script>'])


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
