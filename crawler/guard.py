"""What may be fetched at all."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest


class OnSiteMiddleware(OffsiteMiddleware):
    """Only the spider's own domains, whoever asks: sources, parts of an article and redirects as well as articles."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        if not (self.crawler.spider and self.should_follow(request, self.crawler.spider)):
            self.stats.inc_value("offsite/filtered")
            raise IgnoreRequest("the address is not on the site's domains")
