"""What stands in the footer that blogs give each entry: its topics, not a menu."""

from __future__ import annotations

import pytest

from tests.pipelines.router_review import SENTENCES, article, labels_of

ROUTERS, WIFI = "<a href=/category/routers/ rel=tag>Routers</a>", "<a href=/tag/wifi/ rel=tag>WiFi at home</a>"
TOPICS = {
    "Filed under": f"<footer class=entry-footer><span>Filed under {ROUTERS}</span> <span>Tagged {WIFI}</span></footer>",
    "Posted in": f"<footer class=entry-footer>Posted in {ROUTERS} Tagged {WIFI} <a href=#r>Reply</a></footer>",
    "Veröffentlicht in": f"<div class=post-footer>Veröffentlicht in {ROUTERS} Verschlagwortet mit {WIFI}</div>",
    "Routers": f"<footer class=article-footer><div>{ROUTERS}</div><div>{WIFI}</div></footer>",
    "WiFi": f"<footer class=entry-footer><ul><li>{ROUTERS}</li><li>{WIFI}</li></ul></footer>",
}


@pytest.mark.parametrize("beginning", TOPICS)
def test_topics_in_the_footer_of_an_entry_are_tags(beginning: str) -> None:
    inside = article("").replace("</article>", f"{TOPICS[beginning]}</article>")
    for page in (inside, article("", TOPICS[beginning])):
        assert labels_of(page, beginning) == ["tags"]
        assert labels_of(page, *SENTENCES) == ["body"] * 5


def test_who_wrote_an_entry_and_the_sites_own_footer_are_no_topics() -> None:
    signed = (
        "<footer class=entry-footer>By <a href=/author/jo-demo/>Jo Demo</a> in <a href=/tag/wifi/>WiFi</a></footer>"
    )
    signed += "<footer class=entry-footer><a href=/>Home</a> <a href=/tag/wifi/page/2/>Next</a></footer>"
    menu = f"<footer class=site-footer><ul><li>{ROUTERS}</li><li><a href=/contact/>Contact</a></li></ul></footer>"
    assert "tags" not in labels_of(article("", signed + menu), "By", "Home", "Next", "Routers", "Contact")
