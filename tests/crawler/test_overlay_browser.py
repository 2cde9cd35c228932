"""An overlay in a real browser: with pointer and keys, and with a hostile page in it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipelines import separate
from tests.crawler.overlay_pages import BARE, HOSTILE, PAGE, URL, drawn
from tests.crawler.small_site import SmallSite, article

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    """Opens an overlay from a file; `requests` are the URLs that the tab asked for after its own."""
    opened = []

    def open_it(drawing: str, **options: Any) -> Tab:
        path = tmp_path / "overlay.html"
        path.write_text(drawing, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 800}, **options})
        opened.append(context)
        tab = context.new_page()
        tab.requests = []
        tab.on("request", lambda request: tab.requests.append(request.url))
        tab.goto(path.as_uri())
        tab.wait_for_selector("html[data-ready]")
        assert tab.requests.pop(0) == path.as_uri()
        return tab

    yield open_it
    for context in opened:
        context.close()


def entry(tab: Tab, text: str) -> Any:
    return tab.locator(".entry", has_text=text).first


@pytest.mark.parametrize("html", [PAGE, BARE])
def test_the_page_and_its_blocks_are_shown(open_file: Callable[..., Tab], html: str) -> None:
    tab = open_file(drawn(html))
    page = tab.frame_locator("#page")
    assert page.locator("h1").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    record = separate(html, URL, blocks=True)
    assert tab.locator(".entry").count() == len(record["blocks"])
    shown = page.locator("body").evaluate(
        "() => new Set([...document.querySelectorAll('[data-tn-block]')].map(e => e.dataset.tnBlock)).size"
    )
    assert shown == len(record["blocks"])
    tab.get_by_role("tab", name="Teasers").click()
    assert tab.locator("#teasers").inner_text().startswith("Ein ganz anderer Artikel")
    assert tab.locator("#listed").is_hidden()
    tab.locator("#teasers .to").click()
    assert "anderer Artikel" in page.locator("[data-tn-at]").inner_text()
    assert tab.requests == []


def test_filter_by_key_and_by_click(open_file: Callable[..., Tab]) -> None:
    tab = open_file(drawn(PAGE))
    tinting = "e => getComputedStyle(e).backgroundColor"
    clear = "color(srgb 0 0 0 / 0)"
    nav = tab.frame_locator("#page").locator("nav li").first
    before = nav.evaluate(tinting)
    tab.keyboard.press("b")
    labels = tab.locator(".entry:visible").evaluate_all("all => [...new Set(all.map(e => e.dataset.label))]")
    assert labels == ["body"]
    assert tab.locator('.chip[data-label="body"]').get_attribute("aria-pressed") == "true"
    assert tab.locator("#said").inner_text().endswith(": body")
    assert nav.evaluate(tinting) == clear != before
    tab.locator('.chip[data-label="nav"]').click()
    assert nav.evaluate(tinting) == before
    tab.keyboard.press("Escape")
    assert tab.locator(".entry:visible").count() == tab.locator(".entry").count()


def test_the_reason_on_hover(open_file: Callable[..., Tab]) -> None:
    tab = open_file(drawn(PAGE))
    headline = next(block for block in separate(PAGE, URL, blocks=True)["blocks"] if block["label"] == "headline")
    tab.frame_locator("#page").locator("h1").hover()
    assert tab.locator("#why").inner_text() == f"headline\n{headline['reason']}"
    tab.mouse.move(1190, 790)
    tab.wait_for_selector("#why", state="hidden")


def test_all_of_it_by_keyboard(open_file: Callable[..., Tab]) -> None:
    tab = open_file(drawn(PAGE))
    tab.locator("#blocks").focus()
    tab.keyboard.press("Home")
    assert entry(tab, "News").get_attribute("aria-selected") == "true"
    assert tab.locator("#blocks").get_attribute("aria-activedescendant") == "b0"
    tab.keyboard.press("End")
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")
    page = tab.frame_locator("#page")
    assert page.locator(":focus").inner_text() == page.locator("[data-tn-at]").inner_text() == "Mehr zum Thema"
    tab.keyboard.press("j")
    assert "anderer Artikel" in page.locator(":focus").inner_text()
    tab.keyboard.press("Shift+J")
    assert page.locator(":focus").inner_text() == "Mehr zum Thema"
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.id") == "blocks"
    ring = tab.locator("#blocks").evaluate("e => getComputedStyle(e).outlineStyle")
    assert ring == "solid"
    tab.get_by_role("tab", name="Blocks").focus()
    tab.keyboard.press("ArrowRight")
    assert tab.get_by_role("tab", name="Teasers").get_attribute("aria-selected") == "true"
    page.locator("h1").click()
    assert entry(tab, "Ein Test").get_attribute("aria-selected") == "true"
    assert tab.locator("#listed").is_visible()


def test_what_is_hidden_at_first_is_shown_when_chosen(open_file: Callable[..., Tab]) -> None:
    html = article("Ein Test", '<div style="display:none"><ul><li>Ein Menü, das noch wartet</li></ul></div>')
    tab = open_file(drawn(html))
    item = tab.frame_locator("#page").locator("li")
    assert item.is_hidden()
    entry(tab, "Ein Menü").click()
    assert item.is_visible()


def test_only_the_differences(open_file: Callable[..., Tab]) -> None:
    expected = separate(PAGE, URL, blocks=True)["blocks"]
    wrong = next(block for block in expected if block["label"] == "body")
    wrong["label"] = "caption"
    tab = open_file(drawn(PAGE, [*expected, {"label": "ad", "text": "Werbung von früher"}]))
    tab.get_by_role("tab", name="Differences 2").click()
    told = tab.locator("#changes").inner_text()
    assert "expected caption, is body" in told
    assert "Werbung von früher" in told
    assert f"{len(expected) - 1} of {len(expected) + 1} expected" in told
    tab.get_by_role("tab", name="Blocks").click()
    tab.get_by_role("button", name="Only differences").click()
    assert tab.locator(".entry:visible").count() == 1
    assert "expected caption" in tab.locator(".entry:visible").inner_text()


def test_a_hostile_page_does_nothing(open_file: Callable[..., Tab]) -> None:
    with SmallSite() as site:
        html = HOSTILE.replace("SITE", site.at)
        tab = open_file(drawn(html))
        page = tab.frame_locator("#page")
        tab.locator(".chip").first.click()  # Playwright clicks only what nothing covers
        tab.keyboard.press("Escape")
        page.locator("#away").click(force=True)
        entry(tab, "Alles verdeckt").click()
        tab.wait_for_timeout(300)
        assert tab.evaluate("window.ran") is None
        assert tab.evaluate("document.cookie") == ""
        assert tab.requests == []
        assert site.log == []
        assert len(tab.frames) == 2
        assert tab.frames[1].url == "about:srcdoc"
        assert page.locator("script, link, base, form, iframe, svg, [onload], [onerror], [href], [src]").count() == 0
        assert page.locator("h1").get_attribute("data-tn-label") != "nav"
        box = page.locator("h1").bounding_box()
        assert box is not None
        assert box["height"] > 0


def test_the_policy_stands_even_if_the_page_were_not_defused(open_file: Callable[..., Tab]) -> None:
    """The walls behind the first one: a script and a picture that were overlooked neither run nor load."""
    with SmallSite() as site:
        past = escape(f'<script>top.ran=1</script><img src="{site.at}/img" onerror="top.ran=2">')
        drawing = drawn(PAGE).replace("&lt;/body&gt;", past + "&lt;/body&gt;")
        drawing = drawing.replace(
            "</aside>", f'<img src="{site.at}/img" onerror="window.ran=3"><script>window.ran=4</script></aside>'
        )
        tab = open_file(drawing)
        assert tab.frame_locator("#page").locator("script").count() == 1
        assert tab.evaluate("window.ran") is None
        assert site.log == []


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 800}}, {}])
def test_it_fits_and_is_not_blank(open_file: Callable[..., Tab], tmp_path: Path, options: dict[str, Any]) -> None:
    tab = open_file(drawn(PAGE), **options)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in ("#page", "aside", "#blocks"):
        box = tab.locator(part).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 100
    assert len(tab.screenshot(path=tmp_path / "shot.png")) > 20_000
    dark = options.get("color_scheme") == "dark"
    for place in (tab.locator("body"), tab.frame_locator("#page").locator("html")):
        bright = place.evaluate("e => getComputedStyle(e).backgroundColor")
        first = int(re.findall(r"\d+", bright)[0])
        assert (first < 60) if dark else (first > 200)


def test_a_large_page_opens(open_file: Callable[..., Tab]) -> None:
    html = article("Lang", "".join(f"<div>Zeile {n}<br><br>und <i>noch</i> {n}</div>" for n in range(2_500)))
    tab = open_file(drawn(html))
    start = time.monotonic()
    tab.keyboard.press("b")
    tab.locator("#blocks").focus()
    tab.keyboard.press("End")
    assert tab.frame_locator("#page").locator("[data-tn-at]").first.is_visible()
    assert time.monotonic() - start < 10
