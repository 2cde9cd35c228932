"""Posts of social networks in the text are quoted; what stands in the place of one is no text."""

from __future__ import annotations

import pytest

from tests.pipelines.router_review import SENTENCES, article, labels_of

SAID = "We have fixed the bug that let strangers restart your router. Update now."
SIGNED = "— Router Makers (@routermakers) March 4, 2026"
TWEET = f"<blockquote class=twitter-tweet><p lang=en dir=ltr>{SAID}</p>{SIGNED}</blockquote>"
POSTS = {
    "tweet": TWEET,
    "tweet in a figure": f"<figure class=wp-block-embed-twitter><div class=share>{TWEET}</div></figure>",
    "Bluesky": f"<blockquote class=bluesky-embed><p lang=en>{SAID}</p>{SIGNED}</blockquote>",
    "Mastodon": f"<blockquote class=mastodon-embed><div><p>{SAID}</p></div><div>{SIGNED}</div></blockquote>",
    "Instagram": f"<blockquote class=instagram-media><div><p>{SAID}</p></div><p>{SIGNED}</p></blockquote>",
    "Reddit": f"<blockquote class=reddit-embed-bq><a href=https://www.reddit.com/r/a>{SAID}</a><br><br>{SIGNED}</blockquote>",
    "Facebook": f"<div class=fb-post><blockquote class=fb-xfbml-parse-ignore><p>{SAID}</p>{SIGNED}</blockquote></div>",
}
LEFT = {
    "Sieh dir diesen Beitrag auf Instagram an": "instagram-media",
    "View this post on Instagram": "instagram-media",
    "View on Mastodon": "mastodon-embed",
    "Ein Beitrag geteilt von Router Makers (@routermakers)": "instagram-media",
    "A post shared by Router Makers (@routermakers)": "instagram-media",
}


@pytest.mark.parametrize("name", POSTS)
def test_a_post_is_quoted_and_signed(name: str) -> None:
    assert labels_of(article(POSTS[name]), SAID, SIGNED) == ["body", "body"]


@pytest.mark.parametrize("line", LEFT)
def test_what_stands_in_the_place_of_a_post_is_no_text(line: str) -> None:
    empty = f"<blockquote class={LEFT[line]}><a href=https://a.example/p/1><div>{line}</div></a></blockquote>"
    assert labels_of(article(empty), line) == ["other"]


def test_posts_of_a_page_beside_the_article_are_none_of_it() -> None:
    wall = "".join(f"<blockquote class=twitter-tweet><p>{SAID} {i}</p></blockquote>" for i in range(9))
    last = labels_of(article("", f"<footer><h4>Social</h4>{wall}</footer>"), f"{SAID} 8")
    assert last != ["body"]


def test_a_quote_without_such_a_name_is_judged_as_ever() -> None:
    page = article(f"<blockquote><p>{SAID}</p></blockquote>")
    assert set(labels_of(page, *SENTENCES)) == {"body"}
