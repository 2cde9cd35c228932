"""What is recorded of a site's word on reuse."""

from __future__ import annotations

import time

from crawler.rights import of_headers, of_page
from tests.crawler.small_site import Reply, SmallSite, article, crawl

ROBOTS = """User-agent: *
Content-Signal: search=yes, ai-train=no
Content-Usage: train-ai=n
Disallow: /rss2.xml

User-agent: GPTBot
User-agent: CCBot
Disallow: /

License: https://a.de/license.xml
"""
HEAD = """<meta name="robots" content="noai, noimageai, noarchive"><META CONTENT='1' NAME='tdm-reservation'>
<link rel=license type="application/rsl+xml" href="/l.xml">
<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>"""
ON = {"RIGHTS_FILES": "/.well-known/tdmrep.json,/ai.txt"}


def test_every_signal_is_recorded_with_place_and_time(site: SmallSite) -> None:
    plain = {"Content-Type": "text/plain"}
    site.pages["/robots.txt"] = Reply(ROBOTS, headers=plain)
    tdm = '[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.de/policy.json"}]'
    site.pages["/.well-known/tdmrep.json"] = Reply(tdm, headers={"Content-Type": "application/json"})
    headers = {"X-Robots-Tag": "noindex", "TDM-Reservation": "1", "TDM-Policy": "/p", "Content-Usage": "train-ai=n"}
    headers["Link"] = '</l.xml>; rel="license"; type="application/rsl+xml"'
    site.pages["/news/artikel-101.html"] = Reply(article("Artikel 101", head=HEAD), headers=headers)
    run = crawl(site, **ON)
    (record,) = [record for record in run.records if record["url"].endswith("101.html")]
    signals = record["rights"]["signals"]
    assert all({"signal", "value", "where", "at"} <= signal.keys() for signal in signals)
    assert all(signal["at"].endswith("+00:00") for signal in signals)
    told = {(signal["signal"], signal["where"].removeprefix(site.at)): signal for signal in signals}
    verdict = told["robots.txt", "/robots.txt"]["value"]
    assert (verdict["technews"], verdict["GPTBot"], verdict["CCBot"], verdict["ClaudeBot"]) == (
        True,
        False,
        False,
        True,
    )
    assert told["content-signal", "/robots.txt"]["value"] == "search=yes, ai-train=no"
    assert told["content-usage", "/robots.txt"]["agents"] == "*"
    assert told["license", "/robots.txt"]["value"] == "https://a.de/license.xml"
    assert told["tdmrep.json", "/.well-known/tdmrep.json"]["value"] == tdm
    assert told["ai.txt", "/ai.txt"]["status"] == 404
    assert told["ai.txt", "/ai.txt"]["value"] is None
    assert told["x-robots-tag", "header"]["value"] == "noindex"
    assert told["tdm-policy", "header"]["value"] == "/p"
    assert told["license", "link"]["value"] == "/l.xml"
    assert told["robots", "meta"]["value"] == "noai, noimageai, noarchive"
    assert told["tdm-reservation", "meta"]["value"] == "1"
    assert told["isAccessibleForFree", "json-ld"]["value"] == "false"
    assert len(run.records) == 3
    assert all(any(one["signal"] == "ai.txt" for one in each["rights"]["signals"]) for each in run.records)
    assert site.log.count("/ai.txt") == 1


def test_files_that_fail_are_recorded_and_stop_nothing(site: SmallSite) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /ai.txt\n", headers={"Content-Type": "text/plain"})
    site.pages["/.well-known/tdmrep.json"] = Reply("", status=500)
    run = crawl(site, **ON)
    assert len(run.records) == 3
    assert "/ai.txt" not in site.log
    told = [signal for record in run.records for signal in record["rights"]["signals"] if "trouble" in signal]
    assert {signal["signal"]: signal["trouble"] for signal in told}["ai.txt"] == "Forbidden by robots.txt"


def test_hostile_pages_cost_no_time_and_no_room() -> None:
    start = time.monotonic()
    found = of_page(b"<meta " * 50_000) + of_page(b"<meta name=robots content=" + b"a" * 200_000)
    found += of_page(b'"isAccessibleForFree"' * 100_000) + of_page(b"<meta name=robots content=x>" * 50_000)
    found += of_headers([("X-Robots-Tag", "x" * 100_000)] * 1000)
    assert time.monotonic() - start < 2
    assert len(found) <= 150
    assert max(len(signal["value"]) for signal in found) <= 2_000
