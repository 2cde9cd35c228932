"""Understands a page: tells the article's body, teasers and affiliate parts. No network, no clock, no settings."""

from pipelines.compiled import choose

choose(__path__)

from pipelines.article import separate  # noqa: E402  # the choice comes before all that may be compiled

__all__ = ["separate"]
