from __future__ import annotations

import io

from rich.console import Console

from crawler.exits import Exit
from crawler.summary import SHOWN, render
from crawler.tally import NAMED, Skipped, Tally

RECORD = {
    "url": "https://a.de/1",
    "word_count": 7,
    "teasers": [1, 2],
    "affiliate": {"links": [1], "disclosures": ["x", "y"]},
    "extraction": {"layout": None},
}


def test_exit_codes() -> None:
    tally = Tally()
    assert tally.exit(reason="finished", errors=0) == Exit.NOTHING_FOUND
    tally.skip(Skipped(url="https://a.de/", reason="HTTP 403", refused=True))
    assert tally.exit(reason="finished", errors=0) == Exit.BLOCKED
    tally.add(RECORD, layouts=True)
    assert tally.exit(reason="finished", errors=0) == Exit.FINISHED
    assert tally.exit(reason="finished", errors=1) == Exit.PARTLY_FAILED
    assert tally.exit(reason="shutdown", errors=0) == Exit.STOPPED
    tally.skip(Skipped(url="https://a.de/rss", reason="HTTP 404", source=True))
    assert tally.exit(reason="finished", errors=0) == Exit.PARTLY_FAILED
    assert (tally.words, tally.teasers, tally.affiliate_links, tally.disclosures) == (7, 2, 1, 2)
    assert tally.without_layout == ["https://a.de/1"]


def test_refusals_are_no_success_while_nothing_new_comes() -> None:
    tally = Tally(as_before=3)
    tally.skip(Skipped(url="https://a.de/gone", reason="HTTP 404"))
    assert tally.exit(reason="finished", errors=0) == Exit.FINISHED
    tally.skip(Skipped.answered(403, "HTTP 403", "https://a.de/1"))
    assert tally.exit(reason="finished", errors=0) == Exit.PARTLY_FAILED
    tally.add(RECORD, layouts=True)
    assert tally.exit(reason="finished", errors=0) == Exit.FINISHED
    tally.skip(Skipped.answered(500, "HTTP 500", "https://a.de/2"))
    assert tally.exit(reason="finished", errors=0) == Exit.PARTLY_FAILED


def test_names_are_bounded_and_figures_are_not() -> None:
    tally = Tally()
    for n in range(NAMED + 50):
        tally.skip(Skipped(url=f"https://a.de/{n}", reason="HTTP 404"))
    assert (len(tally.skipped), tally.skipped_count) == (NAMED, NAMED + 50)
    assert f"{NAMED + 50 - SHOWN} more" in shown(tally)


def test_the_table_shows_hostile_names_as_text() -> None:
    tally = Tally()
    tally.skip(Skipped(url="https://a.de/[bold]\x1b[2J", reason="[/red]\n\x07"))
    text = shown(tally)
    assert "[bold]\\x1b[2J" in text
    assert "[/red]\\n\\x07" in text
    assert "\x1b" not in text


def shown(tally: Tally) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(render(tally, "name", 1.0, "out.jsonl"))
    return console.file.getvalue()  # type: ignore[attr-defined]
