"""`python -m tests.demo_site`: serve the demo site by hand, or crawl it once and end with the crawl's exit code."""

from __future__ import annotations

import argparse
import subprocess
import sys
from threading import Event

from tests.demo_site.server import DemoSite


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.demo_site", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--articles", type=int, default=None, help="more than the written ones are made up")
    parser.add_argument("--crawl", metavar="OUT", help="crawl the site with the techstage spider into this file")
    options = parser.parse_args()
    with DemoSite(options.articles, options.port) as site:
        if options.crawl:
            return crawl(site.url, options.crawl)
        print(f"The demo site is at {site.url}/ (end it with Ctrl-C)", flush=True)
        try:
            Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


def crawl(url: str, out: str) -> int:
    """The exit code of a crawl of the site at this address. The delay is lifted: this server is our own."""
    settings = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "DATA_DIR=")
    settings += ("ALLOW_ADDRESSES=127.0.0.1",)
    command = [sys.executable, "-m", "scrapy", "crawl", "techstage", "-a", f"at={url}", "-O", out]
    return subprocess.run([*command, *(word for setting in settings for word in ("-s", setting))]).returncode


if __name__ == "__main__":
    sys.exit(main())
