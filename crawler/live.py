"""A few pages of a site as it is today: is it still what its recordings show? One verdict, with its reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from crawler.discovery.listing import Listing
from crawler.errand import Answer, Get
from crawler.expectation import Expectation
from crawler.page import charset, fault
from crawler.recordings import labelled, understood
from crawler.shape import ENOUGH, Shape
from crawler.spider import SiteSpider
from crawler.tally import Skipped
from crawler.walls import CONSENT, LEAST_WORDS
from pipelines.items import Article
from pipelines.links import normalise
from pipelines.parse import UnreadablePage

OFF_SITE = re.compile(r"^(\S+) is not on the site's domains").match


class Verdict(StrEnum):
    """How a site is, the gravest first."""

    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    CONSENT_WALL = "consent wall"
    REDIRECTED = "redirected"
    EMPTY = "empty"
    LAYOUT_CHANGED = "layout changed"
    FEED_DEAD = "feed dead"
    FINE = "fine"


@dataclass(slots=True)
class Today:
    """What came of one site: `reasons` a line each, `changed` the pages whose layout changed."""

    verdict: Verdict = Verdict.FINE
    reasons: list[str] = field(default_factory=list)
    changed: list[Article] = field(default_factory=list)


async def look(get: Get, site: SiteSpider, recordings: Sequence[Expectation], wanted: int) -> Today:
    """Ask the site's sources for links and read `wanted` of the articles."""
    today = Today()
    links, troubles = await _links(get, site, today)
    if not links:
        refused = any(trouble and trouble.refused for trouble in troubles)
        away = troubles and all(trouble and trouble.temporary for trouble in troubles)
        today.verdict = Verdict.BLOCKED if refused else Verdict.UNREACHABLE if away else Verdict.FEED_DEAD
        return today
    if today.reasons:
        today.verdict = Verdict.FEED_DEAD
    shape = Shape.of(recordings)
    verdicts: Counter[Verdict] = Counter()
    for url in links[:wanted]:
        verdict, reason = _judge(await get(url), site, shape, today)
        verdicts[verdict] += 1
        if reason:
            today.reasons.append(f"{url}: {verdict}: {reason}")
    for verdict in Verdict:  # one odd page is an odd page; half of them are the site
        if verdict is not Verdict.FINE and 2 * verdicts[verdict] >= verdicts.total():
            today.verdict = verdict
            break
    return today


async def _links(get: Get, site: SiteSpider, today: Today) -> tuple[list[str], list[Skipped | None]]:
    """The articles that the sources list, each once, and what kept each source from us; dead ones become reasons."""
    links: list[str] = []
    troubles: list[Skipped | None] = []
    for source in site.sources:
        answer = await get(site.moved(source.url))
        found: list[str] = []
        trouble = answer.trouble.reason if answer.trouble else ""
        if answer.response is not None:
            read = source.read(answer.response.body, answer.response.url, encoding=charset(answer.response))
            found = [site.moved(normalise(link.url)) for link in read.links if site.is_article(link.url)]
            trouble = "; ".join(read.troubles) or ("" if found or read.pages else "lists no article")
        if trouble and not found:
            today.reasons.append(f"{source.url}: {trouble}")
        troubles.append(answer.trouble)
        links += found
        if isinstance(source, Listing) and links:
            break  # one page of links is enough; rubrics hold more of the same
    return list(dict.fromkeys(links)), troubles


def _judge(answer: Answer, site: SiteSpider, shape: Shape | None, today: Today) -> tuple[Verdict, str]:
    """The verdict on one article's page and why."""
    response = answer.response
    if response is None:
        return _refusal(answer)
    if not site.is_article(response.url):
        wall = CONSENT(response.url)
        return Verdict.CONSENT_WALL if wall else Verdict.REDIRECTED, f"leads to {response.url}"
    if reason := fault(response):
        return Verdict.EMPTY, reason
    try:
        page = understood(response.body, response.url, type(site), charset(response))
    except UnreadablePage as error:
        return Verdict.EMPTY, str(error)
    now = Expectation.of(labelled(page))
    if now.record["word_count"] < LEAST_WORDS:
        if any(CONSENT(text) for label, text in now.blocks if len(text.split()) > 5):
            return Verdict.CONSENT_WALL, f"{now.record['word_count']} words and a question for consent"
        return Verdict.EMPTY, f"{now.record['word_count']} words of text"
    if site.layouts and page.layout is None:
        departures = ["no layout matches", *(shape.departures(now) if shape else [])]
    else:
        departures = shape.departures(now) if shape else []
    if len(departures) >= ENOUGH or "no layout matches" in departures:
        today.changed.append(page)
        return Verdict.LAYOUT_CHANGED, "; ".join(dict.fromkeys(departures))
    return Verdict.FINE, ""


def _refusal(answer: Answer) -> tuple[Verdict, str]:
    trouble = answer.trouble
    reason = trouble.reason if trouble else "nothing came"
    if trouble and trouble.refused:
        return Verdict.BLOCKED, reason
    if trouble and trouble.temporary:
        return Verdict.UNREACHABLE, reason
    if off := OFF_SITE(reason):
        return Verdict.CONSENT_WALL if CONSENT(off[1]) else Verdict.REDIRECTED, f"leads to {off[1]}"
    return Verdict.EMPTY, reason
