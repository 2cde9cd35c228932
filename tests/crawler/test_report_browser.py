"""The report in a real browser: light and dark, on a phone and on paper, by keyboard, and with hostile text in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crawler.browse.build import build
from crawler.browse.database import open_database
from crawler.dataset.figures import LENGTHS, Figures
from crawler.dataset.page import page as stats
from crawler.report.articles import changed, newest
from crawler.report.page import page
from crawler.report.story import Site, tell
from tests.crawler.browsing import record, write
from tests.crawler.months import NOW, months
from tests.crawler.small_site import SmallSite

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

PHONE = {"width": 390, "height": 844}
EVIL = "<script>window.ran=1</script><img src='SITE/img' onerror='window.ran=2'>"
PAID = '<p><a href="https://www.amazon.de/dp/B0DEMO0004?tag=demosite-21">Bei Amazon ansehen</a></p>'


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[Site]:
    """Six made sites; the first has articles, one of which changed twice, from a real database."""
    data = tmp_path_factory.mktemp("data")
    first, second = record(1, body=PAID), record(2, "Zweiundzwanzigtausendvierhundertelfseitenwort" * 4)
    newer = record(1, "Artikel 1, geändert", PAID, at="2026-11-03T08:00:00+00:00")
    newest_ = record(1, "Artikel 1, wieder geändert", PAID + "<p>Ein neuer Absatz steht am Ende, und er ist lang.</p>")
    write(data / "techstage", *({**line, "site": "techstage"} for line in (first, second, newer, newest_)))
    build(data)
    found = [site for name, runs in months().items() if (site := tell(name, runs, NOW, 30))]
    db = open_database(data / "browse.sqlite")
    found[0].articles, found[0].changes = newest(db, "techstage"), changed(db, "techstage")
    db.close()
    return found


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    """Opens a report from a file; `requests` are the URLs that it asked for, `said` what the console was told."""
    opened = []

    def open_it(drawn: str, **options: Any) -> Tab:
        path = tmp_path / "report.html"
        path.write_text(drawn, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        opened.append(context)
        tab = context.new_page()
        tab.requests, tab.said = [], []
        tab.on("request", lambda request: tab.requests.append(request.url))
        tab.on("console", lambda message: tab.said.append(message.text))
        tab.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.goto(path.as_uri())
        assert tab.requests.pop(0) == path.as_uri()
        return tab

    yield open_it
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}},
        {"viewport": {"width": 320, "height": 600}},
    ],
)
def test_it_opens_without_a_word_and_fits(
    open_report: Callable[..., Tab], sites: list[Site], tmp_path: Path, options: dict[str, Any]
) -> None:
    tab = open_report(page(sites, NOW), **options)
    for summary in tab.locator("#site-1 summary").all():
        summary.click()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (tab.requests, tab.said) == ([], [])
    assert tab.locator("h1").inner_text() == "1 of 6 sites needs a look"
    for chart in tab.locator(".overview svg, #site-1 .charts svg").all():
        box = chart.bounding_box()
        assert box is not None
        assert box["width"] > 100
        assert box["height"] >= 18
    assert len(tab.screenshot(path=tmp_path / "shot.png")) > 20_000
    ground, ink = (
        [int(part) for part in re.findall(r"\d+", tab.locator("body").evaluate(f"e => getComputedStyle(e).{name}"))]
        for name in ("backgroundColor", "color")
    )
    dark = options.get("color_scheme") == "dark"
    assert (ground[0] < 60 < 180 < ink[0]) if dark else (ink[0] < 60 < 200 < ground[0])


def test_the_style_is_applied_although_nothing_else_is_allowed(
    open_report: Callable[..., Tab], sites: list[Site]
) -> None:
    tab = open_report(page(sites, NOW))
    body = tab.locator("#site-1 .areas path[data-label=body]").evaluate("e => getComputedStyle(e).fill")
    teaser = tab.locator("#site-1 .areas path[data-label=teaser]").evaluate("e => getComputedStyle(e).fill")
    assert len({body, teaser, "rgb(0, 0, 0)"}) == 3
    assert (
        tab.locator("#site-1 .badge[data-label=body]").first.evaluate("e => getComputedStyle(e).backgroundColor")
        == body
    )


def test_an_articles_changes_are_shown_word_by_word(open_report: Callable[..., Tab], sites: list[Site]) -> None:
    tab = open_report(page(sites, NOW))
    change = tab.locator("#site-1 .change").first
    assert not change.locator(".diff").first.is_visible()
    change.locator("summary").click()
    assert change.locator("h5").count() == 2
    assert change.locator("ins").first.inner_text() == "wieder"
    assert "Ein neuer Absatz" in change.locator("ins").nth(1).inner_text()
    assert change.locator(".diff").nth(2).inner_text() == "Artikel 1 1, geändert"


def test_all_of_it_by_keyboard_and_with_names(open_report: Callable[..., Tab], sites: list[Site]) -> None:
    tab = open_report(page(sites, NOW), reduced_motion="reduce")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "To the overview"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "techstage"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("#site-1$"))
    assert tab.evaluate("document.querySelector('#site-1').getBoundingClientRect().top") < 100
    first = tab.locator("#site-1 summary").first
    first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#site-1 .runs").is_visible()
    unnamed = "all => all.filter(e => !e.getAttribute('aria-label')).length"
    assert tab.locator("svg[role=img]").evaluate_all(unnamed) == 0
    levels = tab.locator("h1, h2, h3, h4").evaluate_all("all => all.map(e => +e.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_on_paper_everything_is_open_and_light(
    open_report: Callable[..., Tab], sites: list[Site], tmp_path: Path
) -> None:
    tab = open_report(page(sites, NOW), color_scheme="dark")
    tab.emulate_media(media="print")
    assert tab.locator("#site-1 .runs").is_visible()
    assert tab.locator("#site-1 .diff").first.bounding_box()["height"] > 5
    assert not tab.locator(".up").first.is_visible()
    ink = tab.locator("body").evaluate("e => getComputedStyle(e).color")
    assert int(re.findall(r"\d+", ink)[0]) < 60
    tab.pdf(path=tmp_path / "report.pdf")
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "report.pdf").read_bytes()))
    assert len(sites) < pages < 60


def test_hostile_text_does_nothing(open_report: Callable[..., Tab], sites: list[Site]) -> None:
    with SmallSite() as server:
        evil = EVIL.replace("SITE", server.at)
        article = sites[0].articles[0]
        row = {**article.row, "headline": evil, "url": "javascript:window.ran=3", "authors": evil, "beginning": evil}
        bad = replace(article, row=row, teasers=[{"headline": evil, "url": "javascript:window.ran=4", "box": evil}])
        tab = open_report(page([replace(sites[0], name=evil, articles=[bad], failed=[(evil, evil, NOW)])], NOW))
        for summary in tab.locator("summary").all():
            summary.click()
        tab.get_by_text("window.ran=1").first.click()
        tab.wait_for_timeout(200)
        assert tab.evaluate("window.ran") is None
        assert (tab.requests, tab.said, server.log) == ([], [], [])
        assert tab.locator("[href^=javascript]").count() == 0


def test_the_policy_stands_even_if_something_were_not_escaped(
    open_report: Callable[..., Tab], sites: list[Site]
) -> None:
    with SmallSite() as server:
        drawn = page(sites[:1], NOW).replace("</main>", EVIL.replace("SITE", server.at) + "</main>")
        tab = open_report(drawn)
        assert tab.locator("main > script").count() == 1
        tab.wait_for_timeout(200)
        assert tab.evaluate("window.ran") is None
        assert server.log == []


TEXTS = """svg => [...svg.querySelectorAll("text")].map(text => text.getBoundingClientRect())
    .map(box => [box.top, box.left, box.right])"""


def overprinted(tab: Tab, chart: str) -> bool:
    """Whether a text of a line of text in one of these charts begins before the one at its left ends, or is cut off."""
    for svg in tab.query_selector_all(chart):
        edge = svg.evaluate("svg => svg.getBoundingClientRect()")
        texts = sorted(svg.evaluate(TEXTS))
        if any(left < edge["left"] - 1 or right > edge["right"] + 1 for _, left, right in texts):
            return True
        if any(first[0] == second[0] and first[2] > second[1] for first, second in pairwise(texts)):
            return True
    return False


@pytest.mark.parametrize("days", [1, 7, 8, 12, 13, 14, 15, 16, 20, 30, 35, 36, 45, 60])
def test_the_days_of_a_chart_can_be_read_on_a_phone(open_report: Callable[..., Tab], days: int) -> None:
    name, runs = next(iter(months().items()))
    for now in (NOW, NOW - 3 * 86_400):  # Mondays stand elsewhere
        site = tell(name, runs, now, days)
        assert site
        tab = open_report(page([site], now), viewport=PHONE)
        assert tab.query_selector("svg.chart text")
        assert not overprinted(tab, "svg.chart")


def test_the_columns_of_a_dataset_can_be_read_on_a_phone(open_report: Callable[..., Tab]) -> None:
    for months_ in (2, 5, 6, 9, 24):
        found = Figures(records=9, filled=Counter(body=9), lengths=Counter(dict.fromkeys(LENGTHS, 1)))
        found.months.update({f"20{24 + month // 12}-{month % 12 + 1:02}": month for month in range(months_)})
        tab = open_report(stats("news", found, {}), viewport=PHONE)
        assert len(tab.query_selector_all("svg.plot")) == 2
        assert not overprinted(tab, "svg.plot")
