"""Boxes amid the text and copies of it that are not the article's, and what only looks like them."""

from __future__ import annotations

import pytest

from tests.pipelines.router_review import SENTENCES, TEXT, article, blocks_of, labels_of

OTHER = (
    "The tablet of the same maker is thin, light and slow, and its screen is too dark for a garden at noon in summer.",
    "Its battery lasts for nine hours of films, which is two hours less than the maker writes on the box it comes in.",
    "Whoever needs a keyboard pays extra for one that wobbles on the knees and has no lamps under its small keys.",
)


def test_the_next_article_below_is_another() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in OTHER)
    following = f"<article><h1>Tablet review</h1>{paragraphs}</article>"
    assert labels_of(article("", following), *OTHER) == ["other"] * 3
    assert labels_of(article(f"<h1>Tablet review</h1>{paragraphs}"), *OTHER) == ["body"] * 3


def test_the_cards_of_other_articles_are_no_next_article() -> None:
    card = '<article><a href="/tests/tablet-%d-im-test-12345%d.html"><div><p>Netz %d</p>'
    card += "<h1>Ein Tablet im Test, Teil %d</h1><p>Es ist dünn und leicht.</p><p>%d Postings</p></div></a></article>"
    cards = "".join(card % ((i,) * 5) for i in range(5))
    found = labels_of(article("", f"<section><h2>Mehr aus Web</h2>{cards}</section>"), "Netz 2", "2 Postings")
    assert found == ["teaser"] * 2


def test_the_dialog_of_a_consent_manager_is_no_text() -> None:
    told = "When you visit this site, we and our partners keep small files on your device. You choose which of them."
    dialog = f"<div id=onetrust-consent-sdk><div><div><div><p>{told}</p></div></div></div></div>"
    assert labels_of(article("", dialog), told) == ["nav"]


def test_a_wrapper_named_like_a_consent_manager_hides_no_article() -> None:
    assert set(labels_of(f"<div class=cookie-consent>{article('')}</div>", *SENTENCES)) == {"body"}


def test_what_stands_in_the_place_of_a_video_is_no_text() -> None:
    box = "<div class=embed><h3>Externer Inhalt nicht verfügbar</h3></div>"
    assert labels_of(article(box), "Externer Inhalt") == ["nav"]


def test_what_a_subscription_brings_is_no_text() -> None:
    gains = ("All of our tests since the first issue", "The weekly letter of the editors", "A forum without noise")
    box = f"<div class=premium><div>Subscribe now to read on</div><ul>{''.join(f'<li>{g}' for g in gains)}</ul></div>"
    assert "body" not in labels_of(article(box), *gains)


def test_what_readers_say_is_no_text_of_the_article() -> None:
    said = "".join(f"<p>{sentence}</p>" for sentence in OTHER)
    assert "body" not in labels_of(article("", f"<div class=comment-thread>{said}</div>"), *OTHER)
    assert set(labels_of(f"<div class=has-comments>{article('')}</div>", *SENTENCES)) == {"body"}


def test_what_stands_with_the_fields_of_a_form_is_no_text() -> None:
    told = "Choose the size of your home to see how fast it would be."
    assert "body" not in labels_of(article(f"<form><div>{told}</div><input name=a></form>"), told)
    assert set(labels_of(f"<form>{article('')}</form>", *SENTENCES)) == {"body"}


def test_lines_that_mark_advertising_and_name_the_staff_are_told_apart_on_a_paywalled_page() -> None:
    staff = "Reporting by Ada Demo in Hall; Editing by Max Sample"
    more = "Max Sample contributed to this article."
    lines = f"<div class=slot>Advertisement</div>{''.join(TEXT)}<div>{staff}</div><p><em>{more}</em></p>"
    page = f"<div class=paywall><h1>Router review</h1><p>{OTHER[0]}</p>{lines}</div>"
    assert labels_of(page, "Advertisement") == ["ad"]
    assert labels_of(page, staff, more) == ["byline"] * 2


def test_the_lines_over_the_entries_of_a_live_blog_are_bylines() -> None:
    entries = "".join(
        f"<div class=entry><div class=entry-info>1{i}:05 Ada Demo</div><p>{sentence}</p></div>"
        for i, sentence in enumerate(OTHER)
    )
    assert set(labels_of(article(entries), "10:05", "11:05", "12:05")) == {"byline"}


def test_a_heading_is_kept_and_its_entry_in_the_contents_is_the_copy() -> None:
    heading = "How fast is it in the cellar?"
    contents = f"<ul><li><a href=#a>{heading}</a></ul>"
    found = [b["label"] for b in blocks_of(article(f"{contents}<h2 id=a>{heading}</h2>")) if b["text"] == heading]
    assert found[-1] == "body"
    assert found[0] != "body"


def test_a_line_that_recurs_is_kept_and_a_text_that_stands_there_twice_is_not() -> None:
    line = "Speed in the cellar: eighty megabits, as before."
    recurs = "".join(f"<p>{sentence}</p><p>{line}</p>" for sentence in OTHER)
    assert labels_of(article(recurs), line) == ["body"] * 3
    twice = "".join(f"<p>{sentence}</p>" for sentence in OTHER * 2)
    assert labels_of(article(twice), *OTHER) == ["body"] * 3 + ["other"] * 3


PROMISE, MORE = "Das Wichtigste der Woche, jeden Freitag", "Jederzeit kündbar."
FIELD = "<input type=email placeholder=Adresse>"
PROMPTS = {
    "no form": f"<div class=b7><p>{PROMISE}</p>{FIELD}<button>Los</button><p>{MORE}</p></div>",
    "form": f"<div class=b7><p>{PROMISE}</p><form>{FIELD}<button>Los</button></form><p>{MORE}</p></div>",
    "wrapped": f"<section><div><p>{PROMISE}</p></div><div><form><div>{FIELD}</div></form></div><p>{MORE}</p></section>",
}


@pytest.mark.parametrize("name", PROMPTS)
def test_a_small_box_with_a_field_for_an_address_asks_to_subscribe(name: str) -> None:
    for page in (article(PROMPTS[name]), article("", PROMPTS[name])):
        assert labels_of(page, PROMISE, MORE) == ["newsletter"] * 2
        assert labels_of(page, *SENTENCES) == ["body"] * 5


def test_a_form_for_something_else_asks_for_no_subscription() -> None:
    said = "Your account with us"
    login = f"<div class=b7><p>{said}</p><form>{FIELD}<input type=password></form></div>"
    asked = "".join(f"<p>Field {i} of this form <input name=f{i}></p>" for i in range(9))
    comment = f"<form>{asked}<p>{said} {FIELD}</p><textarea></textarea></form>"
    send = f"<form><p>{said}</p><input name=you><input type=email name=from><input type=email name=to></form>"
    call = f"<div><p>{said}</p><input type=email><input type=tel><button>Call me</button></div>"
    for form in (login, comment, send, call):
        assert "newsletter" not in labels_of(article("", form), said)


def test_an_article_beside_such_a_field_stays_text() -> None:
    page = article("").replace("</article>", f"{FIELD}</article>")
    assert labels_of(page, *SENTENCES) == ["body"] * 5


def test_the_rules_of_the_house_below_a_heading_over_comments_are_no_text() -> None:
    rules = (
        "Please keep to the rules of our house",
        "We like a lively debate, but we take out what is rude or unlawful. Post no texts of others without asking.",
    )
    box = f"<section><h3>Write the first comment!</h3><p>{rules[0]}</p><p>{rules[1]}</p></section>"
    assert labels_of(article("", box), *rules) == ["comments"] * 2
    assert labels_of(article(f"<section><h3>Comments on it</h3><p>{OTHER[0]}</p></section>"), OTHER[0]) == ["body"]


def test_a_line_with_no_picture_beside_it_is_no_caption() -> None:
    state = "Nearly done! Please click the link."
    box = f"<div class=article-body><div class=box>%s<span>{state}</span></div></div>"
    assert "caption" not in labels_of(article(box % ""), state)
    assert labels_of(article(box % "<img src=/router.jpg>"), state) == ["caption"]


def test_a_small_box_with_a_button_to_play_is_no_text() -> None:
    told = ("Hearsay – the week in an hour", "Each Friday anew: the talk of the town with a guest who knows it.")
    box = f"<div data-area=talk><h3>{told[0]}</h3><p>{told[1]}</p><button>%s</button></div>"
    assert labels_of(article(box % "Listen now"), *told) == ["teaser"] * 2
    assert labels_of(article(box % "Send it off"), *told) == ["body"] * 2
    whole = f"<div><h3>{told[0]}</h3><p>{told[1]}</p><p>{OTHER[0]}</p><button>Listen now</button></div>"
    assert labels_of(article(whole), *told, *OTHER) == ["body"] * 3


def test_a_heading_in_a_box_named_like_a_pictures_is_one_of_the_text() -> None:
    offer = "<a rel=sponsored href=https://www.amazon.com/dp/B01?tag=x-20>$305 at Amazon</a>"
    html = "".join(
        f"<div class=GallerySlideCaption><h2>{name}</h2></div><figure><figcaption>Photograph: Ada Demo</figcaption>"
        f"<div>{offer}</div></figure><p>{text}</p>"
        for name, text in (("Best for the cellar", SENTENCES[1]), ("Best for a flat", SENTENCES[2]))
    )
    assert labels_of(article(html), "Best for") == ["body", "body"]
    titled = (
        f"<figure><img src=/a.jpg><figcaption><h3>The lamp</h3>It is green.</figcaption></figure><p>{SENTENCES[3]}</p>"
    )
    assert labels_of(article(titled), "The lamp") != ["body"]


def test_the_headline_once_more_is_no_beginning_of_the_text() -> None:
    headline = "A small router for the whole house stays quiet and cool all day"
    page = article("").replace("<h1>Router review</h1>", f"<h1>{headline}</h1><p>{headline}</p>")
    assert labels_of(page, headline) == ["headline", "other"]
    later = article(f"<h2>{headline}</h2>").replace("Router review", headline)
    assert labels_of(later, headline) == ["headline", "body"]
