"""What a site asks of us, and whether its own log shows that we did it."""

from __future__ import annotations

import threading
import time
from email.utils import formatdate
from itertools import pairwise
from statistics import median

import pytest

from crawler.exits import Exit
from crawler.politeness import retry_after
from crawler.robots import Robots, readable
from tests.crawler.conftest import feed
from tests.crawler.small_site import Reply, SmallSite, article, crawl

PLAIN = {"Content-Type": "text/plain"}


def robots(text: str, status: int = 200) -> Robots:
    return Robots("https://a.de/robots.txt", "2026-11-22T00:00:00+00:00", status=status, text=text)


def gaps(site: SmallSite) -> list[float]:
    return [after - before for before, after in pairwise(site.times)]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 451])
def test_no_robots_txt_allows_everything(status: int) -> None:
    assert robots("", status).allowed("https://a.de/x", "technews")


@pytest.mark.parametrize("status", [None, 500, 503])
def test_an_unreachable_one_allows_nothing(status: int | None) -> None:
    unreachable = Robots("https://a.de/robots.txt", "2026-11-22T00:00:00+00:00", status=status)
    assert not unreachable.allowed("https://a.de/x", "technews")


def test_500_kib_are_parsed() -> None:
    long = b"User-agent: *\n" + b"# x\n" * 130_000 + b"Disallow: /late\n"
    assert len(readable(long)) <= 500 * 1024
    assert robots(readable(long)).allowed("https://a.de/late", "technews")


def test_the_lines_know_their_group() -> None:
    text = "License: https://a.de/l.xml\nUser-agent: a\nUser-agent: b\nContent-Signal: ai-train=no # no\nAllow: /\n"
    assert robots(text).lines == [
        ("license", "https://a.de/l.xml", ""),
        ("content-signal", "ai-train=no", "a, b"),
    ]


def test_a_server_error_for_robots_txt_forbids_the_crawl(site: SmallSite) -> None:
    site.pages["/robots.txt"] = Reply("oh", status=500)
    run = crawl(site)
    assert run.code == Exit.BLOCKED
    assert set(site.log) == {"/robots.txt"}
    assert "HTTP 500" in run.err


def test_a_robots_txt_is_followed_over_redirects(site: SmallSite) -> None:
    site.pages["/robots.txt"] = Reply("", status=301, headers={"Location": "/r1"})
    site.pages["/r1"] = Reply("", status=302, headers={"Location": "/r2"})
    site.pages["/r2"] = Reply("User-agent: technews\nDisallow: /\n", headers=PLAIN)
    assert crawl(site).code == Exit.BLOCKED
    assert site.log == ["/robots.txt", "/r1", "/r2"]


@pytest.mark.parametrize("throttle", ["True", "False"])
def test_crawl_delay_is_kept(site: SmallSite, throttle: str) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 0.4\n", headers=PLAIN)
    run = crawl(site, AUTOTHROTTLE_ENABLED=throttle, AUTOTHROTTLE_START_DELAY="0.1", CONCURRENT_REQUESTS_PER_DOMAIN="8")
    assert len(run.records) == 3
    assert median(gaps(site)[1:]) > 0.37


def test_an_absurd_crawl_delay_is_capped_and_named(site: SmallSite) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 86400\n", headers=PLAIN)
    run = crawl(site, CRAWL_DELAY_MAX="0.2")
    assert len(run.records) == 3
    assert "86400" in run.err
    assert median(gaps(site)[1:]) > 0.17


def test_a_delay_of_our_own_is_kept_without_robots_txt(site: SmallSite) -> None:
    site.pages["/robots.txt"] = Reply("", status=404)
    crawl(site, "-a", "limit=2", DOWNLOAD_DELAY="0.3", DOWNLOAD_DELAY_JITTER="0")
    assert median(gaps(site)) > 0.27


def test_no_more_requests_are_under_way_than_allowed_without_any_delay(site: SmallSite) -> None:
    paths = [f"/news/artikel-{n}.html" for n in range(300, 330)]
    busy, most, lock = 0, 0, threading.Lock()

    def reply() -> Reply:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.05)
        with lock:
            busy -= 1
        return Reply(article("Artikel"))

    site.pages |= dict.fromkeys(paths, reply)
    site.pages["/rss.xml"] = feed(*paths)
    crawl(site, CONCURRENT_REQUESTS_PER_DOMAIN="2", DOWNLOAD_DELAY="0")
    assert sum(path in paths for path in site.log) == len(paths)
    assert most == 2


@pytest.mark.parametrize(("status", "header"), [(429, "seconds"), (503, "date"), (429, "none")])
def test_the_site_is_left_alone_when_it_asks_for_it(site: SmallSite, status: int, header: str) -> None:
    tired: list[float] = []

    def reply() -> Reply:
        if tired:
            return Reply(article("Artikel 101"))
        tired.append(time.monotonic())
        value = {"seconds": "2", "date": formatdate(time.time() + 3, usegmt=True), "none": ""}[header]
        return Reply("", status=status, headers={"Retry-After": value} if value else {})

    site.pages["/news/artikel-101.html"] = reply
    run = crawl(site, CONCURRENT_REQUESTS_PER_DOMAIN="1", BACKOFF_START="1.5")
    assert len(run.records) == 3
    after = [moment - tired[0] for moment in site.times if moment > tired[0] + 0.01]
    assert min(after) > {"seconds": 1.95, "date": 1.9, "none": 1.45}[header]


def test_retry_after_is_bounded(site: SmallSite) -> None:
    site.pages["/news/artikel-101.html"] = Reply("", status=429, headers={"Retry-After": "99999"})
    run = crawl(site, BACKOFF_MAX="0.3")
    assert len(run.records) == 2
    assert "99999" in run.err


def test_retry_after_in_all_its_forms() -> None:
    assert retry_after("9" * 5000, 0) == 999_999_999
    assert [retry_after(text, 0) for text in ("", "-1", "1.5", "١", "Thu, 99 Foo")] == [None] * 5
    assert retry_after(formatdate(50, usegmt=True), 100) == 0


def test_a_robots_txt_that_is_a_page_holds_up_nothing(site: SmallSite) -> None:
    """Many sites answer with a page, and status 200, for what they do not have."""
    site.pages["/robots.txt"] = "<!DOCTYPE html><html><body><h1>Nicht gefunden</h1></body></html>"
    assert len(crawl(site).records) == 3
