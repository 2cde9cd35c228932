"""Blocks labelled body → paragraphs, headings, lists, tables, quotes, code, figures and embeds."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from pipelines.body import body
from pipelines.parse import parse
from pipelines.rules.body_text import body_text
from pipelines.segment import segment
from pipelines.values import Code, Figure, Heading, Label, Link, List, Paragraph, Quote, Table

URL = "https://a.example/news/x.html"


def parts(html: str, paid: frozenset[str] = frozenset(), **labels: str) -> list[Any]:
    """The body of a page whose blocks are all text, but those of a tag that `labels` names."""
    blocks, _, media, *_ = segment(parse(f"<html><body><p>Anfang</p>{html}<p>Ende</p>"))
    for block in blocks:
        block.label = Label(labels.get(block.box.tag, "body"))
    return body(blocks, media, URL, paid)[1:-1]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>A</h2><h4>B</h4>", [Heading("A", 2), Heading("B", 4)]),
        ("<ul><li>a<li>b</ul>", [List(False, ["a", "b"])]),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>", [List(True, ["a", "b", "c"])]),
        ("<table><tr><th>x<th>y<tr><td>1<td>2</table>", [Table([["1", "2"]], ["x", "y"])]),
        ("<table><thead><tr><td>x<td>y<tbody><tr><td>1<td>2</table>", [Table([["1", "2"]], ["x", "y"])]),
        ("<table><tr><th>x<td>1<tr><th>y<td>2</table>", [Table([["x", "1"], ["y", "2"]])]),
        ("<table><tr><th>x<th>y<tr><td><ul><li>1<li>2</ul><td>3<br>4<p>5</table>",
         [Table([["1\n2", "3\n4\n5"]], ["x", "y"])]),
        ("<table><tr><th><th>x<th>y<tr><th>a<td>1<td>2<tr><th>b<td><td>3</table>",
         [Table([["a", "1", "2"], ["b", "", "3"]], ["", "x", "y"])]),
        ("<table><tr><td><td>1<td>2<tr><td><td>3<td></table>", [Table([["1", "2"], ["3", ""]])]),
        ("<table><tr><td>Nur ein Satz</table>", [Paragraph("Nur ein Satz")]),
        ("<table><tr><td>" + "lang " * 70 + "<td>b<tr><td>c</table>",
         [Paragraph(("lang " * 70).strip()), Paragraph("b"), Paragraph("c")]),
        ("<blockquote><p>Ja.</p><cite>Ada</cite></blockquote>", [Quote("Ja.", "Ada")]),
        ("<blockquote><p>Ja.</p><footer>Ada</footer></blockquote>", [Quote("Ja.", "Ada")]),
        ("<pre class=language-python>if x:\n    y</pre>", [Code("if x:\n    y", "python")]),
        ("<p>日本語の記事</p><p dir=rtl>مرحبا بالعالم</p>", [Paragraph("日本語の記事"), Paragraph("مرحبا بالعالم")]),
    ],
)  # fmt: skip
def test_structure(html: str, expected: list[Any]) -> None:
    assert parts(html) == expected


def test_a_cell_that_is_no_text_keeps_its_place() -> None:
    (found,) = parts("<table><tr><td>a<td><div>249 Euro</div><td>b<tr><td>c<td>d<td>e</table>", div="affiliate")
    assert found == Table([["a", "", "b"], ["c", "d", "e"]])


def test_links_stay_in_place_and_say_whether_they_pay() -> None:
    shop = "https://shop.example/x?tag=1"
    (found,) = parts(f"<p>Ein <a href=/y>Wort</a> und <a href='{shop}'>Kauf</a>.", frozenset((shop,)))
    assert found == Paragraph(
        "Ein Wort und Kauf.", [Link("Wort", "https://a.example/y", False), Link("Kauf", shop, True)]
    )


def test_a_figure_takes_its_caption_and_the_largest_picture() -> None:
    html = "<figure><img src=s.jpg srcset='s.jpg 300w, l.jpg 1200w' alt=Gerät><figcaption>Das Gerät</figcaption>"
    assert parts(html, figcaption="caption") == [Figure("https://a.example/news/l.jpg", "Gerät", "Das Gerät")]


@pytest.mark.parametrize("gallery", ["<figure>{}</figure>", "<div>{}</div>"])
@pytest.mark.parametrize(
    ("first", "entry"),
    [
        ("<figure><img src=0.jpg></figure>", "<figure><img src={0}.jpg><figcaption>Gerät {0}</figcaption></figure>"),
        ("", "<figure><div><img src={0}.jpg></div><div><figcaption>Gerät {0}</figcaption></div></figure>"),
        ("", "<div><img src={0}.jpg><figcaption>Gerät {0}</figcaption></div>"),
    ],
)
def test_each_picture_of_a_gallery_has_its_own_caption(gallery: str, first: str, entry: str) -> None:
    found = parts(gallery.format(first + "".join(map(entry.format, "123"))), figcaption="caption")
    assert [figure.caption for figure in found[-3:]] == ["Gerät 1", "Gerät 2", "Gerät 3"]
    assert [figure.caption for figure in found[:-3]] == [None] * bool(first)


def test_a_caption_beside_the_only_picture_of_a_small_box_is_its_own() -> None:
    html = (
        "<div><figure><img src=1.jpg></figure><figcaption>Das Gerät</figcaption><figcaption>Foto: Jo</figcaption></div>"
    )
    (found,) = parts(html, figcaption="caption")
    assert (found.caption, found.credit) == ("Das Gerät", "Jo")


@pytest.mark.parametrize(
    "source", ["/assets/icons/heart.svg", "/wp-content/themes/a/logo.png", "https://secure.gravatar.com/avatar/1?s=96"]
)
def test_icons_and_faces_are_no_figures_unless_they_have_a_caption(source: str) -> None:
    assert parts(f"<p>Text</p><img src='{source}'>") == [Paragraph("Text")]
    captioned = f"<figure><img src='{source}'><figcaption>Das Symbol</figcaption></figure>"
    (found,) = parts(captioned, figcaption="caption")
    assert isinstance(found, Figure)
    assert found.caption == "Das Symbol"


def test_a_caption_whose_picture_is_lost_is_a_figure() -> None:
    assert parts("<h6>Der Router</h6>", h6="caption") == [Figure(None, None, "Der Router")]


def test_frames_are_embeds() -> None:
    (found,) = parts("<iframe src='https://www.youtube.com/embed/abc'></iframe>")
    assert msgspec.to_builtins(found)["type"] == "embed"
    assert "abc" in found.url


def test_body_text_has_lines_and_no_captions() -> None:
    made = [Paragraph("A"), List(True, ["b", "c"]), Table([["1\n2", "3"]], ["", "y"]), Figure(None, caption="nie")]
    assert body_text("Vorn", made) == "Vorn\n\nA\n\nb\nc\n\n| y\n1 2 | 3"
    assert body_text("A", made[:1]) == "A"
    assert body_text(None, []) == ""
