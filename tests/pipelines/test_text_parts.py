"""What stands between the paragraphs, and paragraphs that only look like it."""

from __future__ import annotations

import re

import pytest

from pipelines.rules.disclosures import disclosure
from tests.pipelines.router_review import SENTENCES, TEXT, article, labels_of, record_of


def label_of(text: str, html: str | None = None) -> str:
    """What this is taken for amid the paragraphs of a review."""
    return labels_of(article(html or f"<p>{text}</p>"), text[:40])[0]


@pytest.mark.parametrize(
    "text",
    [
        "To set it up you log in to the box with the password on its back, choose a name for the network, and wait "
        "for about two minutes until the lamp turns green, which took three in our test. After that all is done.",
        "You start a scan by clicking the button at the top of its page, and the list that follows shows each phone "
        "and lamp at home with its speed, so that the slow ones are found at a glance. We found two of them at once.",
    ],
)
def test_a_paragraph_may_use_the_words_of_a_consent_text(text: str) -> None:
    assert label_of(text) == "body"


def test_what_only_the_site_itself_says_is_no_paragraph() -> None:
    text = (
        "Special offer for router readers: Get the magazine for five coins a year instead of thirty. This includes "
        "unlimited access to all of our tests, our archive since the first issue, and the weekly letter of the editors."
    )
    assert label_of(text) != "body"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Follow Router Weekly on Google News and add us as a preferred source for tests in your feeds.", "share"),
        ("For the latest stories and breaking news updates download the Router Weekly app for your phone.", "share"),
        ("Keinen Test mehr verpassen? Folgt uns bei Google News oder abonniert unseren Kanal.", "share"),
        ("Folge Router Weekly auf WhatsApp, dann kommt jeder neue Test zu dir.", "share"),
        ("Aktivier jetzt die Push-Nachrichten von Router Weekly", "share"),
        ("Téléchargez notre application, vous y lirez tous nos tests et regarderez nos vidéos.", "share"),
        ("Puedes seguir a Router Weekly en Facebook y X o apuntarte a la lista de cada semana.", "share"),
        ("Segui Router Weekly su Telegram per non perdere nessuna prova.", "share"),
        ("Volg ons ook op Instagram voor de foto's van elke test.", "share"),
        ("Folgen Sie dem Pfeil auf dem Gehäuse, bis die Lampe grün wird, das dauert zwei Minuten.", "body"),
        ("Download the app of the maker, which shows the speed of each lamp at home, and let it search.", "body"),
        ("The lamps follow the network on X axis and Y axis of the map, which helps to find the weak corners.", "body"),
    ],
)
def test_asking_to_follow_the_site_is_no_paragraph(text: str, label: str) -> None:
    assert label_of(text) == label


def test_a_line_that_begins_like_a_pointer_and_is_mostly_its_link_is_a_teaser() -> None:
    link = "<a href=/reviews/mesh-router-review-123457.html>Mesh Router Three Review</a>"
    assert label_of("Learn More Mesh Router", f"<p>Learn More {link}</p>") == "teaser"


POINTER = "<a href=/reviews/mesh-router-review-123457.html>How to place a mesh router</a>"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (f"<p>» <b>Background:</b> {POINTER}</p>", "teaser"),
        (f"<p>On Routerly | {POINTER}</p>", "teaser"),
        (f"<p>➜ {POINTER}</p>", "teaser"),
        (f"<p>Also check out: {POINTER}</p>", "teaser"),
        (f"<p>Lesetipp: {POINTER}</p>", "teaser"),
        (f"<p>Source: {POINTER}</p>", "body"),
        (f"<p>Download: {POINTER}</p>", "body"),
        (f"<p>Pingback: {POINTER}</p>", "body"),
        (f"<p>The trouble with it: {POINTER} takes a plan of the house.</p>", "body"),
        (f"<p>Not many of them know what we tested here before: {POINTER}</p>", "body"),
        ("<p>Company in focus: <a href=/reviews/mesh-router-review-123457.html>Mesh Routers</a></p>", "body"),
    ],
)
def test_a_short_label_and_one_headline_to_the_end_of_the_line_are_a_teaser(line: str, label: str) -> None:
    text = "".join(re.split("<.*?>", line))
    assert labels_of(article(line), text[:40]) == [label]


def test_a_heading_in_a_box_named_like_an_ad_stays_a_heading() -> None:
    html = f"<div class=ad-container><h2>Data and scope of delivery</h2><p>{SENTENCES[3]}</p></div>"
    assert label_of("Data and scope of delivery", html) == "body"


def test_who_writes_about_paid_promotion_does_not_disclose_one() -> None:
    assert disclosure("Invest in paid promotion: ads bring a video before the right people at the right time.") is None
    assert disclosure("This video contains paid promotion.") == "paid content"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Lea también: El nuevo router de la casa vecina", "teaser"),
        ("Lire aussi : Le nouveau routeur de la maison", "teaser"),
        ("Related tests:", "teaser"),
        ("Im Video: Der neue Router hält dem Regen stand", "teaser"),
        ("In unserem Video zeigen wir euch, worauf es beim Aufstellen ankommt:", "teaser"),
        ("In the video that the maker shows, the router takes its place on a mast and stays there for a year.", "body"),
        ("Ayrıca okuyun: Komşunun yeni yönlendiricisi", "teaser"),
        ("あわせて読みたい：隣の家の新しいルーター", "teaser"),
        ("相关阅读：邻居家的新路由器", "teaser"),
        ("관련기사: 이웃집의 새 공유기", "teaser"),
        ("To view the full story, please subscribe to Router Weekly. We rely on readers like you.", "newsletter"),
        ("To view the full story of a crash, the router keeps its last hundred lines in a file on the stick.", "body"),
    ],
)
def test_what_leads_away_from_the_text_is_none_of_it(text: str, label: str) -> None:
    line = f"<p>{text}</p>"
    assert (
        label_of(text, f"{line}<div class=rel><a href=/x>All tests</a></div>" if text.endswith(":") else line) == label
    )


def test_a_line_that_ends_with_a_credit_is_a_caption() -> None:
    text = "The router stands in the cellar beside the washing machine. Photo: Ada Demo"
    assert label_of(text, f"<div class=media><div class=info>{text}</div></div>") == "caption"
    assert (
        label_of("Image: this is what the makers call the copy of its whole memory that you can take home.") == "body"
    )


def test_a_list_headed_as_other_articles_in_another_script_is_none_of_the_text() -> None:
    titles = ("夜になるとルーターが遅くなる理由を専門家に聞いた", "隣の家の新しいルーターを二週間かけて試してみた")
    items = [f"<li><a href=/news/articles/2510/20/news10{i}.html>{t}</a><br>{t}。" for i, t in enumerate(titles)]
    html = article("", f"<div class=colBox><h4>関連記事</h4><ul>{''.join(items)}</ul></div>")
    assert labels_of(html, "関連記事", *titles) == ["teaser"] * 3
    assert [teaser["headline"] for teaser in record_of(html)["teasers"]] == list(titles)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Источник изображения: Демо", "Демо"),
        ("Fot. Ada Demo / Router Weekly", "Ada Demo / Router Weekly"),
        ("Imagen: Ada Demo", "Ada Demo"),
        ("画像：デモ写真社", "デモ写真社"),
        ("사진=데모뉴스", "데모뉴스"),
        ("Görsel: Ada Demo", "Ada Demo"),
        ("Source : Ada Demo", "Ada Demo"),
    ],
)
def test_the_credit_of_the_picture_above_it_is_its_caption_in_any_language(line: str, name: str) -> None:
    html = article(f"<div class=pic><img src=/a.jpg><p>{line}</p></div>")
    assert labels_of(html, line) == ["caption"]
    (figure,) = (part for part in record_of(html)["body"] if part["type"] == "figure")
    assert (figure["caption"], figure["credit"]) == (None, name)
    assert labels_of(article(f"<p>{line}</p>"), line) != ["caption"]


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("No comment.", "body"),
        ("Print is dead.", "body"),
        ("Share what?", "body"),
        ("We use Reddit.", "body"),
        ("Print", "share"),
        ("Follow us.", "share"),
        ("3 comments", "comments"),
    ],
)
def test_a_short_sentence_answers_a_question(answer: str, label: str) -> None:
    html = f"<p><strong>Are you going to sell the firm?</strong></p><p>{answer}</p>"
    assert label_of(answer, html) == label


def test_a_list_of_features_may_use_the_words_of_buttons() -> None:
    features = ["Share sheet", "Print queue", "Reddit", "Comment threads", "Darker lamps", "A faster start"]
    html = f"<h2>New in the box</h2><ul>{''.join(f'<li>{feature}' for feature in features)}</ul>"
    assert labels_of(article(html), *features) == ["body"] * len(features)


def test_a_label_in_a_list_is_none_of_its_lines() -> None:
    lines = "<ul><li>Category: routers<li>For a cellar with thick walls<li>Of the second kind since last year</ul>"
    assert labels_of(article(lines), "Category") != ["body"]


@pytest.mark.parametrize("need", ["A server with Ubuntu 24.04", "Python 3.12 or newer"])
def test_a_version_is_no_time_and_a_list_below_the_headline_no_summary(need: str) -> None:
    needed = [need, "A domain name of your own", "Ten minutes of time"]
    html = f"<h2>What you will need</h2><ul>{''.join(f'<li>{text}' for text in needed)}</ul>"
    assert labels_of(f"<article><h1>Router review</h1>{html}{''.join(TEXT)}</article>", *needed) == ["body"] * 3


def entry(number: int) -> str:
    time = f"<time datetime=2026-03-14T1{number}:02:00Z>1{number}:02 GMT</time>"
    head = f"<header>{time}<h2>Lamp number {number}</h2></header>"
    return f"<article class=live-entry id=e{number}>{head}<p>{SENTENCES[number]}</p></article>"


def test_the_entries_of_a_live_blog_have_headings_and_the_first_is_no_summary() -> None:
    html = f"<article><h1>Router review</h1><div>{''.join(map(entry, range(5)))}</div></article>"
    assert labels_of(html, "Lamp number", *SENTENCES) == ["body"] * 10


def test_the_title_of_an_entry_stands_in_a_box_of_its_own_over_its_text() -> None:
    html = "".join(
        f"<div class=product-chart-item><div class=product-chart-item__title><h2>{name}</h2></div><p>{text}</p></div>"
        for name, text in (("Cellar One", SENTENCES[1]), ("Mesh Three", SENTENCES[2]))
    )
    assert labels_of(article(html), "Cellar One", "Mesh Three") == ["body", "body"]
