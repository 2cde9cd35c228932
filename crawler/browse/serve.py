"""Datasette over the database, for this machine only."""

from __future__ import annotations

import os
import socket
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

HOST = "127.0.0.1"  # it asks nobody who they are: nobody else may come
# Long texts are cut in tables, whole on a row's own page; a query over months takes longer than Datasette's second.
SETTINGS = {"truncate_cells_html": 600, "sql_time_limit_ms": 10_000, "facet_time_limit_ms": 2_000}


class CannotServe(Exception):
    """Why there is no Datasette to be had; one line with what to do."""


def prepare(port: int) -> None:
    """Raises CannotServe if Datasette is missing or the port is taken: better known before a long build."""
    if find_spec("datasette") is None:
        raise CannotServe("Datasette is not installed: pip install 'technews[browse]'")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotServe(f"port {port} can't be used ({error.strerror}); try --port N") from None


def serve(database: Path, port: int) -> NoReturn:
    """Become Datasette, until it is stopped."""
    metadata = str(files("crawler") / "browse" / "metadata.yaml")
    place = ["--host", HOST, "--port", str(port)]
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
    # As an argument, a path that begins with a dash would be read as an option.
    command = [sys.executable, "-m", "datasette", "serve", *place, *settings, "-m", metadata, str(database.absolute())]
    sys.stdout.flush()
    os.execv(sys.executable, command)
