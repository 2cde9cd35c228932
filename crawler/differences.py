"""What a page's labels are beside what they should be."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.tint import squeeze


@dataclass(slots=True)
class Differences:
    """`expected` holds, for each block whose text is expected, its number and label there; `new` are the numbers of
    those whose text is not, `missing` the expected blocks that the page does not have."""

    blocks: Sequence[dict[str, Any]]
    expected: dict[int, str] = field(default_factory=dict)
    new: list[int] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)

    @property
    def changed(self) -> list[int]:
        """The numbers of the blocks that have another label than expected."""
        return [number for number, label in self.expected.items() if self.blocks[number]["label"] != label]

    @property
    def pairs(self) -> Counter[tuple[str, str]]:
        """How often what was expected (first) became what (second)."""
        return Counter((self.expected[number], self.blocks[number]["label"]) for number in self.changed)


def differences(blocks: Sequence[dict[str, Any]], expected: Sequence[dict[str, Any]]) -> Differences:
    """Compare blocks {label, text, xpath?}: those with one text are paired, where it stands several times by XPath,
    then in order."""
    waiting: defaultdict[str, deque[dict[str, Any]]] = defaultdict(deque)
    exact: dict[tuple[str, str], deque[dict[str, Any]]] = defaultdict(deque)
    for block in expected:
        text = squeeze(block["text"])
        waiting[text].append(block)
        exact[text, block.get("xpath", "")].append(block)
    found = Differences(blocks)
    taken: set[int] = set()
    pending = []
    for number, block in enumerate(blocks):
        same = exact.get((squeeze(block["text"]), block.get("xpath", "")))
        if same:
            partner = same.popleft()
            taken.add(id(partner))
            found.expected[number] = partner["label"]
        else:
            pending.append(number)
    for number in pending:
        queue = waiting[squeeze(blocks[number]["text"])]
        while queue and id(queue[0]) in taken:
            queue.popleft()
        if queue:
            found.expected[number] = queue.popleft()["label"]
        else:
            found.new.append(number)
    for queue in waiting.values():
        found.missing += [block for block in queue if id(block) not in taken]
    found.expected = dict(sorted(found.expected.items()))
    return found
