"""Words without meaning in place of words: as long, with the same capitals and ending, for a word always the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from pipelines.rules.lexicon import kind_of

WORD = re.compile(r"[^\W\d_]+")
# What says nothing by itself and yet makes a text German or English; months and weekdays, which make dates.
FUNCTION_WORDS = frozenset(
    "der die das den dem des ein eine einen einem einer eines und oder aber doch denn wenn als auch wie mit "
    "ohne für von vom aus bei beim nach vor über unter auf ans zum zur durch gegen bis seit ist sind war waren "
    "wird werden wurde hat haben hatte kann können muss soll sich nicht noch nur schon sehr mehr wir uns unser "
    "ihr ihre sie ich man dass damit diese dieser dieses hier dort jetzt the and but for nor with without from "
    "into onto over under about than then that this these those there here which who what when where why how "
    "was were been being have has had does did will would can could should may might must not only just also "
    "very more most some any all each its our your their his her him they them you she are out off per via euro "
    "uhr prozent percent januar februar märz april mai juni juli august september oktober november dezember "
    "january february march may june july october december jan feb mar apr jun jul aug sep sept oct okt nov dec "
    "dez montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday thursday friday "
    "saturday sunday".split()
)
ONSETS = "b d f g h k l m n p r s t v w z br dr fl gr kl pr st tr".split()
VOWELS = "aeiou"
SHORTEST = 3  # letters of a word that is replaced
ENDING = 2  # letters that stay at the end of a longer word: they show which language it is
ATTEMPTS = 8


class Filler:
    """Replaces words. `kept` are those, in lower case, that stay beside the function words."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self.kept = FUNCTION_WORDS.union(kept)
        self._known: dict[str, str] = {}

    def text(self, text: str) -> str:
        """The text with its words replaced; digits, marks and white space stay.

        >>> Filler({"kaufen"}).text("Der Akku hält 12 Stunden: jetzt kaufen!")
        'Der Pagu zole 12 Zaweten: jetzt kaufen!'
        """
        return WORD.sub(lambda word: self.word(word[0]), text)

    def word(self, word: str) -> str:
        lower = word.lower()
        if len(word) < SHORTEST or lower in self.kept or len(lower) != len(word):
            return word
        if lower not in self._known:
            self._known[lower] = replacement(lower)
        new = self._known[lower]
        return "".join(b.upper() if a.isupper() else b for a, b in zip(word, new, strict=True))


def replacement(word: str) -> str:
    """A word that can be spoken in place of one in lower case, and that no rule takes for one of its own."""
    new = word
    for attempt in range(ATTEMPTS):
        seed = sha256(f"{attempt} {word}".encode()).digest()
        new = spoken(word, seed) if word[0] < "\u0250" else shuffled(word, seed)
        if new != word and new not in FUNCTION_WORDS and not kind_of(new):
            break
    return new


def spoken(word: str, seed: bytes) -> str:
    ending = word[-ENDING:] if len(word) > 2 * ENDING else ""
    made, at = "", 0
    while len(made) < len(word) - len(ending):
        made += ONSETS[seed[at % 31] % len(ONSETS)] + VOWELS[seed[at % 31 + 1] % len(VOWELS)]
        at += 2
    return made[: len(word) - len(ending)] + ending


def shuffled(word: str, seed: bytes) -> str:
    """For scripts without such syllables: other letters from the same corner of the alphabet."""
    return "".join(_other(letter, seed[at % 32]) for at, letter in enumerate(word))


def _other(letter: str, number: int) -> str:
    code = ord(letter)
    near = (chr(code & ~0xF | (number + step) & 0xF) for step in range(16))
    return next((new for new in near if new.isalpha() and new.lower() == new and new != letter), letter)
