"""`scrapy check --live` against the demo site: a verdict for each way in which a site can have changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.exits import Exit
from tests.crawler.small_site import FAST, ROOT, Run, refused, scrapy
from tests.demo_site import DemoSite

RECORDED = str(ROOT / "tests" / "pages")


@pytest.fixture
def demo() -> Iterator[DemoSite]:
    with DemoSite() as site:
        site.design = "ring"  # the one that techstage's recordings have
        yield site


def live(site: DemoSite, *args: str) -> Run:
    return scrapy("check", "techstage", "--live", "--at", site.url, *args, settings={**FAST, "RECORDINGS": RECORDED})


def test_a_site_as_recorded_is_fine(demo: DemoSite) -> None:
    run = live(demo)
    assert run.code == Exit.FINISHED, run.err
    first, *odd = run.out.splitlines()
    assert first == "techstage: fine"
    assert len(odd) == 1  # an article without byline and JSON-LD; one odd page is not yet another site
    assert "without authors" in odd[0]
    articles = sum(demo.counts[demo.library.path(index)] for index in range(len(demo.library)))
    assert articles == 3


@pytest.mark.parametrize(
    ("instead", "verdict", "code"),
    [
        ("forbidden", "blocked", Exit.BLOCKED),
        ("consent", "consent wall", Exit.PARTLY_FAILED),
        ("wall", "consent wall", Exit.PARTLY_FAILED),
        ("home", "redirected", Exit.PARTLY_FAILED),
        ("empty", "empty", Exit.PARTLY_FAILED),
    ],
)
def test_each_trouble_has_its_verdict(demo: DemoSite, instead: str, verdict: str, code: Exit) -> None:
    demo.instead = instead
    run = live(demo, "--pages", "2")
    assert run.code == code, run.err
    first, *reasons = run.out.splitlines()
    assert first == f"techstage: {verdict}"
    assert len(reasons) == 2
    assert all(demo.url in reason for reason in reasons)


def test_robots_that_forbid_all_block(demo: DemoSite) -> None:
    demo.robots = "User-agent: *\nDisallow: /\n"
    run = live(demo)
    assert run.code == Exit.BLOCKED
    assert run.out.startswith("techstage: blocked\n")
    assert "robots.txt" in run.out


@pytest.mark.parametrize("port", ["1", ""])
def test_a_site_that_can_not_be_reached_is_not_blocked(demo: DemoSite, port: str) -> None:
    """Nobody listens, or the server has no robots.txt to give."""
    demo.robots = 503
    at = f"http://127.0.0.1:{port}" if port else demo.url
    run = scrapy("check", "techstage", "--live", "--at", at, settings={**FAST, "RECORDINGS": RECORDED})
    assert run.code == Exit.PARTLY_FAILED
    assert run.out.startswith("techstage: unreachable\n")


def test_a_dead_feed_is_named_though_the_articles_are_fine(demo: DemoSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.demo_site.lists.rss", lambda library, base: "<html><p>Kein Feed mehr</p></html>")
    run = live(demo)
    assert run.code == Exit.PARTLY_FAILED
    assert run.out.splitlines()[0] == "techstage: feed dead"
    assert "/rss.xml" in run.out


def test_a_new_layout_is_stored_and_proposed(demo: DemoSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.design = "heise"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scrapy.cfg").write_text((ROOT / "scrapy.cfg").read_text())
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    run = scrapy(
        "check", "techstage", "--live", "--at", demo.url, settings={**FAST, "RECORDINGS": RECORDED}, folder=tmp_path
    )
    assert run.code == Exit.PARTLY_FAILED, run.err
    assert run.out.startswith("techstage: layout changed\n")
    assert "no layout matches" in run.out
    assert len(list((tmp_path / "out" / "check" / "techstage").glob("*/page.html*"))) == 3
    assert "Layout(" in run.out
    assert "a-article-header" in run.out
    assert "scrapy record techstage" in run.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nosuch"], "nosuch"),
        (["--live", "--accept"], "--accept"),
        (["--at", "http://127.0.0.1"], "--live"),
        (["--live", "--at", "nowhere"], "nowhere"),
        (["--live", "--pages", "0"], "--pages"),
    ],
)
def test_bad_input_is_one_clear_line(args: list[str], said: str) -> None:
    run = refused("check", *args)
    assert run.code == Exit.BAD_INPUT
    assert len(run.err.splitlines()) == 1
    assert said in run.err
