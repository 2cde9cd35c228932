"""A request for a dataset → the command that a user types for it."""

from __future__ import annotations

import shlex
from dataclasses import fields

from crawler.dataset.duplicates import KEEP
from crawler.dataset.made import SHARD, Request


def command(request: Request) -> str:
    """The exact command; OUT, where the dataset goes, makes no difference to it and stays a word.

    Whoever types it gets one article of a story, if `--keep` says nothing; who asks in Python, all.

    >>> from pathlib import Path
    >>> from crawler.dataset.steps import Wanted
    >>> wanted = Wanted(sites=("heise",), where="offers > 0")
    >>> command(Request(out=Path("news"), places=(Path("data"),), format="hf", wanted=wanted))
    "scrapy export OUT --from data --format hf --view articles --site heise --where 'offers > 0' --keep all"
    """
    words = ["scrapy", "export", "OUT"]
    for place in request.places:
        words += ["--from", str(place)]
    words += ["--format", request.format, "--view", request.view]
    if request.shard != SHARD:
        words += ["--shard", str(request.shard)]
    for field in fields(request.wanted):
        value = getattr(request.wanted, field.name)
        option = f"--{field.name.replace('_', '-')}"
        if value is True:
            words.append(option)
        elif isinstance(value, tuple):
            words += [word for one in value for word in (option.removesuffix("s"), str(one))]
        elif value != (KEEP[0] if field.name == "keep" else field.default):
            words += [option, str(value)]
    return shlex.join(words)
