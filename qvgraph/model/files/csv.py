"""A network as a folder of CSV files, read as spreadsheets write them and written plainly."""

import csv
import difflib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.folders import files_of_tables, write_tables
from qvgraph.model.files.reading import Asked, Reading, line_in
from qvgraph.model.network import Network
from qvgraph.model.sheets import Book, Sheet
from qvgraph.model.spelling import column_called, in_our_words, table_called, table_names
from qvgraph.model.tables import TABLES
from qvgraph.problems import Problems, nearest

SEPARATORS = (",", ";", "\t")
UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LIKE_A_TABLE = 0.8
"""How alike a file's name and a table's are (0 to 1) when the one was meant to be the other."""


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row and the line of the file on which it starts."""

    line: int
    fields: list[str]


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read `<table>.csv` for each table that is there; other files are left alone.

    The encoding is UTF-8, with or without mark, else windows-1252; the separator a comma, semicolon
    or tab; with semicolons also decimal commas. Files and columns may have their German names.
    """
    del asked  # tables say everything themselves
    _note_misnamed_files(path, reading)
    files = files_of_tables(path, ".csv", reading)
    sheets = {table: sheet_of(table, file, reading) for table, file in files.items()}
    readable = {table: sheet for table in TABLES if (sheet := sheets.get(table)) is not None}
    return Book(str(path), readable, frozenset(sheets) - frozenset(readable))


def write(network: Network, folder: Path) -> list[str]:
    """Write all tables: UTF-8, commas, `true` and `false`, shortest numbers; nothing is lost."""
    write_tables(network, folder, ".csv", _write_table)
    return []


def _write_table(table: str, frame: pl.DataFrame, path: Path) -> None:
    path.write_bytes(text_of(table, frame).encode())


def text_of(table: str, frame: pl.DataFrame) -> str:
    """One table as it is written: columns that are empty throughout left out unless required."""
    optional = [column.name for column in TABLES[table] if not column.required]
    empty = [name for name in optional if frame[name].null_count() == frame.height]
    return frame.drop(empty).write_csv(line_terminator="\n")


def _note_misnamed_files(folder: Path, problems: Problems) -> None:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != ".csv" or table_called(path.stem):
            continue
        known = {name.lower(): name for name in table_names()}
        if match := difflib.get_close_matches(path.stem.lower(), known, 1, LIKE_A_TABLE):
            right = f"{known[match[0]]}.csv"
            problems.note(path.name, say("there is no such table") + nearest(right, [right]))


def sheet_of(table: str, path: Path, reading: Reading, *, also: bool = False) -> Sheet | None:
    """Read one file as text; None when there is nothing to check further.

    Headings and words are put into ours; with `also` those of other programs are known, too.
    """
    try:
        text = decoded(path, reading)
    except OSError as error:
        reading.note(path.name, say("the file cannot be read: {reason}", reason=error.strerror))
        return None
    if text is None:
        return None
    if not text.strip():
        reading.note(path.name, say("nothing found; a line with the names of columns is expected"))
        return None
    separator = _separator(table, text)
    rows = list(rows_of(text, separator, path.name, reading))
    if not rows:
        return None
    header, *body = rows
    frame, written = in_our_words(table, _frame(header, body, path.name, reading), also=also)
    lines = [row.line for row in body]
    return Sheet(table, path.name, frame, lines, decimal_comma=separator == ";", written=written)


def decoded(path: Path, reading: Reading) -> str | None:
    """The text of a file in UTF-8, else in windows-1252, which is told; None where it is none."""
    data = path.read_bytes()
    for mark in (*UTF_16_MARKS, b"\0"):
        if data.startswith(mark) or (mark == b"\0" and mark in data):
            what = say(
                "UTF-16 or no text found at byte {offset}; UTF-8 or windows-1252 is expected",
                offset=data.index(mark),
            )
            reading.note(path.name, what)
            return None
    try:
        return data.removeprefix(UTF_8_MARK).decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError as error:
        what = say(
            "0x{byte:02x} found at byte {offset}; UTF-8 or windows-1252 is expected",
            byte=data[error.start],
            offset=error.start,
        )
        reading.note(path.name, what)
        return None
    reading.tell(say("{file} is read as windows-1252, as it is not UTF-8.", file=path.name))
    return text


def _separator(table: str, text: str) -> str:
    """The separator that finds most declared columns in the header, then most fields."""
    header = next(line for line in text.splitlines() if line.strip())

    def fit(separator: str) -> tuple[int, int]:
        names = [name.strip().strip('"').strip() for name in header.split(separator)]
        return sum(column_called(table, name) is not None for name in names), len(names)

    return max(SEPARATORS, key=fit)


def rows_of(text: str, separator: str, file: str, problems: Problems) -> Iterator[Row]:
    """Each row that holds anything, up to the first that cannot be taken apart."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield Row(line, fields)
            line = reader.line_num + 1
    except csv.Error:
        what = say("a quotation mark found that is not closed, or stands inside a field")
        problems.note(line_in(file, line), what)


def _frame(header: Row, body: Iterable[Row], file: str, problems: Problems) -> pl.DataFrame:
    names = [name.strip() for name in header.fields]
    width = len(names)
    for row in body:
        if any(field.strip() for field in row.fields[width:]):
            what = say(
                "{found} fields found; expected are {width}, one for each column of the header",
                found=len(row.fields),
                width=width,
            )
            problems.note(line_in(file, row.line), what)
    columns: dict[str, list[str | None]] = {}
    for place, name in enumerate(names):
        values = [row.fields[place] if place < len(row.fields) else None for row in body]
        if name in columns:
            what = say("column {column} found twice; each is expected once", column=name)
            problems.note(line_in(file, header.line), what)
        elif name:
            columns[name] = values
        elif any(value and value.strip() for value in values):
            what = say("column {place} has values; a name is expected", place=place + 1)
            problems.note(line_in(file, header.line), what)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
