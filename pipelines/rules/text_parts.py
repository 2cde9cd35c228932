"""Rules for what stands between the paragraphs without being the article's text, and for its standfirst."""

from __future__ import annotations

import numpy as np

from pipelines.items import Label
from pipelines.rules.features import Mask
from pipelines.rules.parts import Parts, Rule, is_ad, tells_of_money
from pipelines.rules.targets import Target


def points_elsewhere(p: Parts) -> Mask:
    """A line that only leads to another article: 'Lesen Sie auch: …'."""
    f = p.facts
    to_article = p.leads(Target.ARTICLE) & (f.words >= 3)
    says_so = p.reads("teaser") & (f.density > 0.3) & (f.words <= 40)
    whole_line = (f.density > 0.9) & (f.words >= 4) & ~p.tagged("cell") & ~p.tagged("heading")
    return to_article & (says_so | whole_line)


def repeats(p: Parts) -> Mask:
    """A later copy of a longer block, for another screen size."""
    seen: set[str] = set()
    out = np.zeros(len(p.facts.words), dtype=np.bool_)
    for i in map(int, np.flatnonzero(p.body & (p.facts.copies > 1) & (p.facts.words >= 6))):
        text = p.facts.blocks[i].text
        out[i] = text in seen
        seen.add(text)
    return out


def consent(p: Parts) -> Mask:
    return (p.facts.boilerplate > 0) | (p.reads("cookie") & p.named("widget", p.far))


def standfirst(p: Parts) -> Mask:
    """The summary between headline and text: named so, declared as the page's description, or in a box of its own."""
    f = p.facts
    long = p.body & (f.words >= 5) & p.after_headline
    at = np.flatnonzero(long)
    out = np.zeros(len(f.words), dtype=np.bool_)
    if not len(at):
        return out
    first = at[0]
    named = p.named("standfirst", p.own) | (p.named("standfirst") & ~p.named("body", p.own))
    for i in at[:3]:
        if f.tags[i] == 2 and not named[i]:
            break
        if named[i] or f.in_description[i] > 0:
            out[i] = True
        else:
            break
    if not out.any() and len(at) > 2:
        apart = f.parent[f.box[first]] != f.parent[f.box[at[1]]] and f.box[first] != f.box[at[1]]
        rest_together = f.parent[f.box[at[1]]] == f.parent[f.box[at[2]]] or f.box[at[1]] == f.box[at[2]]
        out[first] = bool(apart and rest_together and 8 <= f.words[first] <= 80)
    return out


RULES_IN_TEXT: tuple[Rule, ...] = (
    Rule(Label.DISCLOSURE, "tells of commissions or paid content", tells_of_money),
    Rule(Label.NAV, "consent or legal text", consent),
    Rule(Label.OTHER, "a copy of an earlier block", repeats),
    Rule(Label.TEASER, "a line that only leads to another article", points_elsewhere),
    Rule(Label.CAPTION, "caption of a picture", lambda p: p.tagged("caption")),
    Rule(Label.AD, "marked as advertising", lambda p: is_ad(p) & p.short),
    Rule(
        Label.BYLINE,
        "author, date or reading time beside the headline",
        lambda p: p.reads("byline") & (p.facts.words <= 12) & p.top & ~p.tagged("heading") & (p.facts.ends == 0),
    ),
)
