from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.cssselect import CSSSelector

from pipelines.parse import parse
from pipelines.rules.select import select

TAGS = ["<div>", "</div>", "<p>", "</p>", "<ul>", "</ul>", "<li class=a>", "</li>", "<b>", "</b>", "<a href=x>", "</a>"]
SELECTORS = ["div a", "div > a", "li.a ~ div, b + a", "div div > b", "ul li + li a", "div * b", "a", "[href] b"]


@pytest.mark.parametrize("css", SELECTORS)
@given(tags=st.lists(st.sampled_from([*TAGS, "text"]), max_size=60))
def test_agrees_with_libxml2(css: str, tags: list[str]) -> None:
    root = parse("<p>" + "".join(tags))
    assert select(css)(root) == CSSSelector(css, translator="html")(root)
