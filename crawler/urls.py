"""What is known of each URL, and how that changes from visit to visit: rows of the state, no network, no files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from enum import Enum, auto
from sqlite3 import Row
from typing import Any

from crawler import clock
from crawler.discovery.link import moment
from crawler.state import State
from crawler.tally import PASSING
from crawler.visit import Outcome, Visit, tombstone
from crawler.visits import next_try, next_visit

GONE = (404, 410)


class Known(Enum):
    """What the queue knew of a URL that it was to take."""

    NOT = auto()  # or it is time to visit it again
    COUNTED = auto()  # it waits, or this run has met it before
    AS_BEFORE = auto()  # it was read in an earlier run


class Urls:
    """The table `urls` during one run. `opened` is the time when it began."""

    def __init__(self, state: State, *, revisit: str = "auto", narrow: bool = False, since: int | None = None) -> None:
        """`revisit` is never, auto or always; `narrow`: only what this run asks for is fetched, not what waits from
        earlier ones; `since`: this run leaves out articles that appeared before."""
        self.state, self.revisit, self.since = state, revisit, since
        self.opened = int(clock.now())
        run = state.db.execute("INSERT INTO runs (started) VALUES (?)", (self.opened,))
        # A run that was cut short and those that finish it count as one: it began with the first that is not finished.
        finished = "SELECT coalesce(max(number), 0) FROM runs WHERE reason = 'finished'"
        first = state.one(f"SELECT started FROM runs WHERE number > ({finished}) ORDER BY number LIMIT 1")
        self.began: int = first["started"] if first else self.opened
        self.run, self.records = run.lastrowid, 0
        self._wake(narrow)

    def _wake(self, narrow: bool) -> None:
        """What a dead process had leased, what failed and what is due again is pending; sources begin anew."""
        execute = self.state.db.execute
        execute("DELETE FROM urls WHERE key IS NULL")
        execute("UPDATE urls SET state = 'pending' WHERE state IN ('leased', 'parked')")
        execute("UPDATE urls SET state = 'pending' WHERE state = 'failed' AND next_visit <= ?", (self.opened,))
        if self.revisit == "auto":
            execute("UPDATE urls SET state = 'pending' WHERE state = 'done' AND next_visit <= ?", (self.opened,))
        elif self.revisit == "always":
            query = "UPDATE urls SET state = 'pending' WHERE state = 'done' AND next_visit NOT NULL AND last_seen < ?"
            execute(query, (self.began,))
        if narrow:
            execute("UPDATE urls SET state = 'parked' WHERE state = 'pending'")

    def waiting(self) -> dict[str, int]:
        """How many are pending, by lane."""
        rows = self.state.db.execute("SELECT lane, count(*) FROM urls WHERE state = 'pending' GROUP BY lane")
        return dict(rows)

    def park(self, here: Callable[[str], bool]) -> None:
        """Leave for other runs what waits in lanes that are not this one's: of a mirror, or of the site itself."""
        for lane in [lane for lane in self.waiting() if not here(lane)]:
            self.state.db.execute("UPDATE urls SET state = 'parked' WHERE state = 'pending' AND lane = ?", (lane,))

    def note(self, figures: str) -> None:
        """Keep the figures of the run so far, JSON."""
        self.state.db.execute("UPDATE runs SET figures = ? WHERE number = ?", (figures, self.run))

    def end(self, reason: str, code: int | None = None) -> None:
        """Note why the run ended, and with which exit code."""
        query = "UPDATE runs SET ended = ?, reason = ?, records = ?, exit = ? WHERE number = ?"
        self.state.db.execute(query, (int(clock.now()), reason, self.records, code, self.run))

    # ------------------------------------------------------------------ in and out

    def add(
        self, key: bytes | None, url: str, lane: str, request: str, priority: int, fresh: int, modified: int | None
    ) -> Known:
        """Queue a request unless it is known and not due. `modified`: when the source says that the page changed."""
        if key is not None and self.state.is_forgotten(key):
            return Known.COUNTED
        added = self.state.db.execute(
            "INSERT INTO urls (key, url, lane, request, state, priority, fresh, first_seen)"
            " VALUES (?, ?, ?, ?, 'pending', ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (key, url, lane, request, priority, fresh, int(clock.now())),
        )
        if added.rowcount:
            return Known.NOT
        row = self.state.one("SELECT id, state, via, last_seen, next_visit, listed FROM urls WHERE key = ?", key)
        assert row is not None
        if self._due(row, modified):
            query = "UPDATE urls SET state = 'pending', request = ?, priority = ? WHERE id = ?"
            self.state.db.execute(query, (request, priority, row["id"]))
            return Known.NOT
        if row["state"] != "done" or row["via"] or row["listed"] == self.run or (row["last_seen"] or 0) >= self.opened:
            return Known.COUNTED
        self.state.db.execute("UPDATE urls SET listed = ? WHERE id = ?", (self.run, row["id"]))
        return Known.AS_BEFORE

    def _due(self, row: Row, modified: int | None) -> bool:
        """Whether a known URL that is named again shall be visited again in this run."""
        state, seen = row["state"], row["last_seen"] or 0
        if state == "parked":
            return True
        if state == "left":
            bound = row["next_visit"]  # null: it was left out for another reason
            return seen < self.opened and (self.since is None or bound is None or self.since < bound)
        if state == "failed":
            return row["next_visit"] <= self.opened
        if state != "done" or self.revisit == "never" or row["via"] or seen >= self.opened:
            return False
        if self.revisit == "always":
            return bool(seen < self.began)
        return (row["next_visit"] or self.opened + 1) <= self.opened or (modified or 0) > seen

    def lease(self, lane: str) -> tuple[Visit, str] | None:
        """The next request of a lane, the most urgent and then the freshest first, with the JSON of its request."""
        row = self.state.one(
            "SELECT * FROM urls WHERE lane = ? AND state = 'pending' ORDER BY priority DESC, fresh DESC, id LIMIT 1",
            lane,
        )
        if row is None:
            return None
        self.state.db.execute("UPDATE urls SET state = 'leased' WHERE id = ?", (row["id"],))
        return Visit(row["id"], row["key"], row["url"], row), row["request"]

    def redirect(self, visit: Visit, key: bytes, url: str) -> str | None:
        """None if the visit may go on at `url`. Else that is a page known by itself, or an article that was read;
        the lane is given if it waits again, now that it was asked for."""
        row = self.state.one("SELECT id, via, state, lane FROM urls WHERE key = ?", key)
        if row is None:
            self.state.db.execute(
                "INSERT INTO urls (key, url, lane, request, state, via, first_seen)"
                " VALUES (?, ?, '', '{}', 'done', ?, ?)",
                (key, url, visit.id, int(clock.now())),
            )
            return None
        # Whoever was redirected there first stands for all others only once it was read: many lead to a wall as well.
        read = "SELECT 1 FROM urls WHERE id = ? AND state = 'done' AND version NOT NULL"
        if row["via"] and (row["via"] == visit.id or not self.state.one(read, row["via"])):
            return None
        visit.outcome = Outcome.ELSEWHERE
        if row["state"] == "parked":
            self.state.db.execute("UPDATE urls SET state = 'pending' WHERE id = ?", (row["id"],))
            return str(row["lane"])
        return ""

    # ------------------------------------------------------------------ records

    def versions(self, article: str) -> set[str]:
        """The versions of an article that were last written, one for each URL that shows it."""
        rows = self.state.db.execute("SELECT version FROM urls WHERE article = ? AND version NOT NULL", (article,))
        return {row["version"] for row in rows}

    def stored(self, visit: Visit | None, record: dict[str, Any], *, same: bool = False) -> None:
        """The record is in the ledger; `same`: it was there before. In one transaction with the writing of it."""
        now = int(clock.now())
        when = moment(record["date_published"], UTC)
        appeared = min(now, int(when.timestamp())) if when else None
        if visit is None:  # a record that no queued request led to
            self.state.db.execute(
                "INSERT OR REPLACE INTO urls (key, url, lane, request, state, article, version, first_seen, last_seen)"
                " VALUES (?, ?, '', '{}', 'done', ?, ?, ?, ?)",
                (f"record {record['url']}".encode(), record["url"], record["id"], record["version"], now, now),
            )
        else:
            visit.outcome = Outcome.SAME if same else Outcome.STORED
            self.state.db.execute(
                "UPDATE urls SET article = ?, version = ?, sha256 = ?, fresh = coalesce(?, fresh) WHERE id = ?",
                (record["id"], record["version"], record["fetch"]["sha256"], appeared, visit.id),
            )
        self.records += not same

    def settle(self, visit: Visit) -> dict[str, Any] | None:
        """The visit is over. Gives what to write of an article that is gone."""
        if visit.key is None:
            self.state.db.execute("DELETE FROM urls WHERE id = ?", (visit.id,))
            return None
        now = int(clock.now())
        if visit.outcome in (Outcome.STORED, Outcome.SAME) or (visit.status == 304 and visit.row["version"]):
            self._read(visit, now)
            if visit.half:
                self._repair(visit, now)
        elif visit.outcome is Outcome.LEFT_OUT:
            self._update(visit, state="left", status=visit.status, last_seen=now, next_visit=None)
        elif visit.outcome is Outcome.TOO_OLD:
            self._update(visit, state="left", status=visit.status, last_seen=now, next_visit=self.since)
        elif visit.outcome is Outcome.ELSEWHERE:
            self._update(visit, state="done", last_seen=now, next_visit=None)
        else:
            return self._fail(visit, now)
        return None

    def _read(self, visit: Visit, now: int) -> None:
        row = self.state.one("SELECT fresh, version FROM urls WHERE id = ?", visit.id)
        assert row is not None
        new = bool(visit.row["version"]) and row["version"] != visit.row["version"]
        changed = now if new else visit.row["changed"]
        validators = {name: value for name, value in visit.headers.items() if value or visit.status != 304}
        if visit.several:
            validators = dict.fromkeys(validators)
        self._update(
            visit,
            state="done",
            status=visit.status,
            last_seen=now,
            tries=0,
            changed=changed,
            changes=visit.row["changes"] + new,
            next_visit=next_visit(now, row["fresh"], changed),
            **validators,
        )

    def _repair(self, visit: Visit, now: int) -> None:
        """Try again for the parts that are missing, and ask for the first page whether it has changed or not."""
        tries = visit.row["tries"] + 1
        self._update(visit, state="failed", tries=tries, etag=None, last_modified=None)
        query = "UPDATE urls SET next_visit = min(next_visit, ?) WHERE id = ?"
        self.state.db.execute(query, (next_try(now, tries, answered=False), visit.id))

    def _fail(self, visit: Visit, now: int) -> dict[str, Any] | None:
        """The page gave nothing. What the URL was redirected to may be asked for by itself from now on."""
        self.state.db.execute("DELETE FROM urls WHERE via = ?", (visit.id,))
        status, tries = visit.status, visit.row["tries"] + 1
        known = {"status": status, "tries": tries, "last_seen": now}
        if status in GONE:
            self._update(visit, **known, state="done", version=None, next_visit=next_try(now, tries, answered=True))
            # Another address may show the article as ever.
            shown = "SELECT 1 FROM urls WHERE article = ? AND version NOT NULL AND next_visit NOT NULL"
            gone = visit.row["version"] and not self.state.one(shown, visit.row["article"])
            return tombstone(visit, now) if gone else None
        answered = status is not None and status < 500 and status not in PASSING
        self._update(visit, **known, state="failed", next_visit=next_try(now, tries, answered=answered))
        return None

    def _update(self, visit: Visit, **values: Any) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        self.state.db.execute(f"UPDATE urls SET {names} WHERE id = ?", (*values.values(), visit.id))
