"""What a site said, and what may be done with its records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.dataset.purpose import PURPOSES, TRAINERS, objections
from crawler.dataset.steps import Wanted
from crawler.rights import AGENTS
from tests.crawler.dataset.datasets import made
from tests.crawler.dataset.records import a_record
from tests.crawler.small_site import Reply, SmallSite, crawl, scrapy

URL = "https://www.example.org/news/1.html"
ALLOWED = {"signal": "robots.txt", "value": {"technews": True, **dict.fromkeys(AGENTS, True)}, "status": 200}
NO_FILES = [{"signal": name, "value": None, "status": 404} for name in ("tdmrep.json", "ai.txt")]


def said(*signals: dict[str, Any], robots: dict[str, Any] | None = ALLOWED) -> dict[str, Any]:
    return {"signals": [*([robots] if robots else []), *NO_FILES, *signals]}


def header(name: str, value: str) -> dict[str, Any]:
    return {"signal": name, "value": value, "where": "header"}


def purposes(rights: dict[str, Any] | None) -> set[str]:
    """For what a record may be used."""
    return {purpose for purpose in PURPOSES if not objections(rights, URL, purpose)}


def test_an_address_that_no_location_can_be_compared_with_forbids() -> None:
    rule = {"signal": "tdmrep.json", "value": '[{"location": "/", "tdm-reservation": 0}]', "status": 200}
    rights = {"signals": [ALLOWED, NO_FILES[1], rule]}
    assert objections(rights, URL, "train") == []
    assert objections(rights, "http://[a", "train") == [("tdmrep.json", "could not be read")]


def test_a_site_that_reserves_nothing_allows_all() -> None:
    assert purposes(said()) == {"archive", "search", "train"}
    assert purposes(said(robots={"signal": "robots.txt", "value": None, "status": 404, "trouble": "HTTP 404"})) == {
        "archive", "search", "train",
    }  # fmt: skip


@pytest.mark.parametrize(
    "rights",
    [
        None,
        {},
        {"signals": "none"},
        {"signals": [3]},
        said(robots=None),
        said(robots={"signal": "robots.txt", "value": None, "status": 503, "trouble": "HTTP 503"}),
        said(robots={"signal": "robots.txt", "value": None, "status": None, "trouble": "timeout"}),
        said(robots={**ALLOWED, "left_out": ["rules"]}),
        said(robots={**ALLOWED, "value": {"technews": False}}),
        said(robots={**ALLOWED, "value": {}}),
    ],
)
def test_what_is_missing_or_unreadable_forbids_all(rights: dict[str, Any] | None) -> None:
    assert purposes(rights) == set()


@pytest.mark.parametrize(
    ("signal", "left"),
    [
        (header("x-robots-tag", "noai, noimageai"), {"archive", "search"}),
        (header("robots", "index, follow, max-image-preview:large"), {"archive", "search", "train"}),
        (header("robots", "NOINDEX"), {"archive", "train"}),
        (header("googlebot", "none"), set()),
        (header("robots", "noarchive"), {"search"}),
        (header("tdm-reservation", "1"), {"archive", "search"}),
        (header("tdm-reservation", "0"), {"archive", "search", "train"}),
        (header("content-signal", "search=yes, ai-train=no"), {"archive", "search"}),
        (header("content-signal", "search=no, ai-train=yes"), {"archive", "train"}),
        (header("content-usage", "train-ai=n"), {"archive", "search"}),
        (header("license", "https://a.de/license.xml"), {"archive", "search"}),
        (header("isAccessibleForFree", "False"), {"archive", "search"}),
        (header("isAccessibleForFree", "true"), {"archive", "search", "train"}),
    ],
)
def test_a_signal_forbids_what_it_is_about(signal: dict[str, Any], left: set[str]) -> None:
    assert purposes(said(signal)) == left


@pytest.mark.parametrize("agent", AGENTS)
def test_agents_that_train_count_for_training_only(agent: str) -> None:
    robots = {**ALLOWED, "value": {**ALLOWED["value"], agent: False}}
    left = {"archive", "search"} if agent in TRAINERS else {"archive", "search", "train"}
    assert purposes(said(robots=robots)) == left


@pytest.mark.parametrize(
    ("name", "value", "status", "allowed"),
    [
        ("tdmrep.json", '[{"location": "/", "tdm-reservation": 1}]', 200, False),
        ("tdmrep.json", '[{"location": "/video/*", "tdm-reservation": 1}]', 200, True),
        ("tdmrep.json", '[{"location": "/", "tdm-reservation": 0}]', 200, True),
        ("tdmrep.json", '[{"location": "/*", "tdm-reservation": 1}]', 200, False),
        ("tdmrep.json", f'[{{"location": "{"*a" * 5000}", "tdm-reservation": 1}}]', 200, True),
        ("tdmrep.json", '[{"location": "/", "tdm-res', 200, False),
        ("tdmrep.json", '{"a": 1}', 200, False),
        ("tdmrep.json", '[{"location": "/video/", "tdm-reservation": 1e999}]', 200, False),
        ("tdmrep.json", '[{"location": "/video/", "tdm-reservation": 1e3}]', 200, True),
        ("tdmrep.json", None, None, False),
        ("ai.txt", "User-Agent: *\nDisallow: /", 200, False),
        ("ai.txt", "User-Agent: *\nAllow: /\nDisallow:", 200, True),
        ("ai.txt", None, None, False),
    ],
)
def test_the_files_of_a_site(name: str, value: str | None, status: int | None, allowed: bool) -> None:
    signals = [one for one in NO_FILES if one["signal"] != name] + [{"signal": name, "value": value, "status": status}]
    assert (objections({"signals": [ALLOWED, *signals]}, URL, "train") == []) is allowed
    assert objections({"signals": [ALLOWED, *signals]}, URL, "search") == []


def test_what_is_left_out_is_told_by_site_and_signal(tmp_path: Path) -> None:
    free = a_record(1, rights=said())
    records = [free, a_record(2, rights=said(header("robots", "noai")), site="golem"), a_record(3, rights={})]
    out = made(tmp_path, *records, format="jsonl", wanted=Wanted(purpose="train"))
    [line] = (out / "data" / "train-00000.jsonl").read_text().splitlines()
    assert json.loads(line)["id"] == free["id"]
    assert json.loads((out / "rights.json").read_bytes()) == {
        "purpose": "train",
        "objections": {
            "golem": {"robots: noai": 1},
            "techstage": {"ai.txt: not recorded": 1, "robots.txt: not recorded": 1, "tdmrep.json: not recorded": 1},
        },
    }
    assert json.loads((out / "manifest.json").read_bytes())["left_out"] == {
        "--purpose train: robots.txt: not recorded": 1,
        "--purpose train: robots: noai": 1,
    }


def test_of_a_real_crawl(site: SmallSite, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: GPTBot\nDisallow: /\n", headers={"Content-Type": "text/plain"})
    crawl(site, DATA_DIR=str(tmp_path / "data"))
    settings = {"DATA_DIR": str(tmp_path / "data")}
    search = scrapy("export", str(tmp_path / "search"), "--purpose", "search", "--no-dedup", settings=settings)
    assert search.code == 0, search.err
    assert "3 records" in search.out
    train = scrapy("export", str(tmp_path / "train"), "--purpose", "train", settings=settings)
    assert train.code == 3
    assert "robots.txt: forbids GPTBot" in train.err
    assert not (tmp_path / "train").exists()
