"""A week of the month that `make bench-month` lives through: real crawls, simulated days."""

from __future__ import annotations

from pathlib import Path

from benchmarks.month import START, Month
from benchmarks.troubles import Trouble, layout
from crawler.exits import Exit
from crawler.health.finding import Kind
from crawler.runs import runs


def test_troubles_are_told_and_ended_and_nothing_is_lost(tmp_path: Path) -> None:
    planted = (
        Trouble("layout changed", Kind.LAYOUT, 5, 6, layout),
        Trouble("the scheduler killed", Kind.UNFINISHED, 6, 7),
    )
    month = Month(tmp_path / "month", 7, planted, every=24)
    month.run()
    (changed, *told), (killed, *_) = ((alert, clear, event) for _, alert, clear, event in month.judged())
    assert changed == killed == 1
    assert told[0] in (1, 2)  # the killed run may have read too little to say that it is over
    assert told[1]["command"] == "scrapy check techstage --live"
    assert len(told[1]["urls"]) == 3
    assert month.false_alerts() == []
    assert month.lost() == []
    assert month.twice() == 0
    history = runs(tmp_path / "month" / "techstage")
    assert [run.exit for run in history] == [Exit.FINISHED] * 6 + [None, Exit.FINISHED]
    assert [(run.started - START.timestamp()) // 86_400 for run in history] == list(range(8))
    assert (tmp_path / "month" / "technews.prom").read_text().endswith("# EOF\n")
