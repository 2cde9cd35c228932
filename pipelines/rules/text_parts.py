"""Rules for what stands between the paragraphs without being the article's text."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from pipelines.rules.apart import SMALL, below_comments, benefits, fact_box, in_box_that_asks, in_form, inside, to_play
from pipelines.rules.arrays import sums
from pipelines.rules.bits import Bits, at, at_any, bits, places, span
from pipelines.rules.containers import nearest
from pipelines.rules.copies import holds_all, repeats
from pipelines.rules.figures import credit_alone
from pipelines.rules.follows import asks_to_follow
from pipelines.rules.link_titles import LEADS
from pipelines.rules.parts import FAR, OWN, Parts, Rule
from pipelines.rules.pointers import has_label
from pipelines.rules.site_lines import SITE_LINES
from pipelines.rules.targets import Target
from pipelines.values import Label

# What stands in the place of a video or posting until the reader consents.
WITHHELD = re.compile(
    r"(?:empfohlener )?(?:externer?|redaktioneller) inhalte?\b|an dieser stelle (?:findest du|finden sie|steht)"
    r"|(?:this|the) (?:content|video|embed) (?:is|has been|was) (?:not available|blocked|hidden)"
    r"|(?:to (?:view|see|watch) this|please (?:accept|allow|enable)) .{0,60}cookies"
).match
SURE = 0.8  # probability of running text; what only looks like something else is text then
HEAD = 8  # words of a line over other articles
VIDEO_LINE = 15  # of one over a video
SIGNED = 25  # of a line in a box named for author or date
CREDIT = 14  # words of a line that says who made a picture
LIST = 60  # blocks of a list; a longer one lays out the page
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
ANSWER = re.compile(
    r"(?!no comments|comments (?:are|is)\b|please |follow us).*[.?…][\"”»)]?$", re.DOTALL
).match  # in lower case
SIGNATURE = re.compile(r"(?:by|von|par|por|di|autor\w*|authors?|written|posted|published|updated)\b").match
LABELLED = re.compile(r"\w+:").match  # 'Category: tests' in a list of such lines
VIDEO = re.compile(
    r"(?:im (?:video|podcast)|en (?:vidéo|vídeo)|nel video)\s?: (?=\S+ \S)"
    r"|in (?:unserem|diesem|dem folgenden|folgendem) video (?:zeig|erklär|erfahr|seht|sehen|seh)"
    r"|in (?:our|this|the following) video (?:we |you )?(?:show|explain|below)"
).match
PAY = re.compile(
    r"to (?:view|read|continue reading) (?:the |this )?(?:\w+ ){0,3}(?:story|article)\b.{0,60}\bsubscri"
    r"|um (?:diesen (?:artikel|beitrag)|weiterzulesen).{0,60}\b(?:abo|anmelden|registrier)"
    r"|if you.{1,3}re seeing this message"
).match
READING = re.compile(
    r"(?:temps de )?lecture\W{0,3}(?:\w+ )?\d+ ?min"
    r"|\d+ ?min(?:utes|\.)? (?:de lecture|read|de lectura|di lettura|de leitura)"
    r"|(?:lesezeit|leestijd|tiempo de lectura|tempo di lettura|tempo de leitura|czas czytania|время чтения)\b.{0,20}\d"
).match
SIGNED_AND_DATED = re.compile(r"(?:by|von|par|por|di|door|av|af) [^.!?]{4,90}[ (](?:19|20)\d\d\b").match
READING_TIME = re.compile(
    r"(?:lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo d[ei] le[it]+ura|leestijd|reading time)"
    r"\s?:?\s?(?:ca\. |environ )?\d{1,3}\s?min[a-z]*\.?|\d{1,3}[ -]min(?:ute[ns]?)? (?:read|lesezeit|de lecture)"
).fullmatch
# What a site says of itself alone; much else of its wording stands in articles, too ('log in to', 'the terms of').
OWN_VOICE = re.compile(
    r"special offer for \w+ ?\w* readers|support our journalism|unterstützen sie uns|unsubscribe at any"
    r"|externe[rn]? inhalt|privatsphäre-einstellungen|einverstanden, dass|personenbezogene daten an"
).search


def points_elsewhere(p: Parts) -> Bits:
    """A line that only leads to another article: 'Lesen Sie auch: …'."""
    density = p.facts.density
    to_article = (p.leads(Target.ARTICLE) | p.leads(Target.PAGE)) & p.at_least(3)
    says_so = p.reads("teaser") & bits(density > 0.3) & p.at_most(40)
    whole_line = bits(density > 0.9) & p.at_least(4) & ~p.tagged("cell") & ~p.tagged("heading")
    whole_line |= p.says(LEADS.match, to_article & bits(density > 0.5) & p.at_most(20) & ~whole_line)
    announced = p.says(ANNOUNCED, p.at_most(20))
    of_guides = p.says(GUIDES, p.leads(Target.ARTICLE) & bits(p.facts.links >= 2) & p.at_most(40))
    heads_none = p.reads("teaser") & p.at_most(HEAD) & p.body & ~(p.body >> 1)
    video = p.says(VIDEO, p.body & p.at_most(VIDEO_LINE) & ~p.tagged("li") & ~p.tagged("cell"))
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


def consent(p: Parts) -> Bits:
    return p.boilerplate | (p.reads("cookie") & p.named("widget", FAR))


def withheld(p: Parts) -> Bits:
    """A short text in the place of what is not shown without consent."""
    return p.says(WITHHELD, p.body & p.reads("cookie"))


def own_voice(p: Parts) -> Bits:
    """A text of the site's own, however much it looks like one of the article's."""
    return p.says(OWN_VOICE, p.body & p.boilerplate)


def under_picture(p: Parts) -> Bits:
    """A short line that begins like a credit, with a colon, right behind a picture."""
    return p.says(credit_alone, p.body & bits(p.facts.pictures > 0) & p.at_most(CREDIT) & ~p.tagged("heading"))


def in_ad_box(p: Parts) -> Bits:
    """A few words in a box named like an advertisement."""
    return p.named("ad") & p.at_most(3) & p.unended & ~p.tagged("heading")


def shop_buttons(p: Parts) -> Bits:
    """A line with a price or the name of a shop whose link pays."""
    return p.leads(Target.PAID) & p.reads("affiliate") & no_sentence(p)


def prices(p: Parts) -> Bits:
    """A bare price above a shop button."""
    button = p.those(BUTTON)
    return no_sentence(p) & p.reads("affiliate") & p.at_most(4) & (button >> 1 | button >> 2)


def products(p: Parts) -> Bits:
    """The name of a product above its price."""
    return no_sentence(p) & p.short & p.those(PRICE) >> 1 & ~p.recurring


def no_sentence(p: Parts) -> Bits:
    return (p.at_most(8) | (p.at_most(20) & p.unended)) & ~p.tagged("heading")


def asks_at_the_end(p: Parts) -> Bits:
    return p.reads("newsletter") & p.at_most(15) & span(p.last - 3, p.n) & ~p.tagged("heading")


def presents_author(p: Parts) -> Bits:
    """What follows a short line that links to an author's page, at the end of the text; and that line."""
    name = p.leads(Target.AUTHOR) & p.at_most(8) & span((p.first + 2 * p.last) // 3 + 1, p.n)
    return name | (name << 1 & p.at_most(80) & ~p.tagged("heading"))


def asks_to_pay(p: Parts) -> Bits:
    """A sentence that asks to subscribe for the rest of the article."""
    return p.says(PAY, p.body & p.at_most(40))


def signs_article(p: Parts) -> Bits:
    """Who wrote it and when, beside the headline: the longer where its box is named so; no line of a list.

    Or the time that it takes to read.
    """
    top = p.top & ~p.tagged("heading")
    line = top & p.reads("byline") & p.unended
    named = p.at_most(SIGNED) & (p.named("meta", OWN) | p.named("author", OWN))
    dated = p.says(SIGNED_AND_DATED, line & p.body & p.at_most(30))
    found = (line & (p.short | named)) | dated | p.says(READING_TIME, top & p.body & p.at_most(7))
    return found & ~in_list_of_text(p, found & p.body & ~p.says(SIGNATURE, found & p.body)) if found & p.body else found


def signs_entry(p: Parts) -> Bits:
    """Who wrote an entry of a live blog, and when."""
    named = p.named("meta", OWN) | p.named("author", OWN)
    return p.reads("byline") & named & p.at_most(8) & p.unended & ~p.tagged("heading")


def lone(kind: str, words: int = 4) -> Callable[[Parts], Bits]:
    """A few words that read like a button or a heading of another part, no heading of the text."""

    def holds(p: Parts) -> Bits:
        found = p.reads(kind) & p.at_most(words) & p.unended & ~p.tagged("heading")
        if not found & p.body:
            return found
        return found & ~(p.tagged("cell") & bits(p.facts.sizes[0] == 1)) & ~in_list_of_text(p, found & p.body)

    return holds


def no_answer(kind: str, words: int = 4) -> Callable[[Parts], Bits]:
    """Such words that are no sentence: 'No comment.' answers a question in an interview."""
    holds = lone(kind, words)

    def alone(p: Parts) -> Bits:
        found = holds(p) & p.body
        return found & ~p.says(ANSWER, found & p.at_least(2)) if found else 0

    return alone


def in_list_of_text(p: Parts, those: Bits) -> Bits:
    """Those in a list of which several other lines are text that reads like nothing else: a list of features."""
    out = 0
    like = p.reads("share") | p.reads("comments") | p.reads("newsletter") | p.reads("tags") | p.reads("byline")
    for i in places(those & ~p.linked & ~p.says(LABELLED, those)):
        of = nearest(p.facts.blocks[i].box, ("ul", "ol"))
        if of is not None and of.stop - of.start <= LIST:
            text = (span(of.start, of.stop) & p.body & ~like & ~p.linked).bit_count()
            out |= (text >= 2 and 3 * text >= of.stop - of.start) << i
    return out


IN_OFFER = "offer: product, price or shop button with a link that pays"
BUTTON = Rule(Label.AFFILIATE, IN_OFFER, shop_buttons)
PRICE = Rule(Label.AFFILIATE, IN_OFFER, prices)
RULES_IN_TEXT: tuple[Rule, ...] = (
    Rule(Label.NAV, "consent or legal text", lambda p: own_voice(p) | withheld(p)),
    Rule(Label.NAV, "consent or legal text", consent, SURE),
    Rule(Label.OTHER, "a copy of an earlier block", repeats),
    Rule(Label.OTHER, "a hidden copy of the text", holds_all),
    Rule(Label.TEASER, "a line that only leads to another article", points_elsewhere),
    Rule(Label.TEASER, "in a list headed as other articles", entry, SURE),
    Rule(Label.TEASER, "under the linked headline of another article", excerpt, SURE),
    *SITE_LINES,
    BUTTON,
    PRICE,
    Rule(Label.AFFILIATE, IN_OFFER, products, SURE),
    Rule(Label.SHARE, "share or follow button", no_answer("share")),
    Rule(Label.SHARE, "share or follow button", lone("share"), SURE),
    Rule(Label.SHARE, "asks to follow the site", asks_to_follow),
    Rule(Label.TAGS, "topic tags", lone("tags", 12)),
    Rule(Label.COMMENTS, "comment section or a link to it", no_answer("comments", 3)),
    Rule(Label.COMMENTS, "comment section or a link to it", lone("comments", 3), SURE),
    Rule(Label.COMMENTS, "in a comment section", lambda p: inside(p, "comments"), SURE),
    Rule(Label.COMMENTS, "below a heading over comments, at the end of the text", below_comments, SURE),
    Rule(Label.OTHER, "in a form", in_form, SURE),
    Rule(Label.TEASER, "in a small box with a button to play what it announces", to_play),
    Rule(Label.NEWSLETTER, "asks to subscribe, sign up or pay", no_answer("newsletter", 3)),
    Rule(Label.NEWSLETTER, "asks to subscribe, sign up or pay", lone("newsletter", 3), SURE),
    Rule(Label.NEWSLETTER, "in a small box with a button to subscribe", in_box_that_asks, SURE),
    Rule(Label.NEWSLETTER, "asks to subscribe for the rest", asks_to_pay),
    Rule(Label.NEWSLETTER, "what a subscription brings", benefits, SURE),
    Rule(Label.NEWSLETTER, "asks to subscribe, at the end of the text", asks_at_the_end),
    Rule(Label.AUTHOR_BIO, "about the author: beside a link to the author's page", presents_author),
    Rule(Label.OTHER, "in a fact box beside the text", fact_box),
    Rule(Label.CAPTION, "caption of a picture", lambda p: p.tagged("caption")),
    Rule(Label.CAPTION, "ends with the credit of a picture", lambda p: p.credited, SURE),
    Rule(Label.CAPTION, "the credit of the picture above it", under_picture),
    Rule(Label.AD, "marked as advertising", in_ad_box),
    Rule(
        Label.BYLINE,
        "author, date or reading time beside the headline",
        signs_article,
    ),
    Rule(Label.BYLINE, "author or time of an entry", signs_entry),
    Rule(Label.BYLINE, "how long it takes to read", lambda p: p.says(READING, p.top & p.at_most(8))),
)
