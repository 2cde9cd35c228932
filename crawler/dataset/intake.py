"""Files of ours or of other programs → the ledgers of their sites."""

from __future__ import annotations

import re
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import msgspec
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler.dataset.adopt import Adopter, Written
from crawler.dataset.documents import Document, documents
from crawler.dataset.foreign import OURS, READERS, format_of
from crawler.dataset.read import oversized
from crawler.dataset.told import Unusable, recorded
from crawler.spider import SiteSpider
from crawler.state import StorageError
from pipelines.links import host, split
from pipelines.links import site as domain_of
from pipelines.record import SCHEMA_VERSION, Gone, Record, digest, well_formed

OPEN = 32  # ledgers at a time; each holds a lock, a database and a part
COMMIT_EVERY = 1.0  # seconds
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}").fullmatch


class Stopped(Exception):
    """A ledger can't be written; what was imported before is kept. The message is one line."""


@dataclass(slots=True)
class Came:
    """What came of an import: records by site and by format, the sites that no spider declares, and the bad ones.

    `known` were there; `forgotten` stay out for good.
    """

    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    forgotten: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    undeclared: set[str] = field(default_factory=set)
    bad: int = 0


class Intake:
    """Takes in one file after the other. A bad object is told to `complain` with its file and line."""

    def __init__(
        self, settings: BaseSettings, complain: Callable[[str], None], site: str | None = None, form: str | None = None
    ) -> None:
        """`site`: whose articles they all are; `form`: one of FORMATS. None finds out. Raises ValueError."""
        if site is not None and not NAME(site):
            raise ValueError(f"--site {site!r} is no name of a site: small letters, digits, '.', '_' and '-'")
        self.settings, self.complain, self.site, self.form = settings, complain, site, form
        loader = get_spider_loader(settings)
        kinds = (loader.load(name) for name in sorted(loader.list()))
        self.declared = {kind.name: kind() for kind in kinds if issubclass(kind, SiteSpider)}
        self.came, self.written = Came(), Written()
        self._open: OrderedDict[str, Adopter] = OrderedDict()
        self._committed = time.monotonic()

    def take(self, path: Path) -> None:
        """Import a file. Raises OSError if it can't be opened, Stopped, BadState."""
        for document in documents(path):
            try:
                if document.trouble:
                    raise Unusable(document.trouble)
                spider, record, form = self._read(document)
            except Unusable as error:
                self.came.bad += 1
                self.complain(f"{path}:{document.line}: {error}")
                continue
            self._keep(spider, record)
            self.came.formats[form] += 1

    def close(self) -> None:
        """Make everything last. Raises Stopped."""
        for adopter in self._open.values():
            adopter.store.close()
        troubled = [adopter for adopter in self._open.values() if adopter.store.trouble]
        self._open.clear()
        for adopter in troubled:
            raise Stopped(f"{adopter.store.place}: {adopter.store.trouble}")

    # ------------------------------------------------------------------ what it is

    def _read(self, document: Document) -> tuple[SiteSpider, dict[str, Any], str]:
        found = document.value
        if not isinstance(found, dict):
            raise Unusable("no JSON object")
        form = self.form or format_of(found)
        if form == OURS:
            record = ours(found)
            spider = self._spider(record["url"], record["site"])
            return spider, {**record, "site": spider.name}, form
        told = READERS[form](well_formed(found))
        spider = self._spider(told.url, "")
        zone = spider.timezone if spider.name in self.declared else None
        return spider, recorded(told, form, spider.name, zone), form

    def _spider(self, url: str, named: str) -> SiteSpider:
        """The spider of the site: named by the user or the record, declared for the domain, or made for the domain."""
        if name := self.site or named:
            return self.declared.get(name) or self._undeclared(name)
        here = [spider for spider in self.declared.values() if spider.on_site(url)]
        if not here:
            return self._undeclared(domain_of(url))
        # Several may share a domain: whose article it looks like, then who is called like the host.
        return max(here, key=lambda spider: (spider.is_article(url), spider.name in host(url).split(".")))

    def _undeclared(self, name: str) -> SiteSpider:
        if not NAME(name):
            raise Unusable(f"it is of no site that a folder can be named after ({name!r}); say which: --site NAME")
        self.came.undeclared.add(name)
        return type("ImportedSite", (SiteSpider,), {"name": name})()

    # ------------------------------------------------------------------ where it goes

    def _keep(self, spider: SiteSpider, record: dict[str, Any]) -> None:
        adopter = self._adopter(spider)
        try:
            new = adopter.adopt(record)
        except StorageError as error:
            raise Stopped(f"{adopter.store.place}: {error}") from None
        came = self.came
        (came.forgotten if new is None else came.new if new else came.known)[spider.name] += 1
        if time.monotonic() - self._committed > COMMIT_EVERY:
            self._commit(self._open.values())
            self._committed = time.monotonic()

    def _adopter(self, spider: SiteSpider) -> Adopter:
        if spider.name in self._open:
            self._open.move_to_end(spider.name)
            return self._open[spider.name]
        if len(self._open) >= OPEN:
            _, oldest = self._open.popitem(last=False)
            oldest.store.close()
            self._commit([oldest])
        self._open[spider.name] = adopter = Adopter(self.settings, spider, self.written)
        return adopter

    def _commit(self, adopters: Iterable[Adopter]) -> None:
        for adopter in adopters:
            adopter.store.commit()
            if adopter.store.trouble:
                raise Stopped(f"{adopter.store.place}: {adopter.store.trouble}")


def ours(found: dict[str, Any]) -> dict[str, Any]:
    """A record of ours as it is, without what is no field of it. Raises Unusable."""
    if (version := found.get("schema_version")) != SCHEMA_VERSION:
        raise Unusable(f"its schema_version is {version!r}; this technews reads {SCHEMA_VERSION}")
    try:
        gone = found.get("tombstone") is True
        record: Record | Gone = msgspec.convert(found, Gone) if gone else msgspec.convert(found, Record)
    except msgspec.ValidationError as error:
        raise Unusable(f"no valid record: {error}") from None
    if (number := oversized(record)) is not None:
        raise Unusable(f"no valid record: {number} is too large a number")
    if split(record.url) is None:
        raise Unusable("its url is no http or https address")
    if isinstance(record, Record):
        if split(record.canonical_url) is None:
            raise Unusable("its canonical_url is no http or https address")
        said = (record.id, record.version)
        if said != (digest(record.canonical_url), digest(f"{record.headline or ''}\n{record.body_text}")):
            raise Unusable("its id or version is not that of its canonical_url, headline and body_text: it was edited")
    return cast(dict[str, Any], well_formed(msgspec.to_builtins(record)))
