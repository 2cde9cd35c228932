"""The record: valid, stable, and JSON whatever the page holds."""

from __future__ import annotations

import gc
import json

import jsonschema
import pytest

from pipelines import separate
from pipelines.parse import UnreadablePage
from pipelines.record import schema
from tests.corpus import CORPUS, separation

URL = "https://a.example/news/ein-neuer-router-im-test-123456.html"
TEXT = "Der Router kam am Montag in den Handel und kostet 120 Euro, wie der Hersteller mitteilt. "
PAGE = f"<html><body><article><h1>Ein neuer Router im Test</h1><p>{TEXT * 2}</p><p>{TEXT * 3}</p></article>"
VALID = jsonschema.Draft202012Validator(schema())


def test_the_same_page_gives_the_same_record() -> None:
    assert separate(PAGE, URL, blocks=True) == separate(PAGE.encode(), URL, blocks=True)


def test_the_id_is_the_address_and_the_version_the_text() -> None:
    first = separate(PAGE, URL)
    tracked = separate(PAGE, URL + "?utm_source=feed#top")
    changed = separate(PAGE.replace("120 Euro", "99 Euro"), URL)
    assert first["id"] == tracked["id"] == changed["id"]
    assert first["version"] == tracked["version"] != changed["version"]
    assert first["id"] != separate(PAGE, URL.replace("123456", "123457"))["id"]


def test_blocks_only_where_asked_for() -> None:
    assert "blocks" not in separate(PAGE, URL)
    assert [block["label"] for block in separate(PAGE, URL, blocks=True)["blocks"]] == ["headline", "body", "body"]


@pytest.mark.parametrize("odd", ["\ud800", "\udfff\ud800", "&#xD800;", "\x00", "\uffff", "\U0010ffff"])
def test_lone_surrogates_are_no_trouble(odd: str) -> None:
    found = separate(PAGE.replace("Router", f"Rou{odd}ter"), f"{URL}?q={odd}", blocks=True)
    VALID.validate(found)
    assert json.loads(json.dumps(found, ensure_ascii=False).encode()) == found


def test_body_text_holds_the_body() -> None:
    found = separate(PAGE, URL)
    assert found["body_text"] == f"{(TEXT * 2).strip()}\n\n{(TEXT * 3).strip()}"
    assert found["word_count"] == 16 * 5


def test_garbage_is_collected_afterwards_as_before() -> None:
    separate(PAGE, URL)
    with pytest.raises(UnreadablePage):
        separate(b"", URL)
    assert gc.isenabled()
    gc.disable()
    try:
        separate(PAGE, URL)
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real pages (../shared/corpus) are not here")
def test_records_of_real_pages_are_valid() -> None:
    for page in separation():
        VALID.validate(separate(page.html, page.url, blocks=True))
