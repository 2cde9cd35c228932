"""A magazine on the loopback that looks like the real ones, and misbehaves on demand; all its texts are ours."""

from __future__ import annotations

from tests.demo_site.content import Library
from tests.demo_site.diary import Diary
from tests.demo_site.model import Article, Expected, expected
from tests.demo_site.page import DESIGNS, render
from tests.demo_site.server import DemoSite

__all__ = ["DESIGNS", "Article", "DemoSite", "Diary", "Expected", "Library", "expected", "render"]
