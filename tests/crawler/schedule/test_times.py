"""Rhythms and quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.exits import Exit
from crawler.runs import Run
from crawler.schedule.plan import PATIENCE, Plan, coming
from crawler.schedule.times import DAY, Every, cron, every, interval, quiet

BERLIN, GREENWICH = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def told(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%m-%d %H:%M")


@pytest.mark.parametrize("text", ["", "2", "h", "2 hours", "-1h", "1.5h", "0x2h", "999999999w"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="as in 90m or 2h"):
        interval(text)


def test_a_rhythm_is_not_too_fast() -> None:
    with pytest.raises(ValueError, match="too often"):
        every("30s")


@pytest.mark.parametrize("line", ["", "* * * *", "61 * * * *", "0 0 31 2 *", "x y z a b", "0 0 30 2 *"])
def test_an_impossible_cron_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="no cron line that ever comes"):
        cron(line, GREENWICH)


def test_cron_lines_keep_the_time_of_the_clock_on_the_wall() -> None:
    rhythm = cron("15 6 * * *", BERLIN)
    assert told(rhythm.after(at("2026-10-24T12:00"))) == "10-25 05:15"  # winter time since 3 o'clock
    assert told(rhythm.after(at("2026-10-23T12:00"))) == "10-24 04:15"


@pytest.mark.parametrize(
    ("hours", "now", "then"),
    [
        ("22:00-06:00", "2026-11-02T21:59", "11-02 21:59"),
        ("22:00-06:00", "2026-11-02T22:00", "11-03 06:00"),
        ("22:00-06:00", "2026-11-03T05:59", "11-03 06:00"),
        ("22:00-06:00", "2026-11-03T06:00", "11-03 06:00"),
        ("00:00-07:30", "2026-11-03T03:00", "11-03 07:30"),
        ("12:00-24:00", "2026-11-03T13:00", "11-04 00:00"),
    ],
)
def test_quiet_hours(hours: str, now: str, then: str) -> None:
    assert told(quiet(hours, GREENWICH).over(at(now))) == then


@pytest.mark.parametrize("text", ["22-6", "25:00-06:00", "22:00", "06:00-06:00", "22:00-06:60"])
def test_what_are_no_quiet_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"quiet"):
        quiet(text, GREENWICH)


# ---------------------------------------------------------------------- due


def ran(started: float, code: int | None = 0, *, ended: bool = True) -> Run:
    return Run(site="a", number=1, started=int(started), ended=int(started) + 9 if ended else None, exit=code)


def test_what_was_never_crawled_is_due() -> None:
    assert Plan("a", Every(3600)).next(None, 1000) == 1000


def test_the_next_crawl_follows_the_rhythm_and_what_was_missed_comes_once() -> None:
    plan = Plan("a", Every(3600))
    assert plan.next(ran(1000), 2000) == 4600
    late = plan.next(ran(1000), 100 * DAY)
    assert late <= 100 * DAY
    assert plan.next(ran(100 * DAY), 100 * DAY) == 100 * DAY + 3600


@pytest.mark.parametrize("run", [ran(1000, None, ended=False), ran(1000, Exit.STOPPED), ran(1000, Exit.BROKEN)])
def test_what_was_cut_short_goes_on_soon(run: Run) -> None:
    assert Plan("a", Every(DAY)).next(run, 1010) == 1000 + PATIENCE


@pytest.mark.parametrize("code", [Exit.BUDGET, Exit.BLOCKED, Exit.NOTHING_FOUND, Exit.PARTLY_FAILED, Exit.STORAGE])
def test_other_ends_wait_for_their_time(code: Exit) -> None:
    assert Plan("a", Every(DAY)).next(ran(1000, code), 2000) == 1000 + DAY


def test_a_state_of_before_the_exit_codes_waits_for_its_time() -> None:
    assert Plan("a", Every(DAY)).next(ran(1000, None), 2000) == 1000 + DAY


def test_a_clock_that_was_set_back_puts_no_crawl_off() -> None:
    assert Plan("a", Every(3600)).next(ran(50 * DAY), DAY) == DAY + 3600


def test_quiet_hours_put_a_crawl_off() -> None:
    plan = Plan("a", Every(3600), quiet("22:00-06:00", GREENWICH))
    assert told(plan.next(ran(at("2026-11-02T21:30")), at("2026-11-02T21:40"))) == "11-03 06:00"


def test_jitter_is_spread_and_the_same_at_each_question() -> None:
    plans = [Plan(f"site{n}", Every(3600), jitter=600) for n in range(50)]
    later = [plan.next(ran(1000), 2000) - 4600 for plan in plans]
    assert later == [plan.next(ran(1000), 3000) - 4600 for plan in plans]
    assert all(0 <= seconds <= 600 for seconds in later)
    assert len(set(later)) > 30


def test_the_coming_day() -> None:
    plans = [Plan("a", Every(6 * 3600)), Plan("b", cron("0 3,15 * * *", GREENWICH))]
    now = at("2026-11-02T12:00")
    found = coming(plans, {"a": ran(now - 7 * 3600), "b": ran(now - 3600)}, now)
    assert [(told(when), site) for when, site in found] == [
        ("11-02 12:00", "a"), ("11-02 15:00", "b"), ("11-02 18:00", "a"), ("11-03 00:00", "a"), ("11-03 03:00", "b"),
        ("11-03 06:00", "a"),
    ]  # fmt: skip
