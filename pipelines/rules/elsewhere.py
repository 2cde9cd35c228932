"""Rules for what leads to other articles from within the text: lines, lists, the beginnings of others."""

from __future__ import annotations

import re

import numpy as np

from pipelines.rules.apart import SMALL
from pipelines.rules.arrays import sums
from pipelines.rules.bits import Bits, at, at_any, bits, places, span
from pipelines.rules.link_titles import LEADS
from pipelines.rules.parts import SURE, Parts, Rule
from pipelines.rules.pointers import has_label
from pipelines.rules.targets import Target
from pipelines.values import Label

HEAD = 8  # words of a line over other articles
VIDEO_LINE = 15  # of one over a video
TEXT = 3  # paragraphs at least before what is behind the text
FIRST = 3  # among its first blocks stands the headline, below date and kicker
ANNOUNCED = re.compile(
    r"(?:read more|more|see also|related|don.t miss|mehr|lesen sie (?:auch|dazu)|siehe auch|auch interessant"
    r"|lea(?: (?:también|más|además))?|(?:le|te) puede interesar|(?:ve[ar]|mir[ae]) (?:también|además|más)|puedes ver"
    r"|(?:à )?lire (?:aussi|également)|voir aussi|leggi anche|leia (?:também|mais)|lees ook|zobacz (?:też|także)"
    r"|czytaj (?:też|także|więcej)|les også|läs också|lue myös|читайте также"
    r"|関連(?:記事|リンク|ニュース)|(?:あわ|合わ)せて読みたい|相关(?:阅读|文章)|相關(?:閱讀|文章)|延伸(?:阅读|閱讀)"
    r"|관련 ?기사|함께 읽기"
    r"|ayrıca okuyun|bunu da okuyun|ilginizi çekebilir|(?:اقرأ|إقرأ) أيض\S*)\s?[:：]"
).match
GUIDES = re.compile(
    r"(?:(?:also|be sure to|don.t forget to) )*(?:read|see|check out|browse|visit) .{0,40}"
    r"\bour (?:\w+ ){0,3}(?:guides|reviews|coverage)\b"
).match
VIDEO = re.compile(
    r"(?:im (?:video|podcast)|en (?:vidéo|vídeo)|nel video)\s?: (?=\S+ \S)"
    r"|in (?:unserem|diesem|dem folgenden|folgendem) video (?:zeig|erklär|erfahr|seht|sehen|seh)"
    r"|in (?:our|this|the following) video (?:we |you )?(?:show|explain|below)"
).match


def points_elsewhere(p: Parts) -> Bits:
    """A line that only leads to another article: 'Lesen Sie auch: …'."""
    density = p.facts.density
    to_article = (p.leads(Target.ARTICLE) | p.leads(Target.PAGE)) & p.at_least(3)
    says_so = p.reads("teaser") & bits(density > 0.3) & p.at_most(40)
    whole_line = bits(density > 0.9) & p.at_least(4) & ~p.tagged("cell") & ~p.tagged("heading")
    whole_line |= p.says(LEADS.match, to_article & bits(density > 0.5) & p.at_most(20) & ~whole_line)
    announced = p.says(ANNOUNCED, p.at_most(20), ":", "：")
    of_guides = p.says(GUIDES, p.leads(Target.ARTICLE) & bits(p.facts.links >= 2) & p.at_most(40), "our ")
    heads_none = p.reads("teaser") & p.at_most(HEAD) & p.body & ~(p.body >> 1)
    video = p.says(VIDEO, p.body & p.at_most(VIDEO_LINE) & ~p.tagged("li") & ~p.tagged("cell"), ":", "video")
    return video | (to_article & (says_so | whole_line)) | announced | of_guides | heads_none | has_label(p)


def entry(p: Parts) -> Bits:
    """An entry of a list below a heading that announces other articles: it begins with the link to one."""
    listed = p.body & p.under("teaser") & p.tagged("li") & p.leads(Target.ARTICLE)
    found = at([i for i in places(listed) if p.facts.blocks[i].anchors[0].start == 0])
    return found if found.bit_count() > 1 else 0


def excerpt(p: Parts) -> Bits:
    """The beginning of another article under its linked headline, in a small box of its own."""
    f = p.facts
    heads = p.tagged("heading") & p.leads(Target.ARTICLE) & bits(f.density > 0.8)
    if not heads:
        return 0
    counted = sums(p.mask(heads).astype(np.float32))
    starts, stops = f.starts[1:4], f.stops[1:4]
    opens = counted[np.minimum(starts + FIRST, stops)] - counted[starts] == 1
    entry = opens & (f.sizes[1:4] <= SMALL) & ~f.holds_headline[1:4]
    return at_any(entry) & span(p.first + 1, p.n)


def others_at_the_end(p: Parts) -> Bits:
    """The beginnings of other articles behind the text, under a heading that announces them: 'Popular stories'."""
    heads = p.tagged("heading") & p.leads(Target.ARTICLE) & bits(p.facts.density > 0.8)
    announced = p.tagged("heading") & p.reads("teaser") & p.at_most(HEAD) & p.inside & ~heads
    for heading in places(announced if heads else 0):
        stops = entries(p, heading + 1, heads)
        if len(stops) > 1 and not p.body >> stops[-1] and (p.body & span(0, heading)).bit_count() >= TEXT:
            return span(heading + 1, stops[-1])
    return 0


def entries(p: Parts, start: int, heads: Bits) -> list[int]:
    """Where the small boxes of one shape end that follow each other from a block on, each headed by one of `heads`."""
    f = p.facts
    stops: list[int] = []
    shape = -1
    while start < p.n:
        for number in f.around[3:0:-1, start].tolist():  # the widest first
            box = f.boxes[number]
            alike = box.start == start and box.stop - start <= SMALL and shape in (-1, f.shape[number])
            if alike and heads & span(start, min(start + FIRST, box.stop)):
                shape, start = int(f.shape[number]), box.stop
                stops.append(start)
                break
        else:
            break
    return stops


ELSEWHERE = (
    Rule(Label.TEASER, "a line that only leads to another article", points_elsewhere),
    Rule(Label.TEASER, "in a list headed as other articles", entry, SURE),
    Rule(Label.TEASER, "behind the text, under a heading that announces other articles", others_at_the_end),
    Rule(Label.TEASER, "under the linked headline of another article", excerpt, SURE),
)
