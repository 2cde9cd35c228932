"""All articles that the site has: the written ones, and as many more as wanted, made from them when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.demo_site.content.texts import Text, parse_articles
from tests.demo_site.model import Article, Part, Teaser

FOLDER = Path(__file__).parent
SECTIONS = ("news", "test", "ratgeber", "bestenliste")
FIRST_NUMBER = 3_900_000
TRACKING = ("", "?wt_mc=rss.red.ho.beliebt", "?utm_source=box&utm_medium=teaser", "#kommentare")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Library:
    """`len()` articles, by index or address, newest first; the same index gives the same article in every process.

    With edition 2 some articles have changed, the `later` ones have come, and the one at index `GONE` is gone.
    """

    GONE = 5
    CHANGES = 7  # every seventh article changes with the edition

    def __init__(self, count: int | None = None) -> None:
        texts = [text for file in sorted(FOLDER.glob("*.md")) for text in parse_articles(file.read_text("utf-8"))]
        texts.sort(key=lambda text: text.article.published, reverse=True)
        self.written = [text for text in texts if not text.later]
        self.later = [text for text in texts if text.later]
        self.count = len(self.written) if count is None else count
        self.edition = 1
        self._places = {text.slug: at for at, text in enumerate(self.written)}

    @property
    def present(self) -> range:
        """The indices of the articles in the sitemaps."""
        return range(self.count)

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> Article:
        """The article as it is in the present edition. Raises IndexError."""
        if not -len(self.later) <= index < self.count:
            raise IndexError(index)
        text = self._text(index)
        article = self._made(text.article, index) if index >= len(self.written) else text.article
        article = replace(article, path=self.path(index), parts=tuple(map(self._linked, article.parts)))
        if not article.popular:
            article = replace(article, popular=self._popular(index))
        return self._changed(article) if self.edition > 1 and index % self.CHANGES == 1 else article

    def path(self, index: int) -> str:
        """The address, of the older generation with a number or the newer with a short id; both tell the index."""
        text = self._text(index)
        number = FIRST_NUMBER + index
        if index % 2 == 0:
            return f"/{text.section}/{text.slug}-{number}.html"
        return f"/{text.section}/{text.slug}/fl{_short(number)}"

    def find(self, path: str) -> int | None:
        """The index of the article at an address, None if there never was one."""
        found = re.fullmatch(r"/\w+/(?:[^/]+-(\d{1,9})\.html|[^/]+/fl([0-9a-z]{5}))", path)
        if not found:
            return None
        index = int(found[1] or int(found[2], 36)) - FIRST_NUMBER
        present = -len(self.later) <= index < self.count and (index >= 0 or self.edition > 1)
        return index if present and self.path(index) == path else None

    def gone(self, index: int) -> bool:
        return self.edition > 1 and index == self.GONE

    def listed(self, section: str = "", start: int = 0, size: int = 20) -> list[int]:
        """Indices of the articles of a section (or of all), newest first, from `start` on."""
        new = [-at - 1 for at in range(len(self.later))] if self.edition > 1 else []
        new = [index for index in new if not section or self._text(index).section == section]
        places = [at for at, text in enumerate(self.written) if not section or text.section == section]
        picked = new[start : start + size]
        at = max(0, start - len(new))
        while places and len(picked) < size:
            index = at // len(places) * len(self.written) + places[at % len(places)]
            if index >= self.count:
                break
            picked += [] if self.gone(index) else [index]
            at += 1
        return picked

    def articles(self) -> Iterator[Article]:
        return (self[index] for index in range(self.count))

    def _text(self, index: int) -> Text:
        return self.later[-index - 1] if index < 0 else self.written[index % len(self.written)]

    def _popular(self, index: int) -> tuple[Teaser, ...]:
        picked = [(index + step) % min(self.count, len(self.written)) for step in (7, 16, 23, 31)]
        box = self._text(index).article.popular_box
        return tuple(
            Teaser(self._text(other).article.headline, self.path(other) + TRACKING[at], box)
            for at, other in enumerate(dict.fromkeys(other for other in picked if other != index))
        )

    def _linked(self, part: Part) -> Part:
        """An `also` part with the headline and address of the article that it names."""
        if part.kind != "also":
            return part
        place = self._places[part.url]
        text = self.written[place].article
        cite = "Lesen Sie auch" if text.language == "de" else "Read also"
        return replace(part, text=text.headline, url=self.path(place) + "?wt_mc=intern.lesen.auch", cite=cite)

    def _made(self, base: Article, index: int) -> Article:
        """A further article: the written one with other paragraphs among its own, and a headline that is new."""
        turn, place = divmod(index, len(self.written))
        donor = self._text(place + 3 * turn + 1).article
        lent = [part for part in donor.parts if part.kind == "paragraph"][:2]
        own = f"Dies ist Folge {turn + 1} unserer Reihe; sie trägt im Archiv die Nummer {FIRST_NUMBER + index}."
        parts = (Part(kind="paragraph", text=own), *base.parts, *lent)
        published = base.published - timedelta(hours=7 * index)
        return replace(base, headline=f"{base.headline} ({turn + 1})", parts=parts, published=published, modified=None)

    def _changed(self, article: Article) -> Article:
        more = Part(kind="paragraph", text="Nachtrag der Redaktion: Der Hersteller hat die Angaben bestätigt.")
        modified = article.published + timedelta(days=1, minutes=30)
        headline = f"{article.headline} [Update]"
        return replace(article, headline=headline, parts=(*article.parts, more), modified=modified)


def _short(number: int) -> str:
    made = ""
    for _ in range(5):
        number, digit = divmod(number, 36)
        made = DIGITS[digit] + made
    return made
