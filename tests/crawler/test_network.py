"""What a crawl does about servers that are not who they say, that lead in circles, or that take their time."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import itertools
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy.settings import Settings

from crawler import politeness
from crawler.exits import Exit
from crawler.politeness import RobotsMiddleware
from crawler.robots import Robots
from tests.crawler.conftest import feed
from tests.crawler.small_site import Reply, SmallSite, article, crawl

PLAIN = {"Content-Type": "text/plain"}


def certificate(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[SmallSite]:
    """The site behind TLS, with a certificate that it signed itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    site = SmallSite()
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    site.at = site.at.replace("http:", "https:")
    site.pages = {"/rss.xml": feed("/news/artikel-101.html"), "/news/artikel-101.html": article("Artikel")}
    with site:
        yield site


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: SmallSite) -> None:
    run = crawl(secure)
    assert run.code == Exit.BLOCKED, run.err
    assert secure.log == []
    assert "certificate verify failed" in run.err
    assert "Traceback" not in run.err


def test_a_robots_txt_is_read_again_after_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings({"ROBOTSTXT_OBEY": True, "ROBOTSTXT_USER_AGENT": "technews"})
    middleware = RobotsMiddleware(SimpleNamespace(settings=settings, get_extension=lambda _: None))  # type: ignore[arg-type]
    now, fetched = [1000.0], []

    async def fetch(place: str) -> Robots:
        fetched.append(now[0])
        return Robots(place, "", status=200, text="", read=now[0])

    monkeypatch.setattr(middleware, "_fetch", fetch)
    monkeypatch.setattr(politeness.time, "monotonic", lambda: now[0])
    for hours in (0, 12, 23.9, 24.1, 30, 48.3):
        now[0] = 1000.0 + hours * 3600
        asyncio.run(middleware.robots("https://a.de/x"))
    assert [(at - 1000) / 3600 for at in fetched] == pytest.approx([0, 24.1, 48.3])


def chain(site: SmallSite, length: int) -> None:
    """A robots.txt that forbids everything, so many redirects away."""
    steps = ["/robots.txt", *(f"/r{n}" for n in range(1, length + 1))]
    for here, there in itertools.pairwise(steps):
        site.pages[here] = Reply("", status=302, headers={"Location": there})
    site.pages[steps[-1]] = Reply("User-agent: *\nDisallow: /\n", headers=PLAIN)


def test_five_redirects_of_a_robots_txt_are_followed(site: SmallSite) -> None:
    chain(site, 5)
    assert crawl(site).code == Exit.BLOCKED
    assert site.log[-1] == "/r5"


def test_a_robots_txt_that_leads_on_and_on_allows_everything(site: SmallSite) -> None:
    chain(site, 40)
    run = crawl(site)
    assert len(run.records) == 3, run.err
    assert "/r40" not in site.log


def test_files_about_rights_that_take_their_time_hold_up_nothing(site: SmallSite) -> None:
    def late() -> Reply:
        time.sleep(6)
        return Reply("{}")

    site.pages["/ai.txt"] = site.pages["/.well-known/tdmrep.json"] = late
    run = crawl(site, RIGHTS_FILES="/.well-known/tdmrep.json,/ai.txt", DOWNLOAD_TIMEOUT="2")
    assert len(run.records) == 3, run.err
    told: dict[str, Any] = {one["signal"]: one for record in run.records for one in record["rights"]["signals"]}
    assert "2.0 seconds" in told["ai.txt"]["trouble"], told


def test_a_calendar_without_end_is_left_at_its_bound(site: SmallSite) -> None:
    days = {f"/news/?tag={n}": n for n in range(1, 200)}
    for path, n in {"/news/": 0, **days}.items():  # each with an article that no other day has
        link = f"<article><a href=/news/artikel-{900 + n}.html>x</a></article>"
        site.pages[path] = f"{link}<a rel=next href='/news/?tag={n + 1}'>the day before</a>"
    run = crawl(site)
    assert sum(path in days for path in site.log) == 19, run.err
    assert "stopped at its 20 pages" in run.err
