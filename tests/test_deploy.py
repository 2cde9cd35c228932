"""The files of deploy/: they parse, and what they run is there."""

from __future__ import annotations

import configparser
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from scrapy.utils.project import get_project_settings

from crawler.schedule.config import of_project
from tests.crawler.small_site import ROOT, scrapy

DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir())
UNITS = [path for path in FILES if path.suffix in (".service", ".timer")]
SERVICES = [path for path in UNITS if path.suffix == ".service"]


def unit(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, strict=True)
    found.optionxform = str  # type: ignore[assignment,method-assign]  # the names of systemd have capitals
    found.read_string(path.read_text())
    return found


def container() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, continued lines joined."""
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def cron_job() -> dict[str, Any]:
    return next(part for part in yaml.safe_load_all((DEPLOY / "cronjob.yaml").read_text()) if part["kind"] == "CronJob")


def pod() -> dict[str, Any]:
    spec: dict[str, Any] = cron_job()["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return spec


def compose() -> dict[str, Any]:
    service: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["technews"]
    return service


def commands() -> Iterator[tuple[str, list[str]]]:
    """Where a scrapy command stands, and its words after `scrapy`."""
    for path in SERVICES:
        yield path.name, shlex.split(unit(path)["Service"]["ExecStart"])[1:]
    for line in (DEPLOY / "crontab").read_text().splitlines():
        if not line.startswith("#"):
            yield "crontab", shlex.split(line.partition("scrapy ")[2].partition(" >>")[0])
    for word, rest in container():
        if word in ("CMD", "HEALTHCHECK"):
            words = yaml.safe_load(rest[rest.index("[") :])
            yield "Containerfile", words[1:] if words[0] == "scrapy" else words
    yield "compose.yaml", compose()["command"]
    for one in pod()["containers"]:
        yield "cronjob.yaml", one["args"]


@pytest.mark.parametrize(("place", "words"), list(commands()), ids=str)
def test_what_is_run_is_there(place: str, words: list[str]) -> None:
    run = scrapy(words[0], "--help", settings={})
    assert run.code == 0, f"{place}: {run.err}"
    for option in (word for word in words[1:] if word.startswith("-")):
        assert re.search(rf"{option}\b", run.out), f"{place}: scrapy {words[0]} knows no {option}"


def test_every_way_of_running_it_is_looked_at() -> None:
    assert {place for place, _ in commands()} == {
        "technews.service", "technews-schedule.service", "crontab", "Containerfile", "compose.yaml", "cronjob.yaml",
    }  # fmt: skip


def test_the_example_is_read() -> None:
    config = of_project(DEPLOY / "technews.toml", get_project_settings())
    assert [plan.site for plan in config.plans] == ["heise", "golem", "theverge"]
    text = (DEPLOY / "technews.toml").read_text()
    keys = {match[1] for match in re.finditer(r"^#? ?([a-z_]+) = ", text, re.MULTILINE)}
    assert {"sites", "contact", "data", "output", "timezone", "quiet", "at_once", "jitter", "metrics"} <= keys


def test_the_example_is_read_with_all_that_it_offers(tmp_path: Path) -> None:
    text = re.sub(r"^# ([a-z_]+ = )", r"\1", (DEPLOY / "technews.toml").read_text(), flags=re.MULTILINE)
    (tmp_path / "technews.toml").write_text(text)
    config = of_project(tmp_path / "technews.toml", get_project_settings())
    assert set(config.senders.all()) == {"log", "file", "mail", "webhook"}


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_services_are_hardened(path: Path) -> None:
    service = unit(path)["Service"]
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "DynamicUser", "LockPersonality"):
        assert service[name] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""


def test_the_timer_starts_the_service() -> None:
    assert unit(DEPLOY / "technews.timer")["Timer"]["Persistent"] == "yes"
    assert (DEPLOY / "technews.service").exists()


def test_images_run_as_nobody_in_particular() -> None:
    users = [rest for word, rest in container() if word == "USER"]
    assert users[-1:] == ["10001:10001"]
    assert any("--require-hashes -r requirements.lock" in rest for word, rest in container() if word == "RUN")
    copies = [rest.split() for word, rest in container() if word == "COPY" and "--from" not in rest]
    assert all((ROOT / name).exists() for names in copies for name in names[:-1])
    assert (compose()["user"], compose()["read_only"], compose()["cap_drop"]) == ("10001:10001", True, ["ALL"])
    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert cron_job()["spec"]["concurrencyPolicy"] == "Forbid"
    for one in pod()["containers"]:
        assert one["securityContext"]["readOnlyRootFilesystem"] is True
        assert one["securityContext"]["allowPrivilegeEscalation"] is False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_secret_stands_in_them(path: Path) -> None:
    for line in path.read_text().splitlines():
        assert not re.search(r"(?i)(password|secret|token|key)\"?\s*[:=]\s*[\"']?[A-Za-z0-9+/]{6,}", line), line


def test_the_document_names_each_file() -> None:
    text = (ROOT / "docs" / "DEPLOY.md").read_text()
    assert [path.name for path in FILES if f"deploy/{path.name}" not in text] == []
