"""Understands a page: tells the article's body, teasers and affiliate parts. No network, no clock, no settings."""

from pipelines.article import separate

__all__ = ["separate"]
