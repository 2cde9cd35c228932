"""Records as a crawl writes them: made by our own stations from pages of a few lines."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from pipelines import separate
from pipelines.record import digest

PAGE = """<html lang=de><head><title>Artikel {n}</title><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-11-{day:02}T08:00:00+01:00">
<meta name="author" content="Nele Brandhorst"><meta name="keywords" content="Akku, Test {n}"></head><body><article>
<h1>Artikel {n}: Was ein Akku kann</h1>
<p>Der {n}. Akku liefert 100 Watt und zeigt auf dem Display ehrliche Restzeiten, auch nach {n} Jahren im Schrank.</p>
<p>Wer nur im Notfall nachlädt, ist mit einem kleinen Modell besser bedient. Mehr dazu hier, in {text} Worten.</p>
<ul><li>Gewicht: 510 Gramm</li><li>Preis: 79,99 Euro</li></ul></article>
<aside><h2>Beliebt</h2>
<a href="/ratgeber/{n}0-ein-anderer-artikel.html"><h3>Die besten Netzteile im Test {n}</h3></a></aside>
</body></html>"""


@cache
def _separated(n: int, text: str, blocks: bool) -> dict[str, Any]:
    page = PAGE.format(n=n, day=n % 28 + 1, text=text)
    return separate(page, f"https://www.example.org/ratgeber/artikel-{n}.html", blocks=blocks)


def a_record(n: int, text: str = "vielen", hour: int = 0, *, blocks: bool = False, **fields: Any) -> dict[str, Any]:
    """The `n`th article as it stood at an hour; another `text` is another version."""
    found = {**_separated(n, text, blocks), "site": "techstage", "previous_version": None, **fields}
    found["fetch"] = {**found["fetch"], "fetched_at": f"2026-11-20T{hour:02}:00:00+00:00", "source": "live"}
    return found


def gone(n: int, hour: int = 12) -> dict[str, Any]:
    """The note that the `n`th article was taken down."""
    of = a_record(n)
    fetch = {"fetched_at": f"2026-11-20T{hour:02}:00:00+00:00", "status": 410, "source": "live"}
    return {"schema_version": 1, "id": of["id"], "version": None, "previous_version": of["version"],
            "tombstone": True, "url": of["url"], "site": of["site"], "fetch": fetch}  # fmt: skip


def edited(record: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The record with other fields, its hashes made anew."""
    found = {**record, **fields}
    found["id"] = digest(found["canonical_url"])
    found["version"] = digest(f"{found['headline'] or ''}\n{found['body_text']}")
    return found


def line(record: dict[str, Any]) -> bytes:
    return msgspec.json.encode(record) + b"\n"
