"""The rule for the summary between headline and text."""

from __future__ import annotations

import re

from pipelines.rules.bits import Bits, at, bits, places, span
from pipelines.rules.containers import nearest
from pipelines.rules.parts import OWN, Parts, Rule
from pipelines.text import inner_text, key
from pipelines.values import Label

MOST = 3  # paragraphs
BELOW = 3  # blocks below the headline among which a summary is that is named like a description
DESCRIPTION = re.compile(r"(?:[_-]|\b)desc(?:\b|_)|teaser[_-]?text|accroche|catchline").search  # elsewhere of anything
LIST = 60  # blocks of a list; a longer one lays out the page
UPDATE = re.compile(
    r"\W*(?:updated?|correction|editor[’']s note|nachtrag|korrektur|aktualisierung|hinweis der redaktion|mise à jour"
    r"|actualización|aggiornamento)\b[\s,(\[]*(?:(?:vom|am|on|of|from|at|le|del)\s)?"
    r"(?:(?:\d|jan|f[eé]b|m[aä]r|apr|ma[iy]|ju[nl]|aug|sep|o[ck]t|nov|de[cz])[^:]{0,30})?:"
).match  # in lower case: 'Update, March 14:', 'Nachtrag vom 3. Mai:'
BY_MACHINE = re.compile(
    r"\b(?:ai|ki|ia)\b.{0,20}\b(?:summar|takeaway|overview|recap|zusammenf|überblick|resum|résum)"
    r"|\b(?:summar|takeaway|key points|overview|zusammenf|résum|resum).{0,40}\b(?:ai|ki|ia)\b"
).search


def standfirst(p: Parts) -> Bits:
    """The summary between headline and text: named so, declared as the page's description, or in a box of its own."""
    f = p.facts
    around = p.named("standfirst") & ~p.named("body", OWN)
    if (around & p.body).bit_count() > max(MOST, p.body.bit_count() // 2):  # so is the box of the whole article named
        around &= span(0, p.first)
    below = places(span(f.headline + 1, f.headline + 1 + BELOW) & p.all) if f.headline >= 0 else []
    described = at([i for i in below if DESCRIPTION(f.blocks[i].box.name)]) & p.at_least(5) & ~p.unended
    named = p.named("standfirst", OWN) | around | described
    summed = named | bits(f.in_description > 0)
    summary = summed & span(0, p.first + 1) & bits(f.density < 0.5) & p.at_most(80)
    summary &= ~p.reads("byline") & ~p.tagged("link")
    credit = ((p.reads("credit") | p.reads("copyright")) & p.at_most(30) & p.unended) | p.credited
    those = until_machine(p, places((p.body | summary) & p.at_least(5) & p.after_headline & ~credit))
    if those and UPDATE(f.lower[those[0]]):  # what was added later stands above the text
        del those[0]
    heading = p.tagged("heading")
    out = 0
    for i in those[:MOST]:
        if not summed >> i & 1 or (heading & ~named) >> i & 1:
            break
        out |= 1 << i
    if not out and len(those) > 1:
        one = p.at_least(6) & p.at_most(80) & ~heading & ~p.reads("byline") & 1 << those[0]
        out = one if one and in_its_own_way(p, those) else 0
    return out & ~listed_with_text(p, out)


def listed_with_text(p: Parts, those: Bits) -> Bits:
    """Those in a list whose other lines are text: so are they."""
    out = 0
    for i in places(those):
        of = nearest(p.facts.blocks[i].box, ("ul", "ol"))
        if of is not None and of.stop - of.start <= LIST and span(of.start, of.stop) & p.body & ~those:
            out |= 1 << i
    return out


def until_machine(p: Parts, at: list[int]) -> list[int]:
    """Those before a heading that announces what a machine made of the article."""
    lower, short = p.facts.lower, p.at_most(8)
    made = (k for k, i in enumerate(at[: MOST + 1]) if i and short >> (i - 1) & 1 and BY_MACHINE(lower[i - 1]))
    return at[: next(made, len(at))]


def in_its_own_way(p: Parts, at: list[int]) -> bool:
    """Whether the first paragraph is set apart from the rest: alone in a box of another shape, or bold as a whole."""
    f = p.facts
    box, after = f.box[at[0]], f.box[at[1]]
    around = span(int(f.start[f.parent[box]]), int(f.stop[f.parent[box]]))
    alone = not any(around >> i & 1 for i in at[1:])
    unlike = f.shape[f.parent[box]] != f.shape[f.parent[after]]
    if box != after and alone and unlike and not of_one_class(p, at[0], at[1]):
        return True
    bold = {key(inner_text(part)) for part in f.boxes[box].element.iterdescendants("b", "strong")}
    return key(f.blocks[at[0]].text) in bold and key(f.blocks[at[1]].text) not in bold


def of_one_class(p: Parts, a: int, b: int) -> bool:
    """Whether two blocks stand in entries of a row, which differ in their ids alone: of a live blog."""
    one, other = p.facts.blocks[a].box.parent, p.facts.blocks[b].box.parent
    if one is None or other is None or one.parent is not other.parent or one.tag != other.tag:
        return False
    name = one.element.get("class")
    return name == other.element.get("class") and (name is not None or one.tag == "article")


STANDFIRST = Rule(Label.STANDFIRST, "summary set apart between headline and text", standfirst)
