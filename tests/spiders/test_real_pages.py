"""The sites on the real pages of ../shared/corpus: a layout helps or does no harm, and `checked` says the truth."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from benchmarks.corpus import ROOT, Sample, by_labels, samples, scorer
from crawler.discovery.listing import Listing
from crawler.spider import SiteSpider
from pipelines import separate
from pipelines.items import Layout
from pipelines.links import absolute, normalise
from pipelines.text import count_words

RECORDINGS = Path(__file__).parents[1] / "pages"
pytestmark = pytest.mark.skipif(not ROOT.exists(), reason=f"no corpus at {ROOT}")

SITES = get_spider_loader(Settings({"SPIDER_MODULES": ["spiders"]}))
# Figures of score.py and which of their numbers is meant; of `leak`, less is better.
FIGURES = {"body": 2, "teaser": 2, "links": 2, "disclosure": 2, "leak": 1}
# The texts of these sets leave out lists of data and headings of products, which by reading belong to the body and
# which the layouts bring in: at most the fiftieth part of a page.
BY_PARSERS = 0.02
# By reading, a line of topics under an article is a teaser that lists nothing; a layout may call it a menu.
BY_READING = 0.08
# Teasers also lead to what is no article: pictures, films, files, pages of links.
NO_TEXT = set("screenshots videos gallery downloads roundup newsletter special".split())
OTHER_PAGES = set("author authors autor tag tags thema themen category kategorie shop store gutscheine coupons".split())


@cache
def pages(name: str) -> list[tuple[SiteSpider, Sample]]:
    """The pages of a set that are articles of a site with a spider."""
    sites = [SITES.load(site)() for site in SITES.list()]
    return [(site, page) for page in samples(name) for site in sites if site.is_article(page.url)]


def recorded() -> list[tuple[str, dict[str, Any]]]:
    """(site, expected record) of the recordings: what a site was made from that has no page in the corpus."""
    files = sorted(RECORDINGS.glob("*/*/expected.json"))
    return [(path.parts[-3], json.loads(path.read_text(encoding="utf-8"))["record"]) for path in files]


def record(site: SiteSpider, page: Sample, layouts: tuple[Layout, ...]) -> dict[str, Any]:
    known = {"site": site.name, "language": site.language, "timezone": site.timezone}
    return separate(page.html, page.url, layouts=layouts, **known)


def with_absolute_links(page: Sample) -> dict[str, Any]:
    """The truth with addresses as a record has them; it holds them as they stand in the page."""
    teasers = [row | {"url": normalise(absolute(page.url, row["url"]) or "")} for row in page.truth["teasers"]]
    links = [absolute(page.url, url) or url for url in page.truth["affiliate_links"]]
    return page.truth | {"teasers": teasers, "affiliate_links": links}


def figures(page: Sample, found: dict[str, Any]) -> dict[str, float]:
    found["teasers"] = [row | {"url": normalise(row["url"] or "")} for row in found["teasers"]]
    score = scorer("separation/score.py").score(with_absolute_links(page), found)
    return {name: score[name][number] for name, number in FIGURES.items() if name in score}


@cache
def both() -> list[tuple[str, dict[str, float], dict[str, float]]]:
    """(page, figures in generic mode, figures with the site's layouts) of the labelled pages of sites with a spider."""
    return [
        (page.id, figures(page, record(site, page, ())), figures(page, record(site, page, site.layouts)))
        for site, page in pages("separation")
    ]


def test_no_page_is_worse_with_its_layout() -> None:
    for page, generic, ours in both():
        for name, before in generic.items():
            after = ours.get(name, float(name != "leak"))  # nothing wanted and nothing found
            worse = after - before if name == "leak" else before - after
            assert worse < 1e-9, f"{page}: {name} {before:.3f} → {after:.3f}"


def agreement(site: SiteSpider, page: Sample, layouts: tuple[Layout, ...]) -> dict[str, float]:
    """For each label how well it fits the truth, from 0 to 1, by words (F1); what no reader sees does not count."""
    known = {"site": site.name, "language": site.language, "timezone": site.timezone}
    blocks = separate(page.html, page.url, layouts=layouts, blocks=True, **known)["blocks"]
    truth = by_labels(page.truth["blocks"], [block["text"] for block in blocks])
    wanted, found, right = Counter[str](), Counter[str](), Counter[str]()
    for block, label in zip(blocks, truth, strict=True):
        if label in ("", "hidden"):
            continue
        label = label.replace("lead", "standfirst")
        words = max(1, count_words(block["text"]))
        wanted[label] += words
        found[block["label"]] += words
        right[label] += words * (block["label"] == label)
    return {label: 2 * right[label] / (wanted[label] + found[label]) for label in wanted | found}


def test_no_label_is_worse_with_a_layout() -> None:
    for site, page in pages("separation"):
        generic, ours = agreement(site, page, ()), agreement(site, page, site.layouts)
        for label, before in generic.items():
            assert ours.get(label, 1.0) >= before - BY_READING, f"{page.id}: {label}"


def test_layouts_beat_generic_mode() -> None:
    columns: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _, generic, ours in both():
        for name in generic.keys() & ours.keys():
            columns[name].append((generic[name], ours[name]))
    means = {name: tuple(mean(row[i] for row in rows) for i in (0, 1)) for name, rows in columns.items()}
    assert means["body"][1] > means["body"][0]
    assert means["teaser"][1] > means["teaser"][0]
    assert means["links"][1] >= means["links"][0]
    assert means["leak"][1] <= means["leak"][0]


@pytest.mark.parametrize("name", ["wcxb-dev", "fundus-tests"])
def test_bodies_are_no_worse_with_a_layout(name: str) -> None:
    judge = scorer("score_bodies.py")
    assert pages(name)
    for site, page in pages(name):
        texts = [record(site, page, layouts)["body_text"] for layouts in ((), site.layouts)]
        before, after = (judge.score_text(name, [page.truth], {page.id: text})["f1"] for text in texts)
        assert after >= before - BY_PARSERS, f"{page.id}: {before:.3f} → {after:.3f}"


def test_every_layout_is_used() -> None:
    used = {(site.name, record(site, page, site.layouts)["extraction"]["layout"]) for site, page in pages("separation")}
    used |= {(name, record["extraction"]["layout"]) for name, record in recorded()}
    declared = {(name, layout.name) for name in SITES.list() for layout in SITES.load(name).layouts}
    assert declared <= used, "a layout that no page proves"


def test_article_addresses_fit_the_real_links() -> None:
    fits: dict[str, list[bool]] = defaultdict(list)
    for site, page in pages("separation"):
        teasers = [absolute(page.url, teaser["url"]) or "" for teaser in page.truth["teasers"]]
        texts = [url for url in teasers if site.on_site(url) and not NO_TEXT & set(re.split(r"[/.]", url))]
        fits[site.name] += [site.is_article(url) for url in texts]
        found = Listing(page.url).read(page.html, page.url)
        taken = [urlsplit(link.url).path.split("/") for link in found.links if site.is_article(link.url)]
        assert [path for path in taken if OTHER_PAGES & set(path)] == []
    poor = {name: f"{sum(row)} of {len(row)}" for name, row in fits.items() if row and mean(row) < 0.95}
    assert poor == {}


def test_front_pages_list_articles() -> None:
    sites = [SITES.load(name)() for name in SITES.list()]
    fronts = [(site, page) for page in samples("fronts") for site in sites if site.on_site(page.url)]
    assert fronts
    for site, page in fronts:
        found = {link.url for link in Listing(page.url).read(page.html, page.url).links}
        articles = {url for url in found if site.is_article(url)}
        assert len(articles) >= 15, site.name
        assert len(articles) < len(found)


def test_checked_names_the_years_of_the_real_articles() -> None:
    years: dict[str, set[int]] = defaultdict(set)
    for site, page in pages("separation"):
        dated = (page.truth["date_published"] or page.id.rsplit("-", 1)[-1])[:4]
        years[site.name].add(int(dated))
    recordings: dict[str, set[int]] = defaultdict(set)
    for name, record in recorded():
        if record["date_published"]:
            recordings[name].add(int(record["date_published"][:4]))
    for name in SITES.list():
        checked = set(SITES.load(name).checked)
        assert years[name] <= checked <= years[name] | recordings[name], name
