"""What may be fetched at all."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.spider import SiteSpider


class OnSiteMiddleware:
    """Only the site's own domains, whoever asks: sources, parts and redirects as well as articles.

    It takes the place of Scrapy's OffsiteMiddleware, which lets through what is marked as not to be filtered and drops
    the rest without a word, so that a page which redirects elsewhere would be missing unnamed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OnSiteMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider = self.crawler.spider
        if isinstance(spider, SiteSpider) and not spider.on_site(request.url):
            raise IgnoreRequest(f"{request.url} is not on the site's domains")
