"""What speaks for one label or another: the inputs of the label model, each with words that a reader understands."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from pipelines.rules.arrays import Floats, neighbours
from pipelines.rules.bits import masks
from pipelines.rules.features import LEVELS, Facts
from pipelines.rules.matrix import Columns, Named, beginning, columns, each
from pipelines.rules.part_rules import RULES
from pipelines.rules.parts import Parts
from pipelines.rules.standfirst import STANDFIRST
from pipelines.rules.targets import Target
from pipelines.rules.text_parts import RULES_IN_TEXT

# Columns of the body model that say something about the other labels as well.
SHARED = (
    "tag ",
    "reads like ",
    "links to ",
    "own class ",
    "near class ",
    "far class ",
    "under ",
    "copies",
    "boilerplate",
)
OF_NEIGHBOURS = ("rule ", "reads like ")
WORDS = (1, 2, 3, 5, 8, 13, 25, 50)
DENSITIES = (0.01, 0.3, 0.6, 0.9)
DISTANCES = (1, 3, 10, 30)
SHARES = (0.1, 0.3, 0.8)
OUTER = tuple(range(1, LEVELS))
WHERE = (
    "is the headline",
    "above the headline",
    "at the top of the article",
    "between the paragraphs",
    "below the text",
    "taken for text",
)
BEFORE, AFTER = "{} (before it)", "{} (after it)"
# The models know rules by label and reason: of those alike in both, the last.
ASKED = {f"rule {rule.label}: {rule.reason}": rule for rule in (STANDFIRST, *RULES_IN_TEXT, *RULES)}


def cues(parts: Parts, p: Floats, known: Columns, wanted: tuple[str, ...] | None = None) -> Columns:
    """One column a cue, 0 to about 1; `p` is the probability of being running text, `known` are the body model's.

    Those in `wanted` are among them, and no rule is asked in vain; all, if none are named.
    """
    n = len(p)
    rules, shared, told = needed(known.names, wanted)
    named: Named = {
        "always": np.ones(n),
        rules: masks([parts.those(ASKED[rule]) for rule in rules], n),
        shared: np.minimum(known.those(shared), 3),
    }
    own = columns(n, named, of_size(parts.facts), of_place(parts), of_text(p), of_boxes(parts))
    before, after = neighbours(own.those(told), (-1, 1))
    return own | columns(n, {each(BEFORE, told): before, each(AFTER, told): after})


@lru_cache(maxsize=4)
def needed(known: tuple[str, ...], wanted: tuple[str, ...] | None) -> tuple[tuple[str, ...], ...]:
    """Which rules are asked, which columns of the body model are taken over, and which of both tell of neighbours."""
    rules, shared = tuple(ASKED), beginning(known, SHARED)
    told = beginning((*rules, *shared), OF_NEIGHBOURS)
    if wanted is not None:
        told = tuple(name for name in told if {BEFORE.format(name), AFTER.format(name)}.intersection(wanted))
        rules, shared = (tuple(name for name in names if name in wanted or name in told) for names in (rules, shared))
    return rules, shared, told


def of_size(f: Facts) -> Named:
    return {
        each("more than {} words", WORDS): f.words > np.array(WORDS)[:, None],
        each("{:.0%} of it linked", DENSITIES): f.density > np.array(DENSITIES)[:, None],
        "ends like a sentence": f.ends,
        "hidden at first": f.box_hidden[f.box],
    }


def of_place(parts: Parts) -> Named:
    place, last, distances = np.arange(parts.n), parts.last, np.array(DISTANCES)[:, None]
    return {
        WHERE: masks(
            [
                1 << parts.facts.headline if parts.facts.headline >= 0 else 0,
                parts.all & ~parts.after_headline,
                parts.top,
                parts.inside,
                parts.below,
                parts.body,
            ],
            parts.n,
        ),
        each("within {} below the text", DISTANCES): (place > last) & (place <= last + distances),
        each("among the last {} of the page", DISTANCES): place >= len(place) - distances,
        each("among the first {} of the page", DISTANCES): place < distances,
        each("within {} of the headline", DISTANCES): abs(place - parts.facts.headline) <= distances,
    }


def of_text(p: Floats) -> Named:
    return {
        "probability of text": p,
        each("text by more than {:.0%}", SHARES): p > np.array(SHARES, dtype=np.float32)[:, None],
    }


def of_boxes(parts: Parts) -> Named:
    f = parts.facts
    pays, prices, articles = masks([parts.leads(Target.PAID), parts.reads("affiliate"), parts.to_article], parts.n)
    of = f.within | f.totals(articles=articles, pays=pays, prices=prices, pictures=f.pictures)
    of, blocks = {name: sums[1:] for name, sums in of.items()}, f.sizes[1:]
    return {
        each("box {}: share of links", OUTER): of["linked"] / np.maximum(of["chars"], 1),
        each("box {}: blocks", OUTER): np.log1p(blocks),
        each("box {}: words a block", OUTER): np.log1p(of["words"] / blocks),
        each("box {}: links to articles", OUTER): of["articles"] / blocks,
        each("box {}: links that pay", OUTER): of["pays"] / blocks,
        each("box {}: prices and shop buttons", OUTER): of["prices"] / blocks,
        each("box {}: pictures", OUTER): np.minimum(of["pictures"] / blocks, 1),
        each("box {}: holds the headline", OUTER): f.holds_headline[1:],
        each("box {}: share of text", OUTER): parts.body_share[1:],
    }


def say(cue: str) -> str:
    """A cue in the words of a reason.

    >>> say("near class teaser"), say("rule share: share or follow button"), say("box 3: blocks")
    ('in a box named like teaser', 'share or follow button', 'many lines in the part around it')
    >>> say("reads like share (before it)"), say("reads like share -1 (after it)"), say("box 1: share of text")
    ('the line before reads like a share button', 'reads like a share button', 'article text in the box around it')
    """
    place = 0
    for mark, by in MARKS.items():
        if cue.endswith(mark):
            cue, place = cue.removesuffix(mark), place + by
    level, _, what = cue.partition(": ")
    if what in OF_BOXES:
        return f"{OF_BOXES[what]} in the {AROUND[int(level.removeprefix('box ')) - 1]} around it"
    said = what if cue.startswith("rule ") else SAID.get(cue) or COUNTED.sub(r"\1 lines", cue)
    for prefix, (words, kinds) in NAMES.items():
        if cue.startswith(prefix):
            kind = cue.removeprefix(prefix)
            said = words + kinds.get(kind, kind)
    if not place:
        return said
    return BESIDE[place] + (" " if said.startswith(("reads like", "leads to")) else ": ") + said


COUNTED = re.compile(r"((?:within|last|first) \d+)")
MARKS = {BEFORE.format(""): -1, AFTER.format(""): 1, " -1": -1}  # in the order in which they are taken off a cue's end
BESIDE = {-2: "two lines before", -1: "the line before", 1: "the line after"}
AROUND = ("box", "part", "part", "wide part", "wide part")
OF_BOXES = {
    "share of links": "mostly links",
    "blocks": "many lines",
    "words a block": "long lines",
    "links to articles": "links to other articles",
    "links that pay": "links that pay",
    "prices and shop buttons": "prices or shop buttons",
    "pictures": "pictures",
    "holds the headline": "the headline stands",
    "share of text": "article text",
}
SAID = {
    "copies": "repeated on the page",
    "boilerplate": "consent or legal wording",
    "probability of text": "looks like running text",
    "taken for text": "looks like running text",
    **{f"text by more than {share:.0%}": f"running text by more than {share:.0%}" for share in SHARES},
    **{f"{share:.0%} of it linked": f"more than {share:.0%} of it linked" for share in DENSITIES},
}
KINDS = {
    "disclosure": "a note about commissions",
    "newsletter": "a call to subscribe",
    "comments": "a line about comments",
    "share": "a share button",
    "cookie": "a consent text",
    "copyright": "a legal note",
    "affiliate": "a price or shop button",
    "teaser": "a heading over other articles",
    "credit": "a picture credit",
    "byline": "an author line or date",
    "tags": "a list of topics",
    "nav": "a menu entry",
    "ad": "an advertising mark",
    "contact": "contact details",
}
TARGETS = {
    "ARTICLE": "another article",
    "PAID": "a shop, for pay",
    "OUTSIDE": "another site",
    "SHARE": "a share button's address",
    "TOPIC": "a list of articles",
    "PAGE": "another page of the site",
}
TAGS = {
    "p": "a paragraph",
    "div": "a plain box",
    "heading": "a heading",
    "li": "a list entry",
    "cell": "a table cell",
    "link": "a link or button",
    "quote": "a quote",
    "pre": "code",
    "caption": "a caption",
    "term": "a term",
    "section": "a section",
    "other": "something else",
}
NAMES: dict[str, tuple[str, dict[str, str]]] = {
    "own class ": ("itself named like ", {}),
    "near class ": ("in a box named like ", {}),
    "far class ": ("inside a part named like ", {}),
    "under ": ("below ", KINDS),
    "reads like ": ("reads like ", KINDS),
    "links to ": ("leads to ", TARGETS),
    "tag ": ("marked up as ", TAGS),
}
