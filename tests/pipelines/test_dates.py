"""Dates as pages of many languages show them, and whose they are: the article's, a change's, another article's."""

from __future__ import annotations

import pytest

from pipelines import separate
from pipelines.rules import dates

URL = "https://magazin.example/news/router-im-test.html"
TEXT = "<p>Der Router ist schneller als der alte, wie der Test Nummer %d im Keller und im Garten des Hauses zeigt.</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025/11/12 11:20", "2025-11-12T11:20:00"),
        ("입력 2025.11.12 11:20", "2025-11-12T11:20:00"),
        ("2025年11月12日 11時20分 公開", "2025-11-12T11:20:00"),
        ("2025년 11월 12일 오후 1:20", "2025-11-12T13:20:00"),
        ("2025년 11월 12일 오전 12시 20분", "2025-11-12T00:20:00"),
        ("12/11/2025 às 11h20", "2025-11-12T11:20:00"),
        ("12. listopadu 2025 11:20", "2025-11-12T11:20:00"),
        ("2025. november 12. 11:20", "2025-11-12T11:20:00"),
        ("12 Νοεμβρίου 2025", "2025-11-12"),
        ("12 Kasım 2025 11:20 (13.11.2025 13:00)", "2025-11-12T11:20:00"),
        ("12.11.2025 - 13.11.2025", "2025-11-12"),
        ("12.11.2025, Ausgabe 5. 12 Seiten", "2025-11-12"),
        ("2025.11.12 2025.11.13", "2025-11-12"),
        ("12. Unfug 2025", None),
        ("Ausgabejahr 2025 Datum 12.11.2025", "2025-11-12"),
        ("Jo Roth 2026-01-07T10:10:52+01:00 12. November 2025", "2025-11-12"),
        ("2025-11-12T10:10:52+01:00", "2025-11-12T10:10:52+01:00"),
    ],
)
def test_dates_in_the_languages_of_the_world(text: str, expected: str | None) -> None:
    assert dates.in_text(text, languages=("de",)) == expected


def dated(line: str, inside: str = "", behind: str = "") -> tuple[str | None, str | None]:
    """Publication and change of an article with a line below its headline, and something in its text and behind it."""
    text = [TEXT % i for i in range(8)]
    page = f"<html lang=de><title>Router im Test</title><main><article><h1>Router im Test</h1><p>{line}</p>"
    page += f"<div>{''.join(text[:4])}{inside}{''.join(text[4:])}</div></article>{behind}</main>"
    record = separate(page, URL)
    return record["date_published"], record["date_modified"]


def test_the_date_of_a_teaser_is_not_the_articles() -> None:
    teaser = "<div class=teaser><a href=/news/netz-98001.html><span>%s</span> <h3>Neues Gesetz zum Netz</h3></a></div>"
    stand = "Stand: 12.11.2025 13:02 Uhr"
    assert dated(stand, teaser % "11.11.2025") == (None, "2025-11-12T13:02:00")
    update = teaser.replace("Neues Gesetz zum Netz", "Update für das Netz 12.11.2024")
    assert dated("Von Jo Roth, 12.11.2025", "", update % "Netze") == ("2025-11-12", None)


def test_a_change_before_the_publication_is_none() -> None:
    assert dated("12.11.2025 11:20, zuletzt geändert 11.11.2025") == ("2025-11-12T11:20:00", None)
    assert dated("12.11.2025 11:20, zuletzt geändert 12.11.2025") == ("2025-11-12T11:20:00", "2025-11-12")


def test_what_says_which_date_it_is_may_stand_behind_it() -> None:
    line = "12 Kasım 2025 11:20 (12.11.2025 13:00 güncellendi)"
    assert dated(line) == ("2025-11-12T11:20:00", "2025-11-12T13:00:00")
    assert dated("입력 :2025/11/12 11:20 수정: 2025/11/12 13:05") == ("2025-11-12T11:20:00", "2025-11-12T13:05:00")
