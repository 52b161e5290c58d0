"""Tables for machines: CSV, JSON or Parquet, to a file or standard output."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qvgraph.cli.places import free_file, put

if TYPE_CHECKING:
    import polars as pl

FORMATS = ("csv", "json", "parquet")


def write_table(
    table: "pl.DataFrame", table_format: str | None, out: str | None, *, force: bool
) -> None:
    """Write a table; the format is the one named, else the file's ending, else CSV."""
    ending = Path(out or "").suffix.removeprefix(".")
    kind = table_format or (ending if ending in FORMATS else "csv")
    if out in (None, "-"):
        if kind == "parquet":
            table.write_parquet(sys.stdout.buffer)
        else:
            sys.stdout.write(table.write_csv() if kind == "csv" else table.write_json() + "\n")
        return
    put(free_file(str(out), force=force), _written(table, kind))


def _written(table: "pl.DataFrame", kind: str) -> bytes:
    """The whole file: a full disk is then met by us and not inside polars."""
    if kind == "parquet":
        stream = io.BytesIO()
        table.write_parquet(stream)
        return stream.getvalue()
    return (table.write_csv() if kind == "csv" else table.write_json()).encode()
