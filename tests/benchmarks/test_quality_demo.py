"""What separation reaches on the demo site's articles, in every design, must not fall below `quality.json`.

`python -m tests.benchmarks.test_quality_demo --accept` measures and writes the file again.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import Path

from pipelines import separate
from tests.demo_site import DESIGNS, Expected, Library, expected, render

ACCEPTED = Path(__file__).with_name("quality.json")
BASE = "http://127.0.0.1/"
TOLERANCE = 0.005
ARTICLES = 40  # of each design, spread over the library

Figures = dict[str, float]


def f1(found: Iterable[Hashable], wanted: Iterable[Hashable]) -> float:
    a, b = Counter(found), Counter(wanted)
    return 2 * (a & b).total() / (a.total() + b.total()) if a or b else 1.0


def words(*texts: str) -> list[str]:
    return " ".join(texts).casefold().split()


def of_page(html: str, url: str, truth: Expected) -> Figures:
    record = separate(html, url)
    body = [text for _, text in truth.body]
    return {
        "body words": f1(words(record["body_text"]), words(truth.standfirst, *body)),
        "teaser urls": f1({one["url"] for one in record["teasers"]}, {one.url for one in truth.teasers}),
        "affiliate links": f1({one["url"] for one in record["affiliate"]["links"]}, set(truth.affiliate_links)),
        "disclosure words": f1(words(*record["affiliate"]["disclosures"]), words(*truth.disclosures)),
    }


def measure() -> dict[str, Figures]:
    """The mean of each figure over the articles, by design."""
    articles = list(Library().articles())
    articles = articles[:: max(1, len(articles) // ARTICLES)]
    out = {}
    for design in DESIGNS:
        pages = [
            of_page(render(one, design, BASE, page=0), BASE + one.path.lstrip("/"), expected(one, BASE))
            for one in articles
        ]
        out[design] = {name: round(sum(page[name] for page in pages) / len(pages), 4) for name in pages[0]}
    return out


def compared(before: dict[str, Figures], now: dict[str, Figures]) -> str:
    lines = [f"{'design':8}{'figure':20}{'before':>8}{'now':>8}{'change':>9}"]
    for design, figures in now.items():
        for name, value in figures.items():
            old = before.get(design, {}).get(name, 0.0)
            lines.append(f"{design:8}{name:20}{old:8.4f}{value:8.4f}{value - old:+9.4f}")
    return "\n".join(lines)


def test_separation_is_as_good_as_accepted() -> None:
    before, now = json.loads(ACCEPTED.read_text("utf-8")), measure()
    shown = compared(before, now)
    print(shown)
    worse = [
        f"{design}: {name}"
        for design, figures in before.items()
        for name, value in figures.items()
        if now.get(design, {}).get(name, 0.0) < value - TOLERANCE
    ]
    assert not worse, f"fallen: {', '.join(worse)}\n{shown}"


def main() -> None:
    before = json.loads(ACCEPTED.read_text("utf-8")) if ACCEPTED.exists() else {}
    now = measure()
    print(compared(before, now))
    if "--accept" in sys.argv:
        ACCEPTED.write_text(json.dumps(now, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
