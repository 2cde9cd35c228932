"""Broken and hostile pages: each gives a record or a clear error, in time. The pages run in a process of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

TEXT = "<html><body><h1>Ein Titel der Seite</h1>" + "<p>Ein Absatz, der lang genug ist, um als Text zu gelten.</p>" * 5
SECONDS = 30  # far above what any of them takes, far below a hang
N = 5000


def repeated(pattern: str, times: int = N) -> str:
    return TEXT + "".join(pattern.replace("%d", str(i)) for i in range(times))


CASES: dict[str, Callable[[], str | bytes]] = {
    "links side by side": lambda: repeated("<a href=/news/a-b-c-%d.html>Ein Titel Nummer %d hier</a>\n"),
    "links in one paragraph": lambda: (
        TEXT + repeated("<a href=/a/b-c-d-%d.html>ein Link Nummer %d</a> und ")[len(TEXT) :]
    ),
    "links to one article": lambda: (
        TEXT
        + "<aside class=related><h2>Mehr zum Thema</h2><p>"
        + "<a href=/n/a-b-c-1.html>ein Titel hier</a> und " * 20_000
    ),
    "links in a heading": lambda: TEXT + "<h2>" + repeated("<a href=/n/%d>x</a>")[len(TEXT) :],
    "cards": lambda: repeated("<div class=card><a href=/news/a-b-%d-c.html><img src=x.jpg><h3>Titel %d</h3></a></div>"),
    "offers": lambda: repeated("<div class=price><b>Ding %d</b>9,99 €<a href=https://amzn.to/%d>Kaufen</a></div>"),
    "attributes on one tag": lambda: TEXT + "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + ">x</p>",
    "attributes without values": lambda: TEXT + "<p " + " ".join(f"a{i}" for i in range(200_000)) + ">x</p>",
    "attributes of brackets": lambda: TEXT + "<p " + " ".join(f"a{i}='<b>'" for i in range(200_000)) + ">x</p>",
    "attributes named like tags": lambda: TEXT + "<p " + " ".join(f"a{i}<b" for i in range(200_000)) + ">x</p>",
    "attributes side by side": lambda: TEXT + "<p " + "".join(f"a{i}='>'" for i in range(150_000)) + ">x</p>",
    "attributes behind a quote mark": lambda: TEXT + '<p " ' + " ".join(f"a{i}" for i in range(150_000)) + ">x</p>",
    "attributes behind no name": lambda: TEXT + '<p ="' + " ".join(f"a{i}" for i in range(150_000)) + '">x</p>',
    "attributes behind a space that is none": lambda: (
        TEXT + '<p x=\xa0"' + " ".join(f"a{i}" for i in range(150_000)) + ">x</p>"
    ),
    "attributes behind a false tag": lambda: (
        TEXT
        + "<!-- <b "
        + "f " * 248
        + "q='--><p z=\" f ' f > \" "
        + " ".join(f"a{i}" for i in range(150_000))
        + ">x</p>"
    ),
    "starts of tags": lambda: TEXT + "<a" * 500_000,
    "tags almost too long": lambda: TEXT + ("<b " * 248 + ">") * 1500,
    "tags in values": lambda: TEXT + ("<p " + "a='><q ' " * 249 + ">x</p>") * 500,
    "class names": lambda: TEXT + "<div class='" + "teaser-article " * 100_000 + "'>x</div>",
    "class names that differ": lambda: repeated("<div class='" + "ad%d-nav-box " * 20 + "'><p>Satz %d</div>", 10_000),
    "hidden paragraphs": lambda: repeated(
        "<p hidden>Satz Nummer %d sagt, dass er" + " lang ist, und" * 80 + " endet.</p>", 10_000
    ),
    "50,000 blocks": lambda: repeated("<div>Block %d</div>", 50_000),
    "one paragraph again and again": lambda: (
        TEXT + f"<p class=a>Dieser Satz {'kommt hier immer wieder, ' * 4}.</p>" * 20_000
    ),
    "one heading again and again": lambda: repeated(
        "<li><a href=#x>Wie schnell ist es denn nun im Keller?</a></li><h2>Wie schnell ist es denn nun im Keller?</h2>"
    ),
    "titles in many boxes": lambda: (
        f"<article>{TEXT}</article>" + "<div>" * 1500 + repeated("<h1>Noch ein Titel %d</h1>")[len(TEXT) :]
    ),
    "lists announced in lists": lambda: repeated(
        f"<p>Ein Satz, der eine Liste ankündigt:</p>{'<ul>' * 20}<li>Zeile %d"
    ),
    "50,000 levels": lambda: TEXT + "<div>" * 50_000 + "x",
    "spans in spans": lambda: TEXT + "<span>" * 50_000 + "x",
    "unclosed everything": lambda: TEXT + "<p><b><i><a href=/x><table><tr><td><ul><li>" * N,
    "bold lines": lambda: repeated("<b>Zeile %d</b><br>", 20_000),
    "one text of 5 MB": lambda: TEXT + "<p>" + "wort " * 1_000_000,
    "digits": lambda: TEXT + "<p>" + "1" * 1_000_000,
    "prices": lambda: TEXT + "<p>" + "12,99 € " * 100_000,
    "commissions": lambda: TEXT + "<p>" + "provision link affiliate commission wir erhalten " * 10_000,
    "read more": lambda: repeated("<p><a href=/news/x-y-z-%d.html>" + "read more " * 20 + "</a></p>", 500),
    "dates": lambda: TEXT + "<p class=date>" + "12. November 2026, 14:05 Uhr " * 10_000,
    "absurd dates": lambda: TEXT + "<time datetime='99999-99-99T99:99'>x</time><meta name=date content='0000-00-00'>",
    "colspan": lambda: TEXT + "<table><tr><td colspan=9007199254740991>a<td rowspan=99999999999>b</table>",
    "entities": lambda: TEXT + "<p>" + "&amp;&#x41;&nosuch;&#1114112;&#0;" * 50_000,
    "null bytes": lambda: TEXT.encode().replace(b"lang", b"l\0a\0ng"),
    "wrong charset": lambda: b"<meta charset=utf-16>" + TEXT.encode("cp1252", "replace") + b"\xff\xfe\xe4",
    "no charset at all": lambda: bytes(range(256)) * 100 + TEXT.encode("cp1252"),
    "nested JSON": lambda: TEXT + "<script type=application/ld+json>" + '{"a":[' * 100_000 + "</script>",
    "broken JSON": lambda: (
        TEXT + '<script type=application/ld+json>{"@type":"NewsArticle","headline":"a\nb",}</script>'
    ),
    "megabytes of JSON": lambda: (
        TEXT + "<script>var x=[" + '"ein Satz mit Worten, der endet.",' * 100_000 + "]</script>"
    ),
    "URLs with control characters": lambda: repeated("<a href='ht\x01tp://[\x02%d'>x</a><a href='//[::'>y</a>", 500),
    "base and canonical": lambda: "<base href='javascript:x'><link rel=canonical href='file:///etc/passwd'>" + TEXT,
    "surrogates": lambda: TEXT + "<p>\ud800 und \udfff in einem Absatz, der sonst ganz gewöhnlich ist.</p>",
    "frames": lambda: "<frameset><frame src=x></frameset>",
    "a PDF": lambda: b"%PDF-1.7 ...",
    "nothing": lambda: b" ",
}


@pytest.mark.parametrize("name", CASES)
def test_a_record_or_a_clear_error_in_time(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.pipelines.test_hostile", name], capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith(("record", "unreadable: ")), done.stdout


def main(name: str) -> None:
    import msgspec

    from pipelines import separate
    from pipelines.parse import UnreadablePage

    try:
        record = separate(CASES[name](), "https://example.org/news/a-b-c-123456.html", blocks=True)
    except UnreadablePage as error:
        print(f"unreadable: {error}")
        return
    msgspec.json.encode(record)
    assert all(block["label"] and block["reason"] for block in record["blocks"])
    print("record")


if __name__ == "__main__":
    main(sys.argv[1])
