"""What the report tells of made months, and what stands in its file whatever the sites sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from lxml import html as lxml_html
from markupsafe import Markup

from crawler.exits import Exit
from crawler.health.finding import Kind
from crawler.report import charts
from crawler.report.page import page
from crawler.report.story import Site, tell
from crawler.runs import Run
from tests.crawler.browsing import record, write
from tests.crawler.health.histories import DAY, START
from tests.crawler.months import NOTHING, NOW, month, months, offline, redesigned, walled
from tests.crawler.small_site import FAST, Reply, SmallSite, article, crawl, refused, scrapy

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


def told(runs: list[Run], days: int = 30, now: int = NOW) -> Site:
    site = tell(runs[-1].site, runs, now, days)
    assert site is not None
    return site


def seen(sites: list[Site]) -> str:
    return text_of(page(sites, NOW))


def text_of(drawn: str) -> str:
    """The report's text as a reader sees it, in one line."""
    return " ".join(lxml_html.document_fromstring(drawn).find("body").text_content().split())


def test_figures_by_day() -> None:
    runs = month("golem", 3)
    site = told(runs)
    assert len(site.days) == 30
    assert site.days[-1] - site.days[0] == timedelta(days=29)
    assert sum(value or 0 for value in site.new.values) == site.total("new") == sum(run.new for run in site.runs)
    assert all(START + 15.5 * DAY < run.started < NOW for run in site.runs)
    for shares in zip(*site.shares.values(), strict=True):
        known = [share for share in shares if share is not None]
        assert not known or sum(known) == pytest.approx(1)
    assert all(0 <= share <= 1 for filled in site.fields for share in filled.shares if share is not None)
    assert [seconds for _, seconds in site.slowest] == sorted((s for _, s in site.slowest), reverse=True)


def test_a_trouble_that_lasts_and_one_that_is_over() -> None:
    site = told(redesigned(month("techstage", 1), 27))
    (lasting,) = site.now_wrong
    assert lasting.finding.kind is Kind.LAYOUT
    assert [filled.name for filled in site.fields if filled.dried] == ["standfirst", "authors", "kicker"]
    assert site.days[site.marks[0].place] == date(2026, 11, 29)
    site = told(walled(month("heise", 2, 60), 32, 35))
    assert site.now_wrong == []
    wall = next(one for one in site.over if one.finding.kind is Kind.CONSENT_WALL)
    assert START + 32 * DAY <= wall.finding.since < START + 33 * DAY
    assert wall.until is not None
    assert START + 35 * DAY <= wall.until < START + 36 * DAY
    assert sum(site.bad_days) == 3
    assert site.errors[0][0] == "consent wall"


def test_what_was_over_before_the_days_is_not_told() -> None:
    assert told(walled(month("heise", 2), 20, 21), days=7).troubles == []


def test_a_site_without_runs_and_one_whose_first_run_goes_on() -> None:
    assert tell("new", [], NOW, 30) is None
    runs = [replace(month("new", 1)[0], **NOTHING, started=NOW - 30, ended=None, exit=None, sources={}, latency={})]
    site = tell("new", runs, NOW, 30, going_on=True)
    assert site is not None
    assert site.troubles == []
    assert "new nothing odd so far Overview new articles0" in seen([site])
    assert "last runjust now not ended" in seen([site])
    assert "Nothing was crawled yet" in seen([])


def test_of_a_site_that_is_hardly_known_nothing_is_said_to_be_usual() -> None:
    young, old = told(month("golem", 3)[:2], now=START + DAY), told(month("heise", 2))
    text = seen([young])
    assert "Nothing odd so far" in text
    assert "Too little is known to judge: not crawled (needs 6 runs and a day), unknown layout" in text
    assert "as usual" not in text
    assert "Nothing odd so far" in seen([young, old])
    assert "Too little" not in seen([old])


def test_the_worst_stands_first_and_the_headline_says_how_many() -> None:
    sites = [told(runs) for runs in months().values()]
    text = seen(sites)
    assert "1 of 6 sites needs a look" in text
    rows = lxml_html.document_fromstring(page(sites, NOW)).xpath("//table[@class='overview']/tbody/tr/th/a/text()")
    assert rows == ["techstage", "caschy", "golem", "heise", "netzpolitik", "theverge"]
    assert "All 5 sites are as usual" in seen([site for site in sites if site.name != "techstage"])


def test_nothing_that_a_site_sent_is_markup() -> None:
    runs = redesigned(month("techstage", 1), 27)
    failed = [(f"javascript:alert(1)//{EVIL}", EVIL), (f"https://x.example/{EVIL}", EVIL)]
    last = replace(
        runs[-1],
        failed=failed,
        slowest=[(failed[1][0], 9e9)],
        errors={EVIL: 3},
        labels={"body": 5, EVIL: 3},
        fields={EVIL: 1, "headline": 1},
        layouts={EVIL: 1},
        reason=EVIL,
    )
    drawn = page([told([*runs[:-1], last])], NOW, title=EVIL)
    root = lxml_html.document_fromstring(drawn)
    assert root.xpath("//script | //img | //link | //iframe | //object | //@onerror | //@style | //@src") == []
    assert {link.split(":")[0] for link in root.xpath("//@href") if not link.startswith("#")} == {"https"}
    assert EVIL in unescape(drawn)
    assert root.xpath("//svg//script") == []


def test_it_asks_for_nothing() -> None:
    drawn = page([told(runs) for runs in months().values()], NOW)
    root = lxml_html.document_fromstring(drawn)
    assert "url(" not in drawn
    assert "@import" not in drawn
    policy = root.xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert len(drawn) < 2_000_000


def test_charts_of_nothing_and_of_gaps() -> None:
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(4)]
    none = charts.Series("new", "new", [None] * 4)
    assert "not crawled" in charts.bars(days, [none], none, [], "x")
    assert "not crawled" in charts.sparkline(days, [None] * 4, [False] * 4, "x")
    drawn = charts.areas(days, {"body": [0.5, None, 1.0, 1.0], "nav": [0.5, None, 0.0, 0.0]}, [], "x")
    assert len(re.findall("<path", drawn)) == 4
    assert isinstance(drawn, Markup)
    assert charts.areas(days, {}, [], "x").count("<path") == 0
    assert charts.strip(days, [None, 0.0, 0.5, 1.0], "x").count("<rect") == 4


@pytest.mark.parametrize("days", [1, 2, 7, 30, 90, 365])
def test_any_number_of_days(days: int) -> None:
    site = told(offline(month("golem", 3), 38, 38.5), days)
    drawn = page([site], NOW)
    positions = [float(x) for x in re.findall(r'x="([\d.]+)%"', drawn)]
    assert positions
    assert 0 <= min(positions) <= max(positions) <= 100
    assert not re.search(r'(height|width)="-', drawn)


def test_of_a_crawl_by_the_command(site: SmallSite, tmp_path: Path) -> None:
    where = {**FAST, "DATA_DIR": str(tmp_path / "data")}
    assert scrapy("report", settings=where).code == Exit.NOTHING_FOUND
    assert len(crawl(site, DATA_DIR=where["DATA_DIR"]).records) == 3
    added = "<p>Ein Nachtrag zum Test, den es vorher nicht gab.</p>"
    site.pages["/news/artikel-101.html"] = article("Artikel 101", added)
    site.pages["/news/artikel-102.html"] = Reply("weg", 500)
    assert len(crawl(site, "-a", "revisit=always", DATA_DIR=where["DATA_DIR"]).records) == 1
    out = tmp_path / "sub" / "report.html"
    done = scrapy("report", "techstage", "-o", str(out), "--days", "7", settings=where)
    assert (done.code, done.out, done.err) == (0, f"{out}\n", "")
    text = text_of(out.read_text("utf-8"))
    assert "3 new articles, 1 change in 2 runs" in text
    assert "Without an article: HTTP 500 1" in text
    assert "Ein Nachtrag zum Test, den es vorher nicht gab." in text
    assert list(out.parent.iterdir()) == [out]


def test_bad_input_gets_one_line(tmp_path: Path) -> None:
    for args in (["--days", "0"], ["--days", "x"], ["-o", str(tmp_path)], ["--nix"]):
        done = refused("report", *args)
        assert done.code == Exit.BAD_INPUT, args
        assert len(done.err.splitlines()) >= 1
    write(tmp_path / "example", record(1))
    where = {"DATA_DIR": str(tmp_path)}
    done = scrapy("report", "heise", settings=where)
    assert (done.code, done.err) == (2, f"scrapy: {tmp_path} holds no crawl of heise; there are: example\n")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "state.sqlite").write_bytes(b"no database" * 100)
    done = scrapy("report", "-o", str(tmp_path / "out.html"), settings=where)
    assert done.code == Exit.PARTLY_FAILED
    assert all(line.startswith(f"scrapy: {tmp_path / 'broken'}") for line in done.err.splitlines())
    blocked = tmp_path / "example" / "state.sqlite" / "out.html"
    assert scrapy("report", "-o", str(blocked), settings=where).code == Exit.STORAGE
