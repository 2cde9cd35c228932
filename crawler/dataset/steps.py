"""The steps between all records that were read and a dataset. What a step leaves out has its reason in the index.

STEPS is the walk, in order. A step is a function of the index and of what the user wants; it works in SQL where it can
(`Index.leave_out`), and over the texts (`Index.kept`) where it must.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from crawler.dataset.boilerplate import Recurring
from crawler.dataset.duplicates import drop, find
from crawler.dataset.index import Index
from crawler.dataset.purpose import permit
from crawler.dataset.splits import divide, split
from crawler.dataset.where import holds

# How often each article had changed when a record was fetched: one that goes back to an earlier version has, too.
BY_TIME = "(PARTITION BY id ORDER BY coalesce(fetched_at, ''), n)"
TURNS = (
    f"SELECT n, id, version, sum(turned) OVER {BY_TIME} AS turn FROM"
    f" (SELECT n, id, version, fetched_at, version IS NOT lag(version) OVER {BY_TIME} AS turned FROM records)"
)
LATER = "(coalesce(b.fetched_at, ''), b.n) > (coalesce({0}.fetched_at, ''), {0}.n)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records a dataset shall have. Days are YYYY-MM-DD, as the site dates its article; empty: all."""

    all_versions: bool = False
    history: bool = False  # a version that an article went back to counts again
    gone: bool = False  # articles that their site took down
    sites: tuple[str, ...] = ()
    since: str = ""
    until: str = ""  # this day included
    languages: tuple[str, ...] = ()  # "de" takes "de-AT", too
    sections: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    min_words: int | None = None
    max_words: int | None = None
    where: str = ""
    purpose: str = ""  # archive, search or train: only what the recorded rights allow for it
    keep: str = "all"  # of articles that tell the same: the earliest, the longest, or all
    split: str = ""  # as in time=80/10/10


Step = Callable[[Index, Wanted], None]


def once(index: Index, wanted: Wanted) -> None:
    """Each version of an article once, as it was last fetched; copies that differ in content are troubles."""
    turns = TURNS if wanted.history else "SELECT n, id, version, 0 AS turn FROM records"
    twice = f"SELECT json_group_array(n) FROM ({turns}) GROUP BY id, version, turn HAVING count(*) > 1"
    those = "SELECT n FROM records WHERE n IN (SELECT value FROM json_each(?))"
    ordered = f"{those} ORDER BY coalesce(fetched_at, '') DESC, n DESC"
    for group in index.db.execute(twice).fetchall():
        (kept, *others) = (n for (n,) in index.db.execute(ordered, group).fetchall())
        content = _content(index.raw(kept))
        for n in others:
            reason = "read twice"
            if _content(index.raw(n)) != content:
                reason = "same id and version, other content"
                place = "SELECT name, line FROM records JOIN files ON number = file WHERE n = ?"
                file, number = index.db.execute(place, (n,)).fetchone()
                index.troubles.note(reason, file, number, "a later one is kept")
            index.db.execute("UPDATE records SET left_out = ? WHERE n = ?", (reason, n))


def _content(raw: bytes) -> dict[str, object]:
    """What an article says, without how it came to us."""
    record = msgspec.json.decode(raw, type=dict[str, object])
    ours = {"fetch", "rights", "extraction", "blocks", "previous_version", "page"}
    return {name: value for name, value in record.items() if name not in ours}


def there(index: Index, wanted: Wanted) -> None:
    """No article that its site has taken down, and not put up again."""
    if not wanted.gone:
        later = f"SELECT 1 FROM records b WHERE b.id = gone.id AND {LATER.format('gone')}"
        index.leave_out("taken down by its site", f"id NOT IN (SELECT id FROM gone WHERE NOT EXISTS ({later}))")


def newest(index: Index, wanted: Wanted) -> None:
    """Of each article the version that was fetched last."""
    if not wanted.all_versions:
        newer = f"SELECT 1 FROM records b WHERE b.id = records.id AND b.left_out IS NULL AND {LATER.format('records')}"
        index.leave_out("older version", f"NOT EXISTS ({newer})")


def chosen(index: Index, wanted: Wanted) -> None:
    """What the options choose."""
    leave_out = index.leave_out
    for name, column, values in (("site", "site", wanted.sites), ("type", "article_type", wanted.types)):
        if values:
            leave_out(f"other {name}", f"{column} IN ({', '.join('?' * len(values))})", *values)
    if wanted.since:
        leave_out(
            f"published before {wanted.since}, or without date", "substr(date_published, 1, 10) >= ?", wanted.since
        )
    if wanted.until:
        leave_out(
            f"published after {wanted.until}, or without date", "substr(date_published, 1, 10) <= ?", wanted.until
        )
    for name, column, texts in (("author", "authors", wanted.authors), ("keyword", "keywords", wanted.keywords)):
        _any_of(index, f"other {name}", f"instr('; ' || fold({column}) || '; ', '; ' || ? || '; ')", texts)
    _any_of(index, "other section", "fold(section) = ?", wanted.sections)
    _any_of(index, "other language", "instr(fold(language) || '-', ? || '-') = 1", wanted.languages)
    if wanted.min_words is not None:
        leave_out(f"shorter than {wanted.min_words} words", "word_count >= ?", wanted.min_words)
    if wanted.max_words is not None:
        leave_out(f"longer than {wanted.max_words} words", "word_count <= ?", wanted.max_words)


def _any_of(index: Index, reason: str, condition: str, texts: tuple[str, ...]) -> None:
    """Leave out where the condition holds for none of the texts; capitals count for nothing."""
    if texts:
        index.db.create_function("fold", 1, lambda text: text and text.casefold(), deterministic=True)
        index.leave_out(reason, " OR ".join([condition] * len(texts)), *(text.casefold() for text in texts))


def where(index: Index, wanted: Wanted) -> None:
    """What the user's own expression is true for."""
    if wanted.where:
        with holds(index.db):
            index.leave_out("--where", wanted.where)


def permitted(index: Index, wanted: Wanted) -> None:
    """What may be used for the purpose, as the sites said when the pages were fetched."""
    if wanted.purpose:
        permit(index, wanted.purpose)


def original(index: Index, wanted: Wanted) -> None:
    """Of articles that tell the same, one; the sentences that recur are noted on the way."""
    if wanted.keep != "all" or wanted.split:
        recurring = Recurring(index)
        find(index, recurring.add)
        recurring.write()
    if wanted.keep != "all":
        drop(index, wanted.keep)


def divided(index: Index, wanted: Wanted) -> None:
    """Each story in one split."""
    if wanted.split:
        divide(index, split(wanted.split))


STEPS: tuple[Step, ...] = (once, there, newest, chosen, where, permitted, original, divided)
