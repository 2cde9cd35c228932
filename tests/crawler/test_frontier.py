"""What is fetched again, when and in which order; crawls of a small site that remembers from run to run."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Sized
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from benchmarks.runs import records
from crawler.discovery.link import ArticleLink, Found
from crawler.envelope import pack, unpack
from crawler.exits import Exit
from crawler.spider import SiteSpider
from crawler.state import State
from crawler.urls import Known, Outcome, Urls, Visit
from crawler.visits import DAY
from tests.crawler.conftest import feed
from tests.crawler.small_site import Reply, Run, SmallSite, article, crawl

ARTICLES = [f"/news/artikel-{n}.html" for n in (101, 102, 103)]
Crawl = Callable[..., Run]


# ---------------------------------------------------------------------- the queue alone


@pytest.fixture
def state() -> State:
    return State(None)


def add(urls: Urls, name: str, fresh: int = 0, *, priority: int = 0, modified: int | None = None) -> Known:
    return urls.add(name.encode(), f"https://a.de/{name}", "a.de", "{}", priority, fresh, modified)


def take(urls: Urls) -> Visit:
    leased = urls.lease("a.de")
    assert leased
    return leased[0]


def read(urls: Urls, visit: Visit, version: str = "v1") -> None:
    record = {"id": f"id of {visit.url}", "version": version, "url": visit.url, "date_published": None}
    visit.status = 200
    urls.stored(visit, {**record, "fetch": {"sha256": "0"}})
    urls.settle(visit)


def again(state: State, **manner: object) -> Urls:
    """The next run, after one that finished."""
    state.db.execute("UPDATE runs SET ended = 1, reason = 'finished'")
    state.db.execute("UPDATE urls SET last_seen = last_seen - 100, next_visit = next_visit - 100")
    return Urls(state, **manner)  # type: ignore[arg-type]


def test_the_urgent_and_the_fresh_come_first(state: State) -> None:
    urls = Urls(state)
    for name, fresh, priority in (("old", 1, 0), ("new", 9, 0), ("old too", 1, 0), ("urgent", 0, 1)):
        assert add(urls, name, fresh, priority=priority) is Known.NOT
    assert add(urls, "old") is Known.COUNTED
    order = [take(urls).url.rpartition("/")[2] for _ in range(4)]
    assert order == ["urgent", "new", "old", "old too"]
    assert urls.lease("a.de") is None


def test_leases_of_a_dead_process_return_and_sources_begin_anew(state: State) -> None:
    urls = Urls(state)
    add(urls, "one")
    urls.add(None, "https://a.de/rss.xml", "sources of a.de", "{}", 1, 0, None)
    take(urls)
    assert Urls(state).waiting() == {"a.de": 1}


def test_an_article_is_visited_again_when_it_is_time(state: State) -> None:
    urls = Urls(state)
    now = urls.opened
    add(urls, "new", now)
    add(urls, "old", now - 365 * DAY)
    for _ in range(2):
        read(urls, take(urls))
    state.db.execute("UPDATE urls SET next_visit = next_visit - 3600")
    assert again(state, revisit="never").waiting() == {}
    assert again(state, revisit="auto").waiting() == {"a.de": 1}
    urls = again(state, revisit="auto")
    assert take(urls).url == "https://a.de/new"
    assert again(state, revisit="always").waiting() == {"a.de": 2}


def test_a_run_that_was_cut_short_is_finished_before_all_is_visited_again(state: State) -> None:
    urls = Urls(state)
    add(urls, "one")
    add(urls, "two")
    for _ in range(2):
        read(urls, take(urls))
    urls = again(state, revisit="always")
    urls.state.db.execute("UPDATE runs SET started = started - 50 WHERE number = ?", (urls.run,))
    read(urls, take(urls))
    assert Urls(state, revisit="always").waiting() == {"a.de": 1}


def test_a_page_that_its_source_calls_changed_is_visited_at_once(state: State) -> None:
    urls = Urls(state)
    add(urls, "one", urls.opened - 365 * DAY)
    read(urls, take(urls))
    urls = again(state)
    assert add(urls, "one", modified=urls.opened - 1000) is Known.AS_BEFORE
    assert add(urls, "one", modified=urls.opened - 1000) is Known.COUNTED
    assert add(urls, "one", modified=urls.opened) is Known.NOT
    read(urls, take(urls))
    assert add(urls, "one", modified=urls.opened + 10**6) is Known.COUNTED  # once in a run, whatever the site says


def test_failures_are_tried_again_in_the_next_run_and_not_before(state: State) -> None:
    urls = Urls(state)
    add(urls, "one")
    visit = take(urls)
    visit.status = 503
    urls.settle(visit)
    assert add(urls, "one") is Known.NOT or urls.waiting() == {}
    assert again(state).waiting() == {"a.de": 1}


def test_a_narrow_run_fetches_only_what_it_asked_for(state: State) -> None:
    urls = Urls(state)
    add(urls, "one")
    add(urls, "two")
    urls = again(state, narrow=True)
    assert urls.waiting() == {}
    assert add(urls, "two") is Known.NOT
    assert take(urls).url == "https://a.de/two"
    assert again(state).waiting() == {"a.de": 2}


def test_a_crawl_of_a_mirror_leaves_what_waits_of_the_site(state: State) -> None:
    urls = Urls(state)
    add(urls, "one")
    urls.park(lambda lane: lane != "a.de")
    assert urls.waiting() == {}
    assert again(state).waiting() == {"a.de": 1}


def test_a_redirect_leads_to_each_page_once(state: State) -> None:
    urls = Urls(state)
    add(urls, "a")
    add(urls, "b")
    visit = take(urls)
    assert urls.redirect(visit, b"c", "https://a.de/c") is None
    assert urls.redirect(visit, b"c", "https://a.de/c") is None  # a retry of the same way
    assert add(urls, "c") is Known.COUNTED
    assert urls.redirect(visit, b"b", "https://a.de/b") == ""
    assert visit.outcome is Outcome.ELSEWHERE


def test_a_shared_target_counts_for_all_once_it_was_read(state: State) -> None:
    urls = Urls(state)
    for name in "abc":
        add(urls, name)
    first, second, third = take(urls), take(urls), take(urls)
    assert urls.redirect(first, b"x", "https://a.de/x") is None
    assert urls.redirect(second, b"x", "https://a.de/x") is None  # it may be a wall, and is looked at for each
    read(urls, first)
    assert urls.redirect(third, b"x", "https://a.de/x") == ""


@pytest.mark.parametrize(
    ("outcome", "since", "known"),
    [
        (Outcome.TOO_OLD, 2 * DAY, Known.COUNTED),
        (Outcome.TOO_OLD, DAY, Known.NOT),
        (Outcome.TOO_OLD, None, Known.NOT),
        (Outcome.LEFT_OUT, 2 * DAY, Known.NOT),
    ],
)
def test_what_was_left_out_by_its_date_comes_when_the_date_allows_it(
    state: State, outcome: Outcome, since: int | None, known: Known
) -> None:
    urls = Urls(state, since=2 * DAY)
    add(urls, "one")
    visit = take(urls)
    visit.outcome = outcome
    urls.settle(visit)
    assert add(again(state, since=since and since - 100), "one") is known


# ---------------------------------------------------------------------- requests as text


class Reader(Spider):
    name = "reader"

    def read(self) -> None: ...


def test_a_request_comes_back_as_it_was() -> None:
    spider = Reader()
    request = Request("https://a.de/ä", callback=spider.read, meta={"depth": 2}, headers={"Referer": "https://a.de/"})
    packed = pack(request.replace(method="POST", body=b"\x00\xff", priority=3, cb_kwargs={"n": 1}), spider)
    back = unpack(packed, request.url, spider)
    assert (back.url, back.callback, back.meta, back.method) == (request.url, spider.read, {"depth": 2}, "POST")
    assert (back.body, back.priority, back.cb_kwargs) == (b"\x00\xff", 3, {"n": 1})
    assert back.headers["Referer"] == b"https://a.de/"


def test_what_no_later_process_could_make_again_is_refused() -> None:
    spider = Reader()
    with pytest.raises(ValueError, match="can't be queued"):
        pack(Request("https://a.de/", meta={"x": object()}), spider)
    with pytest.raises(ValueError, match="no method of the spider"):
        pack(Request("https://a.de/", callback=lambda response: None), spider)
    with pytest.raises(ValueError, match="no method 'gone'"):
        unpack(json.dumps({"callback": "gone"}), "https://a.de/", spider)


# ---------------------------------------------------------------------- from run to run


@pytest.fixture
def run(site: SmallSite, tmp_path: Path) -> Crawl:
    site.pages = {path: page for path, page in site.pages.items() if path != "/"}

    def start(*args: str, **settings: str) -> Run:
        site.log.clear()
        return crawl(site, *args, DATA_DIR=str(tmp_path), **settings)

    return start


def fetched(site: SmallSite) -> list[str]:
    return sorted(path for path in site.log if path.startswith("/news/a"))


def kept(tmp_path: Path) -> list[dict]:
    return [record or {} for record in records(tmp_path / "techstage")]


def test_articles_are_fetched_once_and_sources_each_time(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    assert len(run().records) == 3
    site.pages["/news/artikel-104.html"] = article("Artikel 104")
    site.pages["/rss.xml"] = feed(*ARTICLES, "/news/artikel-104.html")
    second = run()
    assert [record["headline"] for record in second.records] == ["Artikel 104"]
    assert fetched(site) == ["/news/artikel-104.html"]
    third = run()
    assert third.records == []
    assert third.code == Exit.PARTLY_FAILED  # as ever on this site, most of whose sources are not there
    assert "0 new or changed; 4 as before" in third.err
    place = tmp_path / "techstage"
    told = ["".join(one.err.translate({ord("│"): None}).split()) for one in (second, third)]
    assert f"writtentostdout:,{place}/articles-*.jsonland.jsonl.zst" in told[0]
    assert f"writtentonothingnew;earlierrecordsarein{place}/" in told[1]
    assert len(kept(tmp_path)) == 4


def test_a_limit_leaves_the_rest_to_the_next_run(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    many = [f"/news/artikel-{n}.html" for n in range(1000, 1400)]
    site.pages |= {path: article(f"Artikel {path[-9:-5]}") for path in many}
    site.pages["/rss.xml"] = feed(*many)
    first = run("-a", "limit=3")
    assert len(first.records) == len(fetched(site)) == 3
    second = run("-a", "limit=2")
    assert len(second.records) == len(fetched(site)) == 2
    assert len({record["url"] for record in first.records + second.records}) == 5
    with State(tmp_path / "techstage") as state:
        row = state.one("SELECT count(*) FROM urls WHERE state = 'pending'")
    assert row
    assert row[0] == 395


def test_links_beyond_the_limit_cost_no_memory() -> None:
    class Long:
        url, max_pages = "https://a.de/sitemap.xml", 1

        def read(self, body: bytes, url: str, **manner: object) -> Found:
            return Found(links=[ArticleLink(url=f"https://a.de/{body.decode()}-{n}") for n in range(1000)])

    class Site(SiteSpider):
        name, allowed_domains, sources = "a", ("a.de",), (Long(),)  # type: ignore[assignment]

    spider = Site.from_crawler(get_crawler(), limit="3")
    for n in range(5):
        assert sum(1 for _ in spider.read_source(HtmlResponse(Long.url, body=str(n).encode()), 0)) == 1000
    gc.collect()
    assert not any(isinstance(thing, Request) and thing.url.startswith("https://a.de/4-") for thing in gc.get_objects())
    assert sum(len(held) for name, held in vars(spider).items() if isinstance(held, Sized) and name != "settings") < 100


def test_a_changed_article_is_a_new_version(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    run()
    site.pages[ARTICLES[0]] = article("Artikel 101, geändert")
    second = run("-a", "revisit=always")
    assert fetched(site) == ARTICLES
    (record,) = second.records
    old = next(one for one in kept(tmp_path) if one["url"].endswith(ARTICLES[0]))
    assert old["previous_version"] is None
    assert record["previous_version"] == old["version"] != record["version"]
    assert record["id"] == old["id"]
    assert len(kept(tmp_path)) == 4


def test_an_article_that_is_gone_gets_a_tombstone_once(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    run()
    page = site.pages[ARTICLES[1]]
    site.pages[ARTICLES[1]] = Reply("", status=410)
    run("-a", "revisit=always")
    run("-a", "revisit=always")
    (tombstone,) = [one for one in kept(tmp_path) if one.get("tombstone")]
    assert (tombstone["url"], tombstone["fetch"]["status"]) == (site.at + ARTICLES[1], 410)
    assert tombstone["previous_version"] in {one["version"] for one in kept(tmp_path)}
    site.pages[ARTICLES[1]] = page
    assert len(run("-a", "revisit=always").records) == 1  # it is back


def test_a_lost_state_is_made_again_from_the_parts(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    def manifest() -> list[dict]:
        return json.loads((tmp_path / "techstage" / "manifest.json").read_text())["parts"]

    run(PART_BYTES="2000")
    before = manifest()
    page = site.pages[ARTICLES[1]]
    site.pages[ARTICLES[1]] = Reply("", status=404)
    run("-a", "revisit=always")  # leaves the note that it is gone in an open part
    for path in (tmp_path / "techstage").glob("state.sqlite*"):
        path.unlink()
    site.pages[ARTICLES[1]] = page
    site.pages[ARTICLES[2]] = article("Artikel 103, geändert")
    assert run().records == []
    assert manifest() == before
    assert before
    back, changed = sorted(run("-a", "revisit=always").records, key=lambda record: record["headline"])
    assert (back["headline"], back["previous_version"]) == ("Artikel 102", None)
    assert changed["previous_version"] in {one["version"] for one in kept(tmp_path)}
    assert len(kept(tmp_path)) == 6
    assert manifest() == before


def test_an_article_lives_while_one_of_its_addresses_does(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    page = article("Artikel 101", head=f'<link rel="canonical" href="{ARTICLES[0]}">')
    site.pages[ARTICLES[0]] = site.pages[ARTICLES[2]] = page
    run()
    gone = Reply("", status=404)
    site.pages[ARTICLES[2]] = gone
    run("-a", "revisit=always")
    assert not [one for one in kept(tmp_path) if one.get("tombstone")]
    site.pages[ARTICLES[0]] = gone
    run("-a", "revisit=always")
    assert len([one for one in kept(tmp_path) if one.get("tombstone")]) == 1
    site.pages[ARTICLES[2]] = page
    assert len(run("-a", "revisit=always").records) == 1


def test_what_waits_of_another_mirror_is_not_asked_for(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    page, site.pages[ARTICLES[0]] = site.pages[ARTICLES[0]], Reply("", status=503)
    run()
    site.log.clear()
    with SmallSite() as other:
        other.pages = {**site.pages, ARTICLES[0]: page}
        crawl(other, DATA_DIR=str(tmp_path))
        assert ARTICLES[0] in other.log
    assert site.log == []


def test_failed_pages_come_with_the_next_run(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    page = site.pages[ARTICLES[2]]
    site.pages[ARTICLES[2]] = Reply("", status=503)
    first = run()
    assert (first.code, len(first.records)) == (Exit.PARTLY_FAILED, 2)
    site.pages[ARTICLES[2]] = page
    assert len(run().records) == 1
    assert fetched(site) == [ARTICLES[2]]


@pytest.mark.parametrize("wall", [Reply("<p>Dürfen wir?</p>"), Reply("", 503)])
def test_articles_behind_one_wall_are_named_and_come_when_it_is_gone(
    site: SmallSite, run: Crawl, monkeypatch: pytest.MonkeyPatch, wall: Reply
) -> None:
    pages = site.pages
    site.pages = {**pages, "/wall": wall, **dict.fromkeys(ARTICLES, Reply("", 302, {"Location": "/wall"}))}
    first = run()
    assert (first.code, first.records) == (Exit.NOTHING_FOUND, [])
    assert all(f"{path}: " in first.err for path in ARTICLES)
    site.pages = pages
    monkeypatch.setenv("TECHNEWS_CLOCK", str(2 * DAY))
    assert len(run().records) == 3


def test_the_parts_of_an_article_are_repaired_and_read_again_although_its_first_page_has_not_changed(
    site: SmallSite, run: Crawl, tmp_path: Path
) -> None:
    first, second = ARTICLES[0], f"{ARTICLES[0]}?seite=2"
    site.pages["/rss.xml"] = feed(first)
    following = '<a rel="next" href="?seite=2">weiter</a>'
    site.pages[first] = Reply(article("Artikel 101", following), headers={"ETag": '"1"'})
    site.pages[second] = Reply("", status=503)
    (half,) = run().records
    assert "Der Schluss" not in half["body_text"]
    assert f"could not be had: {site.at}{second}" in half["extraction"]["warnings"][0]
    site.pages[second] = article("Artikel 101", "<p>Der Schluss steht auf der zweiten Seite, und er sagt, was es war.")
    (whole,) = run().records
    assert "Der Schluss" in whole["body_text"]
    assert whole["previous_version"] == half["version"]
    assert "could not be had" not in str(whole["extraction"]["warnings"])
    assert run("-a", "revisit=always").records == []
    assert fetched(site) == [first, second]
    site.pages[second] = article(
        "Artikel 101", "<p>Der Schluss ist ein anderer, und auf der ersten Seite blieb es still."
    )
    (changed,) = run("-a", "revisit=always").records
    assert changed["previous_version"] == whole["version"]
    site.pages[second] = Reply("", status=503)
    for _ in range(2):
        assert run("-a", "revisit=always").records == []  # half an article takes no whole one's place,
        assert fetched(site) == [first, second, second]
    site.pages[second] = Reply("", status=404)
    assert run("-a", "revisit=always").records == []
    (left,) = run("-a", "revisit=always").records  # until its part does not come back
    assert (left["version"], left["previous_version"]) == (half["version"], changed["version"])


def test_an_earlier_day_brings_what_a_later_one_left_out(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    for day, path in zip((5, 15, 25), ARTICLES, strict=True):
        meta = f'<meta property="article:published_time" content="2026-01-{day:02}T08:00:00+01:00">'
        site.pages[path] = article(f"Artikel {day}", head=meta)
    assert [len(run("-a", f"since=2026-01-{day}").records) for day in (20, 20, 10)] == [1, 0, 1]
    assert fetched(site) == ARTICLES[:2]
    assert len(run("-a", "since=2026-01-20").records) == len(fetched(site)) == 0


def test_one_article_under_two_addresses_is_written_once(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    head = '<link rel="canonical" href="/news/artikel-101.html">'
    for path in ("/news/artikel-101.html", "/news/artikel-109.html"):
        site.pages[path] = article("Artikel 101", head=head)
    site.pages["/news/artikel-108.html"] = Reply("", status=301, headers={"Location": "/news/artikel-102.html"})
    site.pages["/rss.xml"] = feed(*ARTICLES, "/news/artikel-109.html", "/news/artikel-108.html")
    run()
    assert len(kept(tmp_path)) == 3
    assert fetched(site).count("/news/artikel-102.html") == 1


def test_the_parts_say_what_the_feed_says(site: SmallSite, run: Crawl, tmp_path: Path) -> None:
    found = run(PART_BYTES="2000").records
    assert sorted(map(json.dumps, found)) == sorted(map(json.dumps, kept(tmp_path)))
    assert list((tmp_path / "techstage").glob("*.zst"))
