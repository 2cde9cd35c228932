"""Crawls by the clock: which site is due, and the processes that crawl it."""
