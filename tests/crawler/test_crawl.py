"""Crawls of a small site over the loopback interface, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.exits import Exit
from tests.crawler.conftest import feed
from tests.crawler.small_site import Reply, SmallSite, article, crawl, refused, scrapy


def paragraph(words: str) -> str:
    """A paragraph long enough to be taken for one."""
    rest = "Hier steht ausführlich, was die Redaktion in mehreren Wochen mit dem Gerät erlebt hat und was daraus folgt."
    return f"<p>{words} {rest}</p>"


def paths(run_urls: list[dict], site: SmallSite) -> list[str]:
    return sorted(record["url"].removeprefix(site.at) for record in run_urls)


def test_each_article_is_fetched_once_and_sources_are_read(site: SmallSite) -> None:
    run = crawl(site, CONTACT="mail@example.org")
    assert run.code == Exit.PARTLY_FAILED  # the other sources of the site are not there
    assert paths(run.records, site) == [f"/news/artikel-{n}.html" for n in (101, 102, 103)]
    assert site.log[0] == "/robots.txt"
    assert site.log.count("/news/artikel-101.html") == 1
    assert "/rss.xml" in site.log
    assert "/" in site.log
    (agent,) = site.agents
    assert agent.startswith("technews/")
    assert agent.endswith("(+mail@example.org)")
    fetch = run.records[0]["fetch"]
    assert (fetch["source"], fetch["status"], fetch["depth"]) == ("live", 200, 1)
    assert fetch["referrer"] in (site.at + "/rss.xml", site.at + "/")
    assert fetch["fetched_at"].endswith("+00:00")
    assert len(fetch["sha256"]) == 64
    assert "articles" in run.err
    assert "/sitemap.xml: HTTP 404" in run.err.replace("\n", "")


def test_limit_is_kept_and_gone_pages_are_made_up_for(site: SmallSite) -> None:
    site.pages["/news/artikel-101.html"] = Reply("", status=410)
    run = crawl(site, "-a", "limit=2")
    assert len(run.records) == 2
    assert sum(path.startswith("/news/artikel") for path in site.log) == 3
    site.log.clear()
    assert len(crawl(site, "-a", "limit=1").records) == 1
    assert sum(path.startswith("/news/artikel") for path in site.log) == 2


def test_since_leaves_out_what_is_older_by_the_feed_or_by_its_own_date(site: SmallSite) -> None:
    listed = [f"/news/artikel-{n}.html" for n in (101, 102, 103)]
    site.pages = {path: page for path, page in site.pages.items() if path != "/"}
    site.pages["/rss.xml"] = feed(
        *listed, dates={listed[0]: "Sat, 31 Oct 2026 10:00:00 +0100", listed[1]: "Sun, 01 Nov 2026 00:30:00 +0100"}
    )
    old = '<meta property="article:published_time" content="2026-10-01T08:00:00+02:00">'
    site.pages[listed[2]] = article("Alt", head=old)
    run = crawl(site, "-a", "since=2026-11-01")
    assert paths(run.records, site) == [listed[1]]
    assert listed[0] not in site.log


def test_urls_are_fetched_and_nothing_else(site: SmallSite, tmp_path: Path) -> None:
    listed = tmp_path / "urls.txt"
    listed.write_text("# two of them\n\nhttps://www.techstage.de/news/artikel-101.html\n" + site.at + "/sonstiges\n")
    site.pages["/sonstiges"] = article("Sonstiges")
    run = crawl(site, "-a", f"urls={listed}")
    assert run.code == Exit.FINISHED
    assert paths(run.records, site) == ["/news/artikel-101.html", "/sonstiges"]
    assert sorted(site.log) == ["/news/artikel-101.html", "/robots.txt", "/sonstiges"]


@pytest.mark.parametrize("line", ["www.techstage.de/news/x-1.html", "https://www.example.org/news/x-1.html", "\x1b[2J"])
def test_a_bad_line_of_urls_is_named(tmp_path: Path, line: str) -> None:
    listed = tmp_path / "urls.txt"
    listed.write_text("# one\nhttps://www.techstage.de/news/artikel-101.html\n" + line + "\n")
    run = refused("crawl", "techstage", "-a", f"urls={listed}")
    assert run.code == Exit.BAD_INPUT
    assert len(run.err.splitlines()) == 1
    assert f"{listed}:3" in run.err
    assert "\x1b" not in run.err


def test_a_named_url_that_leads_to_the_front_page_or_a_rubric_is_no_article(site: SmallSite, tmp_path: Path) -> None:
    led = {"/news/weg-1.html": "/", "/news/weg-2.html": "/news/", "/eigen/": "/eigen/seite", "/eigen/weg": "/"}
    site.pages |= {path: Reply("", 301, {"Location": target}) for path, target in led.items()}
    site.pages |= {"/": article("Startseite"), "/news/": article("Rubrik"), "/eigen/seite": article("Eigene Seite")}
    listed = tmp_path / "urls.txt"
    listed.write_text("".join(f"{site.at}{path}\n" for path in led))
    run = crawl(site, "-a", f"urls={listed}")
    assert [record["headline"] for record in run.records] == ["Eigene Seite"]
    for path in ("/news/weg-1.html", "/news/weg-2.html", "/eigen/weg"):
        assert f"Skipped {site.at}{path}: redirected to {site.at}{led[path]}, which is no article" in run.err


def test_sources_that_list_only_what_is_elsewhere_are_a_hint(site: SmallSite) -> None:
    index = "<sitemapindex><sitemap><loc>https://cdn.example.org/1.xml</loc></sitemap></sitemapindex>"
    empty = dict.fromkeys(("/", "/news/", "/test/", "/ratgeber/", "/bestenliste/"), "<p>leer")
    site.pages = {**empty, "/rss.xml": feed("/eins", "/zwei"), "/sitemap.xml": Reply(index)}
    run = crawl(site)
    assert run.code == Exit.NOTHING_FOUND
    assert "article_url leave out: 2, such as https://www.techstage.de/eins" in run.err
    assert "pages of its sources that allowed_domains leaves out: 1, such as https://cdn.example.org/1.xml" in run.err
    assert "skipped pages above" not in run.err


def test_bad_pages_are_named_and_the_others_come(site: SmallSite) -> None:
    bad = {
        "leer-1": Reply(" "),
        "pdf-2": Reply(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        "bild-3": Reply(b"\x89PNG\r\n"),
        "kaputt-4": Reply("x", status=500),
        "weg-5": Reply("x", status=404),
        "fort-6": Reply("", status=302, headers={"Location": "http://127.0.0.2:9/"}),
        "datei-7": Reply("", status=302, headers={"Location": "file:///etc/passwd"}),
        "kreis-8": Reply("", status=302, headers={"Location": "/news/kreis-8.html"}),
        "start-9": Reply("", status=302, headers={"Location": "/"}),
        "gross-10": Reply("<p>" + "x" * 20_000_000),
    }
    site.pages |= {f"/news/{name}.html": reply for name, reply in bad.items()}
    site.pages["/rss.xml"] = feed(*[f"/news/{name}.html" for name in bad], "/news/artikel-101.html")
    run = crawl(site)
    assert paths(run.records, site) == [f"/news/artikel-{n}.html" for n in (101, 102, 103)]
    warnings = [line for line in run.err.splitlines() if "Skipped" in line]
    for name in bad.keys() - {"start-9"}:
        assert sum(f"/news/{name}.html" in line for line in warnings) == 1, (name, run.err)
    assert "which is no article" in run.err
    assert "Traceback" not in run.err


def test_a_crawl_without_articles_says_so_and_fails(site: SmallSite) -> None:
    site.pages = {"/rss.xml": feed()}
    run = crawl(site)
    assert run.code == Exit.NOTHING_FOUND
    assert "NO ARTICLE" in run.err


def test_a_site_that_does_not_want_us_is_left_alone(site: SmallSite) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: technews\nDisallow: /\n", headers={"Content-Type": "text/plain"})
    run = crawl(site)
    assert run.code == Exit.BLOCKED
    assert site.log == ["/robots.txt"]
    assert "robots.txt" in run.err


def test_parts_are_joined_by_the_next_link(site: SmallSite) -> None:
    design = '<header class="cluster-header"><h1><span class="head5">Teil {n}</span></h1></header>'
    for n in (1, 2, 3):
        following = f'<a id="atoc_next" href="/news/lang-2611-9-{n % 3 + 1}.html">weiter</a>'  # the last leads back
        site.pages[f"/news/lang-2611-9-{n}.html"] = article(
            "Lang", design.format(n=n) + paragraph(f"Absatz {n}.") + following
        )
    site.pages["/news/lang-2611-9.html"] = article(
        "Lang", design.format(n=1) + '<a id="atoc_next" href="/news/lang-2611-9-2.html">weiter</a>'
    )
    site.pages["/rss.php?feed=RSS2.0"] = feed("/news/lang-2611-9.html", host="www.golem.de")
    site.pages["/"] = "<p>nichts"
    run = crawl(site, spider="golem")
    (record,) = run.records
    assert record["body_text"].count("Absatz 2.") == 1
    assert record["body_text"].count("Absatz 3.") == 1
    assert site.log.count("/news/lang-2611-9-2.html") == 1


def test_a_missing_part_does_not_lose_the_article(site: SmallSite) -> None:
    site.pages["/news/lang-2611-9.html"] = article(
        "Lang",
        '<header class="cluster-header"><h1><span class="head5">Lang</span></h1></header>'
        '<a id="atoc_next" href="/news/lang-2611-9-2.html">weiter</a>',
    )
    site.pages["/rss.php?feed=RSS2.0"] = feed("/news/lang-2611-9.html", host="www.golem.de")
    run = crawl(site, spider="golem")
    assert len(run.records) == 1
    assert "/news/lang-2611-9-2.html: HTTP 404" in run.err


def test_the_whole_article_is_asked_for_where_the_layout_knows_how(site: SmallSite) -> None:
    head = '<h1 class="a-article-header__title">Lang</h1><a href="?seite=2">2</a>'
    site.pages["/news/Lang-77.html"] = article("Lang", head)
    site.pages["/news/Lang-77.html?seite=all"] = article("Lang", head + paragraph("Der letzte Absatz."))
    site.pages["/rss/heise-atom.xml"] = feed("/news/Lang-77.html", host="www.heise.de")
    run = crawl(site, spider="heise")
    (record,) = run.records
    assert "Der letzte Absatz." in record["body_text"]
    assert record["url"] == f"{site.at}/news/Lang-77.html"


def test_a_calendar_without_end_ends(site: SmallSite) -> None:
    for day in range(100):
        site.pages[f"/news/?tag={day}" if day else "/news/"] = (
            '<article><a href="/news/artikel-101.html">x</a></article>'
            f'<a rel="next" href="/news/?tag={day + 1}">morgen</a>'
        )
    crawl(site)
    assert sum(path.startswith("/news/?tag=") for path in site.log) == 1


def test_hostile_names_do_not_reach_the_terminal(site: SmallSite) -> None:
    site.pages["/rss.xml"] = feed("/news/\x9b31m[red]x-1.html", "/news/artikel-101.html")
    site.pages["/news/artikel-102.html"] = Reply("", status=302, headers={"Location": "/x\x1b[2J"})
    run = crawl(site)
    assert "\x1b[2J" not in run.err
    assert "\x9b" not in run.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nosuch"], "nosuch"),
        (["heise", "golem"], "one spider"),
        (["heise", "-a", "since=yesterday"], "since='yesterday'"),
        (["heise", "-a", "limit=0"], "limit='0'"),
        (["heise", "-a", "limit=ten"], "limit='ten'"),
        (["heise", "-a", "at=127.0.0.1"], "at='127.0.0.1'"),
        (["heise", "-a", "sinse=2026-11-01"], "sinse"),
        (["heise", "-a", "urls=nosuch.txt"], "nosuch.txt"),
        (["heise", "-o", "/proc/nosuch/x.jsonl"], "/proc/nosuch/x.jsonl"),
        (["heise", "-o", "x.nosuch"], "nosuch"),
        (["heise", "-s", "REPLAY=nosuch.jsonl"], "nosuch.jsonl"),
        (["heise", "-s", "ALLOW_ADDRESSES=127.0.0.1,10.0.0.300"], "'10.0.0.300'"),
    ],
)
def test_bad_input_is_one_clear_line(args: list[str], said: str) -> None:
    run = refused("crawl", *args)
    assert run.code == Exit.BAD_INPUT
    assert len(run.err.splitlines()) == 1
    assert said in run.err
    assert run.out == ""


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_feed_that_has_an_end_is_not_appended_to(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    path.write_text("[]")
    run = refused("crawl", "techstage", "-o", str(path))
    assert (run.code, len(run.err.splitlines())) == (Exit.BAD_INPUT, 1)
    assert f"{path} is there, and {form} can't be appended to" in run.err
    assert path.read_text() == "[]"


def test_a_feed_that_is_replaced_or_grows_may_be_there(site: SmallSite, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    (tmp_path / "x.jsonl").write_text("{}\n")
    for option, name in (("-O", "x.json"), ("-o", "x.jsonl")):
        scrapy("crawl", "techstage", "-a", f"at={site.at}", option, str(tmp_path / name))
    assert len(json.loads((tmp_path / "x.json").read_text())) == 3
    assert len((tmp_path / "x.jsonl").read_text().splitlines()) == 4
