"""Stored pages under their real URLs, and the middleware that answers a crawl from them without any network."""

from __future__ import annotations

import codecs
import gzip
import json
import mimetypes
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from pipelines.links import host, normalise, split

MAX_BYTES = 16 * 1024 * 1024  # of one stored page, uncompressed: what a live crawl takes too
MANIFEST = "manifest.jsonl"


class BadManifest(ValueError):
    """A manifest that can't be used; the message names the file and, where there is one, the line."""


class UnreadableFile(OSError):
    """A stored page that can't be read; the message names the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a manifest: the page stored at `path` was fetched from `url`."""

    id: str
    path: Path
    url: str
    site: str = ""


def read_manifest(manifest: Path) -> Iterator[Entry | BadManifest]:
    """The entries of a JSON Lines manifest (`.gz`, too), their paths resolved against its folder; for a bad line, what
    is wrong. Raises BadManifest if the file itself can't be read.
    """
    number = 0
    try:
        with gzip.open(manifest) if manifest.suffix == ".gz" else manifest.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.removeprefix(codecs.BOM_UTF8).strip():
                    try:
                        yield _entry(line, f"{manifest}:{number}", manifest.parent)
                    except BadManifest as error:
                        yield error
    except (OSError, EOFError, zlib.error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        if not number:
            raise BadManifest(f"{manifest}: can't be read: {reason}") from None
        yield BadManifest(f"{manifest}:{number + 1}: can't be read any further: {reason}")


def _entry(line: bytes, place: str, folder: Path) -> Entry:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadManifest(f"{place}: is no UTF-8 text") from None
    except (ValueError, RecursionError):
        raise BadManifest(f"{place}: is no JSON") from None
    if not isinstance(fields, dict):
        raise BadManifest(f"{place}: is no JSON object")
    for name in ("id", "path", "url"):
        if not isinstance(fields.get(name), str) or not fields[name]:
            raise BadManifest(f"{place}: has no {name!r}")
    if split(fields["url"]) is None:
        raise BadManifest(f"{place}: {fields['url']!r} is no http or https URL")
    if not isinstance(fields.get("site", ""), str) or "\0" in fields["path"]:
        raise BadManifest(f"{place}: 'site' and 'path' must be plain text")
    return Entry(id=fields["id"], path=folder / fields["path"], url=fields["url"], site=fields.get("site", ""))


def read_page(path: Path) -> bytes:
    """The bytes of a stored page, gunzipped if its name ends in .gz. Raises UnreadableFile."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFile(f"{path}: can't be read: {reason}") from None
    if len(body) > MAX_BYTES:
        raise UnreadableFile(f"{path}: holds more than {MAX_BYTES} bytes")
    return body


class Recording:
    """Stored pages, found by URL; tracking parameters and fragments make no difference."""

    def __init__(self, place: str | Path) -> None:
        """`place` is a manifest, or a folder with one or with several below it. Raises BadManifest."""
        place = Path(place)
        manifests = [place]
        if place.is_dir():
            manifests = [place / MANIFEST] if (place / MANIFEST).exists() else sorted(place.rglob(MANIFEST))
        if not manifests:
            raise BadManifest(f"{place}: holds no {MANIFEST}")
        self._entries: dict[str, Entry] = {}
        for manifest in manifests:
            for entry in read_manifest(manifest):
                if isinstance(entry, BadManifest):
                    raise entry
                self._entries[normalise(entry.url)] = entry

    def __contains__(self, url: str) -> bool:
        return normalise(url) in self._entries

    def find(self, url: str) -> Entry | None:
        """The entry of a URL, None if it is not stored."""
        return self._entries.get(normalise(url))

    def urls(self, domains: tuple[str, ...]) -> list[str]:
        """The stored URLs on the domains or their subdomains."""
        return [
            entry.url
            for entry in self._entries.values()
            if any(f".{host(entry.url)}".endswith(f".{domain}") for domain in domains)
        ]


class ReplayMiddleware:
    """Answers every request from the recording that the setting REPLAY names; what is not stored is a 404.

    It stands before all other downloader middlewares, robots.txt included, so that nothing reaches the network.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReplayMiddleware:
        place = crawler.settings.get("REPLAY")
        if not place:
            raise NotConfigured
        return cls(Recording(place))

    def process_request(self, request: Request) -> Response:
        entry = self.recording.find(request.url)
        if entry is None:
            return Response(request.url, status=404, request=request, flags=["replayed"])
        try:
            body = read_page(entry.path)
        except UnreadableFile as error:
            raise IgnoreRequest(str(error)) from None
        kind, _encoding = mimetypes.guess_type(entry.path.name.removesuffix(".gz"))
        headers = {"Content-Type": kind} if kind else {}
        response_type = responsetypes.from_args(headers={}, filename=entry.path.name.removesuffix(".gz"), body=body)
        return response_type(request.url, status=200, headers=headers, body=body, request=request, flags=["replayed"])
