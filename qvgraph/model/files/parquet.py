"""A network as a folder of Parquet files, one for each table: nothing is lost, types are kept."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from qvgraph.language import decimal, say
from qvgraph.model.files.folders import files_of_tables, write_tables
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.network import Network
from qvgraph.model.sheets import Book, Sheet, sheet_of_frame
from qvgraph.model.spelling import in_our_words
from qvgraph.model.tables import TABLES

ENDING: Final = ".parquet"
MOST_ROWS: Final = 50_000_000
"""Rows of a table: a small file can promise billions of them."""


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read `<table>.parquet` for each table that is there; other files are left alone."""
    del asked  # tables say everything themselves
    files = files_of_tables(path, ENDING, reading)
    sheets = {table: _sheet(table, file, reading) for table, file in files.items()}
    readable = {table: sheet for table in TABLES if (sheet := sheets.get(table)) is not None}
    return Book(str(path), readable, frozenset(sheets) - frozenset(readable))


def _sheet(table: str, file: Path, reading: Reading) -> Sheet | None:
    """One table; None when there is nothing to check further."""
    try:
        rows = pl.scan_parquet(file, glob=False).select(pl.len()).collect().item()
        if rows > MOST_ROWS:
            said = {"n": decimal(rows), "most": decimal(MOST_ROWS)}
            reading.note(file.name, say("{n} rows found; at most {most} are expected", **said))
            return None
        frame = pl.read_parquet(file, glob=False)
    except (PolarsError, PanicException, OSError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        reading.note(file.name, say("no Parquet file that can be read ({reason})", reason=reason))
        return None
    names = pl.DataFrame(schema=dict.fromkeys(frame.columns, pl.String))
    _, written = in_our_words(table, names)
    frame = frame.rename({spelt: name for name, spelt in written.items()})
    sheet = sheet_of_frame(table, file.name, frame, reading)
    return replace(sheet, text=in_our_words(table, sheet.text)[0], written=written)


def write(network: Network, folder: Path) -> list[str]:
    """Write all tables with all columns; nothing is lost."""
    write_tables(network, folder, ENDING, _write_table)
    return []


def _write_table(table: str, frame: pl.DataFrame, path: Path) -> None:
    del table  # the file is called by it
    frame.write_parquet(path)
