"""How a shard becomes files: one function a format. What is written is the same bytes for the same records."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from crawler.dataset import article_text, news_article
from crawler.dataset.flat import COLUMNS, flat
from crawler.dataset.parquet import write_parquet
from crawler.dataset.shard import Shard
from crawler.seal import zstd
from pipelines.record import Record

LEVEL = 3
FORMULA = ("=", "+", "-", "@", "\t", "\n")  # what a spreadsheet takes for a formula
_record = msgspec.json.Decoder(Record)
Write = Callable[[Shard, Path], list[Path]]


@dataclass(frozen=True, slots=True)
class Format:
    """`write` writes a shard to a path with this `ending` and gives the files that it made."""

    name: str
    ending: str
    write: Write
    views: bool = True  # False: articles only


def write_jsonl(shard: Shard, path: Path) -> list[Path]:
    """A line a row."""
    with packed(path) as file:
        for line in shard.lines():
            file.write(line + b"\n")
    return [path]


def write_jsonld(shard: Shard, path: Path) -> list[Path]:
    """A line an article, each a schema.org NewsArticle."""
    with packed(path) as file:
        for raw in shard.records():
            shard.rows += 1
            file.write(msgspec.json.encode(news_article.news_article(_record.decode(raw))) + b"\n")
    return [path]


def write_csv(shard: Shard, path: Path) -> list[Path]:
    """The flat fields. A cell that a spreadsheet takes for a formula gets an apostrophe in front; lines end in LF."""
    with packed(path) as file, io.TextIOWrapper(file, "utf-8", newline="") as text:
        table = csv.writer(text, lineterminator="\n")
        if shard.view.name == "articles":
            table.writerow((*COLUMNS, "body_text"))
            for raw in shard.records():
                shard.rows += 1
                record = _record.decode(raw)
                table.writerow(map(_cell, (*flat(record), record.body_text)))
        else:
            table.writerow(shard.view.row.__struct_fields__)
            for row in shard.typed():
                table.writerow(map(_cell, msgspec.structs.astuple(row)))
    return [path]


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        if "\r" in value:  # the module quotes it from Python 3.13 on; unquoted it begins a row
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return f"'{value}" if value.startswith(FORMULA) else value
    return str(value).lower() if isinstance(value, bool) else value


def _articles(ending: str, text: Callable[[Record], str]) -> Write:
    def write(shard: Shard, folder: Path) -> list[Path]:
        """A file an article, named by id and version, in folders by the first two digits."""
        made = []
        for raw in shard.records():
            record = _record.decode(raw)
            path = folder / record.id[:2] / f"{record.id}-{record.version}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text(record), "utf-8", newline="")
            made.append(path)
            shard.rows += 1
        return made

    return write


@contextmanager
def packed(path: Path) -> Iterator[IO[bytes]]:
    """A file to be written, compressed as its ending says, without a time stamp in it."""
    with path.open("wb") as file:
        if path.suffix == ".zst":
            options: dict[int, int] = {
                zstd.CompressionParameter.compression_level: LEVEL,
                zstd.CompressionParameter.checksum_flag: 1,
            }
            with zstd.ZstdFile(file, "wb", options=options) as pack:
                yield cast(IO[bytes], pack)
        elif path.suffix == ".gz":
            with gzip.GzipFile("", "wb", 6, file, mtime=0) as pack:
                yield cast(IO[bytes], pack)
        else:
            yield file


FORMATS = {
    form.name: form
    for form in (
        Format("jsonl", ".jsonl", write_jsonl),
        Format("jsonl.gz", ".jsonl.gz", write_jsonl),
        Format("jsonl.zst", ".jsonl.zst", write_jsonl),
        Format("csv", ".csv", write_csv),
        Format("parquet", ".parquet", write_parquet),
        Format("hf", ".parquet", write_parquet),
        Format("jsonld", ".jsonld", write_jsonld, views=False),
        Format("markdown", "", _articles(".md", article_text.markdown), views=False),
        Format("text", "", _articles(".txt", article_text.plain), views=False),
    )
}


def of_ending(name: str) -> str:
    """The format of a file that is called so; "" if the name says nothing, as that of a folder.

    >>> of_ending("a.jsonl.gz"), of_ending("a.parquet"), of_ending("a")
    ('jsonl.gz', 'parquet', '')
    """
    return next((form.name for form in FORMATS.values() if form.ending and name.endswith(form.ending)), "")
