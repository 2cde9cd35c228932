"""Many literals looked for in all texts of a page at once: one pass over the page instead of one for each literal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from pipelines.rules.arrays import Ints

HEAD: Final = 4  # bytes of a literal that are looked at first
MIX: Final = np.uint16(40503)  # spreads two bytes over all of 16 bits


class Literals:
    """Strings of at least HEAD bytes in UTF-8 that are looked for together."""

    def __init__(self, literals: Sequence[str]) -> None:
        self.by_head: dict[bytes, tuple[bytes, ...]] = {}
        for literal in map(str.encode, literals):
            head = literal[:HEAD]
            if len(head) < HEAD:
                raise ValueError(f"{literal!r} is too short to be looked for")
            self.by_head[head] = (*self.by_head.get(head, ()), literal)
        self.begins = np.zeros(1 << 16, dtype=np.bool_)
        self.begins[[codes(head)[0] for head in self.by_head]] = True


class Texts:
    """The texts of a page, prepared for searches; they hold no NUL."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.page = "\0".join(texts).encode("utf-8", "replace")
        self.codes = codes(self.page)
        self.ends = np.flatnonzero(np.frombuffer(self.page, dtype=np.uint8) == 0)

    def holding(self, literals: Literals) -> list[int]:
        """The numbers of the texts that hold any of these, in their order.

        >>> Texts(["a test", "we earn commissions", "", "a commission"]).holding(Literals(["commission", "paid "]))
        [1, 3]
        """
        found: dict[int, None] = {}
        at = np.flatnonzero(literals.begins.take(self.codes))
        for text, start in zip(self.ends.searchsorted(at).tolist(), at.tolist(), strict=True):
            wanted = literals.by_head.get(self.page[start : start + HEAD])
            if wanted and text not in found and self.page.startswith(wanted, start):
                found[text] = None
        return list(found)


def codes(raw: bytes) -> Ints:
    """A number for the HEAD bytes at each place, the same for the same bytes."""
    one = np.frombuffer(raw, dtype=np.uint8).astype(np.uint16)
    two = one[:-1] | one[1:] << 8
    return two[:-2] * MIX ^ two[2:]
