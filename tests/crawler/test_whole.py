"""Half a compressed page is never taken for a page."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from crawler.seal import zstd
from crawler.whole import HalfPage, WholePagesMiddleware

PAGE = "".join(f"<p>Absatz {n} mit Größe {n * 7919}</p>" for n in range(3000)).encode()
PACKED = {
    b"gzip": gzip.compress(PAGE),
    b"deflate": zlib.compress(PAGE),
    b"br": brotli.compress(PAGE),
    b"zstd": zstd.compress(PAGE),
}


@pytest.mark.parametrize("encoding", PACKED)
def test_whole_pages_come_and_cut_ones_do_not(encoding: bytes) -> None:
    packed = PACKED[encoding]
    assert WholePagesMiddleware._decode(packed, encoding, 0) == PAGE
    for cut in (len(packed) - 1, len(packed) // 2, 12):
        with pytest.raises(HalfPage):
            WholePagesMiddleware._decode(packed[:cut], encoding, 0)
    assert WholePagesMiddleware._decode(b"", encoding, 0) == b""  # an answer "not modified" has no body


def test_gzip_of_several_members_or_with_rubbish_behind_it_is_whole() -> None:
    packed = gzip.compress(PAGE[:5000]) + gzip.compress(PAGE[5000:])
    assert WholePagesMiddleware._decode(packed, b"gzip", 0) == PAGE
    assert WholePagesMiddleware._decode(gzip.compress(PAGE) + b"\0" * 7, b"gzip", 0) == PAGE
