"""What differs between two versions of a text: paragraph by paragraph, and in a changed paragraph word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

LONGEST = 500  # paragraphs or words that are compared one by one; difflib takes the square of it
WORDS = re.compile(r"\s*\S+|\s+$")
FINELY = 40  # paragraphs of a text that are compared word by word
BESIDE = 40  # characters that stayed, beside those that did not


class Part(NamedTuple):
    """Some text: in both versions, only in the older one, or only in the newer one."""

    kind: Literal["same", "gone", "new"]
    text: str


def paragraphs(before: str, after: str) -> list[Part]:
    """The paragraphs of both versions in order, each once where it is in both.

    >>> [part.kind for part in paragraphs("One.\\n\\nTwo.", "One.\\n\\n2.\\n\\nThree.")]
    ['same', 'gone', 'new', 'new']
    """
    return list(_compared(before.split("\n\n"), after.split("\n\n")))


def words(before: str, after: str) -> list[Part]:
    """The same for the words of one paragraph; neighbours of a kind are one part.

    >>> [tuple(part) for part in words("It costs 20 euros", "It costs 25 euros")]
    [('same', 'It costs'), ('gone', ' 20'), ('new', ' 25'), ('same', ' euros')]
    """
    found = _compared(WORDS.findall(before), WORDS.findall(after))
    groups = groupby(found, key=lambda part: part.kind)
    return [Part(kind, "".join(part.text for part in parts)) for kind, parts in groups]


def lines(before: str, after: str) -> list[list[Part]]:
    """The paragraphs that differ; one that took the place of another is compared with it word by word."""
    found: list[list[Part]] = []
    waiting: list[str] = []
    for part in [*paragraphs(before, after), Part("same", "")]:
        if part.kind == "gone":
            waiting.append(part.text)
        elif part.kind == "new" and waiting and len(found) < FINELY:
            found.append(words(waiting.pop(0), part.text))
        elif part.kind == "new":
            found.append([part])
        else:
            found += [[Part("gone", text)] for text in waiting]
            waiting = []
    return found


def told(changed: Sequence[Sequence[Part]]) -> str:
    """Changed paragraphs as text: `[-gone-]`, `{+new+}`, and of what stayed only what stands beside it.

    >>> print(told([words("It costs 20 euros.", "It costs 25 euros."), [Part("new", "Three.")]]))
    It costs [-20-] {+25+} euros.
    {+Three.+}
    """
    return "\n".join(" ".join(map(_marked, line)) for line in changed)


def _marked(part: Part) -> str:
    text = part.text.strip()
    if part.kind == "same":
        return text if len(text) <= 2 * BESIDE else f"{text[:BESIDE]} … {text[-BESIDE:]}"
    return f"[-{text}-]" if part.kind == "gone" else f"{{+{text}+}}"


def _compared(before: list[str], after: list[str]) -> Iterator[Part]:
    """The steps from one list to the other. What is too long to compare is gone and new as a whole."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        yield Part("same", before[head])
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    end = before[len(before) - tail :]
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    steps = [("replace", 0, len(before), 0, len(after))]
    if max(len(before), len(after)) <= LONGEST:
        steps = SequenceMatcher(None, before, after).get_opcodes()  # type: ignore[assignment]
    for step, first, last, start, stop in steps:
        if step == "equal":
            yield from (Part("same", text) for text in before[first:last])
        else:
            yield from (Part("gone", text) for text in before[first:last])
            yield from (Part("new", text) for text in after[start:stop])
    yield from (Part("same", text) for text in end)
