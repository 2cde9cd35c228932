"""Everything that a site can do wrong, on demand: /trouble/<kind>…"""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from html import escape

from aiohttp import web

SEEN: web.AppKey[Counter[str]] = web.AppKey("seen", Counter)
UMLAUTS = "<html><head>{}<title>Größere Akkus</title></head><body><p>Die Prüfung fällt übel aus – für „Süd“.</p>"
WHOLE = "<html><head><title>Noch da</title></head><body><h1>Noch da</h1><p>Beim nächsten Mal geht es.</p></body></html>"
CONSENT = (
    "<html lang=de><head><title>Einwilligung</title></head><body><div class=cmp><h1>Mit Werbung lesen</h1>"
    "<p>Wir brauchen Ihre Einwilligung, um Cookies zu setzen.</p><button>Zustimmen</button></div></body></html>"
)
FAR = {
    "elsewhere": "http://example.org/",
    "private": "http://10.0.0.1/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "file": "file:///etc/passwd",
}
MEGA = 1024 * 1024


def add_routes(app: web.Application) -> None:
    """/trouble/…: status/404, once/KEY?status=500&times=1, chain/N, loop, to/file, charset/wrong, bomb, drip …"""
    app[SEEN] = Counter()
    for path, handler in {
        "status/{status:404|410|429|500|503}": _status,
        "once/{key}": _once,
        "chain/{left:\\d{1,3}}": _chain,
        "loop": _loop,
        "to/{where}": _away,
        "charset/{kind:wrong|missing}": _charset,
        "fail/{kind:reset|truncated}": _broken,
        "large": _large,
        "bomb": _bomb,
        "drip": _drip,
        "nohtml/{kind:pdf|png}": _no_html,
        "empty": _empty,
        "deep": _deep,
        "calendar/{year:\\d{4}}/{month:\\d{1,2}}/{day:\\d{1,2}}": _calendar,
        "same/{slug}": _same,
        "hostile": _hostile,
    }.items():
        app.router.add_get(f"/trouble/{path}", handler)


async def fail(request: web.Request, kind: str) -> web.StreamResponse:
    """A fault that heals on retry: '500', '503', 'reset' (mid-body) or 'truncated' (a gzip body cut short)."""
    if kind == "reset":
        return await _reset(request)
    if kind == "truncated":
        packed = gzip.compress(WHOLE.encode() * 50)
        return _html(packed[: len(packed) // 2], headers={"Content-Encoding": "gzip"})
    return web.Response(status=int(kind), text="Gleich wieder da.")


def _html(body: bytes, charset: str = "", headers: dict[str, str] | None = None) -> web.Response:
    kind = "text/html" + (f"; charset={charset}" if charset else "")
    return web.Response(body=body, headers={"Content-Type": kind, **(headers or {})})


async def _status(request: web.Request) -> web.Response:
    status = int(request.match_info["status"])
    headers = {"Retry-After": "2"} if status in (429, 503) else {}
    return web.Response(status=status, text=f"<h1>{status}</h1>", content_type="text/html", headers=headers)


async def _once(request: web.Request) -> web.StreamResponse:
    """`status` (500, 503, 429, reset, truncated) for the first `times` requests of the key, then 200."""
    seen = request.app[SEEN]
    seen[request.path] += 1
    status = request.query.get("status", "500")
    if seen[request.path] > int(request.query.get("times", "1")):
        return _html(WHOLE.encode(), "utf-8")
    if status == "429":
        return web.Response(status=429, headers={"Retry-After": request.query.get("after", "1")})
    return await fail(request, status)


async def _chain(request: web.Request) -> web.Response:
    left = int(request.match_info["left"])
    if not left:
        return _html(WHOLE.encode(), "utf-8")
    return web.Response(status=302, headers={"Location": f"/trouble/chain/{left - 1}"})


async def _loop(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "/trouble/loop"})


async def _away(request: web.Request) -> web.Response:
    where = FAR.get(request.match_info["where"])
    if not where:
        raise web.HTTPNotFound
    return web.Response(status=302, headers={"Location": where})


async def _charset(request: web.Request) -> web.Response:
    """Windows-1252 bytes, declared as UTF-8 in header and page, or not declared at all."""
    if request.match_info["kind"] == "wrong":
        return _html(UMLAUTS.format('<meta charset="utf-8">').encode("cp1252"), "utf-8")
    return _html(UMLAUTS.format("").encode("cp1252"))


async def _broken(request: web.Request) -> web.StreamResponse:
    return await fail(request, request.match_info["kind"])


async def _reset(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "50000"})
    await response.prepare(request)
    await response.write(WHOLE.encode())
    if request.transport:
        request.transport.abort()
    return response


async def _stream(request: web.Request, chunks: AsyncIterator[bytes], headers: dict[str, str]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html", **headers})
    await response.prepare(request)
    async for chunk in chunks:
        await response.write(chunk)
    return response


async def _large(request: web.Request) -> web.StreamResponse:
    """200 MB of paragraphs."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"<p>viel</p>\n".ljust(1024) * 1024

    return await _stream(request, chunks(), {})


async def _bomb(request: web.Request) -> web.StreamResponse:
    """Some 200 kB of gzip that unfold to 200 MB."""

    async def chunks() -> AsyncIterator[bytes]:
        packer = zlib.compressobj(wbits=31)
        for _ in range(200):
            yield packer.compress(b" " * MEGA)
        yield packer.flush()

    return await _stream(request, chunks(), {"Content-Encoding": "gzip"})


async def _drip(request: web.Request) -> web.StreamResponse:
    """A byte each second (`?every=` seconds), without end."""

    async def chunks() -> AsyncIterator[bytes]:
        while True:
            yield b"."
            await asyncio.sleep(float(request.query.get("every", "1")))

    return await _stream(request, chunks(), {})


async def _no_html(request: web.Request) -> web.Response:
    """PDF or PNG bytes; `?type=text/html` declares them as a page."""
    kind = request.match_info["kind"]
    body, usual = {
        "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n", "application/pdf"),
        "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, "image/png"),
    }[kind]
    return web.Response(body=body, headers={"Content-Type": request.query.get("type", usual)})


async def _empty(request: web.Request) -> web.Response:
    return _html(b"", "utf-8")


async def _deep(request: web.Request) -> web.Response:
    return _html(b"<div>" * 50_000 + b"<p>ganz unten</p>" + b"</div>" * 50_000, "utf-8")


async def _calendar(request: web.Request) -> web.Response:
    """A day without articles that links to the next, for ever."""
    year, month, day = (int(request.match_info[name]) for name in ("year", "month", "day"))
    try:
        following = date(year, month, day) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise web.HTTPNotFound from None
    link = f"/trouble/calendar/{following.year}/{following.month}/{following.day}"
    return _html(f'<h1>{day}.{month}.{year}</h1><a rel="next" href="{link}">Weiter</a>'.encode(), "utf-8")


async def _same(request: web.Request) -> web.Response:
    return _html(WHOLE.encode(), "utf-8")


async def _hostile(request: web.Request) -> web.Response:
    """Script in the title, control characters and terminal escapes in the headline."""
    title = escape("<script>alert(1)</script>")
    body = f"<title>{title}</title><h1>Alles \x1b[2J\x1b[31mrot\x07\x00 \u202egnal\u202c</h1><p>Text mit \x08 Rest.</p>"
    return _html(body.encode(), "utf-8")


async def _forbidden(request: web.Request) -> web.Response:
    return web.Response(status=403, text="<h1>403</h1>", content_type="text/html")


async def _consent(request: web.Request) -> web.Response:
    return _html(CONSENT.encode(), "utf-8")


async def _home(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "/"})


async def _wall(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "https://consent.example.org/?back=1"})


# What a site as a whole can show in place of its articles.
INSTEAD = {"forbidden": _forbidden, "consent": _consent, "wall": _wall, "home": _home, "empty": _empty}
