"""Alerts as JSON to an address on the web."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from crawler.health.mail import NotSent
from crawler.health.news import News, shown

TIMEOUT = 20  # seconds that the server may be silent


def host_of(url: str) -> str:
    """The host of an http or https URL; empty for what is none.

    >>> host_of("https://chat.example.org/hook"), host_of("ftp://example.org/"), host_of("nonsense")
    ('chat.example.org', '', '')
    """
    try:
        parts = urlsplit(url)
        return parts.hostname or "" if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


class _NoRedirects(HTTPRedirectHandler):
    """The address that was configured and no other: it often is a secret, and a redirected POST becomes a GET."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where to POST; `url_env` names the environment variable with the address, which often holds a token."""

    url: str = field(default="", repr=False)
    url_env: str = ""

    def send(self, news: News) -> None:
        """POST the news as JSON; any 2xx is a success. Raises NotSent, which names the host and not the address."""
        url = self.url or os.environ.get(self.url_env, "")
        if not url:
            raise NotSent(f"the environment has no {self.url_env}, which shall hold the webhook's address")
        host = host_of(url)
        if not host:
            raise NotSent("the webhook's address is no http(s) URL")
        body = json.dumps(news.data).encode()
        headers = {"Content-Type": "application/json", "User-Agent": "technews"}
        try:
            with build_opener(_NoRedirects).open(Request(url, body, headers), timeout=TIMEOUT):
                return
        except HTTPError as error:
            error.close()
            raise NotSent(f"{shown(host)}: HTTP {error.code}") from None
        except URLError as error:
            raise NotSent(f"{shown(host)}: {shown(str(error.reason))}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise NotSent(f"{shown(host)}: {type(error).__name__}") from None
