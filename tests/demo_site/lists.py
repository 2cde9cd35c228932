"""What lists the articles: front page, rubrics, RSS, Atom, sitemaps, robots.txt."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape

from tests.demo_site.content import Library
from tests.demo_site.content.library import SECTIONS

SIZE = 20  # articles on a page of a rubric
FEED = 30
SITEMAP = 1_000  # addresses in a dated sitemap
ROBOTS = "User-agent: *\nCrawl-delay: {delay}\nDisallow: /trouble/calendar/\nSitemap: {base}/sitemap.xml\n"
NEWS_SPACE = "http://www.google.com/schemas/sitemap-news/0.9"


def listing(library: Library, section: str, page: int) -> str:
    """A rubric page, or the front page for section ''; every article as `article a`, further pages by a[rel=next]."""
    start = (page - 1) * SIZE
    indices = library.listed(section, start, SIZE + 1)
    entries = "\n".join(_entry(library, index) for index in indices[:SIZE])
    more = f'<a rel="next" href="/{section}/?page={page + 1}">Weitere Artikel</a>' if len(indices) > SIZE else ""
    more = more if section else ""
    rubrics = " ".join(f'<a href="/{name}/">{name.capitalize()}</a>' for name in SECTIONS)
    title = section.capitalize() or "Startseite"
    return (
        f'<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>{title} | TechStage</title>'
        f'<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body><nav>{rubrics}</nav>'
        f"<main><h1>{title}</h1>\n{entries}\n{more}</main><footer>© 2026 Das Demo-Magazin</footer></body></html>\n"
    )


def rss(library: Library, base: str) -> str:
    """The latest articles; their addresses carry tracking parameters, as feeds' do."""
    items = ""
    for index in library.listed("", 0, FEED):
        article = library[index]
        items += (
            f"<item><title>{escape(article.headline)}</title>"
            f"<link>{base}{article.path}?wt_mc=rss.red.techstage.rdf&amp;utm_source=feed#ref=rss</link>"
            f"<guid>{base}{article.path}</guid><pubDate>{format_datetime(article.published)}</pubDate>"
            f"<description>{escape(article.standfirst)}</description></item>\n"
        )
    return f'{_XML}<rss version="2.0"><channel><title>TechStage</title><link>{base}/</link>\n{items}</channel></rss>\n'


def atom(library: Library, base: str) -> str:
    entries = ""
    articles = [library[index] for index in library.listed("", 0, FEED)]
    for article in articles:
        entries += (
            f"<entry><title>{escape(article.headline)}</title><id>{base}{article.path}</id>"
            f'<link href="{base}{article.path}?utm_source=atom&amp;utm_medium=feed"/>'
            f"<published>{article.published.isoformat()}</published>"
            f"<updated>{(article.modified or article.published).isoformat()}</updated></entry>\n"
        )
    updated = max(((one.modified or one.published) for one in articles), default=None)
    head = f"<title>TechStage</title><id>{base}/</id><updated>{updated.isoformat() if updated else ''}</updated>"
    return f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom">{head}\n{entries}</feed>\n'


def sitemap_index(library: Library, base: str) -> str:
    """Names the news sitemap and the dated ones; the second dated one, and every second after it, is gzipped."""
    maps = [(f"{base}/sitemap-news.xml", library[library.listed("", 0, 1)[0]].published)]
    for number in range(sitemaps(library)):
        newest = library[library.present[number * size(library)]].published
        maps.append((f"{base}/sitemap-{number}.xml" + (".gz" if number % 2 else ""), newest))
    rows = "".join(f"<sitemap><loc>{loc}</loc><lastmod>{at.isoformat()}</lastmod></sitemap>\n" for loc, at in maps)
    return f'{_XML}<sitemapindex xmlns="{_SPACE}">\n{rows}</sitemapindex>\n'


def size(library: Library) -> int:
    """Addresses of one dated sitemap: few on a small site, so that it too has several."""
    return max(1, min(SITEMAP, -(-len(library.present) // 3)))


def sitemaps(library: Library) -> int:
    return -(-len(library.present) // size(library))


def sitemap(library: Library, base: str, number: int) -> str:
    rows = ""
    for index in library.present[number * size(library) : (number + 1) * size(library)]:
        if not library.gone(index):
            article = library[index]
            at = (article.modified or article.published).isoformat()
            rows += f"<url><loc>{base}{article.path}</loc><lastmod>{at}</lastmod></url>\n"
    return f'{_XML}<urlset xmlns="{_SPACE}">\n{rows}</urlset>\n'


def news_sitemap(library: Library, base: str) -> str:
    rows = ""
    for index in library.listed("", 0, SIZE):
        article = library[index]
        rows += (
            f"<url><loc>{base}{article.path}</loc><news:news><news:publication><news:name>TechStage</news:name>"
            f"<news:language>{article.language}</news:language></news:publication>"
            f"<news:publication_date>{article.published.isoformat()}</news:publication_date>"
            f"<news:title>{escape(article.headline)}</news:title></news:news></url>\n"
        )
    return f'{_XML}<urlset xmlns="{_SPACE}" xmlns:news="{NEWS_SPACE}">\n{rows}</urlset>\n'


def _entry(library: Library, index: int) -> str:
    article = library[index]
    title = escape(article.headline)
    return (
        f'<article><a href="{article.path}?wt_mc=startseite.teaser">'
        f'<img src="/bilder/{article.name}.jpg" alt="{title}">'
        f"<h2>{title}</h2></a><p>{escape(article.standfirst)}</p></article>"
    )


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
