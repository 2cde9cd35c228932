"""What all tests may ask for: a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium without a window. Where there is none the test is skipped, but fails in CI (NEED_BROWSER).

    For a module and not longer: while it is there, an event loop runs, so that `asyncio.run` fails in other tests.
    """
    from playwright.sync_api import sync_playwright

    program = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if program is None:
        reason = "there is no chromium here: `make browser` installs Debian's"
        if os.environ.get("NEED_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        # As root, as in a container, chromium starts only without its own sandbox.
        started = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=hasattr(os, "getuid") and os.getuid() != 0
        )
        yield started
        started.close()
