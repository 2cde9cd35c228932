"""Write the files beside this one again: articles of the demo site, as another program reads and stores them.

Run it once for each program, in an environment that holds that program and aiohttp, from the project's root:
    python -m tests.crawler.foreign.make fundus|news-please|zyte
`versions.json` says which version wrote which file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.demo_site.content import Library
from tests.demo_site.model import Article
from tests.demo_site.page import render

HERE = Path(__file__).parent
SITE = "https://www.techstage.de"
WHEN = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def pages() -> Iterator[tuple[Article, str, str]]:
    """Three articles: the truth, the address and the HTML."""
    library = Library()
    for index in (1, 2, 3):
        article = library[index]
        yield article, SITE + article.path, render(article, base_url=SITE, page=0)


def fundus() -> None:
    """As a crawl with `save_to_file` writes it: an array, indented. The JSON-LD is asked for because of the address."""
    from fundus import PublisherCollection
    from fundus.scraping.article import Article as Fundus
    from fundus.scraping.html import HTML, SourceInfo

    found = []
    for _, url, html in pages():
        read = PublisherCollection.de.Heise.parser(WHEN.date()).parse(html, "suppress")
        article = Fundus(html=HTML(url, url, html, WHEN, SourceInfo("Heise")), **read)
        named = ("title", "body", "authors", "publishing_date", "topics", "free_access", "ld", "lang", "publisher")
        found.append(article.to_json(*named))
    text = json.dumps(found, default=lambda item: item.to_json(), ensure_ascii=False, indent=4)
    (HERE / "fundus.json").write_text(text, "utf-8")


def news_please() -> None:
    """One article a line."""
    from newsplease import NewsPlease

    with (HERE / "news-please.jsonl").open("w", encoding="utf-8") as file:
        for _, url, html in pages():
            article = NewsPlease.from_html(html, url=url, download_date=WHEN.strftime("%Y-%m-%d %H:%M:%S"))
            file.write(json.dumps(article.get_serializable_dict(), ensure_ascii=False) + "\n")


def zyte() -> None:
    """One article a line, its fields filled in from the truth as a page object would do it."""
    from itemadapter import ItemAdapter
    from zyte_common_items import Article as Item
    from zyte_common_items import ArticleMetadata, Author, Breadcrumb, ZyteItemAdapter

    class Adapter(ItemAdapter):
        ADAPTER_CLASSES = (ZyteItemAdapter,)

    with (HERE / "zyte.jsonl").open("w", encoding="utf-8") as file:
        for article, url, _ in pages():
            texts = [text for part in article.parts for text in part.texts if part.kind == "paragraph"]
            item = Item(
                url=url,
                headline=article.headline,
                datePublished=article.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                authors=[Author(name=name, nameRaw=f"Von {name}") for name in article.authors],
                breadcrumbs=[Breadcrumb(name="TechStage", url=f"{SITE}/"), Breadcrumb(name=article.section)],
                inLanguage=article.language,
                description=article.standfirst,
                articleBody="\n\n".join(texts),
                metadata=ArticleMetadata(dateDownloaded=WHEN.strftime("%Y-%m-%dT%H:%M:%SZ"), probability=0.98),
            )
            file.write(json.dumps(Adapter(item).asdict(), ensure_ascii=False) + "\n")


PROGRAMS: dict[str, tuple[str, Callable[[], None]]] = {
    "fundus": ("fundus", fundus),
    "news-please": ("news-please", news_please),
    "zyte": ("zyte-common-items", zyte),
}

if __name__ == "__main__":
    package, write = PROGRAMS[sys.argv[1]]
    write()
    file = HERE / "versions.json"
    known: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    file.write_text(json.dumps({**known, package: version(package)}, indent=1, sort_keys=True) + "\n", "utf-8")
