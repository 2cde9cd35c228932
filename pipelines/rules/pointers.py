"""Rules for short lines that say by themselves what they are: a topic, the author, a way to share, the next article."""

from __future__ import annotations

import re

import numpy as np

from pipelines.blocks import Box
from pipelines.rules.bits import Bits, at, at_any, bits, places, span
from pipelines.rules.dates import in_text
from pipelines.rules.dispatch import by_letter
from pipelines.rules.names import is_shorthand, looks_personal
from pipelines.rules.parts import FAR, Parts, Rule
from pipelines.rules.targets import Target
from pipelines.values import Label

NEIGHBOUR = re.compile(
    r"\W*(?:(?:previous|next|vorheriger|nächster) (?:article|story|post|artikel|beitrag))\W*", re.IGNORECASE
).fullmatch
SHARE_THIS = re.compile(
    r"\W*"
    + by_letter(
        r"(?:diesen? |den )?(?:artikel|beitrag|seite) (?:jetzt )?teilen|teilen?(?: sie)? (?:diesen|den|die) \w+"
        r"|share (?:this|the) \w+|share on \w+|auf \w+ teilen"
        r"|(?:add|follow) (?:us|\w+) (?:as a preferred source )?on \w+"
        r"|(?:(?:artikel|beitrag|seite) )?(?:drucken|vorlesen|anhören)|(?:artikel|beitrag|seite) (?:merken|speichern)"
        r"|druck(?:ansicht|version)|in pocket speichern|save to pocket"
        r"|print (?:this )?(?:article|page|story|view)|listen to (?:this )?article"
    )
    + r"\W*"
).fullmatch  # in lower case
POSTED = re.compile(
    r"(?:posted|published|written|submitted|veröffentlicht|geschrieben|verfasst)\s(?:by|von)\s.{2,60}\b(?:19|20)\d\d\b"
).match  # in lower case
STAFF = re.compile(
    r"[(–—*-]?\s?(?:additional )?(?:reporting|writing|editing|graphics) (?:and (?:writing|editing) )?by [a-z]"
    r"|(?:[^\s.]{1,40}\s){2,8}contributed (?:\w{1,20} ){0,2}to this (?:article|report|story|post|piece|review)\b"
).match  # in lower case
SOURCE = re.compile(
    r"\b(?:quellen?|sources?|via|downloads?|links?|website|webseite|homepage|f[ou]ente|foto|bild|video|preis|price"
    r"|pingback|trackback)\b"
).search  # in lower case
SIGN_UP = re.compile(r"newsletter|sign up|subscribe|abonnieren|your inbox|e?-?mail").search
LABEL_ENDS = tuple(":|→➜➤►▶»›>")
LABEL = 6  # words at most before the link of a line
HEADLINE = 5  # words at least of that link
TOPICS = 15  # in a list of topics, with its heading
ENTRY_TOPICS = 25  # words of a line of topics in the footer of an entry
NESTED = 5  # boxes around it
TOPICAL = re.compile(r"/(?:tag|topic|them(?:a|en)|categor|kategorie|rubrik|schlagw|label)", re.IGNORECASE).search
ENTRY_FOOTER = re.compile(r"(?:entry|post|article|beitrags?|artikel)[-_]*foot").search
FILED = re.compile(
    r"\b(?:tagged|tags|filed (?:under|in)|posted in|verschlagwortet|schlagw[oö]rt|(?:veröffentlicht|geschrieben) in"
    r"|(?:abgelegt|veröffentlicht) unter|kategorien?|categor(?:y|ies)|étiqueté|publicado en|etiquetado|classé dans)\b"
).search  # in lower case
BY = ("by", "von")
VERBS = frozenset("is was has writes covers works joined ist war hat schreibt arbeitet".split())
ABOVE, BELOW = 3, 2  # blocks above the headline, blocks below the text
FEW = 3  # paragraphs in a box that asks to subscribe
BESIDE_HEADLINE = 12  # blocks before or after it


def is_topic(p: Parts) -> Bits:
    """A few short links below or behind 'Filed under:', and that line, beside the article."""
    f = p.facts
    beside = span(f.headline - BESIDE_HEADLINE, p.n)
    lines = p.reads("tags") & p.leads(Target.TOPIC) & ~p.leads(Target.AUTHOR) & ~p.to_article & beside & ~p.body
    line = at([i for i in places(lines) if f.blocks[i].anchors[0].start > 0])
    starts, sizes = f.starts[1:5], f.sizes[1:5]
    headed = p.reads("tags") & p.at_most(4) & ~p.named("nav", FAR)
    if not headed:
        return line
    heads = p.mask(headed)[np.minimum(starts, p.n - 1)]
    listed = at_any(heads & (sizes > 1) & (sizes <= TOPICS) & ~f.holds_headline[1:5])
    to_list = (p.leads(Target.TOPIC) | p.leads(Target.PAGE)) & ~p.leads(Target.AUTHOR)
    return line | listed & (headed | (p.linked & p.at_most(5) & to_list)) & beside & ~p.body


def in_entry_footer(p: Parts) -> Bits:
    """Below the text, in the footer that blogs give each entry: what leads to its topics."""
    f = p.facts
    likely = p.named("footer", FAR) & p.leads(Target.TOPIC) & ~p.leads(Target.AUTHOR) & ~p.to_article
    likely &= p.at_most(ENTRY_TOPICS) & span(p.first + 1, p.n) & ~(p.reads("comments") | p.reads("nav"))
    if not likely:
        return 0
    topics = likely & (bits(f.density > 0.5) | p.says(FILED, likely))
    out = 0
    for i in places(topics):
        named = any("tag" in link.rel or TOPICAL(link.href) for link in f.blocks[i].anchors)
        box: Box | None = f.blocks[i].box if named else None
        for _ in range(NESTED):
            if box is None:
                break
            out |= (ENTRY_FOOTER(box.name) is not None) << i
            box = box.parent
    return out


def is_author(p: Parts) -> Bits:
    """A name that leads to its author's page, right below the headline or above it."""
    at = p.facts.headline
    beside = span(at - 4, at + BESIDE_HEADLINE + 1) if at >= 0 else 0
    name = p.leads(Target.AUTHOR) & p.at_most(5) & bits(p.facts.density > 0.5)
    return beside & name & ~p.body & ~p.named("nav", FAR)


def asks_in_box(p: Parts) -> Bits:
    """What asks to subscribe in a box named so: 'Subscribe', '… is a reader-supported publication'."""
    named = p.named("newsletter")
    asks = p.reads("newsletter") & named & p.at_most(40) & p.after_headline & ~p.top & ~p.to_article
    asks &= ~(p.body & p.tagged("heading"))
    asks &= ~(p.named("nav", FAR) | p.named("footer", FAR) | p.named("comments", FAR))
    if (
        not asks or (named & p.body & ~asks).bit_count() > FEW
    ):  # the text itself is named so, as that which is to be paid
        return 0
    return p.says(SIGN_UP, asks)


def is_name(p: Parts) -> Bits:
    """A person's name and no more, in a paragraph right below the headline beside a line with a date."""
    lines = p.top & p.at_most(3) & (p.tagged("p") | p.tagged("div")) & p.body
    dated = p.says(tells_day, p.top & p.at_most(8) & (lines << 1 | lines >> 1))
    return at([i for i in places(lines & (dated << 1 | dated >> 1)) if looks_personal(p.facts.blocks[i].text)])


def says_posted(p: Parts) -> Bits:
    """'Posted by Jane on 3 March 2026', right below the headline."""
    return p.says(POSTED, p.top & p.at_most(20) & p.reads("byline") & p.body)


def tells_day(text: str) -> str | None:
    return in_text(text, languages=("en",))


def says_share(p: Parts) -> Bits:
    """A short line that asks to share, whatever stands around it."""
    return p.says(SHARE_THIS, p.at_most(8))


def is_ad_mark(p: Parts) -> Bits:
    """'Advertisement', 'Anzeige': a line that says no more."""
    return p.reads("ad") & p.short


def names_staff(p: Parts) -> Bits:
    """The line below the text that says who reported, wrote and edited it."""
    return p.says(STAFF, p.at_most(50) & p.after_headline & span(p.last - 3, p.n), "ing ", "graphics", "contributed")


def is_caption_above(p: Parts) -> Bits:
    """The caption or credit of a picture that stands right above the headline."""
    above = span(p.facts.headline - ABOVE, p.facts.headline) & p.at_most(30) & ~p.to_article
    return above & (p.tagged("caption") | p.reads("credit"))


def is_shorthand_line(p: Parts) -> Bits:
    """The line that ends the text or stands right below it: initials and agencies, '(abc)', 'abc/dpa'."""
    below = span(p.last, p.last + BELOW + 1) if p.body else 0
    at_end = [i for i in places(below & p.at_most(6) & ~p.tagged("heading")) if is_shorthand(p.facts.blocks[i].text)]
    return at(at_end)


def is_neighbour(p: Parts) -> Bits:
    """A link to the article before or after that says no more."""
    return p.says(NEIGHBOUR, p.leads(Target.ARTICLE) & p.at_most(4))


def has_label(p: Parts) -> Bits:
    """A line of a short label and the headline of one other article, to its end: 'Background: …', 'On Example | …'."""
    leads = (p.leads(Target.ARTICLE) | p.leads(Target.PAGE)) & bits(p.facts.links == 1) & bits(p.facts.density < 1)
    lines = leads & p.at_least(HEADLINE + 1) & p.at_most(30)
    lines &= ~(p.tagged("cell") | p.tagged("heading") | p.tagged("li"))
    out = 0
    for i in places(lines):
        block = p.facts.blocks[i]
        (link,) = block.anchors
        if not link.start or link.stop < len(block.text):
            continue
        label, said = block.text[: link.start].strip(), block.text[link.start :]
        if label.endswith(LABEL_ENDS) and label.count(" ") < LABEL and not SOURCE(label.lower()):
            out |= (not said.endswith(".") and said.count(" ") + 1 >= HEADLINE) << i
    return out


def tells_of_author(p: Parts) -> Bits:
    """A sentence about the author just below the line with the name: 'Jane is a journalist who …'."""
    lower = p.facts.lower
    out = 0
    for line in places(p.those(AUTHOR)):
        names = set(lower[line].split()).difference(BY)
        for below in range(line + 1, min(line + 4, len(lower))):
            begin, *others = lower[below].split()[:5]
            if begin in names and not VERBS.isdisjoint(others):
                out |= 1 << below
    return out


TOPIC = Rule(Label.TAGS, "in a short list headed as topics", is_topic)
ENTRY_TAGS = Rule(Label.TAGS, "topics in the footer of an entry", in_entry_footer)
SHARE_LINE = Rule(Label.SHARE, "a button to share, save, print or listen", says_share)
AD_MARK = Rule(Label.AD, "marked as advertising", is_ad_mark)
SIGNED = Rule(Label.BYLINE, "who posted it, and when", says_posted)
STAFF_LINE = Rule(Label.BYLINE, "who reported, wrote and edited it", names_staff)
CAPTION = Rule(Label.CAPTION, "caption of a picture above the headline", is_caption_above)
SHORTHAND = Rule(Label.BYLINE, "initials and agencies at the end of the text", is_shorthand_line)
BESIDE = Rule(Label.TEASER, "leads to the article before or after", is_neighbour)
ASKS = Rule(Label.NEWSLETTER, "asks to subscribe, in a box named so", asks_in_box)
AUTHOR = Rule(Label.BYLINE, "leads to an author's page, beside the headline", is_author)
NAME = Rule(Label.BYLINE, "a name beside a date, below the headline", is_name)
BIO = Rule(Label.AUTHOR_BIO, "about the author whose name stands above it", tells_of_author)
