"""What readers say below an article, where no name of a box tells it: entries of one kind, each dated.

Live blogs and chronologies look the same. So a heading must say whose entries these are, or each must have a way to
answer it.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from pipelines.rules.arrays import sums
from pipelines.rules.bits import Bits, span
from pipelines.rules.parts import Parts, Rule
from pipelines.values import Label

SIGNED: Final = 12  # words of the line that says who wrote when
HEADED, ANSWERED = 2, 3  # such lines under a heading; and where there is none, each with a way to answer
ENTRY: Final = 8  # blocks of an entry
BEFORE: Final = 3  # blocks of text above: the article
HEADING: Final = 8  # words
WORDS: Final = (
    r"(?:meinung|kommentar|antwort|reaktion|zuschrift)(?:e|en)?|(?:leser)?stimmen|comments?|replies|responses?|reactions?"
    r"|opinions?|thoughts?|commentaires?|réactions?|avis|opiniones|comentarios|respuestas|reacciones|reacties|commenti"
)
OPINIONS: Final = re.compile(
    rf"\W*(?:\d+ (?:leser)?(?:{WORDS})\b|(?:leser|eure |ihre |deine )?(?:{WORDS})\W{{1,3}}\d+\W*$"
    r"|(?:das|was) (?:unsere |andere )?(?:leser\w*|nutzer\w*|ihr) (?:dazu )?(?:sag|mein|denk|schreib)"
    r"|(?:eure|ihre|deine) meinung|leser(?:meinung|stimme|kommentar|zuschrift|brief)"
    r"|(?:what )?(?:our )?readers? (?:say|think|respond|comment))"
).match  # in lower case
ANSWER: Final = re.compile(
    r"\W*(?:auf diesen kommentar )?(?:antworten|reply|zitieren|quote|melden|report|like|gefällt mir|répondre|responder"
    r"|rispondi|reageer)\W*(?:\d+\W*)?"
).fullmatch  # in lower case


def of_readers(p: Parts) -> Bits:
    """The entries that readers wrote, with their heading."""
    f = p.facts
    signed = p.reads("byline") & p.at_most(SIGNED) & span(p.first + BEFORE, p.n) & ~p.to_article
    if signed.bit_count() < HEADED:
        return 0
    headings = p.says(OPINIONS, p.at_most(HEADING) & span(p.first + BEFORE, p.n))
    answers = p.says(ANSWER, p.at_most(4) & span(p.first + BEFORE, p.n))
    if not headings and answers.bit_count() < ANSWERED:
        return 0
    entries, answered, text = [sums(p.mask(those).astype(np.float32)) for those in (signed, answers, p.body)]
    start, stop = np.minimum(f.start, p.n), np.minimum(f.stop, p.n)
    many = entries[stop] - entries[start]
    heads = p.mask(headings)
    headed = (heads[np.minimum(start, p.n - 1)] | heads[np.maximum(start - 1, 0)]) & (many >= HEADED)
    alike = (many >= ANSWERED) & (answered[stop] - answered[start] >= many)
    taken = 2 * (text[stop] - text[start]) >= many  # for text: else nothing is to be mended
    close = taken & (stop - start <= ENTRY * many) & (text[start] >= BEFORE) & (start > f.headline)
    out = 0
    for box in np.flatnonzero(close & (headed | alike)).tolist():
        out |= span(int(start[box]), int(stop[box]))
    return out | (headings & out >> 1)


OPINION: Final = Rule(Label.COMMENTS, "entries of readers, each dated, below the text", of_readers)
