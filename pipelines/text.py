"""Small functions over text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from pipelines.blocks import Element

# Soft hyphen, zero-width space, word joiner, byte order mark, and the control characters that no reader sees.
# The zero-width (non-)joiners stay: Persian, Indic scripts and emoji need them.
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff]").sub  # NEL (85) is white space

SENTENCE_END: Final = re.compile(r"[^\W\d_A-ZÀ-Þ]{3}[.!?]").fullmatch
BEFORE_MARK: Final = re.compile(r" (?=[:;,.!?)…])")
WORD: Final = re.compile(r"\w+")
# In Chinese, Japanese, Thai, Lao, Khmer and Burmese, where words are not set apart, each character counts as one.
ALONE: Final = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
COUNTED: Final = re.compile(rf"[{ALONE}]|[^\W{ALONE}]+")
LETTER: Final = rf"[^\W\d_{ALONE}]"
# What touches at the NUL: a label and its number; a price or a label and the word behind.
NUMBER_TOUCHES: Final = re.compile(rf"{LETTER}{{3}}\0[\d$€£]|\d\0{LETTER}{{3}}").search
SIGN_TOUCHES: Final = re.compile(rf"[$€£%]\0{LETTER}|{LETTER}:\0[\dA-ZÀ-ÞΑ-ΩА-Я]").search


def visible(text: str) -> str:
    """The text without characters that take no room.

    >>> visible("Daten\\u00adschutz\\u200b\\x00")
    'Datenschutz'
    """
    return text if text.isprintable() else INVISIBLE("", text)


def fold(text: str) -> str:
    """Runs of white space become one space, none at the ends.

    >>> fold("  a \\n\\u00a0 b ")
    'a b'
    """
    if text.isprintable() and "  " not in text:  # of all white space only the space is printable
        return text.strip()
    return " ".join(visible(text).split())


def inner_text(element: Element) -> str:
    """All text inside an element, folded, whether it is visible or not."""
    return fold(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def spaced_text(element: Element) -> str:
    """Like `inner_text`, but all its pieces stand apart: a box of several labels."""
    return BEFORE_MARK.sub("", fold(" ".join(map(str, element.itertext()))))


def fold_lines(text: str) -> str:
    """Like `fold`, but line breaks stay.

    >>> fold_lines(" a  b \\n\\n c ")
    'a b\\nc'
    """
    return "\n".join(line for part in text.split("\n") if (line := fold(part)))


def key(text: str) -> str:
    """What two texts that read alike have in common: their letters and digits, in lower case.

    >>> key("Apple’s  iPhone – 17!") == key("apple's iPhone 17")
    True
    """
    return "".join(WORD.findall(text)).casefold()


def ended(end: str, *, edge: bool) -> bool:
    """Whether before a capital these four characters end a sentence, or at an `edge` of mark-up a number or long word.

    >>> [ended(end, edge=True) for end in ("end.", "icle", "1", "You", "ngCh")]
    [True, True, True, False, True]
    >>> ended("icle", edge=False)
    False
    """
    word = end[-1].isdigit() or (len(end) == 4 and end.isalpha() and end[-1].islower())  # 'YouTube' is one
    return (edge and word) or SENTENCE_END(end) is not None


def touch(end: str, begin: str, *, edge: bool) -> bool:
    """Whether at a change of mark-up, or at an `edge` of it, a label, number or price touches what is shown beside it.

    A word of one or two letters may be the name that the number belongs to: 'A18', 'CO2'.

    >>> [touch(end, begin, edge=True) for end, begin in (("icht", "310"), ("0 €", "Zum"), ("42", "Gäste"), ("A", "18"))]
    [True, True, True, False]
    >>> [touch(end, begin, edge=False) for end, begin in (("itel", "17"), ("ema:", "Ein"), ("ser:", "inn"))]
    [False, True, False]
    """
    both = f"{end}\0{begin[:3]}"
    return SIGN_TOUCHES(both) is not None or (edge and NUMBER_TOUCHES(both) is not None)


@cache
def counted() -> NDArray[np.uint8]:
    """What each character of the first two planes is: 1 a part of a word, 2 a word of its own, 0 neither."""
    planes = "".join(map(chr, range(0x20000)))
    kinds = np.zeros(len(planes), dtype=np.uint8)
    for kind, characters in enumerate((rf"[^\W{ALONE}]+", f"[{ALONE}]+"), 1):
        for found in re.finditer(characters, planes):
            kinds[found.start() : found.end()] = kind
    return kinds


@lru_cache(maxsize=2)  # a body's are asked for by several stations
def count_words(text: str) -> int:
    """Number of words.

    >>> count_words("Ein Test, 2 Zeilen"), count_words("日本語"), count_words("𝗳𝗲𝘁𝘁 und so")
    (4, 3, 3)
    """
    codes = np.frombuffer(f" {text}".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    try:
        kinds = counted().take(codes)
    except IndexError:  # rare ideographs
        return len(COUNTED.findall(text))
    inside = kinds == 1
    return int(np.count_nonzero(inside[1:] > inside[:-1]) + np.count_nonzero(kinds == 2))
