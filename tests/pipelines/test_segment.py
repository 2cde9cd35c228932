"""Where one block ends and the next begins."""

from __future__ import annotations

import pytest

from pipelines import separate
from pipelines.parse import MAX_DEPTH, parse
from pipelines.segment import segment

URL = "https://a.example/news/ein-neuer-router-im-test-123456.html"


def texts(html: str) -> list[str]:
    return [block.text for block in segment(parse(f"<html><body>{html}"))[0]]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>eins<br>zwei</p>", ["eins\nzwei"]),
        ("eins<br><br>zwei<br>\n<br>drei", ["eins", "zwei", "drei"]),
        ("<b>Titel</b><br>Text", ["Titel", "Text"]),
        ("<p>mit <b>fettem</b><br>Text", ["mit fettem\nText"]),
        ("<div>vorn<p>mitten</p>hinten</div>", ["vorn", "mitten", "hinten"]),
        ("<ul><li>a<ul><li>b<li>c</ul>d<li>e</ul>", ["a", "b", "c", "d", "e"]),
        ("<table><tr><td>a<td><table><tr><td>b</table>c</table>", ["a", "b", "c"]),
        ("<p><span class=k>Kurz</span><span class=h>Lang</span>", ["Kurz Lang"]),
        ("<p><span class=drop>D</span><span class=x>er Router", ["Der Router"]),
        ("<p>Titel<span class='d-block small'>Unterzeile</span>Text</p>", ["Titel Unterzeile Text"]),
        ("<p>Ein Satz.<b>Noch einer</b>.<i>Und</i> mehr", ["Ein Satz. Noch einer. Und mehr"]),
        ("<p>Nur <b>z.B.</b>Eins, Node.<b>js</b>", ["Nur z.B.Eins, Node.js"]),
        (
            "<p>Hier: <a href=/1>eins</a><a href=/2>zwei</a> und <a href=/3>D</a><a href=/3>rei</a>",
            [
                "Hier: eins zwei und Drei",
            ],
        ),
        ("<p>Jo Beispiel<span>Redaktion</span>", ["Jo Beispiel Redaktion"]),
        ("<div><span>Weiter hier</span><a href=/1>Ein Router</a></div>", ["Weiter hier Ein Router"]),
        ("<li><span>1</span><a href=/1>Ein Router</a><span>Von Jo</span>", ["1 Ein Router Von Jo"]),
        (
            "<p>You<a href=/1>Tube</a>, i<span>Phone</span>, Power<b>Book</b>, 日本<a href=/2>Router</a>",
            [
                "YouTube, iPhone, PowerBook, 日本Router",
            ],
        ),
        (
            "<p><span>Gewicht</span><span>310 Gramm</span>, <span>42</span><span>Gäste</span>",
            ["Gewicht 310 Gramm, 42 Gäste"],
        ),
        ("<a href=/1><span>Otto</span><span>59,00 €</span><span>Kaufen</span></a>", ["Otto 59,00 € Kaufen"]),
        (
            "<p><b>Thema:</b>Netze, <span>Preis</span><b>$5</b>, <i>ab 5 %</i>mehr",
            ["Thema: Netze, Preis $5, ab 5 % mehr"],
        ),
        (
            "<p>H<sub>2</sub>O, CO<span>2</span>, A<b>18</b>, Leser:<b>innen</b>, 21<span>st</span>, Note<sup><a>1</a>",
            ["H2O, CO2, A18, Leser:innen, 21st, Note1"],
        ),
        ("<p>Lang<span class=block>: kurz</span>.", ["Lang: kurz."]),
        ("<p>Ein <a href=/1>Router<span class=sr> (öffnet in neuem Tab)</span></a> steht", ["Ein Router steht"]),
        ("<p>The <a href=/1>router <span>(opens in new tab)</span></a>, it", ["The router, it"]),
        ("<p>The <a href=/1>router<span>, opens new tab</span></a> is", ["The router is"]),
        ("<p>Le <a href=/1>routeur<span> (s’ouvre dans un nouvel onglet)</span></a> est", ["Le routeur est"]),
        ("<p>The mesh<span role=tooltip>many <b>routers</b></span> is", ["The mesh is"]),
        (
            "<p>It <span>opens in new</span> halls, <span>(opens in May)</span>",
            ["It opens in new halls, (opens in May)"],
        ),
        ("<a href=/1><span>Opens in a new window</span></a>", ["Opens in a new window"]),
        ("<p>Un<b>glaub</b>lich <i>gut</i>, ja", ["Unglaublich gut, ja"]),
        ("<pre>\n def f():\n     return 1\n\n</pre>", [" def f():\n     return 1"]),
        ("<pre>a<br>b</pre>", ["a\nb"]),
        ("<a href=/1>Eins</a> | <a href=/2>Zwei</a><a href=/3>Drei</a>", ["Eins |", "Zwei", "Drei"]),
        ("<div><h3>Tipps</h3><a href=/1>Eins</a><a href=/2>Zwei</a></div>", ["Tipps", "Eins", "Zwei"]),
        ("<p>Mehr <a href=/1>hier</a> und <a href=/2>dort</a>.", ["Mehr hier und dort."]),
        ("<a-box><a-teaser>fremd</a-teaser>er</a-box>", ["fremd", "er"]),
        ("Text<script>x</script><style>y</style><noscript>z</noscript><template>t</template> weiter", ["Text weiter"]),
        ("  \n <p>\u00a0</p><p>&shy;\u200b</p>", []),
        ("<p>Daten&shy;schutz im \u00a0 Netz", ["Datenschutz im Netz"]),
        ("<button>Los</button><label>Name <input value=x></label>", ["Los", "Name"]),
        ("<p>日本語の<b>記事</b>です", ["日本語の記事です"]),
        ("<div><embed src=x><p>eins</p>zwei</div><p>drei", ["eins", "zwei", "drei"]),
        ("<p>eins <embed src=x hidden>zwei</p><object><embed src=y></object><p>drei", ["eins zwei", "drei"]),
        ("<p dir=rtl>مرحبا <i>بالعالم</i>", ["مرحبا بالعالم"]),
    ],
)
def test_blocks(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<title>T</title><header>oben</header><main><h1>Titel</h1><p>eins</main>", ["oben", "Titel", "eins"]),
        ("<meta name=a><title>T</title><section>eins</section><p>zwei", ["eins", "zwei"]),
        ("<head><title>T</title><a-box>eins</a-box><link rel=x></head><body><p>zwei", ["eins", "zwei"]),
        ("<head><title>T</title><noscript>x</noscript><style>y</style></head>eins", ["eins"]),
    ],
)
def test_text_that_the_parser_puts_into_the_head_is_seen(html: str, expected: list[str]) -> None:
    assert [block.text for block in segment(parse(html))[0]] == expected


def test_no_title_is_a_block() -> None:
    assert texts("<title>nur im Reiter</title><p>eins<svg><title>Teilen</title></svg>") == ["eins"]


def test_hidden_copies_are_blocks_of_hidden_boxes() -> None:
    page = "<p>da</p><div hidden>weg<p>tief</div><p style='display: none'>auch</p><span hidden>kurz</span>"
    blocks = segment(parse(page)).blocks
    assert {block.text: block.box.hidden for block in blocks} == {
        "da": False, "weg": True, "tief": True, "auch": True, "kurz": True,
    }  # fmt: skip


def test_links_know_their_words() -> None:
    (block,) = segment(parse("<p>Mehr <a href='/x'>zum <b>neuen</b> Gerät</a> hier"))[0]
    assert [(a.href, block.text[a.start : a.stop]) for a in block.anchors] == [("/x", "zum neuen Gerät")]


def test_a_link_alone_in_a_span_is_a_word_of_its_sentence() -> None:
    assert texts("<p>Das hatten <span><a href=/a>Eins</a></span> und <span><a href=/b>Zwei</a></span> vor.</p>") == [
        "Das hatten Eins und Zwei vor."
    ]


def test_no_space_comes_between_a_word_and_its_colon() -> None:
    assert texts(
        "<h1><span class=topic>Patent</span><span class=colon>: </span><span class=t>Alles aus</span></h1>"
    ) == ["Patent: Alles aus"]


def test_boxes_hold_their_blocks() -> None:
    blocks, boxes, *_ = segment(parse("<div><p>a<p>b</div><ul><li>c</ul>"))
    held = {box.tag: [block.text for block in blocks[box.start : box.stop]] for box in boxes}
    assert held["div"] == ["a", "b"]
    assert held["ul"] == held["li"] == ["c"]
    assert held["html"] == ["a", "b", "c"]
    assert all(box.parent is None or box.parent.number < box.number for box in boxes)


def test_pictures_stand_between_the_blocks() -> None:
    media = segment(parse("<p>a</p><img src=1><p>b</p><iframe src=2></iframe><div><embed src=3><p>c</div>")).media
    assert [(item.element.tag, item.index) for item in media] == [("img", 1), ("iframe", 2), ("embed", 2)]


def test_links_without_words_are_kept_apart() -> None:
    blocks, _, _, wordless, _ = segment(
        parse("<a href=/1><img src=x></a><p><a href=/2>Worte</a><a href=/3></a></p><a href=/4>a<p>b</p></a><a>c</a>")
    )
    assert [link.get("href") for link in wordless] == ["/1", "/3"]
    assert [anchor.href for block in blocks for anchor in block.anchors] == ["/2", "/4", "/4"]


def test_many_siblings() -> None:
    for html in ("<p>x</p>", "<a href=/y>x</a>", "x<br><br>", "<b>x</b><br>"):
        assert len(texts(html * 50_000)) == 50_000


@pytest.mark.parametrize("tag", ["div", "span", "ul><li", "a-box", "b", "table><tr><td"])
def test_what_is_nested_too_deeply_is_told(tag: str) -> None:
    found = separate(f"<html><body><p>oben</p>{f'<{tag}>' * (MAX_DEPTH + 500)}unten", URL, blocks=True)
    assert "oben" in [block["text"] for block in found["blocks"]]
    assert any("nested too deeply" in warning for warning in found["extraction"]["warnings"])
