"""Is everything there that crawls need? One line a check: what was found, and what to do."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import ssl
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import BaseSettings

from crawler import clock, errand
from crawler.ledger import MANIFEST
from crawler.runs import sites
from crawler.schedule.config import BadConfig, Config, of_project
from crawler.state import FILE, VERSION, told
from pipelines import compiled
from pipelines.links import host

LITTLE, FULL = 2_000_000_000, 200_000_000  # bytes free
LATE = 120  # seconds that the clock may be wrong
EXTRAS = {"browse": "scrapy browse", "dataset": "Parquet, duplicates"}


class Verdict(StrEnum):
    OK = "ok"
    WARNING = "warning"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, and what to do if it is not well."""

    name: str
    verdict: Verdict
    said: str

    def __str__(self) -> str:
        return f"{self.verdict:8} {self.name}: {self.said}"


def ok(name: str, said: str) -> Check:
    return Check(name, Verdict.OK, said)


def warning(name: str, said: str) -> Check:
    return Check(name, Verdict.WARNING, said)


def trouble(name: str, said: str) -> Check:
    return Check(name, Verdict.TROUBLE, said)


def here(settings: BaseSettings, path: Path, *, needed: bool) -> Iterator[Check]:
    """All checks that need no network; `path` is the configuration of the schedule, which may be missing unless it is
    `needed`."""
    yield from packages()
    yield engine()
    config = Config()
    if path.exists() or needed:
        try:
            config = of_project(path, settings)
            yield ok("schedule", f"{path}: {len(config.plans)} sites")
        except BadConfig as error:
            yield trouble("schedule", str(error))
    else:
        yield ok("schedule", f"no {path}: scrapy due and scrapy schedule need one (deploy/{path.name})")
    yield contact(settings, config)
    data = config.data if config.plans else Path(settings["DATA_DIR"] or "data")
    yield from disk(data)
    yield from states(data)
    yield trust()


def packages() -> Iterator[Check]:
    """Python and the packages, against what pyproject.toml asks for."""
    wrong = []
    missing: dict[str, list[str]] = {}
    for text in requires("technews") or []:
        need = Requirement(text)
        extra = next((name for name in EXTRAS if need.marker and need.marker.evaluate({"extra": name})), "")
        if need.marker and not need.marker.evaluate({"extra": ""}) and not extra:
            continue
        try:
            if not need.specifier.contains(found := version(need.name), prereleases=True):
                wrong.append(f"{need.name} {found} instead of {need.specifier}")
        except PackageNotFoundError:
            missing.setdefault(extra, []).append(need.name)
    wrong += [f"{name} is missing" for name in missing.pop("", [])]
    python = ".".join(map(str, sys.version_info[:3]))
    if wrong:
        yield trouble("packages", f"{', '.join(wrong)}: make install")
    else:
        yield ok("packages", f"Python {python}, all that is needed")
    for extra, names in missing.items():
        yield ok("packages", f"without {', '.join(names)}: {EXTRAS[extra]} needs pip install 'technews[{extra}]'")


def engine() -> Check:
    """Whether pages are separated by compiled code."""
    how = compiled.state()
    if how == "compiled":
        return ok("engine", how)
    return warning("engine", f"{how}; with a C compiler `make install` compiles it")


def contact(settings: BaseSettings, config: Config) -> Check:
    """Whether the people whose sites are crawled can reach the user."""
    known = [settings["CONTACT"], *(plan.settings.get("CONTACT") for plan in config.plans)]
    if any(known):
        return ok("contact", next(filter(None, known)))
    return warning("contact", "CONTACT is empty: set it in crawler/settings.py, or `contact` in technews.toml")


def disk(data: Path) -> Iterator[Check]:
    """Room and leave to write where the records go."""
    there = next(place for place in (data, *data.absolute().parents) if place.exists())
    try:
        if there.resolve() == data.resolve():
            tempfile.TemporaryFile(dir=there).close()
        elif not os.access(there, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        free = shutil.disk_usage(there).free
    except OSError as error:
        yield trouble("disk", f"{data} can't be written: {error.strerror}")
        return
    said = f"{free / 1e9:.1f} GB free for {data}"
    verdict = trouble if free < FULL else warning if free < LITTLE else ok
    yield verdict("disk", said if free >= LITTLE else f"{said}: make room")


def states(data: Path) -> Iterator[Check]:
    """The databases of the sites, and the closed parts of their records."""
    names = sites(data)
    sound = 0
    for name in names:
        found = [*state(data / name / FILE), *parts(data / name)]
        sound += not found
        yield from found
    if names:
        yield ok("states", f"{sound} of {len(names)} sites are sound")


def state(path: Path) -> Iterator[Check]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as db:
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            form = db.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        yield trouble("states", f"{path}: {told(error)}")
        return
    if found != "ok":
        yield trouble("states", f"{path}: is damaged ({found}); move it away: a new one is made from the parts")
    if form > VERSION:
        yield trouble("states", f"{path}: was written by a newer technews (format {form}; this one knows {VERSION})")


def parts(place: Path) -> Iterator[Check]:
    """Closed parts that are gone or of another size than the manifest says."""
    try:
        listed = json.loads((place / MANIFEST).read_bytes())["parts"]
        sizes = {str(part["name"]): int(part["bytes"]) for part in listed}
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield trouble("records", f"{place / MANIFEST}: {type(error).__name__}: the next crawl writes it again")
        return
    for name, size in sizes.items():
        path = place / Path(name).name
        found = path.stat().st_size if path.exists() else None
        if found != size:
            how = "is gone" if found is None else f"has {found} bytes instead of {size}"
            yield trouble("records", f"{path} {how}: take it from a backup")


def trust() -> Check:
    """Whether certificates can be checked."""
    roots = ssl.create_default_context().cert_store_stats()["x509_ca"]
    if roots:
        return ok("certificates", f"{roots} authorities are trusted")
    return trouble("certificates", "no authority is known: install ca-certificates")


# ---------------------------------------------------------------------- the network


def there(process: AsyncCrawlerProcess, origin: str) -> Iterator[Check]:
    """Whether a site can be reached, as a crawl would reach it, and what time it says that it is."""
    name = host(origin)
    yield looked_up(name)
    answers: list[errand.Answer] = []

    async def work(get: errand.Get) -> None:
        answers.append(await get(f"{origin}/robots.txt"))

    errand.run(process, (name,), work)
    for answer in answers:
        if answer.response is None:
            reason = answer.trouble.reason if answer.trouble else "nothing came"
            yield trouble("network", f"{answer.url}: {reason}")
        else:
            yield ok("network", f"{name} answers")
            date = answer.response.headers.get("Date") or b""
            yield time_of(date.decode("latin-1"), name)


def looked_up(name: str) -> Check:
    """Whether a host's name can be looked up."""
    try:
        socket.getaddrinfo(name, 443)
    except OSError as error:
        return trouble("names", f"{name} can't be looked up: {error.strerror or error}")
    return ok("names", f"{name} can be looked up")


def time_of(date: str, name: str) -> Check:
    """Whether the clock agrees with a server's Date header."""
    try:
        found = parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError):
        return warning("clock", f"{name} does not say what time it is")
    off = clock.now() - found
    if abs(off) > LATE:
        return trouble("clock", f"{abs(off):.0f} seconds {'ahead of' if off > 0 else 'behind'} {name}: set it by NTP")
    return ok("clock", f"agrees with {name}")
