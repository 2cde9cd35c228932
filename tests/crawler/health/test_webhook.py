"""A webhook to a real web server on the loopback, and to those that can't be had."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from crawler.health.mail import NotSent
from crawler.health.webhook import Webhook
from tests.crawler.health.test_mail import NEWS, free


class Hook:
    """A web server that answers every POST alike and keeps what came."""

    def __init__(self, status: int = 204, **headers: str) -> None:
        self.posts: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posts.append((self.path, dict(self.headers), json.loads(body)))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/services/T0KEN"

    def __enter__(self) -> Hook:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_a_webhook_gets_json(monkeypatch: pytest.MonkeyPatch) -> None:
    with Hook() as hook:
        monkeypatch.setenv("TEST_HOOK", hook.url)
        Webhook(url_env="TEST_HOOK").send(NEWS)
    ((path, headers, body),) = hook.posts
    assert path == "/services/T0KEN"
    assert headers["Content-Type"] == "application/json"
    assert body["text"].startswith("technews: 1 alert, 1 all-clear (example)\n\nALERT example: feed dead")
    assert body["alerts"][0]["kind"] == "feed dead"
    assert body["alerts"][0]["sure"] == 0.99
    assert body["cleared"][0]["until"] == "2026-11-02T01:00:00+00:00"


@pytest.mark.parametrize("status", [301, 302, 404, 500])
def test_an_answer_that_is_no_success_is_told_without_the_address(status: int) -> None:
    with Hook(status, Location="/elsewhere") as hook, pytest.raises(NotSent, match=f"HTTP {status}") as told:
        Webhook(url=hook.url).send(NEWS)
    assert "T0KEN" not in str(told.value)
    assert [path for path, _, _ in hook.posts] == ["/services/T0KEN"]  # a redirect is not followed


@pytest.mark.parametrize("url", ["ftp://x.org/T0KEN", "no address T0KEN", "http://[T0KEN", "http://", "file:///T0KEN"])
def test_an_address_that_is_none_is_told_without_it(url: str) -> None:
    with pytest.raises(NotSent) as told:
        Webhook(url=url).send(NEWS)
    assert "T0KEN" not in str(told.value)
    assert "T0KEN" not in repr(Webhook(url=url))


def test_a_webhook_that_is_not_there_or_mute_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotSent, match=r"^127\.0\.0\.1: .*refused"):
        Webhook(url=f"http://127.0.0.1:{free()}/T0KEN").send(NEWS)
    monkeypatch.delenv("NOWHERE", raising=False)
    with pytest.raises(NotSent, match="NOWHERE"):
        Webhook(url_env="NOWHERE").send(NEWS)
    monkeypatch.setattr("crawler.health.webhook.TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(NotSent):
        Webhook(url=f"http://127.0.0.1:{mute.getsockname()[1]}/").send(NEWS)


def test_an_answer_that_is_no_http_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as odd:
        threading.Thread(target=_gibberish, args=(odd,), daemon=True).start()
        with pytest.raises(NotSent, match=r"^127\.0\.0\.1: "):
            Webhook(url=f"http://127.0.0.1:{odd.getsockname()[1]}/").send(NEWS)


def _gibberish(odd: socket.socket) -> None:
    with odd.accept()[0] as line:
        line.recv(65536)
        line.sendall(b"\x00\xff no http at all\r\n\r\n")
