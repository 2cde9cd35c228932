"""The documents say what the code does."""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator
from scrapy.settings import Settings

from crawler import settings
from crawler.catalogue import entries, markdown
from crawler.exits import Exit
from crawler.health.finding import Kind
from crawler.schedule.config import AlertsTable, Document, senders
from crawler.spider import SiteSpider
from pipelines.record import Record, digest, schema
from pipelines.values import Label

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECORD = (ROOT / "docs" / "RECORD.md").read_text(encoding="utf-8")
WATCH = (ROOT / "docs" / "WATCH.md").read_text(encoding="utf-8")
DOCUMENTS = [README, RECORD, *((ROOT / name).read_text() for name in ("CONTRIBUTING.md", "docs/ARCHITECTURE.md"))]


def rows(text: str, head: str) -> dict[str, str]:
    """A table by the words in back ticks of its first column: what stands in the second."""
    table = text.split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    cells = [line.split("|") for line in table.splitlines()[2:]]
    return {name: line[2].strip() for line in cells for name in re.findall(r"`([^`]+)`", line[1])}


def test_the_schema_is_current() -> None:
    stored = json.loads((ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    assert stored == schema(), "write it again: scrapy schema > docs/record.schema.json"


def test_the_table_of_sites_is_current() -> None:
    found = entries(Settings({"SPIDER_MODULES": settings.SPIDER_MODULES}))
    stored = (ROOT / "docs" / "SITES.md").read_text(encoding="utf-8")
    assert stored == markdown(found) + "\n", "write it again: scrapy sites --markdown > docs/SITES.md"


def test_the_exit_codes_are_those_of_the_code() -> None:
    table = inspect.cleandoc(Exit.__doc__ or "")
    assert table in README
    assert re.findall(r"^\| (\d+) \|", table, re.MULTILINE) == [str(code.value) for code in Exit]


def test_every_label_is_explained_once() -> None:
    assert list(rows(README, "label")) == [label.value for label in Label]


def test_settings_have_the_defaults_that_are_named() -> None:
    table = rows(README, "setting")
    assert table
    assert {name: f"`{getattr(settings, name)!r}`".replace("'", '"') for name in table} == table


def test_every_finding_is_explained() -> None:
    assert set(rows(WATCH, "finding")) == set(Kind)


def test_the_alerts_shown_are_a_configuration() -> None:
    shown = tomllib.loads(WATCH.split("```toml\n")[1].split("```")[0])
    made = senders(msgspec.convert(shown["alerts"], AlertsTable))
    assert list(made.all()) == ["log", "file", "mail", "webhook"]
    assert shown.keys() <= set(Document.__struct_fields__)


def test_every_argument_is_named() -> None:
    named = {word.split("=")[0] for word in rows(README, "argument")}
    taken = inspect.signature(SiteSpider.__init__).parameters.values()
    assert named == {argument.name for argument in taken if argument.kind is argument.KEYWORD_ONLY}


def test_every_field_of_the_record_is_explained() -> None:
    assert set(rows(RECORD, "field")) == set(Record.__struct_fields__)


def test_the_record_shown_is_one() -> None:
    """Without the marks for what is left out of its lists it is valid by the schema, and its hashes are its own."""
    shown = json.loads(re.sub(r",\s*…", "", README.split("```json\n")[1].split("```")[0]))
    Draft202012Validator(schema()).validate(shown)
    assert shown["id"] == digest(shown["canonical_url"])
    assert shown["version"] == digest(f"{shown['headline']}\n{shown['body_text']}")


@pytest.mark.parametrize("text", DOCUMENTS)
def test_links_lead_somewhere(text: str) -> None:
    places = [ROOT / "docs"] if text in (RECORD, DOCUMENTS[-1]) else [ROOT]
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        if not link.endswith("BENCHMARKS.md"):  # written by `make bench-quality`
            assert any((place / link).exists() for place in places), link
