"""Rules for the lines that say who wrote it, and when."""

from __future__ import annotations

import re

from pipelines.rules.bits import Bits, span
from pipelines.rules.parts import OWN, Parts, Rule
from pipelines.rules.short_lines import in_list_of_text
from pipelines.rules.targets import Target
from pipelines.values import Label

SIGNED = 25  # of a line in a box named for author or date
SIGNATURE = re.compile(r"(?:by|von|par|por|di|autor\w*|authors?|written|posted|published|updated)\b").match
SIGNED_AND_DATED = re.compile(r"(?:by|von|par|por|di|door|av|af) [^.!?]{4,90}[ (](?:19|20)\d\d\b").match


def presents_author(p: Parts) -> Bits:
    """What follows a short line that links to an author's page, at the end of the text; and that line."""
    name = p.leads(Target.AUTHOR) & p.at_most(8) & span((p.first + 2 * p.last) // 3 + 1, p.n)
    return name | (name << 1 & p.at_most(80) & ~p.tagged("heading"))


def signs_article(p: Parts) -> Bits:
    """Who wrote it and when, beside the headline: the longer where its box is named so; no line of a list."""
    top = p.top & ~p.tagged("heading")
    line = top & p.reads("byline") & p.unended
    named = p.at_most(SIGNED) & (p.named("meta", OWN) | p.named("author", OWN))
    dated = p.says(SIGNED_AND_DATED, line & p.body & p.at_most(30))
    found = (line & (p.short | named)) | dated
    return found & ~in_list_of_text(p, found & p.body & ~p.says(SIGNATURE, found & p.body)) if found & p.body else found


def signs_entry(p: Parts) -> Bits:
    """Who wrote an entry of a live blog, and when."""
    named = p.named("meta", OWN) | p.named("author", OWN)
    return p.reads("byline") & named & p.at_most(8) & p.unended & ~p.tagged("heading")


PRESENTED = Rule(Label.AUTHOR_BIO, "about the author: beside a link to the author's page", presents_author)
SIGNATURES = (
    Rule(Label.BYLINE, "author, date or reading time beside the headline", signs_article),
    Rule(Label.BYLINE, "author or time of an entry", signs_entry),
)
