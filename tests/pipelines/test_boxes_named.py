"""Lines that their boxes or words name: contents, topics, a request to subscribe, a headline that is a link."""

from __future__ import annotations

from pipelines import separate

URL = "https://www.example.com/2026/11/a-new-phone-comes/"
PROSE = "The company said in Berlin that the new phone is faster than the old one and costs less, which pleases. "
HEAD = "<h1>A new phone comes to town</h1><p class=byline>By Jane Doe</p>"


def labels(middle: str = "", below: str = "", head: str = HEAD) -> tuple[dict[str, str], dict[str, object]]:
    """The labels of the page's blocks by their text, and the record."""
    texts = [f"<p>{PROSE * 2}{number}</p>" for number in range(8)]
    page = f"<title>A new phone comes to town | Example</title><nav><a href=/>Home</a></nav><main><article>{head}"
    page += f"<div class=entry-content>{''.join(texts[:4])}{middle}{''.join(texts[4:])}</div></article>{below}</main>"
    record = separate(page, URL, blocks=True)
    return {block["text"]: block["label"] for block in record["blocks"]}, record


def test_what_asks_to_subscribe_in_a_box_named_so() -> None:
    card = """<div class="card signup-card"><h2 class=card-heading>Subscribe</h2><p>Join the newsletter.</p></div>"""
    found, record = labels(card)
    assert found["Subscribe"] == found["Join the newsletter."] == "newsletter"
    told = "Chip Notes is a reader-supported publication. To support my work, consider becoming a paid subscriber."
    found, record = labels(f"<div class=subscription-widget><p class=cta-caption>{told}</p></div>")
    assert found[told] == "newsletter"
    assert "reader-supported" not in str(record["body_text"])


def test_the_text_itself_may_be_named_as_what_is_to_be_paid_for() -> None:
    told = "It takes a subscription to see the map, the company said."
    paid = "".join(f"<p class=paywall>{PROSE}{number}</p>" for number in range(5))
    assert labels(f"{paid}<p class=paywall>{told}</p>")[0][told] == "body"


def test_topics_below_the_text() -> None:
    topics = "<ul><li><a href=/topics/phones/>Phones</a><li><a href=/topics/chips/>Chips</a></ul>"
    found, record = labels(below=f"<div class=sub><p>Explore more on these topics</p>{topics}</div>")
    assert {found["Explore more on these topics"], found["Phones"], found["Chips"]} == {"tags"}
    assert record["keywords"] == ["Phones", "Chips"]


def test_a_line_above_the_contents() -> None:
    contents = "<ul><li><a href=#a>1. Best phone</a><li><a href=#b>2. Best watch</a></ul>"
    found, _ = labels(head=f"{HEAD}<section class=jump-to><span>Jump to:</span>{contents}</section>")
    assert found["Jump to:"] == "nav"


def test_the_title_that_links_to_its_own_page_is_the_headline() -> None:
    title = f'<header><h2><span><a href="{URL}">A new phone comes to town</a> <i>(example.org)</i></span></h2></header>'
    comments = "<section id=comments><h3>A new phone comes to town</h3><p>First!</p></section>"
    posted = "Posted by jane on Friday March 14, 2025 @11:13AM from the wires dept."
    found, record = labels(head=f"<header>{title}<div class=details>{posted}</div></header>", below=comments)
    assert (found[posted], record["standfirst"]) == ("byline", None)
    assert found["A new phone comes to town (example.org)"] == "headline"
    assert record["headline"] == "A new phone comes to town"
    other = title.replace(URL, "/2026/11/another/")
    assert labels(head=HEAD, below=f"<section>{other}</section>")[0]["A new phone comes to town"] == "headline"
