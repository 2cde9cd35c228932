"""An HTTP response → the page that the stations read."""

from __future__ import annotations

import hashlib
from typing import Any

from scrapy.http import HtmlResponse, Request, Response, TextResponse
from w3lib.encoding import http_content_type_encoding

from crawler import clock
from pipelines.items import Fetch, Page
from pipelines.parse import NOT_HTML


def fault(response: Response) -> str | None:
    """Why a response is no page to read, None if it is one."""
    body = response.body
    if response.status != 200:
        return f"HTTP {response.status}"
    if not body.strip():
        return "the page is empty"
    plain = type(response) is TextResponse  # no content type, or text/plain for what is HTML
    if not (isinstance(response, HtmlResponse) or plain) or NOT_HTML.match(body[:64]) or b"<" not in body:
        return f"no HTML ({_header(response, 'Content-Type') or 'no content type'})"
    return None


def page_of(response: Response) -> Page:
    """The page with what is known of its fetch; whose site it is, the spider adds."""
    fetch, rights = _fetch(response), _rights(response)
    return Page(url=response.url, html=response.body, encoding=charset(response), fetch=fetch, rights=rights)


def charset(response: Response) -> str | None:
    """The charset of the Content-Type header."""
    return http_content_type_encoding(_header(response, "Content-Type"))


def _fetch(response: Response) -> Fetch:
    sha256 = hashlib.sha256(response.body).hexdigest()
    meta = response.request.meta if response.request else {}
    referrer = _header(response.request, "Referer") if response.request else None
    depth = meta.get("depth")
    if "replayed" in response.flags:  # what the server said then is not stored, so it is not made up
        return Fetch(source="file", sha256=sha256, depth=depth, referrer=referrer)
    return Fetch(
        source="live",
        fetched_at=clock.stamp(),
        status=response.status,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        sha256=sha256,
        depth=depth,
        referrer=referrer,
    )


def _rights(response: Response) -> dict[str, Any]:
    """What the site said about reuse, as the RightsMiddleware left it."""
    return response.meta.get("rights", {}) if response.request else {}


def _header(message: Request | Response, name: str) -> str | None:
    value = message.headers.get(name)
    return value.decode("latin-1") if value else None
