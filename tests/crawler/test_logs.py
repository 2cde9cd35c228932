from __future__ import annotations

import logging
import sys

from crawler.logs import CleanRecord, clean


def record(message: str, *args: object, exc_info: object = None) -> str:
    return logging.Formatter("%(message)s").format(
        CleanRecord("name", logging.INFO, "file", 1, message, args, exc_info)
    )


def test_control_characters_and_bidi_marks_are_escaped() -> None:
    assert clean("a\x1b]0;x\x07b\x9bc\u202ed\r\ne\u2028f ünïcode – 日本") == (
        "a\\x1b]0;x\\x07b\\x9bc\\u202ed\\r\\ne\\u2028f ünïcode – 日本"
    )


def test_a_message_can_not_forge_a_second_record() -> None:
    assert record("Skipped %s", "x\n2026-11-22 [root] INFO: all is well\x1b[2J") == (
        "Skipped x\n    2026-11-22 [root] INFO: all is well\\x1b[2J"
    )


def test_neither_can_a_traceback() -> None:
    try:
        raise ValueError("bad \x1b[31m headline")
    except ValueError:
        text = record("failed", exc_info=sys.exc_info())
    assert "\x1b" not in text
    assert "bad \\x1b[31m headline" in text
