"""What kind of article a page is, from its declared types, section, address and headline; German and English."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipelines.rules.dispatch import by_letter

DECLARED = {
    "Review": "review",
    "ReviewNewsArticle": "review",
    "ProductReview": "review",
    "OpinionNewsArticle": "opinion",
    "HowTo": "guide",
    "ImageGallery": "gallery",
    "MediaGallery": "gallery",
    "video.other": "video",
    "video.movie": "video",
    "video": "video",
}
# Names of rubrics, as they stand in `articleSection` and in the folders of an address.
RUBRICS = {
    "review": "test tests testbericht testberichte kurztest praxistest review reviews produkttests hands-on",
    "guide": "ratgeber guide guides how-to howto how-tos anleitung anleitungen tipps tipps-tricks tutorial tutorials "
    "kaufberatung buying-guide buying-guides faq tips erklaert explainer",
    "ranking": "bestenliste bestenlisten bestlist rangliste ranking rankings best-picks best toplisten vergleichstest",
    "deal": "deal deals angebote angebot schnaeppchen schnäppchen sale rabatte coupons preiskracher",
    "interview": "interview interviews gespraech",
    "opinion": "opinion opinions meinung kommentar kommentare kolumne kolumnen leitartikel glosse column columns "
    "editorial editorials commentary comment essay op-ed debatte",
    "video": "video videos watch",
    "gallery": "bildergalerie bildergalerien galerie galerien fotostrecke fotostrecken bilderstrecke gallery galleries "
    "photos slideshow slideshows bilder",
}
NEWS_FOLDERS = frozenset("news nachrichten meldung meldungen newsticker artikel article articles".split())
BY_RUBRIC = {name: kind for kind, names in RUBRICS.items() for name in names.split()}
HEADLINES = (
    ("interview", r"\binterview\b|\bim gespräch\b|\bgespräch mit\b|\bq&a\b"),
    ("opinion", r"^(?:kommentar|meinung|kolumne|opinion|comment|glosse|leitartikel|editorial|essay)\b\s*[:|–-]"),
    ("gallery", r"\b(?:bildergalerie|fotostrecke|bilderstrecke|in pictures|in bildern|photo gallery)\b"),
    ("deal", r"\b(?:deals?|schnäppchen|im angebot|tiefstpreis|bestpreis|reduziert|rabatt|"
     r"black[ -](?:friday|week)|cyber[ -]?(?:monday|week)|prime[ -]day|"
     r"(?:nur|jetzt für|(?:for|at) (?:just|only|less than|under)) (?:[$€£]\d|\d+[.,]?\d* ?(?:€|euro\b|\$))|"
     r"\d+ ?(?:%|prozent|percent) (?:off|rabatt|günstiger|sparen)|on sale|lowest price|save \$\d+)\b"),
    ("ranking", r"^(?:the |die |der |das )?(?:\d+ )?(?:besten?|bester|bestes)\b(?! practice)|"
     r"\b(?:top[ -]?\d+|bestenliste|vergleichstest|die \d* ?besten|testsieger|ranked|"
     r"best\b(?! practice).*\b(?:20\d\d|for|to buy|you can)|\d+ best|ranking)\b"),
    ("review", r"\bim (?:(?:kurz|praxis|dauer|langzeit|hands-on|alltags?)-?)?test\b|\b(?:test|review)\b\s*[:|–-]|"
     r"[:|–-]\s*(?:test|review)\b|\breview(?:ed)?\b|\btestbericht\b|\bhands[- ]on\b|\bausprobiert\b"),
    ("guide", r"\b(?:ratgeber|kaufberatung|anleitung|how to|tipps|tips|guide|"
     r"so (?:geht|funktioniert|klappt|lässt|lassen|können|richten|finden)|was ist|what is|"
     r"worauf\b.*\bachten|explained|erklärt|schritt für schritt|step by step)\b"),
)  # fmt: skip
IN_HEADLINE = [(kind, re.compile(by_letter(pattern))) for kind, pattern in HEADLINES]  # in lower case
VIDEO = ("video", "video.other", "video.movie")
MUCH = 800  # characters of a text that is more than what stands below a video
NEWS = ("Article", "Posting", "Report", "article", "BlogPost")


def kind(
    types: list[str], section: str | None, url: str, headline: str | None, length: int = 0, *, dated: bool = False
) -> str:
    """RECORD.md's `article_type`; "other" for a page that neither declares nor holds an article.

    `length` are the characters of its text; `dated`: the page says when it was published.

    >>> kind(["NewsArticle"], None, "https://a.de/news/x-1.html", "Neues Handy vorgestellt")
    'news'
    >>> kind(["NewsArticle"], None, "https://a.de/x", "Pixel 12 im Test: So gut ist die Kamera")
    'review'
    >>> kind(["Article"], None, "https://a.de/ratgeber/usb-c/", "USB-C"), kind(["WebSite"], None, "https://a.de/", "A")
    ('guide', 'other')
    """
    title = (headline or "")[:300].lower()
    told = next((result for result, pattern in IN_HEADLINE if pattern.search(title)), None)
    for name in types[:3]:
        if name in DECLARED and not (name in VIDEO and length > MUCH):
            return "ranking" if (DECLARED[name], told) == ("review", "ranking") else DECLARED[name]
    article = any(name.endswith(NEWS) for name in types)
    if "VideoObject" in types[:1] and length <= MUCH and not any(name.endswith(NEWS[:3]) for name in types):
        return "video"
    for name in [*folders(url), *re.split(r"[,/|&]\s*", (section or "").lower())]:
        if found := BY_RUBRIC.get(name.strip().replace(" ", "-")):
            return found
    article = article or length > (0 if dated and headline else MUCH) or not NEWS_FOLDERS.isdisjoint(folders(url))
    return told or ("news" if article else "other")


def folders(url: str) -> list[str]:
    """The folders that an address names a page in: `/news/phones/x/` is in two, `/news/` in none."""
    try:
        return urlsplit(url).path.lower().strip("/").split("/")[:-1]
    except ValueError:
        return []
