"""A shard → a Parquet file, typed and compressed, by DuckDB (`technews[dataset]`)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from crawler.dataset.columns import sql
from crawler.dataset.draft import SPILL
from crawler.dataset.read import LONGEST
from crawler.dataset.shard import Shard

ROWS = 5_000  # of a row group; a multiple of what DuckDB works on at a time would be rounded up to
SETTINGS: dict[str, Any] = {
    "threads": 1,  # the same rows in the same row groups each time
    "memory_limit": "512MB",
    "autoinstall_known_extensions": False,  # nothing comes from the network
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
}


def write_parquet(shard: Shard, path: Path) -> list[Path]:
    """The rows with the types of their view. Raises OSError, also for what DuckDB can't write."""
    import duckdb  # an extra: only who wants Parquet needs it

    columns = sql(shard.view.row)
    with tempfile.TemporaryFile(dir=path.parent) as lines:
        for line in shard.lines():
            lines.write(line + b"\n")
        lines.flush()
        # By its number, since DuckDB takes [ and * in a path for a pattern.
        types = ", ".join(f"\"{name}\": '{kind}'" for name, kind in columns.items())
        rows = f"""SELECT * FROM read_json('/dev/fd/{lines.fileno()}', format = 'newline_delimited',
            compression = 'none', maximum_object_size = {2 * LONGEST}, columns = {{{types}}})"""
        target = str(path.absolute()).replace("'", "''")
        with duckdb.connect(config={**SETTINGS, "temp_directory": f"{path}{SPILL}"}) as db:
            try:
                db.execute(f"COPY ({rows}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS})")
            except duckdb.Error as error:
                raise OSError(str(error).partition("\n")[0]) from None
    return [path]
