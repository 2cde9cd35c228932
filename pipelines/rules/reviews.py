"""What a review says in short, in a box of its own: for and against, and the verdict with them."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from pipelines.blocks import Box
from pipelines.rules.arrays import Floats
from pipelines.rules.bits import Bits, at, bits, last, span
from pipelines.rules.features import Facts
from pipelines.rules.lexicon import BIT
from pipelines.rules.plain import LINKED, PARAGRAPH, Plain

FOR: Final = frozenset((
    "pro", "pros", "pro's", "the good", "good", "the pros", "reasons to buy", "reason to buy", "what we like",
    "what we liked", "what i like", "what i liked", "what's good", "likes", "we like", "we liked", "strengths",
    "upsides", "hits", "positives", "positive", "advantages", "plus", "pluses", "vorteile", "das gefällt uns",
    "gefällt uns", "positiv", "stärken", "pluspunkte", "gut", "les plus", "avantages", "points forts", "ventajas",
    "pregi", "vantaggi", "voordelen", "pluspunten", "fördelar",
))  # fmt: skip
AGAINST: Final = frozenset((
    "con", "cons", "con's", "the bad", "bad", "the cons", "reasons to avoid", "reason to avoid",
    "what we don't like", "what we didn't like", "what i don't like", "what i didn't like", "what's not",
    "what's bad", "dislikes", "we don't like", "we didn't like", "weaknesses", "downsides", "misses", "negatives",
    "negative", "disadvantages", "minus", "minuses", "kontra", "contra", "nachteile", "das gefällt uns nicht",
    "gefällt uns nicht", "negativ", "schwächen", "minuspunkte", "schlecht", "les moins", "inconvénients",
    "points faibles", "desventajas", "contras", "difetti", "svantaggi", "nadelen", "minpunten", "nackdelar",
))  # fmt: skip
LONGEST: Final = 24  # characters of such a heading
APART: Final = 30  # blocks between the two at most
LINES: Final = 12  # of one of the lists
BOX: Final = 40  # blocks of the box around both, with the verdict
BEHIND: Final = 30  # blocks behind the text
MOST, NESTED = 200, 12  # lines that head such a list, and boxes around it, that are looked at
VERDICT: Final = 3  # sentences of it that may be known to be text
SENTENCE, LABEL = 5, 6  # words of a verdict, and of the line over it
ELSEWHERE: Final = BIT["nav"] | BIT["footer"] | BIT["comments"] | BIT["newsletter"] | BIT["consent"]


class Review:
    """Finds the two lists and their box; `body` are the blocks known to be text."""

    def __init__(self, facts: Facts, body: Bits, p: Floats) -> None:
        self.facts, self.body, self.plain = facts, body, Plain(facts, p)
        self.long = body & bits(facts.words >= PARAGRAPH)
        self.end = last(body)

    def text(self) -> Bits:
        """The blocks of all such boxes between the headline and the end of the text, or right behind it."""
        sides = self.sides()
        out: Bits = 0
        for (a, good), (b, other) in pairwise(sides):
            if good != other and b - a <= APART:
                found = self.listed(a) | self.listed(b)
                if found:
                    out |= found | self.summed_up(a, b)
        return out

    def sides(self) -> list[tuple[int, bool]]:
        """The lines that head such a list, and whether it is the one that speaks for the thing."""
        f = self.facts
        out: list[tuple[int, bool]] = []
        if f.headline < 0 or not self.body:
            return out
        for i in range(f.headline + 1, min(self.end + BEHIND, len(f.lower) - 1)):
            text = f.lower[i]
            if len(text) <= LONGEST:
                text = text.strip(" :.!+-–—✓✔✗✘👍👎").replace("’", "'")
                if (text in FOR or text in AGAINST) and not f.links[i] and not int(f.far[f.box[i]]) & ELSEWHERE:
                    out.append((i, text in FOR))
        return out[:MOST]

    def listed(self, head: int) -> Bits:
        """The heading with the list below it, if that has no links."""
        f = self.facts
        begin = head + 1
        box = f.blocks[begin].box
        while box.tag not in ("ul", "ol") and box.parent is not None and box.parent.start == begin:
            box = box.parent
        stop = box.stop
        if box.tag not in ("ul", "ol"):
            box = f.blocks[head].box
            while box.stop == begin and box.parent is not None and box.parent.start == head:
                box = box.parent
            stop = box.stop if box.start == head else begin
        lines = slice(begin, stop)
        if not begin < stop <= begin + LINES or f.linked[lines].sum() > LINKED * f.chars[lines].sum():
            return 0
        return at([i for i in range(head, stop) if any(map(str.isalnum, f.lower[i]))])

    def summed_up(self, a: int, b: int) -> Bits:
        """The sentences, with the lines over them, that stand in one small box with the two lists."""
        f = self.facts
        box = self.around(a, b)
        out: Bits = 0
        if box is None or self.plain.named(box.stop, box) & ELSEWHERE:
            return out
        for i in range(box.start, box.stop):
            says = f.ends[i] and f.words[i] >= SENTENCE and f.density[i] < LINKED
            if says and not self.plain.reads_apart(i):
                out |= 1 << i
                if i > box.start and f.words[i - 1] <= LABEL and not f.links[i - 1] and f.words[i - 1] > 0:
                    out |= 1 << i - 1
        return out

    def around(self, a: int, b: int) -> Box | None:
        """The largest small box that holds both headings, but neither the headline nor much of the text."""
        found: Box | None = None
        box = self.facts.blocks[a].box.parent
        for _ in range(NESTED):
            if box is None or box.stop - box.start > BOX:
                break
            held = span(box.start, box.stop)
            text = (held & self.long).bit_count()
            if text > VERDICT or 2 * text > self.long.bit_count() or box.start <= self.facts.headline < box.stop:
                break
            if box.start <= a and b < box.stop:
                found = box
            box = box.parent
        return found
