"""The engine compiled and interpreted: which of both runs, and that both give the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import compiled, separate
from tests.demo_site import DESIGNS, Library, render

ROOT = Path(__file__).parents[2]
INTERPRET = """
import json, sys
from pipelines import compiled, segment, separate
pages = json.load(sys.stdin)
print(json.dumps([compiled.state(), segment.__file__, [separate(html, url, blocks=True) for url, html in pages]]))
"""


def interpreted(pages: list[tuple[str, str]]) -> list[object]:
    """What another process that is told to interpret the sources says of itself, and its records."""
    run = subprocess.run(
        [sys.executable, "-c", INTERPRET],
        input=json.dumps(pages),
        env={**os.environ, "TECHNEWS_COMPILED": "0"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[object] = json.loads(run.stdout)
    return found


def test_both_give_the_same_records() -> None:
    if (state := compiled.state()) != "compiled":
        pytest.skip(state)
    pages = [
        (f"http://127.0.0.1{article.path}", render(article, design, "http://127.0.0.1/", page=0))
        for article in Library().articles()
        for design in DESIGNS
    ]
    _, file, records = interpreted(pages)
    assert file == str(ROOT / "pipelines" / "segment.py")
    assert len(pages) > 50
    assert records == json.loads(json.dumps([separate(html, url, blocks=True) for url, html in pages]))


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
def test_the_engine_is_compiled_where_it_can_be() -> None:
    missing = [library.name for library in compiled.LIBRARIES if not library.exists()]
    assert not missing, "`python setup.py build_ext --inplace` says why"


def test_the_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, *libraries = (tmp_path / "engine" / name for name in ("segment.py", "first.so", "second.so"))
    source.parent.mkdir()
    source.touch()
    monkeypatch.setattr(compiled, "HERE", source.parent)
    monkeypatch.setattr(compiled, "LIBRARIES", libraries)
    monkeypatch.setattr(compiled, "CHECKOUT", tmp_path / "pyproject.toml")
    monkeypatch.delenv("TECHNEWS_COMPILED", raising=False)
    for library in libraries:
        assert compiled.state() == "interpreted: it was not compiled"
        library.touch()
        os.utime(library, (1000, 1000))
    os.utime(source, (2000, 2000))
    assert compiled.state() == "compiled"  # an installed package: what the times of its files say counts for nothing
    (tmp_path / "pyproject.toml").touch()
    assert compiled.state() == "interpreted: its sources were changed since they were compiled"
    for library in libraries:
        assert compiled.state() == "interpreted: its sources were changed since they were compiled"
        os.utime(library, (3000, 3000))
    assert compiled.state() == "compiled"
    monkeypatch.setenv("TECHNEWS_COMPILED", "0")
    assert compiled.state() == "interpreted, as TECHNEWS_COMPILED=0 asks"
