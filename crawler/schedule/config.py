"""technews.toml: which sites are crawled, when, how much, and who is told of troubles."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler.health.mail import Mail
from crawler.health.senders import Senders
from crawler.health.webhook import Webhook, host_of
from crawler.schedule import CONFIG, sound
from crawler.schedule.plan import Plan
from crawler.schedule.times import Rhythm, cron, every, interval, quiet
from crawler.spider import SiteSpider

Count = Annotated[int, Meta(ge=1)]
Port = Annotated[int, Meta(ge=1, le=65535)]
Value = bool | int | float | str


class BadConfig(Exception):
    """A configuration that can't be used; the message names the file and the key in one line."""


class SiteTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[site.NAME]`: what is another than the site's file or the whole configuration says."""

    every: str | None = None
    cron: str | None = None
    quiet: str | None = None
    pages: Count | None = None
    articles: Count | None = None
    megabytes: Count | None = None
    minutes: Count | None = None
    arguments: dict[str, Value] = {}
    settings: dict[str, Value] = {}


class MailTable(Struct, frozen=True, forbid_unknown_fields=True):
    to: Annotated[list[str], Meta(min_length=1)]
    sender: str
    host: str
    port: Port = 587
    starttls: bool = True
    user: str = ""
    password_env: str = ""


class WebhookTable(Struct, frozen=True, forbid_unknown_fields=True):
    url: str = ""
    url_env: str = ""


class AlertsTable(Struct, frozen=True, forbid_unknown_fields=True):
    log: bool = True
    file: str | None = None
    mail: MailTable | None = None
    webhook: WebhookTable | None = None


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    sites: Annotated[list[str], Meta(min_length=1)]
    contact: str = ""
    data: str = "data"
    output: str = ""
    timezone: str = ""
    quiet: str | None = None
    at_once: Count = 2
    jitter: str = "0s"
    metrics: str | None = None
    settings: dict[str, Value] = {}
    site: dict[str, SiteTable] = {}
    alerts: AlertsTable = AlertsTable()


@dataclass(frozen=True, slots=True)
class Config:
    """What the file says, checked. `data` is where records and state are."""

    plans: tuple[Plan, ...] = ()
    data: Path = Path("data")
    at_once: int = 2
    senders: Senders = field(default_factory=Senders)
    metrics: Path | None = None


def of_project(path: Path, settings: BaseSettings) -> Config:
    """The configuration of a file for the sites that the project declares. Raises BadConfig."""
    loader = get_spider_loader(settings)
    found: dict[str, list[tuple[str, str]]] = getattr(loader, "_found", {})  # Scrapy only warns, and takes the last
    for name, places in found.items():
        if len(places) > 1:
            modules = " and ".join(sorted(module for module, _ in places))
            raise BadConfig(f"{modules}: two sites are called {name!r}; only one may be")
    return read(path, {name: cast(type[SiteSpider], loader.load(name)) for name in loader.list()}, settings)


def read(path: Path, declared: Mapping[str, type[SiteSpider]], project: BaseSettings) -> Config:
    """The configuration of a file; `declared` are all sites by name. Raises BadConfig."""
    try:
        found = parsed(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadConfig(f"{path}: there is no such file; deploy/{CONFIG} is one to begin with") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadConfig(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    try:
        return checked(found, declared, project)
    except ValueError as error:
        raise BadConfig(f"{path}: {error}") from None


def parsed(text: str) -> Document:
    """Raises TOMLDecodeError, ValidationError."""
    raw = tomllib.loads(text)
    tables = raw.get("site")
    for name, table in tables.items() if isinstance(tables, dict) else ():
        try:
            msgspec.convert(table, SiteTable)
        except msgspec.ValidationError as error:  # which below would not say of which site
            raise msgspec.ValidationError(f"site.{name}: {error}") from None
    return msgspec.convert(raw, Document)


def checked(found: Document, declared: Mapping[str, type[SiteSpider]], project: BaseSettings) -> Config:
    """Raises ValueError, which names the key."""
    for name in (*found.sites, *found.site):
        if name not in declared:
            raise ValueError(f"there is no site {name!r}; scrapy sites lists them")
    if twice := {name for name in found.sites if found.sites.count(name) > 1}:
        raise ValueError(f"sites: {', '.join(sorted(twice))} is named twice")
    if idle := sorted(found.site.keys() - set(found.sites)):
        raise ValueError(f"site.{idle[0]}: is not among `sites`, so that it would never be crawled")
    if any("DATA_DIR" in table for table in (found.settings, *(site.settings for site in found.site.values()))):
        raise ValueError("settings.DATA_DIR: here it is called `data`, for all sites")
    if not found.data:
        raise ValueError("data: may not be empty: without it no crawl is known, and each site would always be due")
    with named("settings"):
        sound.settings(found.settings, project)
    if found.output:
        with named("output"):
            sound.output(found.output, project)
    with named("jitter"):
        jitter = interval(found.jitter)
    plans = tuple(plan(name, declared[name], found, jitter, project) for name in found.sites)
    return Config(plans, Path(found.data), found.at_once, senders(found.alerts), _path(found.metrics))


def plan(name: str, site: type[SiteSpider], found: Document, jitter: int, project: BaseSettings) -> Plan:
    """When and how a site is crawled. Raises ValueError, which names the key."""
    own = found.site.get(name, SiteTable())
    with named("timezone"):
        zone = _zone(found.timezone or site.timezone)
    if own.every is not None and own.cron is not None:
        raise ValueError(f"site.{name}: says both every and cron")
    rhythm: Rhythm
    if own.cron is not None:
        with named(f"site.{name}.cron"):
            rhythm = cron(own.cron, zone)
    else:
        with named(f"site.{name}.every" if own.every is not None else f"every of {site.__module__}"):
            rhythm = every(site.every if own.every is None else own.every)
    text = own.quiet if own.quiet is not None else found.quiet
    with named(f"site.{name}.quiet" if own.quiet else "quiet"):
        hours = quiet(text, zone) if text else None
    arguments = {key: str(value) for key, value in own.arguments.items()}
    with named(f"site.{name}.arguments"):
        site(**arguments)
    with named(f"site.{name}.settings"):
        sound.settings(found.settings | own.settings, project)
    budgets = {
        "CLOSESPIDER_PAGECOUNT": own.pages,
        "CLOSESPIDER_ITEMCOUNT": own.articles,
        "CRAWL_BYTES": own.megabytes and own.megabytes * 1_000_000,
        "CLOSESPIDER_TIMEOUT": own.minutes and own.minutes * 60,
    }
    settings: dict[str, Any] = {"DATA_DIR": found.data, **found.settings}
    if found.contact:
        settings["CONTACT"] = found.contact
    settings |= {key: value for key, value in budgets.items() if value} | own.settings
    return Plan(name, rhythm, hours, jitter, arguments, settings, found.output)


def senders(found: AlertsTable) -> Senders:
    """Who is told. Raises ValueError."""
    mail, hook = found.mail, found.webhook
    if mail and mail.user and not mail.password_env:
        raise ValueError("alerts.mail: user without password_env, the environment variable with its password")
    if hook and bool(hook.url) == bool(hook.url_env):
        raise ValueError("alerts.webhook: needs url or url_env, and not both")
    if hook and hook.url and not host_of(hook.url):
        raise ValueError("alerts.webhook.url: is no http(s) URL")
    return Senders(
        log=found.log,
        file=_path(found.file),
        mail=Mail(**{**msgspec.structs.asdict(mail), "to": tuple(mail.to)}) if mail else None,
        webhook=Webhook(url=hook.url, url_env=hook.url_env) if hook else None,
    )


@contextmanager
def named(key: str) -> Iterator[None]:
    """Errors inside begin with the key that is wrong."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone, as Europe/Berlin is one") from None


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
