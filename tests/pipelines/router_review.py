"""A page that the tests put something into: a review of a router, and the labels of its blocks."""

from __future__ import annotations

from typing import Any

from pipelines import separate

SENTENCES = (
    "The new router is fast in the cellar and quiet on the desk, and that is all that most readers will ever ask for.",
    "We measured eighty megabits two floors below it, which is more than the old one reached in the same room.",
    "Its menus are clear, its lights can be switched off, and it asks before every restart whether now is a good time.",
    "The maker promises five years of updates, of which the first two have come within a week of each other.",
    "What we miss is a second port for the faster cable, as last year's model had one at the same price.",
)
TEXT = [f"<p>{sentence}</p>" for sentence in SENTENCES]


def record_of(body: str) -> dict[str, Any]:
    page = f"<html lang=en><head><title>Router review</title></head><body>{body}</body></html>"
    return separate(page, "https://magazine.example/reviews/router-review-123456.html", blocks=True)


def blocks_of(body: str) -> list[dict[str, str]]:
    return record_of(body)["blocks"]


def labels_of(body: str, *texts: str) -> list[str]:
    """The labels of the blocks that begin so."""
    return [block["label"] for block in blocks_of(body) if block["text"].startswith(texts)]


def article(inside: str, behind: str = "") -> str:
    return f"<article><h1>Router review</h1>{''.join([*TEXT[:3], inside, *TEXT[3:]])}</article>{behind}"
