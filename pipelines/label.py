"""Blocks → labelled blocks: every block gets one label and the reason for it.

One trained model says which blocks are running text (`rules.body_model`), rules find what stands between the paragraphs
(`rules.text_parts`), another model names all other parts (`rules.label_model`). A site's layout has the first word;
inside of what it calls body the same models and rules tell what is none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipelines.blocks import Block, Box, Element, Media, Why
from pipelines.items import Article, Declared, Layout
from pipelines.rules import fronts, odd
from pipelines.rules.apart import CONSENT, NEXT, PICTURED_HEADING, PROMPTED
from pipelines.rules.arrays import Floats
from pipelines.rules.bits import Bits, at, at_any, bits, first, mask, places, span
from pipelines.rules.body_model import body_probability
from pipelines.rules.column import Column
from pipelines.rules.cues import cues
from pipelines.rules.endings import heading_something
from pipelines.rules.features import Facts
from pipelines.rules.kicker import KICKER, SECTION
from pipelines.rules.label_model import Reasons, label_model
from pipelines.rules.layouts import choose, hints
from pipelines.rules.matrix import Columns, first_pass
from pipelines.rules.opinions import OPINION
from pipelines.rules.part_rules import OFFER, SUBSCRIPTION
from pipelines.rules.parts import FAR, Parts
from pipelines.rules.pointers import (
    AD_MARK,
    ASKS,
    AUTHOR,
    BESIDE,
    BIO,
    CAPTION,
    ENTRY_TAGS,
    NAME,
    SHARE_LINE,
    SHORTHAND,
    SIGNED,
    STAFF_LINE,
    TOPIC,
)
from pipelines.rules.posts import IN_ITS_PLACE, QUOTED
from pipelines.rules.reviews import Review
from pipelines.rules.running import Marked, Running
from pipelines.rules.site_lines import GUIDED
from pipelines.rules.standfirst import STANDFIRST
from pipelines.rules.targets import Target
from pipelines.rules.text_parts import RULES_IN_TEXT
from pipelines.rules.withheld import WITHHELD
from pipelines.values import Label

MOST_BLOCKS = 10_000  # no article has more; what a page puts behind them buys no time
SURE, DOUBTED = 0.75, 0.2  # the body model gives way where it is not sure and the label model thinks little of it
SUMMED = 0.5  # probability of a summary that no rule found
# What is given before all models.
SURELY = (
    NEXT,
    CONSENT,
    WITHHELD,
    OPINION,
    PROMPTED,
    IN_ITS_PLACE,
    QUOTED,
    TOPIC,
    ENTRY_TAGS,
    KICKER,
    SUBSCRIPTION,
    SECTION,
    CAPTION,
    SHARE_LINE,
    AD_MARK,
    AUTHOR,
    NAME,
    SIGNED,
    STAFF_LINE,
    SHORTHAND,
    BIO,
    ASKS,
    GUIDED,
    BESIDE,
)
IN_COLUMN = "text without links in the article's own box"
PROSE, NEAR = 8, 4  # words of prose; boxes around it in which a link is near
DECIDED = (Label.BODY, Label.STANDFIRST, Label.HEADLINE, Label.DISCLOSURE)  # by other means than the label model


def label(
    root: Element,
    blocks: list[Block],
    boxes: list[Box],
    declared: Declared,
    url: str,
    layout: Layout | None = None,
    media: Sequence[Media] = (),
    fields: Sequence[Element] = (),
) -> None:
    """Set label and reason of every block; those behind the first MOST_BLOCKS are not looked at."""
    if not blocks:
        return
    for block in blocks[MOST_BLOCKS:]:
        block.label, block.why = Label.OTHER, f"behind the first {MOST_BLOCKS:,} blocks of the page"
    blocks = blocks[:MOST_BLOCKS]
    facts = Facts(blocks, boxes, declared, url, media, fields)
    columns = first_pass(facts)
    p = body_probability(facts, columns)
    marked = hints(root, blocks, boxes, layout) if layout else {}
    Labelling(facts, p, columns, marked).run()


class Labelling:
    """Gives the labels of one page, the surest first; a block that has one keeps it."""

    def __init__(self, facts: Facts, p: Floats, columns: Columns, marked: Marked) -> None:
        self.facts, self.p, self.columns, self.marked = facts, p, columns, marked
        self.running = Running(facts)
        body = self.running.text(p, marked)
        may_be = bodies(marked) or ~at(marked)
        self.column = Column(facts, body, p).text() & may_be
        self.reviewed = Review(facts, bits(body), p).text() & may_be
        self.parts = Parts(facts, body | mask(self.column, len(p)))
        self.free = self.parts.all

    def give(self, those: Bits, label: Label, why: Why) -> None:
        for i in places(those & self.free):
            self.set(i, label, why)
        self.free &= ~those

    def set(self, i: int, label: Label, why: Why) -> None:
        block = self.facts.blocks[i]
        block.label, block.why = label, why

    def run(self) -> None:
        facts, parts = self.facts, self.parts
        known = {label for label, _ in self.marked.values()}
        for i, (label, reason) in self.marked.items():
            if label is not Label.BODY:
                self.give(1 << i, label, reason)
        if facts.headline >= 0 and Label.HEADLINE not in known:
            self.give(1 << facts.headline, Label.HEADLINE, "the title that the page declares, or its main heading")
        self.give(parts.disclosures, Label.DISCLOSURE, "tells of commissions or paid content")
        self.give(parts.those(OFFER) & ~parts.body & ~parts.to_article, OFFER.label, OFFER.reason)
        self.give(self.reviewed, Label.BODY, "for and against in short, or the verdict beside it")
        for rule in SURELY:
            self.give(parts.those(rule), rule.label, rule.reason)
        for rule in RULES_IN_TEXT:
            those = parts.those(rule) & parts.body & self.free
            self.give(those & bits(self.p < rule.sure) if those else 0, rule.label, rule.reason)
        parts.body &= self.free
        if Label.BODY not in known:
            self.give(parts.those(PICTURED_HEADING), PICTURED_HEADING.label, PICTURED_HEADING.reason)
        if Label.STANDFIRST not in known:
            self.give(parts.those(STANDFIRST), STANDFIRST.label, STANDFIRST.reason)
        self.ask_model()

    def ask_model(self) -> None:
        """Label what is left: the text, unless that model doubts it, all else as it finds likeliest."""
        parts, model = self.parts, label_model()
        table = np.ascontiguousarray(cues(parts, self.p, self.columns, model.cues).those(model.cues).T)
        probability = model.probability(table)
        decided = [model.labels.index(label) for label in DECIDED]
        summed = probability[:, model.labels.index(Label.STANDFIRST)].copy()
        doubted = (self.p < SURE) & (probability[:, decided[:2]].sum(axis=1) < DOUBTED)
        text = parts.body & self.free
        certain = parts.mask(text) & ~doubted
        beside = bits(self.running.in_line(certain, self.p))
        in_text = heading_something(parts, self.running.colons, bits(certain) | (text & (self.column | beside)))
        likely = self.p.tolist()
        for i in places(in_text):
            in_column = self.column >> i & 1
            self.set(i, Label.BODY, IN_COLUMN if in_column else f"running text ({likely[i]:.0%} by the trained model)")
        self.free &= ~in_text
        probability[:, decided] = 0
        best = probability.argmax(axis=1)
        teaser = model.labels.index(Label.TEASER)
        self.give(self.apart_from_links(bits(best == teaser) & self.free), Label.OTHER, "prose without a link near it")
        if all(block.label is not Label.STANDFIRST for block in self.facts.blocks):
            best[places(self.between(in_text) & bits(summed > SUMMED))] = model.labels.index(Label.STANDFIRST)
        why, numbers = Reasons(table, best), best.tolist()
        captions = bits(best == model.labels.index(Label.CAPTION)) & self.free
        self.give(
            captions & ~self.near_picture() if captions else 0, Label.OTHER, "like a caption, but beside no picture"
        )
        for i in places(self.free):
            self.set(i, model.labels[numbers[i]], why)

    def apart_from_links(self, those: Bits) -> Bits:
        """Prose among these without a link near it, which can't be a pointer to another article."""
        parts, f = self.parts, self.facts
        prose = those & parts.at_least(PROSE) & ~parts.named("teaser", FAR) & ~parts.under("teaser")
        prose &= bits(f.links == 0) if prose else 0
        if not prose:
            return 0
        leads = parts.leads(Target.ARTICLE) | parts.leads(Target.PAGE) | parts.leads(Target.OUTSIDE)
        return prose & ~at_any(f.totals(leads=parts.mask(leads))["leads"][:NEAR] > 0)

    def between(self, body: Bits) -> Bits:
        """What may be the article's summary: a few words between its headline and its text."""
        at = self.facts.headline
        before = span(at + 1, first(body)) if at >= 0 else 0
        return (
            before & self.parts.at_least(5) & self.parts.at_most(80) & ~self.parts.reads("byline") & ~self.parts.linked
        )

    def near_picture(self) -> Bits:
        """What may be a caption: what stands beside a picture, or is marked up, named or worded like one."""
        parts = self.parts
        pictures = bits(self.facts.pictures > 0)
        marked = parts.tagged("caption") | parts.named("caption", FAR) | parts.reads("credit") | parts.credited
        return marked | pictures | pictures << 1 | pictures << 2 | pictures >> 1 | pictures >> 2


def bodies(marked: Marked) -> Bits:
    """What a layout calls the body."""
    return at([i for i, (label, _) in marked.items() if label is Label.BODY])


class LabelPipeline:
    """Picks the layout and fills in label and reason of the blocks."""

    def process_item(self, item: Article) -> Article:
        assert item.root is not None
        item.layout = choose(item.page.layouts, item.root)
        if len(item.blocks) > MOST_BLOCKS:
            item.warnings.append(f"{len(item.blocks):,} blocks: only the first {MOST_BLOCKS:,} are told apart")
        url, layout = item.page.url, item.layout
        label(item.root, item.blocks, item.boxes, item.declared, url, layout, item.media, item.fields)
        if item.layout is None and (found := fronts.listing(item.declared, item.blocks, item.page.url)):
            found.relabel()
            item.lists = True
            item.warnings.append("no article: the page lists others")
        if said := odd.confession(item.declared, item.blocks, item.page.url):
            item.warnings.append(f"no article: the page says '{said}'")
            for block in item.blocks:
                if block.label in odd.TEXT:
                    block.label, block.why = Label.OTHER, "on a page that says that it holds no article"
        return item
