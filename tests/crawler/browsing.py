"""A ledger as a crawl writes it, of records as `separate` makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crawler.ledger import Ledger
from crawler.state import State
from pipelines import separate
from tests.crawler.small_site import article

URL = "https://www.example.org/news/artikel-{}.html"
MORE = """<aside class="related"><h2>Mehr</h2><ul>
<li><a href="/news/artikel-2.html?utm_source=box">Ein ganz anderer Artikel über Akkus</a></li></ul></aside>"""


def record(number: int, headline: str = "", body: str = "", at: str = "2026-11-01T08:00:00+00:00") -> dict[str, Any]:
    """An article as it stands in a ledger."""
    html = article(headline or f"Artikel {number}", body + MORE)
    found = separate(html, URL.format(number))
    found.update(site="example", previous_version=None, date_published=f"2026-11-0{number}T09:00:00+01:00")
    found["fetch"]["fetched_at"] = at
    return found


def tombstone(of: dict[str, Any], at: str) -> dict[str, Any]:
    """The line that says that an article is gone."""
    fetch = {"fetched_at": at, "status": 404, "source": "live"}
    line = {"schema_version": 1, "id": of["id"], "version": None, "previous_version": of["version"], "tombstone": True}
    return {**line, "url": of["url"], "site": of["site"], "fetch": fetch}


def write(folder: Path, *records: dict[str, Any], torn: bytes = b"", close: bool = False) -> None:
    """Append records to a site's ledger; `torn` is what a process that died left behind them."""
    folder.mkdir(parents=True, exist_ok=True)
    with State(folder) as state:
        ledger = Ledger(state, folder)
        for line in records:
            ledger.append(line)
        ledger.sync()
        state.commit()
        ledger.kept()
        if close:
            ledger.roll()
        open_part = folder / f"articles-{ledger.number:06}.jsonl"
        ledger.close()
    with open_part.open("ab") as part:
        part.write(torn)
