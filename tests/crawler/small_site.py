"""A few pages on the loopback interface, and `scrapy` run on them as a user runs it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scrapy.cmdline import execute

ROOT = Path(__file__).parents[2]
FAST = {
    "AUTOTHROTTLE_ENABLED": "False",
    "DOWNLOAD_DELAY": "0",
    "RETRY_TIMES": "1",
    "DOWNLOAD_TIMEOUT": "5",
    "ALLOW_ADDRESSES": "127.0.0.1",
    "BACKOFF_START": "0",
    "RIGHTS_FILES": "",
    "DATA_DIR": "",  # nothing is remembered from one test to the next
}


@dataclass
class Reply:
    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class SmallSite:
    """Serves `pages` by path and query; what is not there is a 404, what has the ETag that is known a 304.

    `log` holds the paths asked for, in order.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Reply | str | Callable[[], Reply]] = {}
        self.log: list[str] = []
        self.times: list[float] = []  # of the requests, on the monotonic clock
        self.agents: set[str] = set()
        self.credentials: list[tuple[str, str]] = []  # path and Authorization or Cookie, where one came
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.log.append(self.path)
                site.times.append(time.monotonic())
                site.agents.add(self.headers.get("User-Agent", ""))
                personal = (self.headers.get(name) for name in ("Authorization", "Cookie"))
                site.credentials += [(self.path, value) for value in personal if value]
                reply = site.pages.get(self.path, Reply("gone", 404))
                reply = reply() if callable(reply) else Reply(reply) if isinstance(reply, str) else reply
                if reply.headers.get("ETag", "") == self.headers.get("If-None-Match"):
                    reply = Reply(status=304)
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                self.send_response(reply.status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

        self.server = Server((host, 0), Handler)
        self.at = f"http://{f'[{host}]' if ':' in host else host}:{self.server.server_port}"

    def __enter__(self) -> SmallSite:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def article(headline: str, body: str = "", head: str = "") -> str:
    """A plain page that any reader takes for an article."""
    words = "Das Gerät hielt im Test länger durch als sein Vorgänger und kostet trotzdem weniger. " * 6
    return (
        f"<!DOCTYPE html><html lang=de><head><title>{headline}</title>{head}</head><body><main><article>"
        f"<h1>{headline}</h1><p>{words}</p>{body}<p>{words}</p></article></main></body></html>"
    )


@dataclass
class Run:
    """What came of a run of `scrapy`."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def scrapy(*args: str, settings: Mapping[str, str] = FAST, timeout: float = 60, folder: Path = ROOT) -> Run:
    """Run a `scrapy` command in the project's or another folder, as a process of its own."""
    options = [option for name, value in settings.items() for option in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", args[0], *options, *args[1:]]
    env = {name: value for name, value in os.environ.items() if name != "SCRAPY_SETTINGS_MODULE"}  # `refused` leaves it
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=timeout, check=False)
    return Run(done.returncode, done.stdout, done.stderr)


def refused(*args: str) -> Run:
    """Run a `scrapy` command that ends before it does anything, in this process because that takes no time."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            execute(["scrapy", *args])
        except SystemExit as end:
            return Run(int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the command did not end the process")


def crawl(site: SmallSite, *args: str, spider: str = "techstage", **settings: str) -> Run:
    """Crawl the small site, records on standard output."""
    return scrapy("crawl", spider, "-a", f"at={site.at}", "-o", "-:jsonl", *args, settings={**FAST, **settings})
