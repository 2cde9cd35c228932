"""Mail through a real SMTP server on the loopback, and through those that can't be had."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from crawler.health import mail as mail_module
from crawler.health.mail import Mail, NotSent
from crawler.health.news import Cleared, News
from tests.crawler.health.histories import START
from tests.crawler.health.test_alerts import DEAD, OLD
from tests.crawler.test_network import certificate

NEWS = News((DEAD,), (Cleared(OLD, START + 3600),))
ENV = "TEST_MAIL_PASSWORD"


class Box:
    """What an SMTP server took."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.logins: list[tuple[bytes, bytes]] = []
        self.refuse = ""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return "250 OK"

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@contextmanager
def server(box: Box, pem: Path | None = None) -> Iterator[int]:
    """An SMTP server on the loopback; with a certificate it wants STARTTLS and a login."""
    context = None
    if pem:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
    wants = {"require_starttls": True, "auth_required": True, "authenticator": box.login} if pem else {}
    controller = Controller(box, "127.0.0.1", free(), tls_context=context, **wants)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def to(port: int, **more: Any) -> Mail:
    given = {"to": ("desk@example.org",), "sender": "crawler@example.org", "host": "127.0.0.1", "port": port, **more}
    return Mail(**given)


def test_a_mail_says_what_is_wrong_and_what_is_over() -> None:
    box = Box()
    with server(box) as port:
        to(port, to=("desk@example.org", "ops@example.org"), starttls=False).send(NEWS)
    (envelope,) = box.envelopes
    assert envelope.rcpt_tos == ["desk@example.org", "ops@example.org"]
    assert isinstance(envelope.content, bytes)
    got = message_from_bytes(envelope.content, policy=policy.default)
    assert got["Subject"] == "technews: 1 alert, 1 all-clear (example)"
    text = got.get_content()
    assert "ALERT example: feed dead: https://www.example.org/rss.xml (since 2026-11-02 00:00 UTC, run 7;" in text
    assert "look: scrapy check example --live" in text
    assert "ALL CLEAR example: newest article too old" in text


def test_the_password_goes_through_tls_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setenv(ENV, "right")
    box = Box()
    with server(box, pem) as port:
        to(port, user="crawler", password_env=ENV).send(NEWS)
        with pytest.raises(NotSent, match="no password is sent without TLS"):
            to(port, password_env=ENV, starttls=False).send(NEWS)
    assert box.logins == [(b"crawler", b"right")]
    assert len(box.envelopes) == 1


def test_a_refused_login_is_told_without_the_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setenv(ENV, "hunter2")
    with server(Box(), pem) as port, pytest.raises(NotSent, match="refused user and password") as told:
        to(port, password_env=ENV).send(NEWS)
    assert "hunter2" not in str(told.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with server(Box(), certificate(tmp_path)) as port, pytest.raises(NotSent, match="certificate"):
        to(port).send(NEWS)


def test_a_password_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENV, raising=False)
    with pytest.raises(NotSent, match=ENV):
        to(1, password_env=ENV).send(NEWS)


def test_a_server_that_is_not_there_or_mute_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotSent, match=r"127\.0\.0\.1:\d+: .*refused"):
        to(free()).send(NEWS)
    with pytest.raises(NotSent, match=r"no-such-host\.invalid:25: "):
        to(25, host="no-such-host.invalid").send(NEWS)
    monkeypatch.setattr(mail_module, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(NotSent, match="timed out"):
        to(mute.getsockname()[1]).send(NEWS)


def test_a_server_that_refuses_the_receiver_is_named() -> None:
    box = Box()
    box.refuse = "550 \x1b[2Jno such user"
    with server(box) as port, pytest.raises(NotSent, match=r"refused desk@example\.org") as told:
        to(port, starttls=False).send(NEWS)
    assert "\x1b" not in str(told.value)


@pytest.mark.parametrize("bad", ["a@example.org\r\nBcc: b@example.org", "a@example.org\nX: y"])
def test_no_header_can_be_injected(bad: str) -> None:
    with pytest.raises(NotSent, match="an address is none"):
        to(1, to=(bad,)).message(NEWS)
    with pytest.raises(NotSent, match="an address is none"):
        to(1, sender=bad).message(NEWS)
    hostile = replace(DEAD, site="x\r\nBcc: b@example.org", reason="a\r\n.\r\nQUIT\r\n\x1b[31m\u202e")
    sent = to(1).message(News((hostile,)))
    assert sent["Bcc"] is None
    assert "\n" not in sent["Subject"]
    assert not set(sent.get_content()) & set("\x1b\u202e\r")
    assert "\n.\n" not in sent.get_content()
