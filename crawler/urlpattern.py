"""Addresses of a site → `article_url`: what its articles' paths have in common and its other pages' have not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipelines.rules.targets import SHORT_ID

FOLDERS = 12  # different names of a folder that are written out; with more it may have any name
RARE = 0.05  # a shape that fewer of the known articles have is left out, once there are enough of them
ENOUGH = 20
OFTEN, SEVERAL = 0.1, 3  # a shape that so many of the likely articles have is one of articles, too
NO_TEXT = frozenset("video videos screenshots podcast podcasts threads posts live".split())  # folders of likely ones
ANY, SLUG, NUMBERED = r"[^/]+", r"[^/]+-[^/]+", r"[^/]+-\d+"
ENDING = re.compile(r"\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
WORDS = re.compile(r"[-_,]+")
YEAR = re.compile(r"(?:19|20)\d\d").fullmatch
Shapes = dict[tuple[str | None, ...], list[list[str]]]  # a shape and the paths that have it


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression for the paths of articles, and how well it tells them apart.

    `found` of the `known` articles match it, and `likely` of those that only look like articles; `caught` are other
    pages that do, too.
    """

    regex: str
    known: int
    found: int
    caught: list[str] = field(default_factory=list)
    likely: int = 0

    @property
    def sure(self) -> bool:
        return self.known >= 5 and self.found >= 0.9 * self.known and not self.caught


def propose(articles: Iterable[str], likely: Iterable[str] = (), others: Iterable[str] = ()) -> Pattern:
    """The pattern of URLs that are `articles`; `likely` ones add names of folders to the shapes of those.

    As long as few articles are known, the likely ones also add shapes that they often have; without any they stand
    for them.

    >>> propose(["https://a.de/news/ein-neues-handy-123.html", "https://a.de/test/das-alte-handy-7.html"]).regex
    '^/(news|test)/[^/]+-\\\\d+\\\\.html$'
    >>> propose(["https://a.com/2026/11/22/some-new-phone/"]).regex
    '^/\\\\d{4}/\\\\d{1,2}/\\\\d{1,2}/[^/]+-[^/]+/?$'
    """
    likely = [url for url in dict.fromkeys(likely) if not NO_TEXT & set(segments(url))]
    others = list(dict.fromkeys(others))
    known = list(dict.fromkeys(articles)) or likely
    shapes = _by_shape(known)
    least = RARE * len(known) if len(known) >= ENOUGH else 0
    kept = {form: paths for form, paths in shapes.items() if form and len(paths) >= least}
    often = _often(likely, others) if len(known) < ENOUGH else set()
    for form, paths in _by_shape(likely).items():
        if form in kept or form in often:
            kept[form] = kept.get(form, []) + paths
    regexes = sorted({_regex(form, paths) for form, paths in _widest(kept).items()})
    regex = f"^/({'|'.join(regexes)})$" if len(regexes) > 1 else f"^/{''.join(regexes)}$"
    matches = re.compile(regex).search
    found, beside, caught = (
        [url for url in urls if matches(urlsplit(url).path)] for urls in (known, set(likely) - set(known), others)
    )
    return Pattern(regex, len(known), len(found), caught, len(beside))


def _often(likely: list[str], others: list[str]) -> set[tuple[str | None, ...]]:
    """The shapes with a headline in them that many of the likely addresses have, and fewer of the others."""
    elsewhere = _by_shape(others)
    least = max(SEVERAL, OFTEN * len(likely))
    return {
        form
        for form, paths in _by_shape(likely).items()
        if len(paths) >= max(least, len(elsewhere.get(form, ())) + 1) and "-" in (form[-2] or "")
    }


def _by_shape(urls: Iterable[str]) -> Shapes:
    shapes: Shapes = {}
    for url in urls:
        shapes.setdefault(shape(url), []).append(segments(url))
    return shapes


def _widest(shapes: Shapes) -> Shapes:
    """Shapes with a number at the end of a slug join those without one, if there are both."""
    joined: Shapes = {}
    for form, paths in shapes.items():
        wide = tuple(part and part.replace(NUMBERED, SLUG) for part in form)
        into = wide if wide in shapes else form
        joined[into] = joined.get(into, []) + paths
    return joined


def segments(url: str) -> list[str]:
    return [part for part in urlsplit(url).path.split("/") if part]


def shape(url: str) -> tuple[str | None, ...]:
    """A pattern for each part of a path, None for a folder that has a name; the last says whether a slash may follow.

    >>> shape("https://a.de/tests/geraet/fl2bl9h")
    (None, None, '[a-z0-9]+', '/?')
    """
    parts = segments(url)
    if not parts:
        return ()
    forms = [_form(part) for part in parts]
    if forms[-1] is None:
        forms[-1] = ANY + re.escape(ending) if (ending := _ending(parts[-1])) else ANY
    return (*forms, "" if _ending(parts[-1]) else "/?")


def _form(part: str) -> str | None:
    ending = _ending(part)
    stem = part.removesuffix(ending)
    words = [word for word in WORDS.split(stem) if word]
    if stem.isdecimal():
        form = r"\d{4}" if YEAR(stem) else r"\d{1,2}" if len(stem) < 3 else r"\d+"
    elif len(words) > 1 and words[-1].isdecimal() and not YEAR(words[-1]):
        form = NUMBERED.replace("-", stem.removesuffix(words[-1])[-1])
    elif len(words) > 2:
        form = SLUG if "-" in stem else ANY
    elif SHORT_ID(stem):
        form = "[a-z0-9]+"
    else:
        return None
    return form + re.escape(ending)


def _ending(part: str) -> str:
    found = ENDING.search(part)
    return found[0] if found else ""


def _regex(form: tuple[str | None, ...], paths: list[list[str]]) -> str:
    """The pattern of one shape, the names of its folders written out."""
    made = []
    for place, part in enumerate(form[:-1]):
        if part is None:
            names = Counter(path[place] for path in paths)
            several = "|".join(re.escape(name).replace(r"\-", "-") for name in sorted(names))
            part = ANY if len(names) > FOLDERS else f"({several})" if len(names) > 1 else several
        made.append(part)
    return "/".join(made) + (form[-1] or "")
