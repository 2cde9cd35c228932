"""How each label looks in an overlay: a colour, a letter and an outline, so that it is told without its colour, too."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.values import Label


class Look(NamedTuple):
    """`letter` is the badge and the key that filters; `line` the style of the outline, alike for what belongs
    together: solid the article, double what leads elsewhere, dashed what is paid, dotted what stands around."""

    letter: str
    colour: str
    line: str


LOOKS = {
    Label.HEADLINE: Look("h", "#1d4ed8", "solid"),
    Label.KICKER: Look("k", "#0e7490", "solid"),
    Label.STANDFIRST: Look("s", "#4f46e5", "solid"),
    Label.BYLINE: Look("y", "#0f766e", "solid"),
    Label.BODY: Look("b", "#15803d", "solid"),
    Label.CAPTION: Look("c", "#4d7c0f", "solid"),
    Label.TEASER: Look("t", "#7e22ce", "double"),
    Label.AFFILIATE: Look("a", "#c2410c", "dashed"),
    Label.DISCLOSURE: Look("d", "#a16207", "dashed"),
    Label.AD: Look("x", "#b91c1c", "dashed"),
    Label.SHARE: Look("r", "#be185d", "dotted"),
    Label.TAGS: Look("g", "#854d0e", "dotted"),
    Label.AUTHOR_BIO: Look("u", "#0369a1", "dotted"),
    Label.NEWSLETTER: Look("l", "#a21caf", "dotted"),
    Label.COMMENTS: Look("m", "#475569", "dotted"),
    Label.NAV: Look("n", "#6b7280", "dotted"),
    Label.OTHER: Look("o", "#3f3f46", "dotted"),
}


def style() -> str:
    """CSS: for each label its custom properties, in the panel (data-label) and in the page (data-tn-label)."""
    rules = []
    for label, (letter, colour, line) in LOOKS.items():
        ink = f"--tn-ink:light-dark({colour},color-mix(in srgb,{colour} 52%,white))"
        looks = f'{ink};--tn-line:{line} !important;--tn-letter:"{letter}" !important'
        rules.append(f'[data-label="{label}"],[data-tn-label="{label}"]{{{looks}}}')
        filtered = f'html[data-tn-show]:not([data-tn-show~="{label}"]) [data-tn-label="{label}"]'
        rules.append(f"{filtered}{{--tn-ink:transparent}}{filtered}::before{{display:none !important}}")
    return "\n".join(rules)
