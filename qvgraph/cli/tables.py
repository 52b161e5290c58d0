"""Tables for machines: CSV, JSON or Parquet, to a file or standard output."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qvgraph.language import say
from qvgraph.problems import fail

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
    path = Path(str(out))
    refuse(path, force=force)
    if kind == "parquet":
        table.write_parquet(path)
    elif kind == "json":
        table.write_json(path)
    else:
        table.write_csv(path)


def refuse(path: Path, *, force: bool) -> None:
    """Raise `InputError` where a file cannot be written, or is there and not to be replaced."""
    if path.is_dir():
        raise fail(str(path), say("a folder found; a file is expected"))
    if path.exists() and not force:
        raise fail(str(path), say("is there already; --force replaces it"))
    if not path.parent.is_dir():
        raise fail(str(path), say("its folder does not exist"))
    if not os.access(path.parent, os.W_OK):
        raise fail(str(path), say("its folder cannot be written to"))
