"""The dataset card (README.md) in the form that Hugging Face reads: a YAML header, then what a reader must know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from string import Template
from typing import Any

import yaml

from crawler.dataset import huggingface
from crawler.dataset.command import command
from crawler.dataset.figures import Figures
from crawler.dataset.made import Made
from crawler.dataset.tables import Table, summary, tables
from crawler.logs import clean
from pipelines.record import VERSION

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
         (10_000_000, "1M<n<10M"))  # fmt: skip
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~&$@])")
TEXT = Template("""---
$header
---

# $name

Articles of tech-news sites, each page separated into labelled blocks: body, teasers and what the page earns by
are data of their own. A row is one of *$view*; fields are named as in schema.org's NewsArticle.

$summary

## Splits

$splits

$tables

## Rights

The texts belong to their publishers. What each site said about reuse stands in `rights` of every record, as it was
when the page was fetched, and is counted above; *no signal* is no permission. Whoever publishes the dataset or trains
on it must check that, and the law that holds for them.

## How it was made

```
$command
```

technews $version read the pages as the sites' robots.txt allow, separated them and left out what is counted under
*Left out*. Pages are separated by a model and by rules: `extraction.warnings` says what to know before trusting a
record.
`manifest.json` has the SHA-256 of each file, `croissant.json` describes them for machines.

## How to cite

```bibtex
@misc{$key,
  title = {$title},
  year = {$year},
  note = {Made with technews $version}
}
```
""")


def card(made: Made, figures: Figures) -> str:
    """The text of README.md. All that comes from records is escaped."""
    name = f"technews {made.view.name}"
    splits = [(split, f"{of.records:,}", f"{of.rows:,}", f"{of.bytes:,}") for split, of in made.splits().items()]
    return TEXT.substitute(
        header=header(made, figures),
        name=plain(name),
        view=made.view.name,
        summary=grid(("figure", "value"), summary(figures)),
        splits=grid(("split", "records", "rows", "bytes"), splits),
        tables="\n\n".join(map(section, tables(figures, made.index.reasons()))),
        command=command(made.request).replace("`", "'"),
        version=VERSION,
        key=re.sub(r"\W+", "_", name) or "dataset",
        title=re.sub(r"[^\w .-]+", " ", name),
        year=(figures.fetched or figures.last)[:4],
    )


def header(made: Made, figures: Figures) -> str:
    """The YAML; none of it was written by a site."""
    languages = [code for code, _ in figures.languages.most_common() if re.fullmatch(r"[a-z]{2,3}(-[\w-]+)?", code)]
    size = next((name for most, name in SIZES if figures.records < most), "n>10M")
    found: dict[str, Any] = {
        "pretty_name": f"technews {made.view.name}",
        "language": sorted({code.split("-")[0] for code in languages}),
        "license": "other",
        "license_name": "rights-of-the-publishers",
        "license_link": "README.md",
        "tags": ["news", "technology", "web-extraction"],
        "task_categories": ["text-generation", "text-classification"],
        "size_categories": [size],
        **huggingface.header(made),
    }
    return yaml.safe_dump(found, sort_keys=False).rstrip()


def section(table: Table) -> str:
    """A table under its heading."""
    rows = [(row.name, f"{row.number:,}", f"{row.share:.1%}") for row in table.rows]
    return f"## {table.title}\n\n{grid((table.head, table.unit, 'share'), rows)}"


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *([plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(text: str) -> str:
    """A text in one line that Markdown takes for nothing else.

    >>> print(plain("a|b <img> [x](y)"))
    a\\|b \\<img\\> \\[x\\](y)
    """
    return SPECIAL.sub(r"\\\1", clean(" ".join(text.split())))
