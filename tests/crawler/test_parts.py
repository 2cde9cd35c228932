from __future__ import annotations

import asyncio

from crawler.parts import MAX_PARTS, further, joined
from pipelines.items import Layout, Page

LAYOUT = Layout(when="article", single_page="seite=all", next_page="a.next")


def page(html: str, url: str = "https://a.de/news/x-1.html") -> Page:
    return Page(url=url, html=html, layouts=(Layout(when="main"), LAYOUT))


def test_a_page_with_parts_can_be_asked_for_whole() -> None:
    whole, following = further(page('<article>x<a class="next" href="?seite=2&amp;y=1">2</a></article>'))
    assert whole == "https://a.de/news/x-1.html?seite=all"
    assert following == "https://a.de/news/x-1.html?seite=2&y=1"


def test_the_whole_replaces_the_part_in_the_query() -> None:
    html = '<article>x<a href="?seite=1">1</a></article>'
    assert further(page(html, "https://a.de/x?id=7&seite=2"))[0] == "https://a.de/x?id=7&seite=all"
    assert further(page(html, "https://a.de/x?seite=all"))[0] is None


def test_links_to_parts_of_others_do_not_count() -> None:
    assert further(page('<article><a href="/news/y-2.html?seite=2">y</a></article>')) == (None, None)


def test_without_a_layout_the_next_part_has_the_same_path() -> None:
    assert further(page('<a class="next" href="?seite=2">2</a>')) == (None, None)
    assert further(page('<a rel="next" href="?seite=2">2</a>')) == (None, "https://a.de/news/x-1.html?seite=2")
    assert further(page('<a rel="next" href="/news/y-2.html">another article</a>')) == (None, None)
    assert further(page("")) == (None, None)


def test_parts_without_end_are_bounded() -> None:
    fetched: list[str] = []

    async def fetch(url: str) -> Page:
        fetched.append(url)
        return page(f'<a rel="next" href="?seite={len(fetched) + 2}">next</a>', url)

    whole = asyncio.run(joined(page('<a rel="next" href="?seite=2">next</a>'), fetch))
    assert len(whole.rest) == len(fetched) == MAX_PARTS


def test_a_part_is_found_however_its_address_is_spelled() -> None:
    url = "https://a.de/f%C3%BCr.html"
    following = further(Page(url=url, html='<a rel=next href="/für.html?seite=2">2</a>'))[1]
    assert following == "https://a.de/für.html?seite=2"
    whole, _ = further(page('<article>x<a href="/für.html?seite=2">2</a></article>', url))
    assert whole == f"{url}?seite=all"
