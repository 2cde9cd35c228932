"""An alert is sent once to each receiver, kept over kills and failures, and ended by an all-clear."""

from __future__ import annotations

import json
import logging
from collections import Counter
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.health.alerts import FILE, open_alerts, tell
from crawler.health.examine import Health
from crawler.health.finding import Finding, Kind
from crawler.health.mail import NotSent
from crawler.health.news import News
from crawler.health.senders import Senders
from tests.crawler.health.histories import START, Newsroom

LAST = Newsroom().runs(1)[-1]
DEAD = Finding(
    site="example",
    kind=Kind.FEED_DEAD,
    subject="https://www.example.org/rss.xml",
    since=START,
    run=7,
    sure=0.99,
    reason="HTTP 500 in 2 runs in a row; before, in 0 of 40",
    urls=("https://www.example.org/rss.xml",),
)
OLD = replace(DEAD, kind=Kind.TOO_OLD, subject="", reason="90 hours old")


def sick(*findings: Finding, explained: tuple[Finding, ...] = (), site: str = "example") -> list[Health]:
    return [Health(site, LAST, findings, explained, ())]


class Receiver:
    """Takes news, or fails while it is `down`."""

    def __init__(self) -> None:
        self.down = False
        self.got: list[News] = []

    def __call__(self, news: News) -> None:
        if self.down:
            raise NotSent("mail.example.org:587: Connection refused")
        self.got.append(news)

    @property
    def counts(self) -> list[tuple[int, int]]:
        """Alerts and all-clears of each message."""
        return [(len(news.alerts), len(news.cleared)) for news in self.got]


def test_nothing_is_told_twice_and_the_end_once(tmp_path: Path) -> None:
    got = Receiver()
    for healths in (sick(), sick(DEAD), sick(DEAD), sick(DEAD, OLD), sick(OLD), sick(), sick()):
        assert tell(tmp_path, healths, {"mail": got}, START) == []
    assert got.counts == [(1, 0), (1, 0), (0, 1), (0, 1)]
    assert json.loads((tmp_path / FILE).read_bytes()) == []


def test_figures_that_change_are_no_news(tmp_path: Path) -> None:
    got = Receiver()
    for number in range(3):
        tell(tmp_path, sick(replace(DEAD, reason=f"{number}", sure=number / 3)), {"mail": got}, START)
    assert got.counts == [(1, 0)]


def test_a_sender_that_fails_is_named_and_tried_again_and_others_go_on(tmp_path: Path) -> None:
    mail, hook = Receiver(), Receiver()
    mail.down = True
    (line,) = tell(tmp_path, sick(DEAD), {"mail": mail, "webhook": hook}, START)
    assert line == "mail: mail.example.org:587: Connection refused; it is tried again next time"
    assert hook.counts == [(1, 0)]
    mail.down = False
    assert tell(tmp_path, sick(DEAD), {"mail": mail, "webhook": hook}, START) == []
    assert mail.counts == hook.counts == [(1, 0)]


KINDS = (Kind.FEED_DEAD, Kind.TOO_OLD, Kind.LAYOUT)
STEPS = st.lists(st.tuples(st.sets(st.sampled_from(KINDS)), st.sets(st.sampled_from(["mail", "webhook"]))), max_size=12)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_each_receiver_knows_what_is_open_whatever_failed_before(steps: list[tuple[set[Kind], set[str]]]) -> None:
    """What a receiver was told, less what it was cleared of, is what is open; nothing came twice."""
    got = {"mail": Receiver(), "webhook": Receiver()}
    with TemporaryDirectory() as place:
        for kinds, down in steps:
            for name, receiver in got.items():
                receiver.down = name in down
            tell(Path(place), sick(*(replace(DEAD, kind=kind) for kind in sorted(kinds))), got, START)
            for receiver in got.values():
                known = Counter(finding.kind for news in receiver.got for finding in news.alerts)
                known.subtract(clear.finding.kind for news in receiver.got for clear in news.cleared)
                assert set(known.values()) <= {0, 1}
                assert receiver.down or {kind for kind in known if known[kind]} == kinds


def test_who_was_not_told_of_the_alert_needs_no_all_clear(tmp_path: Path) -> None:
    mail = Receiver()
    mail.down = True
    tell(tmp_path, sick(DEAD), {"mail": mail}, START)
    mail.down = False
    tell(tmp_path, sick(), {"mail": mail}, START)
    assert mail.got == []


def test_an_all_clear_that_failed_is_sent_again(tmp_path: Path) -> None:
    mail = Receiver()
    tell(tmp_path, sick(DEAD), {"mail": mail}, START)
    mail.down = True
    assert tell(tmp_path, sick(), {"mail": mail}, START + 60)
    mail.down = False
    tell(tmp_path, sick(), {"mail": mail}, START + 120)
    assert mail.counts == [(1, 0), (0, 1)]
    assert mail.got[-1].cleared[0].until == START + 60


def test_what_another_trouble_explains_is_not_over(tmp_path: Path) -> None:
    got = Receiver()
    gone = replace(DEAD, kind=Kind.UNREACHABLE, subject="")
    for healths in (sick(DEAD), sick(gone, explained=(DEAD,)), sick(DEAD), sick()):
        tell(tmp_path, healths, {"mail": got}, START)
    assert got.counts == [(1, 0), (1, 0), (0, 1), (0, 1)]


def test_a_site_that_was_not_looked_at_keeps_its_alerts(tmp_path: Path) -> None:
    got = Receiver()
    tell(tmp_path, sick(DEAD), {"mail": got}, START)
    tell(tmp_path, sick(site="other"), {"mail": got}, START)
    assert open_alerts(tmp_path) == [DEAD]
    assert got.counts == [(1, 0)]


def test_a_damaged_memory_is_moved_away_and_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / FILE).write_text('[{"finding": {"site"')
    got = Receiver()
    tell(tmp_path, sick(DEAD), {"mail": got}, START)
    assert got.counts == [(1, 0)]
    assert (tmp_path / f"{FILE}.bad").exists()
    assert "was damaged" in caplog.text


def test_a_memory_that_can_not_be_written_sends_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    got = Receiver()
    with pytest.raises(OSError, match="file"):
        tell(tmp_path / "file", sick(DEAD), {"mail": got}, START)
    assert got.got == []


def test_processes_at_the_same_time_tell_it_once(tmp_path: Path) -> None:
    """Eight processes look at the same sick site: one line is in the file."""
    fork = get_context("fork")
    at_once = [fork.Process(target=_tell_to_file, args=(tmp_path,)) for _ in range(8)]
    for process in at_once:
        process.start()
    for process in at_once:
        process.join()
    assert len((tmp_path / "alerts.jsonl").read_text().splitlines()) == 1


def _tell_to_file(place: Path) -> None:
    tell(place, sick(DEAD), Senders(log=False, file=place / "alerts.jsonl").all(), START)


def test_the_file_has_a_line_of_json_for_each_event(tmp_path: Path) -> None:
    senders = Senders(log=False, file=tmp_path / "made" / "alerts.jsonl").all()
    tell(tmp_path, sick(DEAD, OLD), senders, START)
    tell(tmp_path, sick(OLD), senders, START + 3600)
    lines = [json.loads(line) for line in (tmp_path / "made" / "alerts.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["alert", "alert", "all clear"]
    assert lines[0]["command"] == "scrapy check example --live"
    assert (lines[2]["kind"], lines[2]["until"]) == ("feed dead", "2026-11-02T01:00:00+00:00")


def test_the_log_is_a_warning_that_no_site_can_forge(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    nasty = replace(DEAD, reason="x\nALERT heise: all is lost \x1b[31m", urls=("https://x.org/\u202e" + 900 * "a",))
    tell(tmp_path, sick(nasty), Senders().all(), START)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    text = record.getMessage()
    assert "\nALERT heise" not in text
    assert not set(text) & set("\x1b\u202e")
    assert max(map(len, text.splitlines())) < 500
