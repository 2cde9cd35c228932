"""The peers, each behind one function: (html, url) -> what `score_bodies.py` of the corpus reads."""

from __future__ import annotations

import hashlib
import json
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.corpus import Sample

HERE = Path(__file__)
CACHE = HERE.resolve().parents[1] / "out" / "bench-cache"
PATIENCE = 20  # seconds a page; who needs more has found nothing

Found = dict[str, Any]
BLOCKS = "p div br li ul ol tr table h1 h2 h3 h4 h5 h6 blockquote pre section article figure figcaption".split()


def trafilatura(html: str, url: str) -> Found:
    import trafilatura

    found = trafilatura.bare_extraction(html, url=url or None, with_metadata=True)
    if found is None:
        return {"text": ""}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    topics = list(found.tags or found.categories or [])
    return {
        "text": found.text or "",
        "title": found.title,
        "authors": authors,
        "date_published": found.date,
        "topics": topics,
    }


def trafilatura_text(html: str, url: str) -> Found:
    import trafilatura

    return {"text": trafilatura.extract(html) or ""}


def trafilatura_json(html: str, url: str) -> Found:
    """What comes nearest to our record: metadata, and the text with its structure, links and pictures."""
    import trafilatura

    wanted = {"include_links": True, "include_images": True, "include_formatting": True, "with_metadata": True}
    return {"text": trafilatura.extract(html, url=url or None, output_format="json", **wanted) or ""}


def readability(html: str, url: str) -> Found:
    import lxml.html
    from readability import Document

    document = Document(html)
    root = lxml.html.fromstring(document.summary(html_partial=True))
    for element in root.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
    return {"text": root.text_content(), "title": document.short_title()}


def newspaper4k(html: str, url: str) -> Found:
    import newspaper

    config = newspaper.Config()
    config.fetch_images = False
    article = newspaper.Article(url or "https://example.org/", config=config)
    article.download(input_html=html)
    article.parse()
    date = article.publish_date
    return {
        "text": article.text,
        "title": article.title,
        "authors": list(article.authors),
        "date_published": str(date) if date else None,
        "topics": sorted(article.tags or article.meta_keywords or []),
    }


def news_please(html: str, url: str) -> Found:
    from newsplease import NewsPlease

    article = NewsPlease.from_html(html, url=url or "https://example.org/", fetch_images=False)
    date = article.date_publish
    return {
        "text": article.maintext or "",
        "title": article.title,
        "authors": list(article.authors or []),
        "date_published": str(date) if date else None,
    }


def resiliparse(html: str, url: str) -> Found:
    from resiliparse.extract.html2text import extract_plain_text

    return {"text": extract_plain_text(html, main_content=True, alt_texts=False, links=False)}


@cache
def stopwords() -> frozenset[str]:
    import justext

    return frozenset(justext.get_stoplist("English") | justext.get_stoplist("German"))


def justext(html: str, url: str) -> Found:
    import justext

    return {"text": "\n".join(part.text for part in justext.justext(html, stopwords()) if not part.is_boilerplate)}


PEERS: dict[str, Callable[[str, str], Found]] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "newspaper4k": newspaper4k,
    "news-please": news_please,
    "resiliparse": resiliparse,
    "justext": justext,
}


def version(peer: str) -> str | None:
    """The installed version of a distribution, None if it is not installed."""
    try:
        return metadata.version(peer)
    except metadata.PackageNotFoundError:
        return None


class TooLong(BaseException):
    """Not an Exception: peers catch those."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises TooLong in the main thread if the block takes longer."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def text_of(sample: Sample) -> str:
    return sample.html.decode("utf-8", "replace")


def read_peer(job: tuple[str, Sample]) -> dict[str, Any]:
    peer, page = job
    url = page.url if page.url.startswith("http") else ""
    try:
        with limited(PATIENCE):
            return PEERS[peer](text_of(page), url)
    except (Exception, TooLong) as error:
        return {"text": "", "error": f"{type(error).__name__}: {error}"[:200]}


def theirs(peer: str, pages: list[Sample], pool: ProcessPoolExecutor) -> dict[str, dict[str, Any]]:
    """What a peer finds by page id, read from the cache where this version has seen the same page."""
    code = hashlib.sha256(HERE.read_bytes()).hexdigest()[:8]
    path = CACHE / f"{peer}-{version(peer)}-{code}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = dict(map(json.loads, path.open(encoding="utf-8"))) if path.exists() else {}
    keys = {page.id: hashlib.sha256(page.html + page.url.encode()).hexdigest()[:20] for page in pages}
    new = [page for page in pages if keys[page.id] not in known]
    with path.open("a", encoding="utf-8") as file:
        for page, found in zip(new, pool.map(read_peer, [(peer, page) for page in new], chunksize=4), strict=True):
            known[keys[page.id]] = found
            file.write(json.dumps([keys[page.id], found], default=str) + "\n")
    return {page.id: known[keys[page.id]] for page in pages}
