"""To whom a user's credentials go: to the servers that the user or the site's file names, and to no other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.defaultheaders import DefaultHeadersMiddleware

from crawler.spider import SiteSpider

PERSONAL = {"authorization", "cookie"}


def origin(url: str) -> tuple[str, str]:
    """Scheme and server of a URL.

    >>> origin("https://WWW.Heise.de/news/"), origin("http://127.0.0.1:8000/")
    (('https', 'www.heise.de'), ('http', '127.0.0.1:8000'))
    """
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


class OwnHeadersMiddleware(DefaultHeadersMiddleware):
    """DEFAULT_REQUEST_HEADERS, of which Authorization and Cookie only go to the origins of the site's sources, of
    `-a at=` and of `-a urls=`.

    Scrapy's own gives them to whomever a page, a redirect or a robots.txt leads to: it puts back what the redirect had
    taken off. HTTPAUTH_DOMAIN is the user's own word and stays as it is.
    """

    def __init__(self, headers: Any, crawler: Crawler) -> None:
        headers = list(headers)
        super().__init__([(name, value) for name, value in headers if name.lower() not in PERSONAL])
        self.personal = [(name, value) for name, value in headers if name.lower() in PERSONAL]
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OwnHeadersMiddleware:
        headers = crawler.settings["DEFAULT_REQUEST_HEADERS"].items()
        return cls(((name, value) for name, value in headers if value is not None), crawler)

    def process_request(self, request: Request, *args: Any) -> None:
        super().process_request(request)
        if self.personal and origin(request.url) in self._named():
            for name, value in self.personal:
                request.headers.setdefault(name, value)

    def _named(self) -> set[tuple[str, str]]:
        spider = self.crawler.spider
        if not isinstance(spider, SiteSpider):
            return set()
        return {origin(url) for url in (*(spider.moved(source.url) for source in spider.sources), *spider.urls)}
