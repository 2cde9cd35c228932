"""`scrapy new_site`: what it makes passes its own tests as it is, from stored pages, real ones and a live site."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

import pytest

from benchmarks.corpus import samples
from crawler import urlpattern
from crawler.declaration import Declaration
from crawler.discovery.feed import Feed
from crawler.exits import Exit
from crawler.newsite import pointed
from crawler.recordings import understood
from crawler.settle import load
from crawler.spider import SiteSpider
from pipelines.items import Layout
from pipelines.links import absolute, same_site
from tests.corpus import CORPUS
from tests.crawler.small_site import FAST, ROOT, Reply, Run, SmallSite, article, refused, scrapy
from tests.demo_site import DemoSite

REAL = {
    "pcmag": "https://www.pcmag.com/",
    "mashable": "https://mashable.com/",
    "slashdot": "https://slashdot.org/",
    "xda": "https://www.xda-developers.com/",
    "techgearlab": "https://www.techgearlab.com/",
    "androidcentral": "https://www.androidcentral.com/",
    "cnet": "https://www.cnet.com/",
}
SETS = ("fronts", "fundus-tests", "trafilatura", "wcxb-dev", "separation")


class Workshop:
    """A package of sites of one's own in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.pages = folder, folder / "pages"
        (folder / "mysites").mkdir()
        (folder / "mysites" / "__init__.py").touch()
        own = {"SPIDER_MODULES": "mysites", "NEWSPIDER_MODULE": "mysites", "RECORDINGS": str(self.pages)}
        self.settings = {**FAST, **own}

    def run(self, *args: str, **settings: str) -> Run:
        return scrapy(*args, settings={**self.settings, **settings})

    def passes(self, name: str) -> list[Path]:
        """The recordings of a site that is as good as one made by hand."""
        assert self.run("check", name).code == Exit.FINISHED
        file = self.folder / "mysites" / f"{name}.py"
        for tool in (["check"], ["format", "--check"]):
            command = [sys.executable, "-m", "ruff", *tool, "--config", str(ROOT / "pyproject.toml"), str(file)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + file.read_text()
        folders = sorted(self.pages.glob(f"{name}/*"))
        crawled = self.run("crawl", name, "-o", "-:jsonl", REPLAY=str(self.pages / name))
        assert crawled.code == Exit.FINISHED, crawled.err
        assert len(crawled.records) == len(folders)
        assert all(record["headline"] and record["body"] for record in crawled.records)
        return folders


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Workshop(tmp_path)


@pytest.fixture
def small() -> Iterator[SmallSite]:
    with SmallSite() as site:
        yield site


def stored(url: str, folder: Path) -> Path:
    """The corpus' pages of a site, fronts too, as a manifest."""
    lines = []
    for name in SETS:
        listed = "manifest.jsonl" if name == "separation" else "truth.jsonl"
        for line in (CORPUS / name / listed).read_text(encoding="utf-8").strip().split("\n"):
            entry = json.loads(line)
            if same_site(entry.get("url") or "", url):
                path = str(CORPUS / name / "pages" / f"{entry['id']}.html.gz")
                lines.append(json.dumps({"id": f"{name}/{entry['id']}", "path": path, "url": entry["url"]}))
    folder.mkdir()
    (folder / "manifest.jsonl").write_text("\n".join(lines))
    return folder


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
@pytest.mark.parametrize("name", REAL)
def test_a_real_site_from_stored_pages(workshop: Workshop, name: str) -> None:
    made = workshop.run("new_site", name, REAL[name], "--from", str(stored(REAL[name], workshop.folder / "from")))
    assert made.code == Exit.FINISHED, made.out + made.err
    assert workshop.passes(name)


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_one_page_tells_the_addresses_of_the_other_articles() -> None:
    """`article_url` made from one real page and its links finds the articles that it points to, by reading."""
    shares = []
    for page in samples("separation"):
        teasers = {absolute(page.url, row["url"]) or "" for row in page.truth["teasers"]}
        if wanted := [url for url in teasers if same_site(url, page.url)]:
            pattern = urlpattern.propose([page.url], *pointed([understood(page.html, page.url, SiteSpider)]))
            assert pattern.found == 1, page.id
            shares.append(mean(re.search(pattern.regex, urlsplit(url).path) is not None for url in wanted))
    assert len(shares) > 25
    assert mean(shares) > 0.8  # 0.6 by the page's own address


def test_a_live_site_that_nobody_knows(workshop: Workshop) -> None:
    with DemoSite() as demo:
        demo.design = "ring"
        made = workshop.run("new_site", "magazine", f"{demo.url}/", "--pages", "4")
        assert made.code == Exit.FINISHED, made.out + made.err
        for found in ("feed: ", "news sitemap: ", "front page: ", "layout: when", "time zone: Europe/Berlin", "Next: "):
            assert found in made.out, made.out
        assert len(workshop.passes("magazine")) == 4
        crawled = workshop.run("crawl", "magazine", "-o", "-:jsonl")
        there = {demo.library.path(i) for i in range(len(demo.library)) if not demo.library.gone(i)}
        assert crawled.code == Exit.FINISHED
        assert {record["url"].removeprefix(demo.url) for record in crawled.records} == there
        assert {record["extraction"]["layout"] for record in crawled.records} == {"2026"}


@pytest.fixture
def plain(small: SmallSite) -> SmallSite:
    """A site with nothing but a front page."""
    paths = [f"/artikel/ein-neues-geraet-nummer-{n}" for n in (1001, 1002, 1003)]
    small.pages |= {path: article(f"Ein neues Gerät mit der Nummer {path[-4:]}") for path in paths}
    links = "".join(f'<a href="{path}">Ein neues Gerät mit der Nummer {path[-4:]}</a>' for path in paths)
    small.pages["/"] = f'<html lang=de><body><a href="/impressum">Impressum</a>{links}</body></html>'
    return small


def test_a_site_with_nothing_but_a_front_page(workshop: Workshop, plain: SmallSite) -> None:
    made = workshop.run("new_site", "plain", f"{plain.at}/")
    assert made.code == Exit.FINISHED, made.out + made.err
    assert r"^/artikel/[^/]+-\d+/?$" in (workshop.folder / "mysites" / "plain.py").read_text()
    assert len(workshop.passes("plain")) == 3


def test_what_can_not_be_written_leaves_nothing(workshop: Workshop, plain: SmallSite) -> None:
    full = workshop.folder / "full"
    full.touch()
    made = workshop.run("new_site", "plain", f"{plain.at}/", RECORDINGS=str(full))
    assert made.code == Exit.STORAGE, made.out + made.err
    assert not (workshop.folder / "mysites" / "plain.py").exists()
    assert workshop.run("new_site", "plain", f"{plain.at}/").code == Exit.FINISHED


@pytest.mark.parametrize(
    ("pages", "code", "said"),
    [
        ({}, Exit.NOTHING_FOUND, "HTTP 404"),
        ({"/": Reply("no", 403)}, Exit.BLOCKED, "HTTP 403"),
        ({"/": "<p>x</p>", "/robots.txt": "User-agent: *\nDisallow: /"}, Exit.BLOCKED, "robots.txt"),
        (
            {"/": "<p>x</p>", "/robots.txt": Reply("", 503)},
            Exit.NOTHING_FOUND,
            "can't be reached: robots.txt: HTTP 503",
        ),
        ({"/": "<a href=/impressum>Impressum</a>"}, Exit.NOTHING_FOUND, "no articles found"),
        ({"/": Reply("", 302, {"Location": "http://example.org/"})}, Exit.NOTHING_FOUND, "example.org"),
    ],
)
def test_what_is_no_site_is_refused(
    workshop: Workshop, small: SmallSite, pages: dict[str, Reply | str], code: Exit, said: str
) -> None:
    small.pages |= pages
    made = workshop.run("new_site", "none", f"{small.at}/")
    assert made.code == code, made.out + made.err
    assert said in made.err
    assert sum(line.startswith("scrapy: ") for line in made.err.splitlines()) == 1
    assert not workshop.pages.exists()
    assert not (workshop.folder / "mysites" / "none.py").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["heise", "https://www.heise.de/"], "already"),
        (["new-site", "https://a.de/"], "'new-site'"),
        (["../x", "https://a.de/"], "'../x'"),
        (["class", "https://a.de/"], "'class' can't be a site's name: it is a keyword of Python"),
        (["fresh", "a.de"], "'a.de'"),
        (["fresh"], "address"),
        (["fresh", "https://a.de/", "--pages", "0"], "--pages"),
        (["fresh", "https://a.de/", "--from", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_one_clear_line(args: list[str], said: str) -> None:
    ended = refused("new_site", *args)
    assert ended.code == Exit.BAD_INPUT
    assert len(ended.err.splitlines()) == 1
    assert said in ended.err


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/", "http://127.0.0.1:1/ can't be read: the site can't be reached: robots.txt: Connection"),
        ("http://10.0.0.1/", "http://10.0.0.1/ is at 10.0.0.1, which is no public address"),
    ],
)
def test_a_site_that_can_not_be_reached_refuses_nothing(workshop: Workshop, url: str, said: str) -> None:
    made = workshop.run("new_site", "none", url)
    assert made.code == Exit.NOTHING_FOUND
    assert f"scrapy: {said}" in made.err
    assert made.err.count("http://10.0.0.1/") <= 1


def test_a_stored_page_that_is_missing_is_named(tmp_path: Path) -> None:
    line = {"id": "1", "path": "gone.html", "url": "https://a.de/news/neues-geraet-1.html"}
    (tmp_path / "manifest.jsonl").write_text(json.dumps(line))
    ended = refused("new_site", "fresh", "https://a.de/", "--from", str(tmp_path))
    assert ended.code == Exit.BAD_INPUT
    assert ended.err == f"scrapy: {tmp_path} names {tmp_path / 'gone.html'}, which is not there\n"


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    """Whatever a page calls its parts, the file only holds strings."""
    evil = "x\"'''\n); import os; os._exit(9) #\u202e\\"
    declared = Declaration(
        name="evil", domain="a.de", timezone="UTC", language=evil, sources=(Feed(f"https://a.de/{evil}"),),
        article_url=f"^/{evil}", layout=Layout(name=evil, when=evil, body=(evil, evil), teaser=evil),
    )  # fmt: skip
    file = tmp_path / "evil.py"
    file.write_text(declared.code(), encoding="utf-8")
    site = load(file, "EvilSpider")
    assert site.layouts == (declared.layout,)
    assert (site.language, site.article_url, site.sources) == (evil, f"^/{evil}", declared.sources)
