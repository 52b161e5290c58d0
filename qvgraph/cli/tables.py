"""Tables for machines: CSV, JSON or Parquet, to a file or standard output."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qvgraph.cli.places import free_file

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
    path = free_file(str(out), force=force)
    if kind == "parquet":
        table.write_parquet(path)
    elif kind == "json":
        table.write_json(path)
    else:
        table.write_csv(path)
