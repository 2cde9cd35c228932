"""The one spider: it asks a site's sources for links, fetches the articles and yields their pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler import arguments, parts
from crawler.discovery.link import ArticleLink, Source
from crawler.page import charset, fault, page_of
from crawler.recording import ReplayMiddleware
from crawler.tally import Passed, Skipped, Stopped
from pipelines.items import Layout, Page
from pipelines.links import host, normalise

source_read = object()  # signal: a page of a source came, or could not be had; sent with `source`, `links`, `trouble`
page_skipped = object()  # signal: a page gave no article; sent with `page`, a Skipped


class SiteSpider(Spider):
    """A site. A subclass only declares: where its articles are listed and how its pages are marked.

    `article_url` is searched in a URL's path; `every` is how often a scheduler shall crawl the site. `evidence` says
    where the sources' addresses are known from; `checked` from which years the real articles were that the layouts
    were checked against. Both are for `scrapy sites`.
    """

    allowed_domains: tuple[str, ...] = ()
    timezone: str = "UTC"
    language: str | None = None
    sources: tuple[Source, ...] = ()
    article_url: str = ""
    every: str = "1d"
    layouts: tuple[Layout, ...] = ()
    evidence: str = ""
    checked: tuple[int, ...] = ()

    def __init__(
        self,
        *,
        since: str | None = None,
        limit: str | None = None,
        urls: str | None = None,
        at: str | None = None,
        revisit: str = "auto",
        **unknown: str,
    ) -> None:
        """The arguments are what stands after `-a`. Raises ValueError for one that is unknown or makes no sense."""
        super().__init__()
        unknown.pop("_job", None)  # Scrapyd's own
        if unknown:
            raise ValueError(
                f"unknown argument {', '.join(sorted(unknown))}: there are since, limit, urls, at, revisit"
            )
        self.since = arguments.since(since, self.timezone) if since is not None else None
        self.limit = arguments.limit(limit) if limit is not None else None
        self.at = arguments.origin(at) if at is not None else None
        self.revisit = arguments.revisit(revisit)
        self._domains = tuple(self.allowed_domains)
        if self.at:
            self.allowed_domains = (*self.allowed_domains, host(self.at))
        self.urls = arguments.urls(urls, self.on_site) if urls is not None else []
        self._article = re.compile(self.article_url)
        self.read = 0  # articles, of which there shall be no more than the limit; the frontier sees to it
        self.passed = Passed()
        self._asked: Counter[int] = Counter()  # pages read, by source
        self._visited: set[str] = set()  # pages of all sources
        self._listed: dict[int, set[str]] = {}  # articles seen on the pages of a source that has several

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.dropped, signal=signals.request_dropped)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if contact := settings.get("CONTACT"):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority="spider")

    # ---------------------------------------------------------------- links

    async def start(self) -> AsyncIterator[Request]:
        """The given URLs; else the site's sources; in a replay that stores no source, the stored pages of the site."""
        replay = self.crawler.get_downloader_middleware(ReplayMiddleware)
        if not (replay or self.at or self.settings["CONTACT"]):
            self.logger.warning("CONTACT is empty: set it in crawler/settings.py, so that the site can reach you")
        sources = [i for i, source in enumerate(self.sources) if not replay or source.url in replay.recording]
        if self.urls or (replay and not sources):
            stored = replay.recording.urls(self._domains) if replay else []
            for url in self.urls or stored:
                yield self.article_request(ArticleLink(url=url))
            return
        for request in chain.from_iterable(self._ask(i, [self.sources[i].url]) for i in sources):
            yield request

    def _ask(self, source: int, pages: Iterable[str]) -> Iterator[Request]:
        """Requests for pages of a source: each once in a run, never more than the source's own bound."""
        for page in pages:
            url = self.moved(page)
            if url in self._visited or not self.on_site(page):
                continue
            if self._asked[source] >= self.sources[source].max_pages:
                self.logger.warning("%s: stopped at its %d pages", self.sources[source].url, self._asked[source])
                return
            self._asked[source] += 1
            self._visited.add(url)
            request = Request(url, self.read_source, cb_kwargs={"source": source}, errback=self.source_failed)
            # dont_filter: what a source lists changes all the time, so that it is read again in every run.
            yield request.replace(dont_filter=True, priority=1)

    def read_source(self, response: Response, source: int) -> Iterator[Request]:
        """The article links of a source's page, and its further pages."""
        found = self.sources[source].read(response.body, response.url, encoding=charset(response), since=self.since)
        for trouble in found.troubles:
            self.skip(Skipped(url=response.url, reason=trouble, source=True))
        links = [link for link in found.links if self.is_article(link.url)]
        self.passed.add("links", (link.url for link in found.links if not self.is_article(link.url)))
        self.passed.add("pages", (page for page in found.pages if not self.on_site(page)))
        self._tell(source, links, "; ".join(found.troubles))
        yield from (self.article_request(link) for link in links if self._wanted(link))
        if found.pages and found.links:  # paging goes on as long as it shows something new
            listed = self._listed.setdefault(source, set())
            new = {normalise(link.url) for link in links} - listed
            listed |= new
            if not new:
                return
        yield from self._ask(source, found.pages)

    def source_failed(self, failure: Failure) -> None:
        """A source that can't be read is named; the others go on."""
        if not failure.check(Stopped):
            page = Skipped.after(failure, source=True)
            self.skip(page)
            self._tell(failure.request.cb_kwargs["source"], [], page.reason)  # type: ignore[attr-defined]

    def _tell(self, source: int, links: Iterable[ArticleLink], trouble: str) -> None:
        """Tell whoever keeps figures what a page of a source listed."""
        url = self.sources[source].url
        self.crawler.signals.send_catch_log(source_read, source=url, links=links, trouble=trouble)

    def _wanted(self, link: ArticleLink) -> bool:
        return not (self.since and link.older_than(self.since))

    def is_article(self, url: str) -> bool:
        """Whether the URL is one of the site's articles."""
        return self.on_site(url) and self._article.search(urlsplit(url).path) is not None

    def _stands_for(self, asked: str, shown: str) -> bool:
        """Whether a page that was redirected to can be the article that was asked for, which a user may have named
        although its address is none of the usual."""
        front = urlsplit(shown).path in ("", "/") and not urlsplit(shown).query
        return self.is_article(shown) or bool(self.urls and not front and not self.is_article(asked))

    def on_site(self, url: str) -> bool:
        """Whether the URL is on the site's domains, or on the mirror that is crawled."""
        name = host(url)
        return any(f".{name}".endswith(f".{domain}") for domain in self.allowed_domains)

    def moved(self, url: str) -> str:
        """The URL on the mirror that is crawled, if one is."""
        if not self.at:
            return url
        _, _, path, query, _ = urlsplit(url)
        return self.at + (path or "/") + (f"?{query}" if query else "")

    # ------------------------------------------------------------- articles

    def article_request(self, link: ArticleLink) -> Request:
        """The request for an article; its times, in Unix seconds, tell the frontier how urgent it is."""
        url = parts.first(normalise(self.moved(link.url)), self.layouts)
        times = {"published": link.published, "modified": link.modified}
        meta = {name: int(time.timestamp()) for name, time in times.items() if time}
        return Request(url, callback=self.read_article, errback=self.article_failed, meta=meta)

    async def read_article(self, response: Response) -> AsyncIterator[Page]:
        """The page of an article, its further parts joined; nothing if it has not changed since the last visit."""
        if response.status == 304:
            return
        asked: str = response.meta.get("redirect_urls", [response.url])[0]
        reason = fault(response)
        if reason is None and asked != response.url and not self._stands_for(asked, response.url):
            reason = f"redirected to {response.url}, which is no article"
        if reason:
            self.skip(Skipped(url=asked, reason=reason))
            return
        self.read += 1
        page = self._page(response)

        async def fetch(url: str) -> Page | None:
            return await self._part(url, page)

        try:
            whole = await parts.joined(page, fetch)
        except Stopped:  # half an article is none; the next run asks for it again
            return
        response.meta["half"] = bool(whole.missing)
        response.meta["several"] = bool(whole.rest) or whole.html is not page.html
        yield whole

    def article_failed(self, failure: Failure) -> None:
        """A page that can't be had is named; the crawl goes on."""
        if not failure.check(Stopped):
            self.skip(Skipped.after(failure))

    def dropped(self, request: Request) -> None:
        """Name a page that redirects to itself; other requests are dropped because they were made before."""
        hops = request.meta.get("redirect_urls", [])
        if request.url in hops:
            self.skip(Skipped(url=hops[0], reason="it redirects in a circle"))

    def skip(self, page: Skipped) -> None:
        """Tell whoever counts that a page gave no article."""
        self.crawler.signals.send_catch_log(page_skipped, page=page)

    def _page(self, response: Response) -> Page:
        return replace(
            page_of(response), site=self.name, layouts=self.layouts, language=self.language, timezone=self.timezone
        )

    # ---------------------------------------------------------------- parts

    async def _part(self, url: str, page: Page) -> Page | None:
        """A further page of an article. It is fetched here and now, so that a page and its parts are one work item."""
        if not self.on_site(url):
            return None
        url = self.moved(url)
        try:
            response = await self.crawler.engine.download_async(Request(url, headers={"Referer": page.url}))
        except Stopped:
            raise
        except Exception as error:  # whatever a download can fail with, the article's first page is there
            self.skip(Skipped.because(error, url))
            return None
        if reason := fault(response):
            self.skip(Skipped.answered(response.status, reason, url))
            return None
        return self._page(response)
