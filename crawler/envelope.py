"""A request as a line of JSON and back, without pickle: what is read back can name methods of the spider, no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from scrapy import Request, Spider


def pack(request: Request, spider: Spider) -> str:
    """What differs from a plain GET, as JSON. Raises ValueError for what no later process could make again."""
    fields: dict[str, Any] = {
        "callback": _name(request.callback, spider),
        "errback": _name(request.errback, spider),
        "method": request.method if request.method != "GET" else None,
        "body": request.body.decode("latin-1"),
        "headers": {
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in request.headers.items()
        },
        "meta": request.meta,
        "cb_kwargs": request.cb_kwargs,
        "priority": request.priority,
        "dont_filter": request.dont_filter,
    }
    try:
        return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{request.url} can't be queued: {error}") from None


def unpack(text: str, url: str, spider: Spider) -> Request:
    """The request again. Raises ValueError for text that `pack` did not write for such a spider."""
    fields = json.loads(text)
    for name in ("callback", "errback"):
        if name in fields:
            fields[name] = _method(spider, fields[name])
    fields["body"] = fields.get("body", "").encode("latin-1")
    return Request(url, **fields)


def _name(function: Callable[..., Any] | None, spider: Spider) -> str | None:
    if function is None:
        return None
    name = getattr(function, "__name__", "")
    if getattr(function, "__self__", None) is not spider or getattr(spider, name, None) != function:
        raise ValueError(f"{function!r} is no method of the spider {spider.name}, so that no later run could call it")
    return name


def _method(spider: Spider, name: str) -> Callable[..., Any]:
    function = getattr(spider, name, None)
    if not callable(function):
        raise ValueError(f"the spider {spider.name} has no method {name!r}")
    return function
