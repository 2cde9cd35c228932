"""Standard output that takes no more: no traceback, and no work that nobody reads.

Its reader goes away, as in `scrapy … | head -1`, or the disk is full that it goes to.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO, Any

from scrapy import Spider
from scrapy.extensions.feedexport import StdoutFeedStorage
from scrapy.utils.defer import _schedule_coro

from crawler.exits import Exit
from crawler.logs import complain

logger = logging.getLogger(__name__)


def tolerate() -> None:
    """From here on the process ends without a word when nobody reads what it prints, with the exit code 1."""
    sys.excepthook = _quiet(sys.excepthook)
    atexit.register(_flush)


def _quiet(usual: Callable[..., Any]) -> Callable[..., Any]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, BrokenPipeError):
            usual(kind, error, trace)

    return hook


def _flush() -> None:
    """Python's own last flush would complain of what is left in the buffer."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def printed() -> Iterator[None]:
    """Inside, a command prints what it is for: if that can't be written, it ends with one line and the exit code 7."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for Python's own last flush
        complain(f"standard output can't be written: {error.strerror or error}")
        raise SystemExit(Exit.STORAGE) from None


class Stdout(StdoutFeedStorage):
    """`scrapy crawl … -o -`: a record is out as soon as it is there, and the crawl stops when its reader has gone."""

    def open(self, spider: Spider) -> IO[bytes]:
        return _Piped(self._stdout, spider)  # type: ignore[return-value]  # what an exporter asks of a file, it has


class _Piped:
    def __init__(self, file: IO[bytes], spider: Spider) -> None:
        self.file, self.spider = file, spider
        self.gone = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: bytes) -> int:
        if not self.gone:
            try:
                self.file.write(data)
                self.file.flush()
            except BrokenPipeError:
                self.gone = True
                logger.warning("Nobody reads standard output any more: the crawl stops")
                assert self.spider.crawler.engine is not None
                _schedule_coro(self.spider.crawler.engine.close_spider_async(reason="shutdown"))
        return len(data)

    def flush(self) -> None:
        """What is written is out; what the reader no longer took must not be tried again, as CSV's exporter would."""
