"""technews.toml, right and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.schedule.config import BadConfig, Config, read
from crawler.schedule.times import Cron, Every
from crawler.spider import SiteSpider
from tests.crawler.small_site import refused


class Paper(SiteSpider):
    name, every, timezone = "paper", "2h", "Europe/Berlin"


class Wrong(SiteSpider):
    name, every = "wrong", "now and then"


class Other(SiteSpider):
    name = "other"


SITES: dict[str, type[SiteSpider]] = {"paper": Paper, "other": Other, "wrong": Wrong}


def project() -> Settings:
    found = Settings()
    found.setmodule("crawler.settings")
    return found


def config(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "technews.toml"
    path.write_text(text, "utf-8")
    return read(path, SITES, project())


def test_a_site_follows_its_own_file_and_the_configuration_overrides_it(tmp_path: Path) -> None:
    found = config(
        tmp_path,
        """
        sites = ["paper", "other"]
        contact = "you@example.org"
        data = "kept"
        output = "out/{site}.jsonl"
        quiet = "23:00-05:00"
        jitter = "2m"
        metrics = "kept/technews.prom"
        settings = { RECORD_BLOCKS = true }

        [site.other]
        cron = "15 6-22 * * *"
        quiet = ""
        pages = 200
        megabytes = 50
        minutes = 20
        arguments = { revisit = "never" }
        settings = { DOWNLOAD_DELAY = 2.5 }

        [alerts]
        file = "kept/alerts.jsonl"
        mail = { to = ["desk@example.org"], sender = "crawler@example.org", host = "mail.example.org" }
        webhook = { url_env = "HOOK" }
        """,
    )
    paper, other = found.plans
    assert paper.rhythm == Every(7200)
    assert paper.quiet is not None
    assert str(paper.quiet.zone) == "Europe/Berlin"
    assert (paper.jitter, paper.output) == (120, "out/{site}.jsonl")
    assert paper.settings == {"DATA_DIR": "kept", "RECORD_BLOCKS": True, "CONTACT": "you@example.org"}
    assert isinstance(other.rhythm, Cron)
    assert other.quiet is None
    assert other.arguments == {"revisit": "never"}
    assert other.settings == paper.settings | {
        "CLOSESPIDER_PAGECOUNT": 200, "CRAWL_BYTES": 50_000_000, "CLOSESPIDER_TIMEOUT": 1200, "DOWNLOAD_DELAY": 2.5,
    }  # fmt: skip
    assert set(found.senders.all()) == {"log", "file", "mail", "webhook"}
    assert (found.data, found.metrics, found.at_once) == (Path("kept"), Path("kept/technews.prom"), 2)


MAIL = "sites = ['paper']\n[alerts.mail]\nto = ['a@b.de']\nsender = 'a@b.de'\nhost = 'b.de'\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "`sites`"),
        ("sites = []", "sites"),
        ("sites = ['paper']\nsite = 3", "site"),
        ("sites = ['paper']\nspeed = 3", "speed"),
        ("sites = ['paper'", "Unclosed array"),
        ("sites = ['nosite']", "there is no site 'nosite'"),
        ("sites = ['paper', 'paper']", "paper is named twice"),
        ("sites = ['paper']\n[site.paper]\nevery = '2h'\n[site.paper]\nevery = '3h'", "line 4"),
        ("sites = ['paper']\n[site.other]\nevery = '2h'", "site.other: is not among `sites`"),
        ("sites = ['paper']\n[site.paper]\nevery = 'often'", "site.paper.every: 'often' is no interval"),
        ("sites = ['paper']\n[site.paper]\nevery = '5s'", "site.paper.every: '5s' is too often"),
        ("sites = ['paper']\n[site.paper]\ncron = '0 0 31 2 *'", "site.paper.cron: '0 0 31 2 *' is no cron line"),
        ("sites = ['paper']\n[site.paper]\ncron = '0 0 * * *'\nevery = '2h'", "both every and cron"),
        ("sites = ['paper']\n[site.paper]\npages = 0", "site"),
        ("sites = ['paper']\n[site.paper]\nquiet = 'at night'", "site.paper.quiet: 'at night' are no quiet hours"),
        (
            "sites = ['paper']\n[site.paper]\narguments = { when = 'now' }",
            "site.paper.arguments: unknown argument when",
        ),
        ("sites = ['paper']\n[site.paper]\nevery = ''", "site.paper.every: '' is no interval"),
        ("sites = ['paper']\n[site.paper]\ncron = ''", "site.paper.cron: '' is no cron line"),
        ("sites = ['paper']\n[site.paper]\ncron = '*/5 * * * * *'", "site.paper.cron: '*/5 * * * * *' is no cron line"),
        (
            "sites = ['paper']\n[site.paper]\npages = 'all'",
            "site.paper: Expected `int | null`, got `str` - at `$.pages`",
        ),
        (
            "sites = ['paper']\n[site.paper]\nsettings = { DOWNLOAD_DELAY = 'abc' }",
            "site.paper.settings: DOWNLOAD_DELAY",
        ),
        ("sites = ['paper']\nsettings = { RETRY_TIMES = 2.5 }", "settings: RETRY_TIMES='2.5' is no whole number"),
        ("sites = ['paper']\nsettings = { ALLOW_ADDRESSES = 'foo' }", "settings: ALLOW_ADDRESSES"),
        ("sites = ['paper']\nsettings = { REPLAY = 'pages' }", "settings: REPLAY: a replay keeps no state"),
        ("sites = ['paper']\ndata = ''", "data: may not be empty"),
        ("sites = ['paper']\noutput = 'out/{site}.xyz'", "output: 'out/{site}.xyz' has no format that is known"),
        ("sites = ['paper']\noutput = 'out/{site}.json'", "output: 'out/{site}.json': json can't be appended to"),
        ("sites = ['paper']\n[alerts.webhook]\nurl = 'nonsense'", "alerts.webhook.url: is no http(s) URL"),
        ("sites = ['paper']\n[alerts.webhook]\nurl = 'ftp://b.de/'", "alerts.webhook.url: is no http(s) URL"),
        (f"{MAIL}port = 99999", "`int` <= 65535"),
        ("sites = ['paper']\ntimezone = 'Europe/Atlantis'", "timezone: 'Europe/Atlantis' is no time zone"),
        ("sites = ['paper']\nsettings = { DATA_DIR = 'x' }", "settings.DATA_DIR: here it is called `data`"),
        ("sites = ['paper']\njitter = 'some'", "jitter: 'some' is no interval"),
        ("sites = ['wrong']", "every of tests.crawler.schedule.test_config: 'now and then' is no interval"),
        ("sites = ['paper']\n[alerts.webhook]", "alerts.webhook: needs url or url_env"),
        (
            "sites = ['paper']\n[alerts.mail]\nto = ['a@b.de']\nsender = 'a@b.de'\nhost = 'b.de'\nuser = 'a'",
            "password_env",
        ),
        (
            "sites = ['paper']\n[alerts.mail]\nto = ['a@b.de']\nsender = 'a@b.de'\nhost = 'b.de'\npassword = 'x'",
            "password",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_key_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadConfig) as error:
        config(tmp_path, text)
    assert said in str(error.value)
    assert str(error.value).startswith(str(tmp_path / "technews.toml"))
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    run = refused("due", "--config", str(tmp_path / "technews.toml"))
    assert run.code == 2
    assert "deploy/technews.toml" in run.err


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "technews.toml").write_bytes(b"sites = ['\xff']")
    with pytest.raises(BadConfig, match="utf-8"):
        read(tmp_path / "technews.toml", SITES, project())
