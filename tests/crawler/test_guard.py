"""What the guard refuses, and that nothing is even connected to."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.exits import Exit
from crawler.guard import public, reachable, trap
from tests.crawler.conftest import feed
from tests.crawler.small_site import FAST, ROOT, Reply, SmallSite, article, crawl
from tests.demo_site import DemoSite

# Every address that a process connects to is written down, and none beside loopback is reached. Names are answered
# from a table, one answer (addresses with spaces between) after the other: the last one stays.
WATCHED = """
import json, socket, sys
names = json.loads(sys.argv.pop(1))
def noting(real):
    def watched(self, address):
        sys.stderr.write(f"CONNECT {address[0]}\\n")
        if not address[0].startswith("127.") and address[0] != "::1":
            raise OSError("this test reaches loopback only")
        return real(self, address)
    return watched
class Watched(socket.socket):
    connect = noting(socket.socket.connect)
    connect_ex = noting(socket.socket.connect_ex)
usual = socket.getaddrinfo
def look_up(name, *args, **kwargs):
    answers = names.get(name)
    if answers is None:
        literal = ":" in name or name[:1].isdigit()
        return usual(name, *args, **kwargs) if literal else (_ for _ in ()).throw(socket.gaierror(name))
    found = answers.pop(0) if len(answers) > 1 else answers[0]
    return [each for address in found.split() for each in usual(address, *args, **kwargs)]
socket.socket, socket.getaddrinfo = Watched, look_up
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""


def watched(names: dict[str, list[str]], *args: str, **settings: str) -> tuple[int, str, list[str]]:
    """Exit code, standard error and the addresses connected to, of a crawl with these answers to names."""
    options = [word for name, value in {**FAST, **settings}.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-c", WATCHED, json.dumps(names), "crawl", "techstage", *options, *args]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    reached = [line.split()[1] for line in done.stderr.splitlines() if line.startswith("CONNECT ")]
    return done.returncode, done.stderr, reached


@pytest.mark.parametrize(
    "address",
    "10.0.0.1 172.16.0.1 192.168.1.1 127.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1 "
    "198.18.0.1 192.0.2.1 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 ::ffff:8.8.8.8 64:ff9b::808:808 "
    "64:ff9b:1::1 2002:7f00:1:: 2001:0:1::1 2001:db8::1".split(),
)
def test_what_is_no_public_address(address: str) -> None:
    assert not public(address)


def test_what_is_a_public_address() -> None:
    assert all(public(address) for address in ("193.99.144.80", "8.8.8.8", "2606:4700::1111", "2a02:2e0:3fe::1"))
    assert not reachable("127.0.0.1", [])


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost", "2130706433", "[::1]"])
def test_nothing_is_connected_to_without_leave(host: str, site: SmallSite) -> None:
    at = site.at.replace("127.0.0.1", host)
    code, err, reached = watched({"localhost": ["127.0.0.1"]}, "-a", f"at={at}", ALLOW_ADDRESSES="")
    assert reached == []
    assert site.log == []
    assert code in (Exit.NOTHING_FOUND, Exit.BLOCKED, Exit.BAD_INPUT), err


def test_a_name_that_changes_its_address_gains_nothing(site: SmallSite) -> None:
    names = {"rebind.test": ["127.0.0.1", "10.0.0.1", "169.254.169.254"]}
    at = site.at.replace("127.0.0.1", "rebind.test")
    _, err, reached = watched(names, "-a", f"at={at}", DNSCACHE_ENABLED="False")
    assert set(reached) == {"127.0.0.1"}
    assert "no public address" in err


INSIDE = ["::1", "fe80::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fd00::1", "10.0.0.1 ::ffff:10.0.0.1"]


@pytest.mark.parametrize("addresses", INSIDE)
def test_a_name_with_addresses_inside_is_not_connected_to(addresses: str) -> None:
    code, err, reached = watched({"www.techstage.de": [addresses]}, CONTACT="x")
    assert reached == []
    assert code == Exit.BLOCKED
    assert f"No connection to www.techstage.de: {addresses.split()[-1]} is no public address" in err


def test_of_a_names_addresses_only_the_public_ones_are_connected_to(site: SmallSite) -> None:
    at = site.at.replace("127.0.0.1", "mixed.test")
    code, err, reached = watched({"mixed.test": ["::1 10.0.0.1 127.0.0.1 fe80::1"]}, "-a", f"at={at}")
    assert set(reached) == {"127.0.0.1"}
    assert code == Exit.PARTLY_FAILED, err
    assert "/news/artikel-101.html" in site.log


def test_what_can_be_no_name_ends_at_once(site: SmallSite) -> None:
    names = [f"{label}.techstage.de" for label in ("", "a.", "x" * 70)]
    for n, name in enumerate(names):
        site.pages[f"/news/artikel-10{n + 1}.html"] = Reply("", status=302, headers={"Location": f"http://{name}/"})
    begun = time.monotonic()
    run = crawl(site, DOWNLOAD_TIMEOUT="20")
    assert time.monotonic() - begun < 15
    assert "Traceback" not in run.err
    assert all(f"artikel-10{n + 1}.html: Forbidden" in run.err for n in range(len(names)))


@pytest.mark.parametrize("host", ["six.test", "[::1]"])
def test_a_host_with_ipv6_only_is_crawled(site: SmallSite, host: str) -> None:
    try:
        with SmallSite("::1") as six:
            six.pages = site.pages
            at = six.at.replace("[::1]", host)
            code, err, reached = watched({"six.test": ["::1"]}, "-a", f"at={at}", ALLOW_ADDRESSES="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert set(reached) == {"::1"}
    assert code == Exit.PARTLY_FAILED, err
    assert "/news/artikel-101.html" in six.log


def test_no_redirect_leads_to_what_is_not_public_or_not_the_site(site: SmallSite, tmp_path: Path) -> None:
    targets = ["http://10.0.0.1/", "http://127.0.0.2:9/", "http://169.254.169.254/latest/", "file:///etc/passwd"]
    targets += ["http://inside.techstage.de/", "http://[::1]/", "gopher://127.0.0.1/"]
    for n, target in enumerate(targets):
        site.pages[f"/news/fort-{n}.html"] = Reply("", status=302, headers={"Location": target})
    listed = tmp_path / "urls.txt"
    listed.write_text("".join(f"{site.at}/news/fort-{n}.html\n" for n in range(len(targets))))
    names = {"inside.techstage.de": ["192.168.0.1"]}
    _, err, reached = watched(names, "-a", f"at={site.at}", "-a", f"urls={listed}")
    assert set(reached) == {"127.0.0.1"}
    assert all(f"/news/fort-{n}.html" in err for n in range(len(targets)))


def test_a_robots_txt_does_not_lead_inside(site: SmallSite) -> None:
    site.pages["/robots.txt"] = Reply("", status=302, headers={"Location": "http://10.0.0.1/robots.txt"})
    code, _, reached = watched({}, "-a", f"at={site.at}")
    assert set(reached) == {"127.0.0.1"}
    assert code == Exit.BLOCKED  # it could not be read


def test_traps_are_not_entered(site: SmallSite) -> None:
    assert trap("https://a.de/" + "x/" * 4)
    assert trap("https://a.de/" + "/".join(map(str, range(20))))
    assert trap("https://a.de/?" + "x" * 3000)
    assert not trap("https://www.techstage.de/news/2026/11/22/ein-langer-name-der-alles-sagt-123.html?seite=all")
    site.pages["/"] = '<article><a href="/a/b/a/b/a/b/a/b/news/x-1.html">x</a></article>'
    site.pages["/rss.xml"] = feed("/test/a-1.html", "/news/" + "x" * 3000 + "-1.html")
    crawl(site)
    assert not any("xxx" in path for path in site.log)


def test_one_page_under_many_addresses_is_a_trap(tmp_path: Path) -> None:
    with DemoSite() as demo:
        listed = tmp_path / "urls.txt"
        listed.write_text("".join(f"{demo.url}/trouble/same/{n}\n" for n in range(9)))
        options = {**FAST, "SAME_CONTENT_MAX": "2"}
        _, err, _ = watched({}, "-a", f"at={demo.url}", "-a", f"urls={listed}", **options)
    assert err.count("looks like a trap") >= 7


def test_a_body_beyond_the_limit_is_cut_off_whether_packed_or_not(tmp_path: Path) -> None:
    with DemoSite() as demo:
        listed = tmp_path / "urls.txt"
        listed.write_text(f"{demo.url}/trouble/large\n{demo.url}/trouble/bomb\n{demo.url}/trouble/chain/9\n")
        code, err, _ = watched({}, "-a", f"at={demo.url}", "-a", f"urls={listed}", DOWNLOAD_MAXSIZE="1000000")
    assert code == Exit.NOTHING_FOUND
    assert all(f"/trouble/{name}:" in err for name in ("large", "bomb", "chain/9"))


def test_headers_without_end_are_cut_off(site: SmallSite) -> None:
    site.pages["/news/artikel-101.html"] = Reply(article("x"), headers={f"X-{n}": "x" * 1000 for n in range(600)})
    run = crawl(site)
    assert len(run.records) == 2
    assert "Skipped" in run.err
    assert "Traceback" not in run.err
