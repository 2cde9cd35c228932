"""Bytes of any kind → a tree, or a sentence that says what they are."""

from __future__ import annotations

import contextlib

import pytest

from pipelines.parse import MOST_ATTRIBUTES, PIECE, UnreadablePage, parse, to_utf8

WORDS = "Größe: 5 € für Süßes"


@pytest.mark.parametrize(
    ("html", "encoding"),
    [
        (WORDS.encode(), None),
        (WORDS.encode(), "iso-8859-1"),  # valid UTF-8 beats the header
        (WORDS.encode("cp1252"), None),
        (WORDS.encode("cp1252"), "utf-8"),
        (WORDS.encode("cp1252"), "iso-8859-1"),  # as every browser reads it
        (WORDS.encode("cp1252"), "no-such-charset"),
        (WORDS.encode("utf-16"), None),
        (b"\xef\xbb\xbf" + WORDS.encode(), "cp1252"),
    ],
)
def test_the_charset_is_found(html: bytes, encoding: str | None) -> None:
    assert to_utf8(html, encoding).decode() == WORDS


def test_charsets_that_only_the_page_declares() -> None:
    page = '<meta charset="shift_jis"><p>日本語の記事'
    assert "日本語の記事" in to_utf8(page.encode("shift_jis")).decode()
    assert "記事" in to_utf8('<meta charset="iso-2022-jp"><p>記事'.encode("iso2022_jp")).decode()


def test_one_torn_character_is_no_other_charset() -> None:
    assert to_utf8("Größe".encode() + b"\xff" + " für".encode()).decode() == "Größe\ufffd für"
    quoted = "the maker’s “smallest” box – for 5 €"
    assert to_utf8(b"\xff" + quoted.encode(), "utf-8").decode() == f"\ufffd{quoted}"


def test_a_page_encoded_twice_is_read_as_it_was_meant() -> None:
    page = f"<html><body><p>{WORDS} – “日本語”"
    twice = page.encode().decode("latin-1")
    for html in (twice, twice.encode(), page):
        assert parse(html).findtext(".//p") == f"{WORDS} – “日本語”"


def test_a_script_that_closes_itself_is_no_text() -> None:
    page = "<body><script type='x'/>f('a')</script><p>One</p><script src='y' /><p>Two</p><SCRIPT>g()</SCRIPT>"
    root = parse(page)
    assert [script.text for script in root.iter("script")] == ["f('a')", None, "g()"]
    assert [p.text for p in root.iter("p")] == ["One", "Two"]


def test_addresses_hidden_from_robots_are_shown_as_in_a_browser() -> None:
    code = "2b" + bytes(byte ^ 0x2B for byte in b"desk@example.com").hex()
    broken = "2b0g"
    root = parse(
        f"<body><p>Write to <a href='/cdn-cgi/l/email-protection' data-cfemail='{code}'>[email&#160;protected]</a>, or"
        f"<a href='//a.de/cdn-cgi/l/email-protection#{code}'>to <span data-cfemail='{code}'>[e]</span>.</a>"
        f"<i data-cfemail='{code}'> <b>Kept</b> </i>"
        f"<a href='/cdn-cgi/l/email-protection#{broken}'><i data-cfemail='{broken}'>[email&#160;protected]</i></a>"
    )
    assert "".join(root.itertext()) == ("Write to desk@example.com, orto desk@example.com. Kept [email\xa0protected]")
    links = [link.get("href") for link in root.iter("a")]
    assert links == ["mailto:desk@example.com"] * 2 + [f"/cdn-cgi/l/email-protection#{broken}"]


@pytest.mark.parametrize("text", ["Ã¤ stands for ä", "Ã and Â", "Größe “Ã¤”", "SoÃŸenbinder für Kuchen"])
def test_single_signs_of_it_are_left_alone(text: str) -> None:
    assert parse(f"<html><body><p>{text}").findtext(".//p") == text


@pytest.mark.parametrize(
    ("html", "says"),
    [
        (b"", "empty"),
        (" \n\t", "empty"),
        (b"\x00\x00", "empty"),
        ("nur Text", "no tag"),
        (b"%PDF-1.7 <p>", "binary"),
        (b"\x89PNG\r\n<p>", "binary"),
        (b"PK\x03\x04<p>", "binary"),
        (b"\x1f\x8b\x08<p>", "binary"),
        ("<!-- nichts -->", "no"),
    ],
)
def test_what_is_no_page_says_why(html: str | bytes, says: str) -> None:
    with pytest.raises(UnreadablePage, match=says):
        parse(html)


@pytest.mark.parametrize(
    "html", ["<", "<<<", "<p", "</p>", "<!DOCTYPE html>", "<?xml?>", "a<b", "<\x00p>x", "<p \ud800>x"]
)
def test_broken_pages_are_trees_or_unreadable(html: str) -> None:
    with contextlib.suppress(UnreadablePage):
        assert parse(html).tag == "html"


def test_a_script_that_looks_like_a_flood_of_attributes_hides_nothing() -> None:
    script = "<script>for(i=0;i<b.length;i++){" + "let x = 1; " * 500 + "}</script>"
    root = parse(f"<head>{script}<script type=application/ld+json>{{}}</script></head><p>Text</p>")
    assert [len(element) for element in root] == [2, 1]
    assert root.findtext(".//p") == "Text"


def test_a_tag_ends_behind_its_first_attributes() -> None:
    root = parse("<p " + " ".join(f"a{i}='>'" for i in range(1000)) + ">Text</p>")
    paragraph = root.find(".//p")
    assert paragraph is not None
    assert len(paragraph.attrib) == MOST_ATTRIBUTES
    assert str(paragraph.text).endswith(">Text")


@pytest.mark.parametrize("shift", range(4))
def test_the_charset_of_a_long_page_is_found_piece_by_piece(shift: int) -> None:
    page = b"x" * shift + "Größe 記事 ".encode() * 5_000
    assert to_utf8(page) == page
    assert to_utf8(page + b"\xe4") == page + "\ufffd".encode()
    old = b"x" * (PIECE - shift) + "Ärger über Ã".encode("cp1252")
    assert to_utf8(old).decode() == old.decode("cp1252")
