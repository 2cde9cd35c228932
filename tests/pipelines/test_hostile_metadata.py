"""Declarations of any content: a record of the promised types comes out, and no error."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines import separate

NODE = (
    "@type @id @graph headline author name url datePublished dateModified keywords image articleSection articleBody "
    "isAccessibleForFree publisher mainEntityOfPage inLanguage creator description width height contentUrl"
).split()
META = (
    "og:title og:image og:url og:type author article:published_time article:modified_time keywords og:locale date "
    "description article:section og:site_name twitter:label1 twitter:data1 article:content_tier"
).split()
WORDS = (
    "NewsArticle",
    "http://[",
    "javascript:alert(1)",
    "https://a.de/\x01\x02 \n?q",
    "2026-02-30T25:61:61+99:99",
    "99999999999999",
    "0000-00-00",
    "31. Februar 2026, 99:99 Uhr",
    "2026 Foo 99",
    "12-xyz-2026",
    "\x00",
    "\ud800",
    "von " * 40,
    "- " * 99,
    "<b>&amp;#0;",
    "von Von by By",
    "1" * 400,
)
text = st.sampled_from(WORDS) | st.text(max_size=30)
value = st.recursive(
    text | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NODE), inner, max_size=4),
    max_leaves=12,
)
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(record: dict[str, Any]) -> None:
    assert isinstance(record["canonical_url"], str)
    for name in ("headline", "section", "language", "description"):
        assert record[name] is None or (isinstance(record[name], str) and record[name])
    for name in ("date_published", "date_modified"):
        assert record[name] is None or datetime.fromisoformat(record[name])
    assert all(person["name"] for person in record["authors"])
    assert all(isinstance(word, str) and word for word in record["keywords"])
    json.dumps(record)


@thorough
@given(st.dictionaries(st.sampled_from(NODE), value, max_size=8))
@example({"headline": float("inf")})
def test_any_json_ld(node: dict[str, Any]) -> None:
    data = json.dumps({"@type": "NewsArticle", **node}).replace("</", "<\\/")
    page = f"<script type=application/ld+json>{data}</script><h1>Ein Titel</h1><p>Ein Absatz.</p>"
    check(separate(page, "https://www.example.de/x"))


@thorough
@given(st.lists(st.tuples(st.sampled_from(META), text), max_size=8), text, text)
def test_any_meta_and_any_text(metas: list[tuple[str, str]], shown: str, url: str) -> None:
    head = "".join(f'<meta property="{name}" content="{escape(content)}">' for name, content in metas)
    signs = "".join(
        f"<p class=byline>{escape(word)}</p><time datetime='{escape(word)}'>x</time>" for word in (shown, url)
    )
    check(separate(f"<head>{head}</head><h1>{escape(shown)}</h1>{signs}<p>Ein Absatz.</p>", url))
