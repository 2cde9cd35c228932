from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.rules.dispatch import Groups, by_letter, word_finder
from pipelines.rules.lexicon import LONG_TEXTS, NAME_GROUPS, SHORT_TEXTS

LISTS = [[*NAME_GROUPS.values()], [*SHORT_TEXTS.values()], [LONG_TEXTS]]


def texts(patterns: list[str]) -> st.SearchStrategy[str]:
    """Texts full of what the patterns look for, whole and cut short, with different signs between."""
    pieces = sorted({piece for pattern in patterns for piece in re.findall(r"[^\W\d_][\w -]*", pattern)})
    parts = st.sampled_from([*pieces, *(piece[:3] for piece in pieces), *" -_:.…@(2", "12:30", "€ 5"])
    return st.lists(parts, max_size=8).map("".join)


class Both:
    """Patterns as they are, and dispatched by letter."""

    def __init__(self, patterns: list[str]) -> None:
        whole = "|".join(patterns)
        self.texts = texts(patterns)
        self.anywhere, self.by_letter = re.compile(whole).search, re.compile(by_letter(whole)).search
        self.in_words, self.finder = re.compile(rf"(?<!\w)(?:{whole})").search, word_finder(whole)
        self.each, self.groups = [re.compile(pattern) for pattern in patterns], Groups(patterns)


def place(found: re.Match[str] | None) -> int | None:
    return found.start() if found else None


@pytest.mark.parametrize("both", [Both(patterns) for patterns in LISTS])
@given(data=st.data())
def test_agrees_with_the_plain_patterns(both: Both, data: st.DataObject) -> None:
    text = data.draw(both.texts)
    assert place(both.by_letter(text)) == place(both.anywhere(text))
    assert both.finder(text) == place(both.in_words(text))
    for at in range(len(text)):
        there = [number for number, pattern in enumerate(both.each) if pattern.match(text, at)]
        assert both.groups.at(text, at) == there
