"""Log lines that a hostile page can't forge or swell."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any, NoReturn

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.exits import Exit

# Control characters, and those that turn the direction of writing or hide: a terminal obeys them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
LONGEST = 2_000


def clean(text: str) -> str:
    """The text with all that a terminal would obey written as an escape; one line.

    >>> clean("a\\x1b[31m b\\nc")
    'a\\\\x1b[31m b\\\\nc'
    """
    return _escape(text).replace("\n", "\\n").replace("\t", " ")


def complain(message: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"scrapy: {clean(message)}\n")


def refuse(message: str) -> NoReturn:
    """One line on standard error, and the end of the process with the exit code for bad input."""
    complain(message)
    raise SystemExit(Exit.BAD_INPUT)


def quieten(settings: BaseSettings) -> None:
    """Leave out what Scrapy tells of its own parts at each start, unless the user asked for everything."""
    if settings["LOG_LEVEL"] != "DEBUG":
        for name in ("scrapy.utils.log", "scrapy.addons", "scrapy.middleware", "scrapy.crawler"):
            logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.WARNING)


def whisper(settings: BaseSettings) -> None:
    """For commands that print what they found: only warnings in the log, unless the user asks for more."""
    settings.set("LOG_LEVEL", "WARNING", priority="spider")
    quieten(settings)


def _escape(text: str) -> str:
    return UNPRINTABLE.sub(lambda char: ascii(char[0])[1:-1], text)


class CleanRecord(logging.LogRecord):
    """A log record whose text and traceback are escaped; further lines are indented: none looks like a record."""

    def getMessage(self) -> str:
        return _escape(super().getMessage()).replace("\n", "\n    ")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.exc_info and self.exc_info[0] and not self.exc_text:
            trace = "".join(traceback.format_exception(*self.exc_info)).rstrip()
            self.exc_text = _escape(trace).replace("\n", "\n    ")


class CleanLogs:
    """Extension: from here on every log record of the process is a CleanRecord."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanLogs:
        logging.setLogRecordFactory(CleanRecord)
        return cls()


class LineFormatter(LogFormatter):
    """One line an event: where the page is from, never the page itself."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        return _line(logging.DEBUG, "Article from %(url)s", response)

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return _line(logging.INFO, "Left out %(url)s: %(reason)s", response, exception)

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return _line(logging.ERROR, "No record from %(url)s: %(reason)s", response, exception)


def _line(
    level: int, message: str, response: Response | Failure | None, reason: BaseException | str = ""
) -> LogFormatterResult:
    url = response.url if isinstance(response, Response) else "the start"
    return {"level": level, "msg": message, "args": {"url": url, "reason": str(reason)[:LONGEST]}}
