from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crawler.small_site import Reply, SmallSite, article

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>TechStage</title>{}</channel></rss>"""
ITEM = "<item><title>{title}</title><link>https://{host}{path}</link>{date}</item>"


def feed(*paths: str, dates: dict[str, str] | None = None, host: str = "www.techstage.de") -> Reply:
    """An RSS feed that lists the paths under the site's real address."""
    dates = dates or {}
    items = [
        ITEM.format(title=path, host=host, path=path, date=f"<pubDate>{dates[path]}</pubDate>" if path in dates else "")
        for path in paths
    ]
    return Reply(FEED.format("".join(items)), headers={"Content-Type": "application/rss+xml"})


@pytest.fixture
def site() -> Iterator[SmallSite]:
    """Three articles, listed in the feed and again, with tracking parameters, on the front page."""
    with SmallSite() as small:
        paths = [f"/news/artikel-{n}.html" for n in (101, 102, 103)]
        small.pages = {path: article(f"Artikel {path[-8:-5]}") for path in paths}
        small.pages["/rss.xml"] = feed(*paths)
        small.pages["/"] = "".join(f'<article><a href="{path}?utm_source=front#top">x</a></article>' for path in paths)
        small.pages["/robots.txt"] = Reply(
            "User-agent: *\nDisallow: /intern/\n", headers={"Content-Type": "text/plain"}
        )
        yield small
