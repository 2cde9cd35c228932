"""`scrapy record`, `scrapy check` and the skeleton between them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crawler.exits import Exit
from crawler.recordings import relabelled, understood
from crawler.skeleton import skeleton
from crawler.spider import SiteSpider
from tests.corpus import CORPUS, separation
from tests.crawler.small_site import FAST, ROOT, Reply, Run, SmallSite, refused, scrapy
from tests.demo_site import DESIGNS, Library, render

BASE = "https://www.techstage.de"


@pytest.fixture
def replay(tmp_path: Path) -> Path:
    """Three articles of the demo site under techstage's addresses."""
    library = Library()
    lines = []
    for index in (5, 9, 20):
        article = library[index]
        (tmp_path / f"{index}.html").write_text(render(article, base_url=f"{BASE}/"))
        lines.append(json.dumps({"id": str(index), "path": f"{index}.html", "url": BASE + article.path}))
    (tmp_path / "manifest.jsonl").write_text("\n".join(lines))
    return tmp_path


def run(replay: Path, *args: str) -> Run:
    return scrapy(*args, settings={"REPLAY": str(replay), "RECORDINGS": str(replay / "pages")})


def urls(replay: Path) -> list[str]:
    return [json.loads(line)["url"] for line in (replay / "manifest.jsonl").read_text().splitlines()]


def test_record_then_check_then_a_change_then_accept(replay: Path) -> None:
    made = run(replay, "record", "techstage", *urls(replay))
    assert made.code == Exit.FINISHED, made.err
    folders = [line for line in made.out.splitlines() if line.startswith("/")]
    assert len(folders) == 3
    same = run(replay, "check", "techstage")
    assert (same.code, same.out) == (Exit.FINISHED, "techstage: 3 recordings, as expected\n")
    expected = Path(folders[0]) / "expected.json"
    expected.write_text(expected.read_text().replace('{"label": "kicker"', '{"label": "byline"', 1))
    other = run(replay, "check", "techstage")
    assert other.code == Exit.PARTLY_FAILED
    assert re.search(r"~ block \d+: byline → kicker: ", other.out)
    assert re.search(r"^kicker +2 +3$", other.out, re.MULTILINE)
    assert f"{folders[0]}: differs\n" in other.out
    assert other.out.endswith("If what came is right: scrapy check techstage --accept\n")
    assert run(replay, "check", "techstage", "--accept").code == Exit.FINISHED
    assert run(replay, "check", "techstage").code == Exit.FINISHED


def test_a_recording_can_be_crawled(replay: Path) -> None:
    run(replay, "record", "techstage", *urls(replay))
    crawled = scrapy(
        "crawl", "techstage", "-o", "-:jsonl", settings={**FAST, "REPLAY": str(replay / "pages" / "techstage")}
    )
    assert sorted(record["url"] for record in crawled.records) == sorted(urls(replay))


def test_a_page_that_is_not_there_is_named(replay: Path) -> None:
    made = run(replay, "record", "techstage", f"{BASE}/news/fehlt-1.html", urls(replay)[0])
    assert made.code == Exit.PARTLY_FAILED
    assert "fehlt-1.html: HTTP 404" in made.err
    assert len(made.err.splitlines()) == 1


def test_what_leads_elsewhere_is_no_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "near.py").write_text(
        "from crawler.spider import SiteSpider\n\nclass NearSpider(SiteSpider):\n"
        "    name = 'near'\n    allowed_domains = ('127.0.0.1',)\n    article_url = '-1$'\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with SmallSite() as site:
        site.pages = {"/geraet-1": Reply("", 302, {"Location": "/"}), "/": "<p>Alle Geräte</p>"}
        own = {**FAST, "SPIDER_MODULES": "near", "RECORDINGS": str(tmp_path / "pages")}
        made = scrapy("record", "near", f"{site.at}/geraet-1", settings=own)
        assert made.err == f"scrapy: {site.at}/geraet-1: leads to {site.at}/, which is no article\n"
    assert made.code == Exit.NOTHING_FOUND


def test_whole_keeps_the_page(replay: Path) -> None:
    run(replay, "record", "techstage", urls(replay)[0], "--whole")
    (stored,) = (replay / "pages").rglob("page.html")
    assert stored.read_bytes() == (replay / "5.html").read_bytes()


def test_a_broken_recording_is_named(replay: Path) -> None:
    run(replay, "record", "techstage", *urls(replay))
    first, second, third = sorted(path.parent for path in (replay / "pages").rglob("manifest.jsonl"))
    (first / "expected.json").write_text("{")
    (second / "page.html").unlink()
    (third / "manifest.jsonl").write_text("no JSON")
    broken = run(replay, "check", "techstage")
    assert broken.code == Exit.PARTLY_FAILED
    for path in (first / "expected.json", second / "page.html", third / "manifest.jsonl"):
        assert sum(str(path) in line for line in broken.out.splitlines()) == 1, broken.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["techstage"], "addresses"),
        (["nosuch", f"{BASE}/news/x-1.html"], "nosuch"),
        (["techstage", "nonsense"], "nonsense"),
        (["techstage", "https://example.org/news/x-1.html"], "techstage.de"),
        (["techstage", f"{BASE}/"], f"{BASE}/ is no article"),
    ],
)
def test_bad_input_is_one_clear_line(args: list[str], said: str) -> None:
    ended = refused("record", *args)
    assert ended.code == Exit.BAD_INPUT
    assert len(ended.err.splitlines()) == 1
    assert said in ended.err


@pytest.mark.parametrize("design", DESIGNS)
def test_a_skeleton_keeps_the_labels_and_not_the_prose(design: str) -> None:
    article = Library()[20]
    html = render(article, design, f"{BASE}/")
    page = understood(html, BASE + article.path, SiteSpider)
    bones = skeleton(page)
    assert bones == skeleton(understood(html, BASE + article.path, SiteSpider))
    mirrored = understood(bones, BASE + article.path, SiteSpider)
    assert len(relabelled(page, mirrored)) <= 2
    for paragraph in page.body_text.split("\n\n"):
        assert len(paragraph.split()) < 6 or paragraph not in bones
    for author in article.authors:
        assert author not in bones
    assert mirrored.metadata.date_published == page.metadata.date_published
    assert [offer.price for offer in mirrored.affiliate.offers] == [offer.price for offer in page.affiliate.offers]
    assert [link.url for link in mirrored.affiliate.links] == [link.url for link in page.affiliate.links]
    assert "<script>" not in bones


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_skeletons_of_real_pages_read_like_them() -> None:
    blocks = changed = 0
    for stored in separation():
        page = understood(stored.html, stored.url, SiteSpider)
        mirrored = understood(skeleton(page), stored.url, SiteSpider)
        blocks += len(page.blocks)
        changed += len(relabelled(page, mirrored))
        sentences = {part for part in page.body_text.split("\n\n") if len(part.split()) > 15}
        assert not sentences & set(mirrored.body_text.split("\n\n")), stored.name
    assert blocks > 8000
    assert changed / blocks < 0.004


def test_the_recordings_of_the_repository_are_as_expected() -> None:
    done = scrapy("check", settings={"RECORDINGS": str(ROOT / "tests" / "pages")})
    assert done.code == Exit.FINISHED, done.out
