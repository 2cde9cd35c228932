"""A setting that makes no sense is one clear line, before anything is asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.exits import Exit
from crawler.values import check
from tests.crawler.small_site import refused


def settings(**given: object) -> Settings:
    found = Settings()
    found.setmodule("crawler.settings")
    found.setdict(given, priority="cmdline")
    return found


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        *(
            (name, "abc", "is no number")
            for name in ("DOWNLOAD_DELAY", "PART_HOURS", "DOWNLOAD_TIMEOUT", "BACKOFF_MAX")
        ),
        *((name, "2.5", "is no whole number") for name in ("PART_BYTES", "CRAWL_BYTES", "RETRY_TIMES")),
        ("DOWNLOAD_DELAY", "nan", "is no number"),
        ("DOWNLOAD_DELAY", "-1", "0 or more"),
        ("DOWNLOAD_TIMEOUT", "0", "more than 0"),
        ("SAME_CONTENT_MAX", "", "is no whole number"),
        ("CLOSESPIDER_TIMEOUT", "soon", "is no number"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "0", "1 or more"),
        ("RECORD_BLOCKS", "maybe", "is neither True nor False"),
        ("LOG_LEVEL", "foo", "is none of DEBUG"),
        ("ALLOW_ADDRESSES", "foo", "is no address"),
    ],
)
def test_what_makes_no_sense_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(ValueError, match=name) as error:
        check(settings(**{name: value}))
    assert said in str(error.value)


def test_what_makes_sense_passes() -> None:
    check(settings())
    check(settings(DOWNLOAD_TIMEOUT="2.5", DOWNLOAD_DELAY=0, RETRY_PRIORITY_ADJUST="-3", RECORD_BLOCKS="1"))
    check(settings(LOG_LEVEL="DEBUG", ALLOW_ADDRESSES="127.0.0.1", CONTACT="12", FEED_URI=None, OF_OUR_OWN="x"))


def test_the_crawl_says_so_in_one_line(tmp_path: Path) -> None:
    run = refused("crawl", "techstage", "-s", f"DATA_DIR={tmp_path}", "-s", "DOWNLOAD_DELAY=abc")
    assert (run.code, run.err) == (Exit.BAD_INPUT, "scrapy: DOWNLOAD_DELAY='abc' is no number\n")


def test_urls_that_come_once_only_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    run = refused("crawl", "techstage", "-s", f"DATA_DIR={tmp_path}", "-a", f"urls={tmp_path}/pipe")
    assert (run.code, run.err.count("\n")) == (Exit.BAD_INPUT, 1)
    assert "is no regular file" in run.err
