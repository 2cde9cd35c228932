"""`scrapy overlay`: what it finds in a page, and the command."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from crawler import panel
from crawler.differences import differences
from crawler.exits import Exit
from crawler.looks import LOOKS
from crawler.overlay import file_name, overlay
from pipelines import separate
from pipelines.values import Label
from tests import corpus
from tests.crawler.overlay_pages import BARE, HOSTILE, PAGE, URL, WORDS, drawn, tinted, visible
from tests.crawler.small_site import Reply, SmallSite, article, refused, scrapy
from tests.demo_site.content.library import Library
from tests.demo_site.page import DESIGNS, render


def test_every_label_has_a_look_of_its_own() -> None:
    assert list(LOOKS) == list(Label)
    for values in zip(*((look.letter, look.colour) for look in LOOKS.values()), strict=True):
        assert len(set(values)) == len(Label)
    assert "j" not in {look.letter for look in LOOKS.values()}  # goes to the next block


@pytest.mark.parametrize(
    "html",
    [
        PAGE,
        BARE,
        HOSTILE,
        "<p>eins<p>eins<div>eins<br>zwei<br><br>drei<table>vier<tr><td>fünf</table>sechs<pre> a\n  b </pre></div>",
        "<div><a href=/x>A<p>B</p></a>C<source>D</source><title>E</title><link>F<xmp>G</xmp></div>",
    ],
)
def test_every_block_of_odd_pages_is_found(html: str) -> None:
    assert tinted(drawn(html)) == visible(html)


def test_control_characters_wherever_they_stand_break_nothing() -> None:
    odd = "\x01\x0b\x1f\uffff"
    page = (
        f'<html><body><p \x02=3 title="a\x02" a"b=1 xlink:href=x class="lead{odd}">Ein Sa{odd}tz. {WORDS}</p>{odd}'
        f"<!--{odd}-->Vor <b\x02>dem</b\x02> Bild {odd}{WORDS}<img alt='Bild{odd}' style='width:1px{odd}'><br>"
        f"<div \x02=3 data-tn-label=nav>Ein <b {odd}>fetter</b> {odd} Satz.<p>{WORDS}</p></div></body></html>"
    )
    assert tinted(drawn(page)) == visible(page)
    assert "Ein Sa" in drawn(page)


def test_every_block_of_the_demo_pages_is_found() -> None:
    library = Library()
    for design in DESIGNS:
        for written in library.articles():
            html = render(written, design)
            assert tinted(drawn(html)) == visible(html)


@pytest.mark.skipif(not corpus.CORPUS.exists(), reason="the shared corpus is not here")
def test_every_block_of_the_real_pages_is_found() -> None:
    pages = list(corpus.separation())
    assert len(pages) == 36
    for page in pages:
        assert tinted(drawn(page.html, url=page.url)) == visible(page.html, page.url), page.name


def test_blocks_of_another_version_are_found_where_they_still_stand() -> None:
    record = separate(PAGE, URL, blocks=True)
    blocks = record["blocks"]
    blocks.insert(0, {"label": "body", "text": "Stand früher hier", "reason": "x", "xpath": "/html/body[1]/p[9]"})
    blocks[2], blocks[3] = blocks[3], blocks[2]
    drawing = overlay(PAGE, URL, record)
    assert tinted(drawing) == set(range(1, len(blocks)))
    assert "not found in the page" in drawing


def test_text_from_data_is_listed_as_such() -> None:
    sentences = [f"Der {n}. Satz steht nur in den Daten der Seite und nirgends sonst." * 3 for n in range(12)]
    state = json.dumps({"body": [{"text": text} for text in sentences]}, ensure_ascii=False)
    html = f"<html><body><h1>Ein Test</h1><div id=root></div><script>window.S={state}</script></body></html>"
    assert "the page does not show it" in drawn(html)
    assert "the page does not show it" not in drawn(PAGE)


def test_links_of_one_text_lead_each_to_its_own_block() -> None:
    paid = '<p><a href="https://www.amazon.de/dp/B0{n}?tag=x-21" rel="sponsored">Preis prüfen</a></p>'
    record = separate(article("Ein Test", "".join(paid.format(n=n) for n in range(3))), URL, blocks=True)
    assert len(record["affiliate"]["links"]) == 3
    numbers = [n for n, block in enumerate(record["blocks"]) if block["text"] == "Preis prüfen"]
    shown = panel.affiliate(record, record["blocks"])
    assert [int(n) for n in re.findall(r'data-block="(\d+)"', shown)][:3] == numbers


def test_differences_pair_blocks_by_text_then_place() -> None:
    def block(label: str, text: str, xpath: str = "") -> dict[str, Any]:
        return {"label": label, "text": text, "xpath": xpath, "reason": ""}

    blocks = [block("nav", "Mehr", "/a"), block("teaser", "Mehr", "/b"), block("body", "Neu"), block("ad", "Werbung")]
    expected = [
        block("teaser", " Mehr", "/b"),
        block("nav", "Mehr", "/a"),
        block("body", "Weg"),
        block("body", "Werbung"),
    ]
    found = differences(blocks, expected)
    assert (found.changed, found.new, [gone["text"] for gone in found.missing]) == ([3], [2], ["Weg"])
    assert found.pairs == {("body", "ad"): 1}


def test_five_thousand_blocks_take_seconds() -> None:
    html = article("Lang", "".join(f"<div>Zeile {n}<br><br>und <i>noch</i> {n}<p>x{n}</p></div>" for n in range(2_500)))
    start = time.process_time()
    drawing = drawn(html)
    assert len(tinted(drawing)) >= 5_000
    assert time.process_time() - start < 15


def test_file_names_are_ours() -> None:
    name = file_name("https://www.example.org/a/../..%2f..%2fetc;rm -rf $HOME/<b>\x1b.html?q=1#x")
    assert re.fullmatch(r"www\.example\.org-[a-z0-9.-]+-[0-9a-f]{8}\.html", name)
    assert ".." not in name


# ------------------------------------------------------------- the command


def test_a_stored_page(tmp_path: Path) -> None:
    page, out = tmp_path / "page.html", tmp_path / "new" / "out.html"
    page.write_text(PAGE)
    run = scrapy("overlay", str(page), "--url", URL, "--site", "heise", "-o", str(out), settings={})
    assert (run.code, run.out, run.err) == (Exit.FINISHED, f"{out}\n", "")
    assert tinted(out.read_text()) == visible(PAGE)


def test_a_recording_brings_its_address_and_what_it_shall_give(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    folder = next((Path(__file__).parents[1] / "pages" / "golem").iterdir())
    run = scrapy("overlay", str(folder), "-o", str(out), settings={})
    assert (run.code, run.err) == (Exit.FINISHED, "")
    expected = json.loads((folder / "expected.json").read_text())["blocks"]
    assert f"{len(expected)} of {len(expected)} expected blocks are as expected" in out.read_text()


def test_a_page_of_the_network(site: SmallSite, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    run = scrapy("overlay", f"{site.at}/news/artikel-101.html", "-o", str(out))
    assert run.code == Exit.FINISHED, run.err
    assert site.log == ["/robots.txt", "/news/artikel-101.html"]
    assert tinted(out.read_text())


@pytest.mark.parametrize(
    ("path", "said"), [("/intern/x.html", "robots.txt"), ("/nosuch", "404"), ("/paper", "no HTML")]
)
def test_a_page_that_can_not_be_had(site: SmallSite, tmp_path: Path, path: str, said: str) -> None:
    site.pages["/intern/x.html"] = PAGE
    site.pages["/paper"] = Reply(b"%PDF-1.7", headers={"Content-Type": "application/pdf"})
    out = tmp_path / "out.html"
    run = scrapy("overlay", site.at + path, "-o", str(out))
    assert run.code == Exit.NOTHING_FOUND, run.err
    assert said in run.err
    assert "Traceback" not in run.err
    assert not out.exists()
    assert "/intern/x.html" not in site.log


def test_an_address_inside_is_not_fetched(site: SmallSite) -> None:
    run = scrapy("overlay", f"{site.at}/", settings={})
    assert run.code == Exit.NOTHING_FOUND
    assert "no public address" in run.err
    assert site.log == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "one page"),
        (["PAGE"], "--url"),
        (["PAGE", "--url", "ftp://x"], "ftp://x"),
        ([URL, "--url", URL], "--url"),
        (["PAGE", "--url", URL, "--site", "nosuch"], "nosuch"),
        (["PAGE", "--url", URL, "--expected", "PAGE"], "no JSON"),
        (["PAGE", "--url", URL, "--nosuch"], "--nosuch"),
        (["nosuch.html", "--url", URL], "nosuch.html: no such file"),
        ([URL, "-s", "ALLOW_ADDRESSES=inside"], "'inside'"),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path: Path, args: list[str], said: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    run = refused("overlay", *[str(page) if arg == "PAGE" else arg for arg in args])
    assert run.code == Exit.BAD_INPUT
    assert len(run.err.splitlines()) == 1
    assert said in run.err
