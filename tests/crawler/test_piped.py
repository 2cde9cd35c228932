"""`scrapy … | head -1`: the reader of standard output goes away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.exits import Exit
from tests.crawler.conftest import feed
from tests.crawler.small_site import FAST, ROOT, SmallSite, article


def unread(*args: str, lines: int = 0) -> tuple[int, str]:
    """Exit code and standard error of a `scrapy` command of whose output so many lines are read."""
    command = [sys.executable, "-m", "scrapy", *args]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stderr
    for _ in range(lines):
        assert process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    return process.wait(timeout=60), err


@pytest.mark.parametrize("command", ["schema", "sites", "list", "check", "separate", "overlay"])
def test_no_command_complains(command: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(article("Artikel"))
    more = {"separate": [str(page), "--url", "https://a.de/"]}
    more["overlay"] = [*more["separate"], "-o", str(tmp_path / "out.html")]
    code, err = unread(command, *more.get(command, []))
    assert err == ""
    assert code in (Exit.FINISHED, Exit.BROKEN)


@pytest.mark.parametrize("command", ["schema", "separate", "stats"])
def test_a_full_disk_is_told_in_one_line(command: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(article("Artikel"))
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "1"}\n')
    args = {"separate": [str(page), "--url", "https://a.de/"], "stats": [str(file)]}.get(command, [])
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", command, *args],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.stderr == "scrapy: standard output can't be written: No space left on device\n"
    assert done.returncode == Exit.STORAGE


def test_other_errors_are_told_as_ever() -> None:
    code = "import crawler.commands; raise OSError('a disk')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, check=False)
    assert b"a disk" in done.stderr


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_a_crawl_stops_and_says_why(site: SmallSite, tmp_path: Path, form: str) -> None:
    paths = [f"/news/artikel-{n}.html" for n in range(200, 260)]
    site.pages |= {path: article(f"Artikel {path[-8:-5]}") for path in paths}
    site.pages["/rss.xml"] = feed(*paths)
    settings = {**FAST, "DATA_DIR": str(tmp_path), "DOWNLOAD_DELAY": "0.05", "DOWNLOAD_DELAY_JITTER": "0"}
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    code, err = unread("crawl", "techstage", *options, "-a", f"at={site.at}", "-o", f"-:{form}", lines=2)
    assert code == Exit.STOPPED, err
    assert err.count("Nobody reads standard output") == 1
    assert "Traceback" not in err
    assert sum(path in paths for path in site.log) < 40
