"""Each trouble is found in a made history, soon and with its beginning; quiet histories, however noisy, show none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.exits import Exit
from crawler.health.examine import examine, findings
from crawler.health.finding import Finding, Kind
from crawler.health.flow import moment
from crawler.runs import Run
from tests.crawler.health.histories import DAY, FEED, FRONT, HOUR, Newsroom, troubled

QUIET = Newsroom(seed=7, every=6, rate=24, flaky=0.005).runs(28)


def now(history: list[Run]) -> int:
    return history[-1].started + 60


def kinds(history: list[Run]) -> list[Kind]:
    return [finding.kind for finding in findings(history, now(history))]


def only(history: list[Run]) -> Finding:
    (finding,) = findings(history, now(history))
    return finding


def of_read(share: float) -> Callable[[Run], dict[str, int]]:
    return lambda run: {"": round(sum(run.layouts.values()) * share)}


DEAD = {"links": 0, "trouble": "this is no feed"}
NO_ROBOTS = "Forbidden, because robots.txt can't be read: Connection refused"
DOWN = {"links": 0, "trouble": NO_ROBOTS}
PLANTED: list[tuple[Kind, dict[str, Any]]] = [
    (Kind.UNREACHABLE, {"sources": {url: {"links": 0, "trouble": "dns"} for url in (FEED, FRONT)}, "layouts": {}}),
    (
        Kind.UNREACHABLE,
        {
            "sources": {FEED: DOWN, FRONT: DOWN},
            "errors": {"robots.txt": 36},
            "layouts": {},
            "words": [],
            "robots": None,
        },
    ),
    (Kind.BLOCKED, {"errors": {"HTTP 403": 9}, "layouts": {}, "words": []}),
    (Kind.BLOCKED, {"errors": {"robots.txt": 9}, "layouts": {}, "words": []}),
    (Kind.CONSENT_WALL, {"errors": {"consent wall": 9}, "layouts": {}, "words": []}),
    (Kind.CONSENT_WALL, {"errors": {"consent wall": 5, "trap": 20}, "layouts": {}, "words": []}),
    (Kind.FAILING, {"errors": {"HTTP 500": 9}, "layouts": {}, "words": []}),
    (Kind.FEED_DEAD, {"sources": {FEED: DEAD, FRONT: {"links": 30, "trouble": ""}}}),
    (Kind.FEED_DEAD, {"sources": {FEED: {"links": 0, "trouble": ""}, FRONT: {"links": 30, "trouble": ""}}}),
    (Kind.LAYOUT, {"layouts": of_read(1)}),
    (Kind.FIELD, {"fields": lambda run: {**run.fields, "standfirst": 0}}),
    (Kind.SHORT, {"words": lambda run: [count // 20 for count in run.words]}),
    (Kind.LONG, {"words": lambda run: [count * 20 for count in run.words]}),
    (Kind.ROBOTS, {"robots": "b" * 64}),
    (Kind.RIGHTS, {"rights": lambda run: {**run.rights, "tdm-reservation": "1"}}),
]


@pytest.mark.parametrize(("kind", "figures"), PLANTED, ids=lambda value: value if isinstance(value, Kind) else "")
def test_a_trouble_is_found_within_two_runs(kind: Kind, figures: dict[str, Any]) -> None:
    history = QUIET[:106]  # the last two runs are by day, when articles come
    assert findings(history, now(history)) == []
    finding = only(troubled(history, 2, **figures))
    assert finding.kind is kind
    assert (finding.run, finding.since) == (history[-2].number, history[-2].started)
    assert 0.9 < finding.sure <= 1
    assert finding.reason


@pytest.mark.parametrize("kind", ["teaser", "affiliate"])
def test_a_share_of_labels_that_jumps_is_found_after_some_runs(kind: str) -> None:
    jumped = troubled(QUIET, 6, labels=lambda run: {**run.labels, kind: 3 * run.labels["body"] + 900})
    finding = only(jumped)
    assert finding.kind == f"{kind} share jumped"
    assert finding.run == QUIET[-6].number


@pytest.mark.parametrize("days", [18, 26])
def test_too_few_articles_are_found_within_days(days: int) -> None:
    history = Newsroom(every=6, rate=24).runs(days)
    finding = only(troubled(history, 6, new=0))
    assert finding.kind is Kind.TOO_FEW
    assert finding.reason.startswith("0 new articles in 1 day; usually 2")


def test_a_run_that_was_not_to_bring_everything_is_not_judged_by_how_much_it_brought() -> None:
    history = Newsroom(every=6, rate=24).runs(26)
    assert kinds(troubled(history, 6, new=0, whole=False)) == []


def test_a_run_stopped_every_day_does_not_blind_it() -> None:
    history = [
        replace(run, exit=Exit.STOPPED, reason="shutdown") if run.number % 4 == 1 else run
        for run in Newsroom(every=6, rate=24).runs(26)
    ]
    assert kinds(history) == []
    assert kinds(troubled(history, 6, new=0)) == [Kind.TOO_FEW]


def test_a_weekend_is_not_too_few_where_it_is_so_every_week() -> None:
    rooms = [Newsroom(seed=seed, every=6, rate=40, weekend=0.05) for seed in range(3)]
    for history in (room.runs(28) for room in rooms):
        assert [kinds(history[:end]) for end in range(60, len(history))] == [[]] * (len(history) - 60)


def test_an_old_newest_article_is_found() -> None:
    stuck = troubled(QUIET, 12, newest=QUIET[-13].newest)
    assert Kind.TOO_OLD in kinds(stuck)
    (finding,) = (one for one in findings(stuck, now(stuck)) if one.kind is Kind.TOO_OLD)
    assert "hours old" in finding.reason


def test_a_killed_run_is_told_until_two_others_came() -> None:
    killed = [*QUIET[:-2], replace(QUIET[-2], ended=None, exit=None, reason=""), QUIET[-1]]
    assert kinds(killed[:-1]) == kinds(killed) == [Kind.UNFINISHED]
    after = replace(QUIET[-1], number=QUIET[-1].number + 1, started=QUIET[-1].started + 6 * HOUR)
    assert kinds([*killed, after]) == []
    assert kinds([*QUIET[:-1], replace(QUIET[-1], exit=Exit.STORAGE, reason="storage")]) == [Kind.UNFINISHED]


def test_a_schedule_that_stands_still_is_found() -> None:
    assert findings(QUIET, QUIET[-1].started + 11 * HOUR) == []
    (finding,) = findings(QUIET, QUIET[-1].started + 2 * DAY)
    assert finding.kind is Kind.OVERDUE
    assert finding.command == "scrapy runs example"


def test_runs_by_hand_are_no_schedule_and_weekends_off_are_none_missed() -> None:
    by_hand = [replace(run, started=QUIET[0].started + at * 60) for at, run in enumerate(QUIET[:9])]
    assert Kind.OVERDUE not in [one.kind for one in findings(by_hand, by_hand[-1].started + 2 * DAY)]
    office = [run for run in QUIET if datetime.fromtimestamp(run.started, UTC).weekday() < 5]
    assert findings(office[:80], office[79].started + 65 * HOUR) == []


def test_one_bad_run_of_a_source_is_none() -> None:
    once = troubled(QUIET, 1, sources={FEED: DEAD, FRONT: {"links": 30, "trouble": ""}})
    assert kinds(once) == []


def test_a_trouble_that_ends_is_over_with_the_first_good_run() -> None:
    history = QUIET[:106]
    bad = troubled(history, 2, layouts=of_read(1))
    assert kinds(bad) == [Kind.LAYOUT]
    assert kinds([*bad, QUIET[106]]) == []


def test_what_a_wall_held_back_is_not_missed_after_it() -> None:
    walled = troubled(QUIET[:98], 6, errors={"consent wall": 30}, layouts={}, words=[], fields={}, new=0)
    assert kinds(walled) == [Kind.CONSENT_WALL]
    for end in range(99, 112):
        assert kinds([*walled, *QUIET[98:end]]) == []


def test_a_trouble_does_not_become_usual() -> None:
    """After three weeks an unknown layout is still told, since the run that first showed it."""
    finding = only(troubled(QUIET, 84, layouts=of_read(1)))
    assert finding.run == QUIET[-84].number


def test_what_follows_from_a_trouble_is_told_with_it() -> None:
    history = QUIET[:106]
    health = examine(
        troubled(history, 2, layouts=of_read(1), fields={}, words=lambda run: [5] * len(run.words)), now(history)
    )
    assert [finding.kind for finding in health.findings] == [Kind.LAYOUT]
    told = health.findings[0].also
    assert any(line.startswith("field dried up: standfirst: ") for line in told)
    assert any(line.startswith("bodies suddenly short: ") for line in told)
    assert len(health.explained) == len(told)


def test_robots_and_rights_that_always_change_are_none() -> None:
    changing = [replace(run, robots=str(run.number), rights={"x": str(run.number)}) for run in QUIET]
    assert kinds(changing) == []


def test_a_change_is_usual_after_three_days() -> None:
    assert kinds(troubled(QUIET, 4, robots="b" * 64)) == [Kind.ROBOTS]
    assert kinds(troubled(QUIET, 16, robots="b" * 64)) == []


def test_without_enough_runs_there_is_no_verdict_and_it_says_so() -> None:
    assert findings([], 0) == []
    few = QUIET[:3]
    health = examine(troubled(few, 2, layouts=of_read(1), words=[3] * 9, robots="b" * 64), now(few))
    assert health.findings == ()
    assert any(line.startswith("too few articles") for line in health.waiting)
    assert "unknown layout" in health.waiting
    assert not examine(QUIET, now(QUIET)).waiting


def test_a_hostile_url_is_quoted_in_the_command() -> None:
    finding = replace(only(troubled(QUIET[:106], 2, **PLANTED[10][1])), urls=("https://x.org/$(rm -rf .)'",))
    assert finding.command == "scrapy overlay 'https://x.org/$(rm -rf .)'\"'\"'' --site example"


@pytest.mark.parametrize("days", [-400, -2, 2, 400])
def test_a_clock_that_jumped_breaks_nothing(days: int) -> None:
    wrong = replace(QUIET[90], started=QUIET[90].started + days * DAY, ended=QUIET[90].started + days * DAY + 40)
    history = [*QUIET[:90], wrong, *QUIET[91:]]
    for end in range(90, 112, 5):
        findings(history[:end], history[end - 1].started)
    assert findings(history, now(history)) == []


@pytest.mark.parametrize("text", [None, "", "yesterday", "9999-99-99", "2026-11-02T00:00:00+99:00"])
def test_a_date_that_is_none_says_nothing(text: str | None) -> None:
    assert moment(text) is None


@settings(max_examples=25, deadline=None)
@given(
    room=st.builds(
        Newsroom,
        seed=st.integers(0, 10**9),
        every=st.sampled_from([2, 4, 6, 12, 24]),
        rate=st.floats(0.5, 120),
        weekend=st.floats(0, 1.2),
        flaky=st.floats(0, 0.02),
        words=st.floats(100, 1500),
        fields=st.dictionaries(st.sampled_from(["kicker", "standfirst", "image"]), st.floats(0, 1)),
    ),
    days=st.integers(1, 35),
    cut=st.integers(0, 6),
)
def test_quiet_histories_give_no_finding(room: Newsroom, days: int, cut: int) -> None:
    history = room.runs(days)
    history = history[: max(1, len(history) - cut)]
    assert findings(history, now(history)) == []
