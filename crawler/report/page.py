"""The report as one HTML file that needs nothing else: no script, and nothing is loaded."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crawler import looks
from crawler.exits import Exit
from crawler.report import charts, wording
from crawler.report.story import Site
from pipelines.links import split

ENDS = {code: code.name.lower().replace("_", " ") for code in Exit}


def page(sites: list[Site], now: int, title: str = "technews") -> str:
    """The report of these sites. All that they hold is escaped: `|safe` occurs in no template."""
    style = f"{looks.style()}\n{_source('report.css')}"
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # The worst first, in each rank by name.
    ranked = sorted(sites, key=lambda site: (-len(site.now_wrong), site.name))
    return (
        _environment()
        .get_template("report.html")
        .render(
            sites=ranked,
            total=lambda name: sum(site.total(name) for site in sites),
            now=now,
            days=max((len(site.days) for site in sites), default=0),
            title=title,
            style=Markup(style),
            digest=digest,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(str(files("crawler") / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        ago=wording.ago, count=wording.count, duration=wording.duration, moment=wording.moment, share=wording.share,
        short=wording.short, size=wording.size, day=wording.day, timestamp=wording.timestamp,
    )  # fmt: skip
    environment.globals.update(charts=charts, LOOKS=looks.LOOKS, web=lambda url: bool(url and split(url)), ended=ended)
    return environment


def ended(code: int | None) -> str:
    """An exit code in a word or two.

    >>> ended(0), ended(5), ended(None)
    ('finished', 'partly failed', 'not ended')
    """
    return "not ended" if code is None else ENDS.get(code, f"code {code}")  # type: ignore[call-overload]


def _source(name: str) -> str:
    return (files("crawler") / "templates" / name).read_text(encoding="utf-8")
