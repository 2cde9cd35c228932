"""What `new_site` makes of a site, from pages in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import pytest
from scrapy.http import HtmlResponse

from crawler.errand import Answer
from crawler.newsite import NewSite, NoSite, explore, timezone
from crawler.tally import Skipped
from tests.crawler.small_site import article

AT = "https://www.example.org"
PATHS = [f"/artikel/ein-neues-geraet-nummer-{number}" for number in (1001, 1002, 1003)]


def explored(pages: Mapping[str, str], *stored: str) -> NewSite:
    """The site that answers with these pages by path, and with 404 besides; `stored` are those of its articles."""

    async def get(url: str) -> Answer:
        page = pages.get(url.removeprefix(AT))
        if page is None:
            return Answer(url, trouble=Skipped(url=url, reason="HTTP 404"))
        return Answer(url, HtmlResponse(url, body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"}))

    return asyncio.run(explore(get, "example", f"{AT}/", [AT + path for path in stored], 3))


def small(**more: str) -> dict[str, str]:
    """Three articles and a front page that lists them."""
    pages = {path: article(f"Ein neues Gerät mit der Nummer {path[-4:]}") for path in PATHS}
    links = "".join(f"<a href={path}>Ein neues Gerät mit der Nummer {path[-4:]}</a>" for path in PATHS)
    return {**pages, "/": f"<html lang=de><body><a href=/impressum>Impressum</a>{links}</body></html>", **more}


def test_the_language_is_declared_without_its_country() -> None:
    pages = {path: page.replace("lang=de", "lang=de-DE") for path, page in small().items()}
    assert explored(pages).declaration.language == "de"


@pytest.mark.parametrize(
    ("language", "date", "zone"),
    [
        ("de-DE", "2026-11-22T10:00:00", "Europe/Berlin"),
        ("fr-FR", "2026-11-22T10:00:00+01:00", "Europe/Paris"),
        (None, "2026-11-22T10:00:00", "UTC"),
    ],
)
def test_a_language_with_its_country_tells_the_time_zone(language: str | None, date: str, zone: str) -> None:
    assert timezone("a.com", language, [date])[0] == zone


def urlset(paths: Iterable[str]) -> str:
    locations = "".join(f"<url><loc>{AT}{path}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'


def test_a_plain_sitemap_is_enough() -> None:
    more = [f"/test/ein-altes-geraet-nummer-{number}" for number in range(1004, 1008)]
    pages = small() | {"/": "<html lang=de><body>Loading</body></html>"}
    new = explored({**pages, "/sitemap.xml": urlset(["/ueber", "/artikel", *PATHS, *more])})
    assert new.declaration.article_url == r"^/(artikel|test)/[^/]+-\d+/?$"
    assert not [doubt for doubt in new.doubts if "article_url" in doubt]


def test_what_was_found_is_said_where_no_article_is() -> None:
    with pytest.raises(NoSite, match=r"/sitemap\.xml \(2 addresses\)"):
        explored({"/": "<html><body>Loading</body></html>", "/sitemap.xml": urlset(["/ueber", "/kontakt"])})


def test_a_plain_sitemap_does_not_widen_what_a_news_sitemap_says() -> None:
    """It may hold a shop's products."""
    dated = urlset(PATHS).replace("</loc>", "</loc><publication_date>2026-11-22</publication_date>")
    robots = f"Sitemap: {AT}/news.xml\nSitemap: {AT}/all.xml\n"
    products = urlset(f"/produkt/ein-neues-geraet-nummer-{number}" for number in range(9))
    pages = {**small(), "/robots.txt": robots, "/news.xml": dated, "/all.xml": products}
    assert explored(pages).declaration.article_url == r"^/artikel/[^/]+-\d+/?$"


def test_the_evidence_is_what_was_read() -> None:
    assert 'evidence = "the site itself"' in explored(small()).declaration.code()
    assert 'evidence = "stored pages"' in explored(small(), *PATHS).declaration.code()


def test_further_pages_of_the_articles_are_no_doubt() -> None:
    more = "".join(f"<a href={path}?seite=2>2</a><a href={path}>mehr</a>" for path in PATHS)
    pages = small()
    pages |= {path: pages[path].replace("</main>", f"</main><nav>{more}</nav>") for path in PATHS}
    new = explored({**pages, "/": pages["/"].replace("</body>", f"{more}</body>")})
    assert not [doubt for doubt in new.doubts if "also matches" in doubt]
