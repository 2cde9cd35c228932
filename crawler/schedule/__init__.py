"""Crawls by the clock: which site is due, and the processes that crawl it."""

from pathlib import Path

CONFIG = Path("technews.toml")  # read where it is there
