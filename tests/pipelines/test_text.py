"""Every visible text of a page stands in exactly one block: nothing lost, nothing twice, but hints amid a sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipelines.article import understand
from pipelines.blocks import Element
from pipelines.items import Page
from pipelines.parse import UnreadablePage
from pipelines.record import record
from pipelines.rules.styles import is_hint
from pipelines.text import visible
from pipelines.values import Label
from tests.corpus import CORPUS, StoredPage, others, separation

URL = "https://a.example/news/ein-neuer-router-im-test-123456.html"
TAGS = (
    "div p span a b em br pre ul ol li table tr td th blockquote h1 h2 section article aside figure figcaption img "
    "a-box my-element dl dt dd details summary button label form font center ruby rt p> x:y"
).split()
UNSEEN = ("script", "style", "template", "noscript", "textarea", "select", "svg", "iframe", "video", "object", "title")
NAMES = ("", " hidden", " class=teaser", " class='article-body'", " style='display:none'", " href=/news/anderes-77")
PIECES = (
    "Der Router kostet|  \n |&amp;|&nbsp;|&shy;|&#0;|&#x110000;|&lt;b&gt;|Daten\u00adschutz|日本語の記事|مرحبا بالعالم"
    "|\u200b|\u202eabc|\x85|\x1c|\x0b|e\u0301|👩\u200d👧|Lesen Sie auch:|Tags:|1.299 €|a<b|]]>|<!-- x -->|<?php x ?>"
    "|<![CDATA[y]]>|Bei den mit * gekennzeichneten Links handelt es sich um Affiliate-Links."
)
WORDS = st.one_of(st.sampled_from(PIECES.split("|")), st.text(max_size=12))
OPEN = st.tuples(st.sampled_from(TAGS), st.sampled_from(NAMES)).map(lambda made: f"<{made[0]}{made[1]}>")
CLOSED = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
APART = st.tuples(st.sampled_from(UNSEEN), WORDS).map(lambda made: f"<{made[0]}>{made[1]}</{made[0]}>")
PAGES = st.lists(st.one_of(WORDS, OPEN, CLOSED, APART), max_size=60).map("".join)
BEGINNINGS = ("<html><body>", "<title>Im Reiter</title>", "<head><meta charset=utf-8>")
# What no browser shows, and the values of form controls.
NEVER = (
    "title script style template noscript svg iframe object embed canvas video audio map select option datalist "
    "textarea annotation annotation-xml noframes frameset applet"
).split()
SHOWN = etree.XPath("//text()[not(ancestor::*[" + " or ".join(f"self::{tag}" for tag in NEVER) + "])]")


def letters(text: str) -> str:
    """The text without white space and what takes no room."""
    return "".join(visible(text).split())


def words(root: Element, texts: Iterable[str]) -> str:
    """The letters of texts without those of hints, which are left out amid a sentence only."""
    found = letters("".join(texts))
    hints = {letters("".join(map(str, span.itertext()))) for span in root.iter("span") if is_hint(span)}
    for hint in sorted(hints - {""}, key=len, reverse=True):
        found = found.replace(hint, "")
    return found


def check(html: str | bytes, url: str = URL) -> None:
    article = understand(Page(url=url, html=html))
    assert article.root is not None
    assert words(article.root, (block.text for block in article.blocks)) == words(
        article.root, cast("list[str]", SHOWN(article.root))
    )
    for number, block in enumerate(article.blocks):
        assert block.index == number
        assert isinstance(block.label, Label)
        assert block.reason
        for anchor in block.anchors:
            assert 0 <= anchor.start < anchor.stop <= len(block.text)
    shown = record(article, blocks=True)["blocks"]
    assert len(shown) == len(article.blocks)
    for said, block in list(zip(shown, article.blocks, strict=True))[:: 1 + len(shown) // 100]:
        assert article.root.xpath(said["xpath"]) == [block.box.element]


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(BEGINNINGS), PAGES)
@example(BEGINNINGS[0], "<p>a<br><br>b</p>c<pre>\n x\n  y </pre>")
@example(BEGINNINGS[0], "<div hidden><p>versteckt</div>offen<a-box>fremd</a-box>")
@example(BEGINNINGS[0], "<a href=x>eins<p>zwei</a>drei<frameset>vier")
def test_generated_pages_lose_nothing(beginning: str, html: str) -> None:
    with contextlib.suppress(UnreadablePage):
        check(f"{beginning}{html}")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real pages (../shared/corpus) are not here")
class TestRealPages:
    @pytest.mark.parametrize("page", list(separation()) if CORPUS.is_dir() else [], ids=lambda page: page.name)
    def test_tech_news(self, page: StoredPage) -> None:
        check(page.html, page.url)

    def test_of_other_kinds(self) -> None:
        for page in others(every=60):
            check(page.html, page.url)
