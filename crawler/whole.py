"""Compressed pages, and only whole ones."""

from __future__ import annotations

import struct
import sys
import zlib
from typing import Any

import brotli
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEP = 1024 * 1024
BROKEN = (EOFError, OSError, struct.error, zlib.error, brotli.error, zstd.ZstdError)


class HalfPage(Exception):
    """A compressed body that ends before its end."""


class WholePagesMiddleware(HttpCompressionMiddleware):
    """Scrapy's own keeps what it can read of a page that was cut off, as if that were all. Here it is fetched again."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        try:
            return super().process_response(request, response)
        except HalfPage:
            reason = "the page came only in part"
            again = self.crawler.spider and get_retry_request(request, spider=self.crawler.spider, reason=reason)
            if again:
                return again
            raise ResponseDataLossError(reason) from None

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if not body:  # as of an answer "not modified"
            return body
        try:
            decoded = HttpCompressionMiddleware._decode(body, encoding, max_size)
        except BROKEN:
            raise HalfPage from None
        if not whole(body, encoding, len(decoded)):
            raise HalfPage
        return decoded


def whole(body: bytes, encoding: bytes, size: int) -> bool:
    """Whether a compressed body that gave `size` bytes is complete.

    >>> import gzip
    >>> packed = gzip.compress(b"text" * 1000)
    >>> whole(packed, b"gzip", 4000), whole(packed[:-12], b"gzip", 4000)
    (True, False)
    """
    if encoding in (b"gzip", b"x-gzip") and int.from_bytes(body[-4:], "little") == size & 0xFFFFFFFF:
        return True  # the usual case at no cost: the length that a gzip file ends with
    if encoding == b"br":
        return _finished_brotli(body)
    if encoding == b"zstd":
        return _finished(zstd.ZstdDecompressor(), body, limit="max_length")
    if encoding == b"deflate":
        return any(_finished_zlib(body, wbits) for wbits in (15, -15))
    return _finished_zlib(body, 31) if encoding in (b"gzip", b"x-gzip") else True


def _finished_zlib(body: bytes, wbits: int) -> bool:
    unpacker = zlib.decompressobj(wbits=wbits)
    try:
        unpacker.decompress(body, STEP)
        while unpacker.unconsumed_tail and not unpacker.eof:
            unpacker.decompress(unpacker.unconsumed_tail, STEP)
    except zlib.error:
        return False
    return unpacker.eof


def _finished_brotli(body: bytes) -> bool:
    unpacker: Any = brotli.Decompressor()
    data = body
    while unpacker.process(data, output_buffer_limit=STEP) and not unpacker.is_finished():
        data = b""
    return bool(unpacker.is_finished())


def _finished(unpacker: Any, body: bytes, limit: str) -> bool:
    data = body
    while unpacker.decompress(data, **{limit: STEP}) and not unpacker.eof:
        data = b""
    return bool(unpacker.eof)
