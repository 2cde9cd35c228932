"""What may be fetched at all: addresses, hosts and URLs."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.resolver import CachingHostnameResolver, HostResolution
from scrapy.settings import BaseSettings
from scrapy.utils.datatypes import LocalCache
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IHostResolution, IResolutionReceiver

from crawler.spider import SiteSpider

Network = IPv4Network | IPv6Network
# IPv6 addresses that stand for an IPv4 address somewhere (NAT64), or for a site's own network (long deprecated).
DISGUISED = [ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "fec0::/10")]
LONGEST_URL = 2_000  # characters; what is longer grows at each step of a trap
DEEPEST = 16  # segments of a path
REPEATED = 3  # times that a segment may stand in a path
refused: LocalCache[str, str] = LocalCache(10_000)  # name → the address that it was refused for, in this process
logger = logging.getLogger(__name__)


def public(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, local, shared (CGNAT), multicast or
    unspecified, and no other address in disguise.

    >>> [public(ip) for ip in ("93.184.215.14", "10.0.0.1", "100.64.0.1", "::ffff:93.184.215.14", "2606:4700::1111")]
    [True, False, False, False, True]
    """
    ip = ip_address(address.partition("%")[0])
    disguised = isinstance(ip, IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo)
    if disguised or any(ip in net for net in DISGUISED):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def networks(settings: BaseSettings) -> list[Network]:
    """The addresses that a crawl may reach although they are not public. Raises ValueError for what is no address."""
    found = []
    for text in settings.getlist("ALLOW_ADDRESSES"):
        try:
            found.append(ip_network(str(text).strip(), strict=False))
        except ValueError:
            raise ValueError(f"ALLOW_ADDRESSES: {text!r} is no address or network like 10.1.0.0/16") from None
    return found


def reachable(address: str, allowed: Sequence[Network]) -> bool:
    """Whether we may connect to the address."""
    return public(address) or any(ip_address(address.partition("%")[0]) in net for net in allowed)


def trap(url: str) -> str | None:
    """What makes a URL one that a machine made without end, None for those that a person would write.

    >>> trap("https://a.de/news/img/news/img/news/img/news/img/"), trap("https://a.de/news/2026/11/22/x.html")
    ("'news' 4 times in the path", None)
    """
    if len(url) > LONGEST_URL:
        return f"the URL has {len(url)} characters"
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    if len(segments) > DEEPEST:
        return f"the path has {len(segments)} parts"
    segment, times = max(Counter(segments).items(), key=lambda item: item[1], default=("", 0))
    return f"{segment[:50]!r} {times} times in the path" if times > REPEATED else None


class _Checked:
    """Hands on the addresses of a name that we may connect to."""

    def __init__(self, receiver: Any, name: str, allowed: Sequence[Network]) -> None:
        self.receiver, self.name, self.allowed = receiver, name, allowed
        self.passed, self.kept_out = False, ""
        self.resolutionBegan = receiver.resolutionBegan

    def addressResolved(self, address: Any) -> None:
        if reachable(address.host, self.allowed):
            self.passed = True
            self.receiver.addressResolved(address)
        else:
            self.kept_out = address.host

    def resolutionComplete(self) -> None:
        if self.kept_out and not self.passed:
            refused[self.name] = self.kept_out
            logger.warning("No connection to %s: %s is no public address (ALLOW_ADDRESSES)", self.name, self.kept_out)
        self.receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's own for IPv4 and IPv6 (TWISTED_DNS_RESOLVER), which gives no address that we may not connect to.

    Every new connection asks it, one to a literal address too, and goes to the very addresses that it answers: nothing
    is looked up a second time, so that a name which changes its address between check and connection gains nothing.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        self.allowed: list[Network] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allowed = networks(crawler.settings)
        return resolver

    def resolveHostName(
        self, resolutionReceiver: IResolutionReceiver, hostName: str, *args: Any, **kwargs: Any
    ) -> IHostResolution:
        checked: Any = _Checked(resolutionReceiver, hostName, self.allowed)
        try:
            hostName.encode("idna")
        except UnicodeError:  # which the look-up does not survive: the connection would wait without end
            checked.resolutionBegan(resolution := HostResolution(hostName))
            checked.resolutionComplete()
            return resolution  # type: ignore[return-value]  # zope's interfaces are no types of Python
        return super().resolveHostName(checked, hostName, *args, **kwargs)


class OnSiteMiddleware:
    """Only the site's own domains and public addresses, no traps, whoever asks: sources, parts and redirects as well.

    It takes the place of Scrapy's OffsiteMiddleware, which lets through what is marked as not to be filtered and drops
    the rest without a word, so that a page which redirects elsewhere would be missing unnamed. A robots.txt may stand
    on another host (RFC 9309, 2.3.1.2); the resolver watches over that one too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.allowed = networks(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OnSiteMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https"):
            raise IgnoreRequest(f"{request.url} is neither http nor https")
        if address := self._refused(parts.hostname or ""):
            raise IgnoreRequest(f"{request.url} is at {address}, which is no public address (see ALLOW_ADDRESSES)")
        spider = self.crawler.spider
        about_site = request.meta.get("dont_obey_robotstxt")  # robots.txt itself
        if isinstance(spider, SiteSpider) and not about_site and not spider.on_site(request.url):
            raise IgnoreRequest(f"{request.url} is not on the site's domains")
        if reason := trap(request.url):
            raise IgnoreRequest(f"it looks like a trap: {reason}")

    def _refused(self, name: str) -> str | None:
        try:
            return None if reachable(name, self.allowed) else name
        except ValueError:  # a name, which the resolver has perhaps met
            return refused.get(name)


class SameContentMiddleware:
    """Lets the very same page through under SAME_CONTENT_MAX addresses of the site and no more: the rest is a trap."""

    def __init__(self, crawler: Crawler) -> None:
        self.most = crawler.settings.getint("SAME_CONTENT_MAX")
        self._seen: LocalCache[bytes, set[str]] = LocalCache(10_000)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SameContentMiddleware:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status == 200 and isinstance(response, HtmlResponse) and not request.dont_filter:
            digest = sha256(response.body).digest()
            urls = self._seen.setdefault(digest, set())
            if len(urls) >= self.most and response.url not in urls:
                raise IgnoreRequest(f"it looks like a trap: the same page as at {len(urls)} other addresses")
            urls.add(response.url)
        return response
