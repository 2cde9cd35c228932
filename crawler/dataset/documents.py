"""A file of JSON, whoever wrote it → its objects one by one, in constant memory: of lines, of an array, or only one."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from crawler.dataset.read import LONGEST, opened
from crawler.seal import zstd

CHUNK = 256 * 1024
BETWEEN = re.compile(r"[\s,\[\]]*")


@dataclass(frozen=True, slots=True)
class Document:
    """An object and the line where it begins, from 1; `trouble` says why there is no `value`."""

    line: int
    value: Any = None
    trouble: str = ""


def documents(path: Path) -> Iterator[Document]:
    """The objects of a file. What can't be read is a Document, too; the rest goes on where there is a next line.

    Raises OSError if the file can't be opened.
    """
    with opened(path) as file:
        line = 0
        try:
            for document in _array(file) if _is_array(file) else _lines(file):
                line = document.line
                yield document
        except (OSError, EOFError, zstd.ZstdError, UnicodeDecodeError) as error:
            why = "not UTF-8" if isinstance(error, UnicodeDecodeError) else f"can't be read any further ({error})"
            yield Document(line + 1, trouble=f"{why}: what follows is left out")


def _is_array(file: IO[bytes]) -> bool:
    """Whether the file is one array or one indented object, rather than an object a line."""
    head = file.read(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    return head[:1] == b"[" or head.split(b"\n", 1)[0].strip() == b"{"


def _lines(file: IO[bytes]) -> Iterator[Document]:
    decode = msgspec.json.Decoder().decode
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        if not raw.endswith(b"\n") and len(raw) == LONGEST:
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield Document(number, trouble=f"longer than {LONGEST >> 20} MiB")
        elif raw := raw.removeprefix(b"\xef\xbb\xbf").strip():
            try:
                yield Document(number, decode(raw))
            except UnicodeDecodeError:
                yield Document(number, trouble="not UTF-8")
            except (msgspec.DecodeError, RecursionError) as error:
                yield Document(number, trouble=f"torn, or no JSON ({error})")


def _array(file: IO[bytes]) -> Iterator[Document]:
    """The objects of an array, or one object. After one that is torn nothing can be told apart any more."""
    reader = io.TextIOWrapper(cast(Any, file), "utf-8-sig", newline="")
    decode = json.JSONDecoder().raw_decode
    text, at, line = reader.read(CHUNK), 0, 1
    closed = text.lstrip()[:1] != "["
    while text:
        between = BETWEEN.match(text, at)
        assert between is not None
        closed = closed or "]" in between[0]
        line += between[0].count("\n")
        at = between.end()
        if at == len(text):
            text, at = reader.read(CHUNK), 0
            continue
        try:
            value, end = decode(text, at)
        except (ValueError, RecursionError) as error:
            more = "" if isinstance(error, RecursionError) else reader.read(max(CHUNK, len(text) - at))
            if not more or len(text) - at > LONGEST:
                yield Document(line, trouble=f"torn, or no JSON ({error}): what follows is left out")
                return
            text, at = text[at:] + more, 0
            continue
        yield Document(line, value)
        line += text.count("\n", at, end)
        at = end
    if not closed:
        yield Document(line, trouble="the array has no end: the file is cut off")
