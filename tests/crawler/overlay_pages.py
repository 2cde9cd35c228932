"""Pages for the tests of the overlay: a plain one and a hostile one."""

from __future__ import annotations

import re
from typing import Any

from crawler.overlay import overlay
from crawler.tint import squeeze
from pipelines import separate

URL = "https://www.example.org/test/ein-test-12.html"
WORDS = "Das Gerät hielt im Test länger durch als sein Vorgänger und kostet trotzdem weniger. " * 4
PAGE = f"""<!DOCTYPE html><html lang=de><head><title>Ein Test</title></head><body>
<nav><ul><li><a href="/news/">News</a></li><li><a href="/tests/">Tests</a></li></ul></nav>
<main><article><h1>Ein Test</h1><div>{WORDS}<br><br>Zweiter <b>Absatz</b>: {WORDS}</div><p>{WORDS}</p></article>
<aside class="related"><h3>Mehr zum Thema</h3>
<a href="/news/anderer-artikel-13.html">Ein ganz anderer Artikel über Netzteile</a></aside></main></body></html>"""
BARE = re.sub("</?(?:head|body)>", "", PAGE)  # valid too; the parser leaves <nav> and <main> in the head
HOSTILE = f"""<!DOCTYPE html><html lang=de onload="top.ran=1"><head><title>"><script>top.ran=2</script></title>
<meta http-equiv=refresh content="0;url=SITE/refresh"><base href="SITE/base/"><link rel=stylesheet href="SITE/a.css">
<link rel=prefetch href="SITE/prefetch">
<style>@import "SITE/import.css"; @font-face {{ font-family: x; src: url(SITE/font) }}
body {{ background: u\\72l("SITE/css"); font-family: x }} html {{ display: none }}
* {{ visibility: hidden !important }}
#page, aside, .chip {{ display: none !important }} .cover {{ position: fixed; inset: 0; z-index: 99999 }}
p::before {{ content: url(SITE/content) }}</style>
<script>top.ran=3; fetch("SITE/fetch"); document.cookie="a=b"</script></head>
<body onload="top.ran=4" background="SITE/background"><div class=cover>Alles verdeckt und nichts mehr zu sehen</div>
<h1 data-tn-block="0" data-tn-label="nav" title=forged>Böser Titel &lt;/script>&lt;script>top.ran=5&lt;/script>"'></h1>
<img src="SITE/img" srcset="SITE/set 2x" onerror="top.ran=6" name=querySelector alt="Ein Bild">
<svg onload="top.ran=7"><script>top.ran=8</script><use href="SITE/use"/></svg>
<iframe src="SITE/frame" srcdoc="<script>top.ran=9</script>"></iframe><object data="SITE/object"></object>
<embed src="SITE/embed"></embed><video poster="SITE/poster" src="SITE/video" autoplay></video>
<form action="SITE/form" id=documentElement><input name=body autofocus onfocus="top.ran=10">
<button formaction="javascript:top.ran=11">Weg</button></form>
<p style="background:url(SITE/style)">{WORDS}
<a href="javascript:top.ran=12" onclick="top.ran=13" ping="SITE/ping" id=away>Ein Link</a></p>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=top.ran=14&gt;"></table></math>
<noscript><p title="</noscript><img src=x onerror=top.ran=15>"></noscript><tn-run data-tn-block=1>Nachgemacht</tn-run>
<p>{WORDS}</p><plaintext>Rest <script>top.ran=16</script></body></html>"""


def drawn(html: str | bytes, expected: list[dict[str, Any]] | None = None, url: str = URL) -> str:
    return overlay(html, url, separate(html, url, blocks=True), expected)


def tinted(drawing: str) -> set[int]:
    return {int(number) for number in re.findall(r"data-tn-block=&quot;(\d+)&quot;", drawing)}


def visible(html: str | bytes, url: str = URL) -> set[int]:
    blocks = separate(html, url, blocks=True)["blocks"]
    return {number for number, block in enumerate(blocks) if squeeze(block["text"])}
