"""The articles of the demo site, read from the texts beside this file."""

from __future__ import annotations

from tests.demo_site.content.library import Library
from tests.demo_site.content.texts import parse_articles

__all__ = ["Library", "parse_articles"]
