"""The pages with truth in ../shared/corpus, and which of a page's blocks the truth calls body."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from pipelines.text import WORD

ROOT = Path(__file__).resolve().parents[2] / "shared" / "corpus"
FULL_TEXT = ("wcxb-dev", "fundus-tests")
BODY_LABELS = {"body", "lead"}
FREE_LABELS = {"headline", "kicker", "byline", "caption"}


@dataclass
class Sample:
    """One page of the corpus; `truth` is its line of truth.jsonl."""

    set: str
    id: str
    url: str
    html: bytes
    truth: dict[str, Any] = field(repr=False)

    @property
    def site(self) -> str:
        """What must not straddle training and test: the registrable name of the host."""
        if self.set == "trafilatura":
            return self.id.split(".")[0].split("-")[0]
        host = urlsplit(self.url).netloc.lower().split(":")[0].removeprefix("www.")
        parts = host.split(".")
        return parts[-2] if len(parts) > 1 and len(parts[-2]) > 3 else parts[max(0, len(parts) - 3)]


def samples(name: str) -> Iterator[Sample]:
    """The pages of a set, in the order of its truth."""
    folder = ROOT / name
    rows = [json.loads(line) for line in (folder / "truth.jsonl").open(encoding="utf-8")]
    urls = {}
    if name == "separation":
        for line in (folder / "manifest.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            urls[row["id"]] = row["url"]
    for row in rows:
        if name == "wcxb-dev" and row.get("page_type") != "article":
            continue
        html = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
        yield Sample(name, row["id"], urls.get(row["id"]) or row.get("url") or "", html, row)


@cache
def scorer(path: str) -> ModuleType:
    """A scorer of the corpus folder, as it stands there."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def body_truth(sample: Sample, texts: list[str]) -> list[tuple[float, float]]:
    """(is body, weight) of each block text; weight 0 where the truth does not say."""
    if sample.set == "separation":
        labels = by_labels(sample.truth["blocks"], texts)
        return [(float(name in BODY_LABELS), 0.3 if name in FREE_LABELS else float(bool(name))) for name in labels]
    if sample.set == "trafilatura":
        return by_snippets(sample.truth, texts)
    return by_text(sample.truth.get("text") or "", texts)


def by_labels(blocks: list[dict[str, str]], texts: list[str]) -> list[str]:
    """The truth's label of each of our blocks, "" where they do not match."""
    wanted = [" ".join(words(block["text"])) for block in blocks]
    mine = [" ".join(words(text)) for text in texts]
    out = [""] * len(texts)
    for _, a, b, c, d in SequenceMatcher(None, wanted, mine, autojunk=False).get_opcodes():
        for j in range(c, d):
            if b > a:
                out[j] = blocks[min(a + j - c, b - 1)]["label"]
    return out


def by_snippets(truth: dict[str, Any], texts: list[str]) -> list[tuple[float, float]]:
    with_, without = ([" ".join(words(s)) for s in truth[k]] for k in ("with", "without"))
    out = []
    for text in texts:
        t = " ".join(words(text))
        good = any(s and (s in t or (len(t) > 25 and t in s)) for s in with_)
        bad = any(s and (s in t or (len(t) > 12 and t in s)) for s in without)
        out.append((float(good), float(good != bad)))
    return out


def by_text(truth: str, texts: list[str]) -> list[tuple[float, float]]:
    whole = " " + " ".join(words(truth)) + " "
    tokens = whole.split()
    grams = {tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3)}
    parts = [words(t) for t in texts]
    out: list[tuple[float, float]] = [(0.0, 1.0)] * len(texts)
    place: list[tuple[int, int] | None] = [None] * len(texts)
    seen: set[str] = set()
    for i, part in enumerate(parts):
        if len(part) < 8:
            continue
        text = " ".join(part)
        at = whole.find(f" {text} ")
        if at >= 0 and text not in seen:
            seen.add(text)
            out[i], place[i] = (1.0, 1.0), (at, at + len(text))
        elif at < 0:
            mine = [tuple(part[k : k + 4]) for k in range(len(part) - 3)]
            share = sum(g in grams for g in mine) / len(mine)
            out[i] = (float(share > 0.5), 1.0 if share > 0.7 or share < 0.25 else 0.0)
            first = whole.find(f" {' '.join(part[:4])} ")
            if share > 0.7 and first >= 0:
                place[i] = (first, first + len(text))
    ends = [p for p in place if p]
    if not ends:
        return out
    following: list[int] = [len(whole)] * (len(texts) + 1)
    for i in range(len(texts) - 1, -1, -1):
        here = place[i]
        following[i] = here[0] if here else following[i + 1]
    cursor = 0
    for i, part in enumerate(parts):
        here = place[i]
        if here:
            cursor = max(cursor, here[1])
        elif len(part) < 8:
            text = " ".join(part)
            at = whole.find(f" {text} ", max(0, cursor - 1), max(following[i + 1] + 2, cursor)) if text else -1
            if at >= 0 and at - cursor < 400:
                out[i] = (1.0, 1.0)
                cursor = at + len(text)
    return out
