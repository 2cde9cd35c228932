"""What a stored page shall give: its record and its labelled blocks, as JSON that reads well in a diff."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

EXPECTED = "expected.json"
# What says how and by what the record was made, not what it says; `body_text` is the texts of `body` again.
LEFT_OUT = ("schema_version", "body_text", "rights", "fetch", "blocks")
SHOWN = 70  # characters of a text in a difference


class BadExpectation(ValueError):
    """A file that holds no expectation; the message names it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """`record` without what LEFT_OUT names; `blocks` as (label, text) in reading order."""

    record: dict[str, Any]
    blocks: list[tuple[str, str]]

    @classmethod
    def of(cls, record: dict[str, Any]) -> Expectation:
        """The expectation that a record with its blocks fulfils."""
        kept = {name: value for name, value in record.items() if name not in LEFT_OUT}
        kept["extraction"] = {name: value for name, value in record["extraction"].items() if name != "version"}
        return cls(kept, [(str(block["label"]), block["text"]) for block in record["blocks"]])

    @classmethod
    def read(cls, folder: Path) -> Expectation:
        """The expectation of a recording. Raises BadExpectation."""
        path = folder / EXPECTED
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return cls(found["record"], [(block["label"], block["text"]) for block in found["blocks"]])
        except OSError as error:
            raise BadExpectation(f"{path}: can't be read: {error.strerror}") from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise BadExpectation(f"{path}: holds no record and blocks; write it again: scrapy check --accept") from None

    def write(self, folder: Path) -> None:
        """Write it, a field or block a line."""
        (folder / EXPECTED).write_text(self.text(), encoding="utf-8")

    def text(self) -> str:
        fields = [f"    {_json(name)}: {_value(value)}" for name, value in self.record.items()]
        blocks = [f"    {_json({'label': label, 'text': text})}" for label, text in self.blocks]
        return f'{{\n  "record": {{\n{_lines(fields)}\n  }},\n  "blocks": [\n{_lines(blocks)}\n  ]\n}}\n'

    @property
    def counts(self) -> Counter[str]:
        """How many blocks have each label."""
        return Counter(label for label, _ in self.blocks)


def differences(before: Expectation, after: Expectation) -> list[str]:
    """What `after` has otherwise than `before`, a line each, `-` what was expected and `+` what came; [] if nothing."""
    told = []
    for name in [*before.record, *(name for name in after.record if name not in before.record)]:
        old, new = before.record.get(name), after.record.get(name)
        if old != new:
            told += _changed(name, old, new)
    return told + _blocks(before.blocks, after.blocks)


def _changed(name: str, old: Any, new: Any) -> list[str]:
    """The lines for a field; of lists and objects only what changed in them."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        return [line for key in keys for line in _changed(f"{name}.{key}", old.get(key), new.get(key))]
    if not (isinstance(old, list) and isinstance(new, list)):
        texts = [_json(old), _json(new)]
        alike = next((i for i, (x, y) in enumerate(zip(*texts, strict=False)) if x != y), 0)
        begin = max(0, alike - SHOWN // 2) if max(map(len, texts)) > SHOWN else 0
        return [
            f"{sign} {name}: {'…' * (begin > 0)}{_cut(text[begin:])}" for sign, text in zip("-+", texts, strict=True)
        ]
    lines = []
    for kind, a, b, c, d in SequenceMatcher(None, [*map(_json, old)], [*map(_json, new)], autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            lines += [
                line
                for i, j in zip(range(a, b), range(c, d), strict=True)
                for line in _changed(f"{name}[{j}]", old[i], new[j])
            ]
        elif kind != "equal":
            lines += [f"- {name}[{i}]: {_short(old[i])}" for i in range(a, b)]
            lines += [f"+ {name}[{j}]: {_short(new[j])}" for j in range(c, d)]
    return lines


def _blocks(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> list[str]:
    """The lines for blocks that changed their label, came or went; blocks with one text are paired in order."""
    old, new = [text for _, text in before], [text for _, text in after]
    lines = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = zip(range(a, b), range(c, d), strict=True)
            lines += [
                f"~ block {j}: {before[i][0]} → {after[j][0]}: {_short(new[j])}"
                for i, j in pairs
                if before[i][0] != after[j][0]
            ]
        else:
            lines += [f"- block {i}: {before[i][0]}: {_short(old[i])}" for i in range(a, b)]
            lines += [f"+ block {j}: {after[j][0]}: {_short(new[j])}" for j in range(c, d)]
    return lines


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(value: Any) -> str:
    """A field's value: the entries of a list a line each."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return _json(value)
    return f"[\n{_lines([f'      {_json(entry)}' for entry in value])}\n    ]"


def _lines(lines: list[str]) -> str:
    return ",\n".join(lines)


def _short(value: Any) -> str:
    return _cut(_json(value))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
