"""Who is told, and how: the log, a file, mail, a webhook."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crawler.health.mail import Mail
from crawler.health.news import News, as_data, lines
from crawler.health.webhook import Webhook

logger = logging.getLogger("technews.alerts")
Send = Callable[[News], None]


@dataclass(frozen=True, slots=True)
class Senders:
    """Where alerts go; all of them get the same. `file` gets a line of JSON for each alert and each all-clear."""

    log: bool = True
    file: Path | None = None
    mail: Mail | None = None
    webhook: Webhook | None = None

    def all(self) -> dict[str, Send]:
        """By name, what sends. Each raises OSError or NotSent with the reason in one line."""
        found: dict[str, Send] = {"log": to_log} if self.log else {}
        if self.file:
            found["file"] = self.to_file
        if self.mail:
            found["mail"] = self.mail.send
        if self.webhook:
            found["webhook"] = self.webhook.send
        return found

    def to_file(self, news: News) -> None:
        """Append, in one write, so that lines of two processes don't mix."""
        assert self.file
        text = "".join(f"{json.dumps(as_data(event))}\n" for event in news.events)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("ab", buffering=0) as file:
            file.write(text.encode())
            os.fsync(file.fileno())


def to_log(news: News) -> None:
    """A warning for each alert, with its lines, and a line for each all-clear."""
    for event in news.events:
        logger.warning("%s", "\n".join(lines(event)))
