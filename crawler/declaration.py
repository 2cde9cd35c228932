"""What is known of a site → the file that declares it. Nothing that a site sent becomes code: all of it is quoted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from importlib.resources import files
from string import Template
from typing import Any

from crawler.discovery.feed import Feed
from crawler.discovery.link import Source
from crawler.discovery.sitemap import Sitemap
from crawler.spider import SiteSpider
from pipelines.items import Layout

WIDTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A site's attributes, as `SiteSpider` has them."""

    name: str
    domain: str
    timezone: str
    language: str | None
    sources: tuple[Source, ...]
    article_url: str
    layout: Layout | None
    evidence: str = "the site itself"
    checked: tuple[int, ...] = ()  # the years of the articles that it was made from

    @property
    def class_name(self) -> str:
        return "".join(word.capitalize() for word in self.name.split("_")) + "Spider"

    @property
    def every(self) -> str:
        return "2h" if any(isinstance(source, Feed) for source in self.sources) else "1d"

    def site(self) -> type[SiteSpider]:
        """The site without its file."""
        layouts = (self.layout,) if self.layout else ()
        own: dict[str, Any] = {"name": self.name, "allowed_domains": (self.domain,), "timezone": self.timezone}
        own |= {"language": self.language, "sources": self.sources}
        return type(self.class_name, (SiteSpider,), {**own, "article_url": self.article_url, "layouts": layouts})

    def code(self) -> str:
        """The Python file, as ruff would format it."""
        template = Template(files("crawler").joinpath("templates/site.py.txt").read_text(encoding="utf-8"))
        code = template.substitute(
            host="".join(char for char in self.domain if char.isalnum() or char in ".-"),
            imports=self._imports(),
            class_name=self.class_name,
            name=quoted(self.name),
            domain=quoted(self.domain),
            timezone=quoted(self.timezone),
            language=quoted(self.language) if self.language else "None",
            sources=self._sources(),
            article_url=self._article_url(),
            every=quoted(self.every),
            evidence=quoted(self.evidence),
            checked=repr(self.checked),
            layouts=layouts_code(self.layout),
        )
        return code.rstrip("\n") + "\n"

    def _imports(self) -> str:
        kinds = sorted({type(source) for source in self.sources}, key=lambda kind: kind.__module__)
        lines = [f"from {kind.__module__} import {kind.__name__}" for kind in kinds]
        lines.append("from crawler.spider import SiteSpider")
        if self.layout:
            lines.append("from pipelines.items import Layout")
        return "\n".join(lines) + "\n"

    def _sources(self) -> str:
        lines = [_source(source) for source in self.sources]
        if len(lines) == 1 and len(lines[0]) <= WIDTH - 20:
            return f"({lines[0]},)"
        return "(\n" + "".join(f"        {line},\n" for line in lines) + "    )"

    def _article_url(self) -> str:
        line = raw(self.article_url)
        return line if len(line) <= WIDTH - 20 else f"{line}  # noqa: E501"


def quoted(text: str) -> str:
    """A Python literal, in double quotes where that needs no escapes.

    >>> print(quoted("it's"), quoted('[a="b"]'), quoted("\\u202e\\n"))
    "it's" '[a="b"]' "\\u202e\\n"
    """
    literal = repr(text)
    return f'"{literal[1:-1]}"' if literal[0] == "'" and '"' not in literal else literal


def raw(regex: str) -> str:
    """The literal of a regular expression, raw if it can be.

    >>> print(raw(r"^/\\d+$"), raw('"'))
    r"^/\\d+$" '"'
    """
    plain = regex.isprintable() and regex.isascii() and '"' not in regex and not regex.endswith("\\")
    return f'r"{regex}"' if plain and "\\" in regex else quoted(regex)


def _source(source: Source) -> str:
    links = "" if isinstance(source, Feed | Sitemap) else ', links="a"'
    return f"{type(source).__name__}({quoted(source.url)}{links})"


def layouts_code(layout: Layout | None) -> str:
    """The line that declares a layout, as it stands in a site's file."""
    if layout is None:
        return ""
    lines = []
    for field in fields(Layout):
        value = getattr(layout, field.name)
        if value:
            several = [value] if isinstance(value, str) else list(value)
            lines += _argument(field.name, several)
    lines.sort(key=lambda line: not line.startswith(f"{12 * ' '}name="))  # as people write it: the name first
    body = "\n".join(lines)
    return f"    layouts = (\n        Layout(\n{body}\n        ),\n    )"


def _argument(name: str, values: list[str]) -> list[str]:
    literals = [quoted(value) for value in values]
    line = f"{12 * ' '}{name}=" + (literals[0] if len(literals) == 1 else f"({', '.join(literals)})") + ","
    if len(line) <= WIDTH:
        return [line]
    inner = "".join(f"\n{16 * ' '}{literal}," for literal in literals)
    return [f"{12 * ' '}{name}=({inner}\n{12 * ' '}),"]
