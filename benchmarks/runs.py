"""Crawls of the demo site in processes of their own: ours, and plain Scrapy's with the same extraction."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROOT = Path(__file__).parents[1]
FAST = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "CONTACT": "benchmark@example.org",
    "ALLOW_ADDRESSES": "127.0.0.1",
    "BACKOFF_START": "0",
}


def ours(
    url: str, data: Path, *args: str, log: Path | None = None, env: Mapping[str, str] | None = None, **settings: str
) -> subprocess.Popen[bytes]:
    """`scrapy crawl techstage` on a demo site, its records and state below `data`."""
    given = {**FAST, "DATA_DIR": str(data), **settings}
    return _start(
        "-m", "scrapy", "crawl", "techstage", "-a", f"at={url}", *_options(given), *args, log=log, **(env or {})
    )


def plain(url: str, out: Path, *args: str, log: Path | None = None, **settings: str) -> subprocess.Popen[bytes]:
    """A spider without any of ours but the extraction, with Scrapy's own queue and feed."""
    spider = str(Path(__file__).with_name("plain.py"))
    given = {**{name: FAST[name] for name in FAST if name != "CONTACT"}, **settings}
    command = ("-m", "scrapy", "runspider", spider, "-a", f"at={url}", "-o", f"{out}:jsonlines", *_options(given))
    return _start(*command, *args, log=log, SCRAPY_PROJECT="none", SCRAPY_SETTINGS_MODULE="benchmarks.plain_settings")


def records(folder: Path) -> Iterator[dict[str, Any] | None]:
    """The lines of a site's parts in order; None for one that is no JSON object."""
    for path in sorted(folder.glob("articles-*.jsonl*")):
        data = path.read_bytes()
        yield from lines(zstd.decompress(data) if path.suffix == ".zst" else data)


def lines(data: bytes) -> Iterator[dict[str, Any] | None]:
    """The objects of JSON Lines; None for a line that is none."""
    for line in data.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        yield found if isinstance(found, dict) else None


def _options(settings: Mapping[str, str]) -> list[str]:
    return [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]


def _start(*command: str, log: Path | None, **env: str) -> subprocess.Popen[bytes]:
    target = log.open("ab") if log else subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=target,
    )
