"""Tables for machines: CSV, JSON or Parquet, to a file or standard output."""

import errno
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qvgraph.language import say
from qvgraph.problems import fail
from qvgraph.study.store import write

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
    _put(Path(str(out)), _written(table, kind), force=force)


def _written(table: "pl.DataFrame", kind: str) -> bytes:
    """The whole file: a full disk is then met by us and not inside polars."""
    if kind == "parquet":
        stream = io.BytesIO()
        table.write_parquet(stream)
        return stream.getvalue()
    return (table.write_csv() if kind == "csv" else table.write_json()).encode()


def _put(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file whole or not at all."""
    if path.is_dir():
        raise fail(str(path), say("a folder found; a file is expected"))
    if path.exists() and not force:
        raise fail(str(path), say("is there already; --force replaces it"))
    if not path.parent.is_dir():
        raise fail(str(path), say("its folder does not exist"))
    try:
        if path.exists() and not path.is_file():  # a device or a pipe
            path.write_bytes(data)
        else:
            write(path, lambda unfinished: unfinished.write_bytes(data))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        why = error.strerror
        raise fail(str(path), say("cannot be written: {why}", why=why)) from error
