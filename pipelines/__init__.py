"""Understands a page: tells the article's body, teasers and affiliate parts. No network, no clock, no settings."""

from typing import TYPE_CHECKING

from pipelines.compiled import choose

if TYPE_CHECKING:
    from pipelines.article import separate

choose(__path__)  # before all that may be compiled

__all__ = ["separate"]


def __getattr__(name: str) -> object:
    """`separate`, once it is asked for: its stations take a quarter of a second to import, which few commands need."""
    if name != "separate":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipelines.article import separate

    return separate
