"""Sets of a page's blocks: ints whose bit i stands for block i.

`a & b`, `a | b` and `a & ~b` of them cost a twentieth of what they cost of arrays, so that many rules can be asked;
`a >> i & 1` is whether block i is one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from pipelines.rules.arrays import Mask

Bits = int
SET: Final = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]  # the bits of each byte


def bits(mask: Mask) -> Bits:
    """
    >>> bin(bits(np.array([True, False, True, True])))
    '0b1101'
    """
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def mask(those: Bits, n: int) -> Mask:
    """One of `n` entries.

    >>> mask(0b101, 4).astype(int).tolist()
    [1, 0, 1, 0]
    """
    raw = np.frombuffer(those.to_bytes((n + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(raw, count=n, bitorder="little").view(np.bool_)


def masks(those: Sequence[Bits], n: int) -> Mask:
    """One of `n` entries for each of these, a row each.

    >>> masks([0b101, 0b10], 3).astype(int).tolist()
    [[1, 0, 1], [0, 1, 0]]
    """
    width = (n + 7) // 8
    raw = np.frombuffer(b"".join([one.to_bytes(width, "little") for one in those]), dtype=np.uint8)
    return np.unpackbits(raw.reshape(len(those), width), axis=1, count=n, bitorder="little").view(np.bool_)


def places(those: Bits) -> list[int]:
    """The numbers of these blocks, in their order.

    >>> places(0b1101), places(0)
    ([0, 2, 3], [])
    """
    out = []
    base = 0
    for byte in those.to_bytes((those.bit_length() + 7) // 8, "little"):
        if byte:
            for bit in SET[byte]:
                out.append(base + bit)  # compiled, a comprehension is slower
        base += 8
    return out


def at(numbers: Iterable[int]) -> Bits:
    """The blocks of these numbers.

    >>> bin(at([0, 2, 3]))
    '0b1101'
    """
    out = 0
    for number in numbers:
        out |= 1 << number
    return out


def at_any(level: Mask) -> Bits:
    """The blocks for which it holds of any of the boxes around them: of any of the rows."""
    return bits(np.logical_or.reduce(level))


def span(start: int, stop: int) -> Bits:
    """The blocks from `start` to `stop` (exclusive).

    >>> bin(span(1, 3)), span(3, 1), bin(span(-2, 2))
    ('0b110', 0, '0b11')
    """
    start = max(start, 0)
    return (1 << stop) - (1 << start) if stop > start else 0


def first(those: Bits) -> int:
    """The number of the first of these blocks, -1 if there is none."""
    return (those & -those).bit_length() - 1


def last(those: Bits) -> int:
    """The number of the last of these blocks, -1 if there is none."""
    return those.bit_length() - 1


class Rows:
    """The rows of a two-dimensional mask, each made an int when it is asked for."""

    def __init__(self, rows: Mask) -> None:
        self.width = (rows.shape[1] + 7) // 8
        self.raw = np.packbits(rows, axis=1, bitorder="little").tobytes()

    def __getitem__(self, row: int) -> Bits:
        return int.from_bytes(self.raw[row * self.width : (row + 1) * self.width], "little")
