"""A network as a folder of CSV files, read as spreadsheets write them and written plainly."""

import re
from pathlib import Path

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.fields import Fields, fields_of
from qvgraph.model.files.folders import files_of_tables, write_tables
from qvgraph.model.files.reading import Asked, Reading, line_in
from qvgraph.model.network import Network
from qvgraph.model.sheets import Book, Sheet
from qvgraph.model.spelling import column_called, in_our_words
from qvgraph.model.tables import TABLES
from qvgraph.problems import Problems

SEPARATORS = (",", ";", "\t")
UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MOST_COLUMNS = 16_384
"""As many as a sheet of Excel has."""

TELLING = 10_000
"""Signs of a header that tell its separator: in a broken file it may be millions long."""

LINE_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line for `str.splitlines`."""


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read `<table>.csv` for each table that is there; other files are left alone.

    The encoding is UTF-8, with or without mark, else windows-1252; the separator a comma, semicolon
    or tab; with semicolons also decimal commas. Files and columns may have their German names.
    """
    del asked  # tables say everything themselves
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


def sheet_of(
    table: str, path: Path, reading: Reading, *, also: bool = False, as_written: bool = False
) -> Sheet | None:
    """Read one file as text; None when there is nothing to check further.

    Headings and words are put into ours; with `also` those of other programs are known, too, and
    `as_written` leaves them as they are.
    """
    text = decoded(path, reading)
    if text is None:
        return None
    header, noted = _first_line(text), len(reading)
    separator = _separator(table, header)
    if (width := header.count(separator) + 1) > MOST_COLUMNS:
        said = {"n": decimal(width), "most": decimal(MOST_COLUMNS)}
        reading.note(path.name, say("{n} columns found; at most {most} are expected", **said))
        return None
    fields = fields_of(text, separator, path.name, reading)
    if fields is None:
        if len(reading) == noted:
            what = say("nothing found; a line with the names of columns is expected")
            reading.note(path.name, what)
        return None
    frame, written = _named(fields, path.name, reading), dict[str, str]()
    if not as_written:
        frame, written = in_our_words(table, frame, also=also)
    return Sheet(
        table, path.name, frame, fields.lines, decimal_comma=separator == ";", written=written
    )


def decoded(path: Path, reading: Reading) -> str | None:
    """The text of a file in UTF-8, else in windows-1252, which is told.

    None where it cannot be read or is no text, which is noted.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reading.note(path.name, say("the file cannot be read: {reason}", reason=error.strerror))
        return None
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


def _first_line(text: str) -> str:
    """The first line that holds anything, or nothing."""
    sign = re.search(r"\S", text)
    if sign is None:
        return ""
    before = text[: sign.start()].splitlines(keepends=True)[-1:]
    start = sign.start() - sum(len(line) for line in before if line.splitlines() == [line])
    end = LINE_END.search(text, sign.start())
    return text[start : end.start() if end else None]


def _separator(table: str, header: str) -> str:
    """The separator that finds most declared columns in the header, then most fields."""

    start = header[:TELLING]

    def fit(separator: str) -> tuple[int, int]:
        names = [name.strip().strip('"').strip() for name in start.split(separator)]
        return sum(column_called(table, name) is not None for name in names), len(names)

    return max(SEPARATORS, key=fit)


def _named(fields: Fields, file: str, problems: Problems) -> pl.DataFrame:
    """The body with the names that the header gives its columns."""
    columns: dict[str, pl.Series] = {}
    for place, heading in enumerate(fields.header):
        name, values = heading.strip(), fields.body[str(place)]
        if name in columns:
            what = say("column {column} found twice; each is expected once", column=name)
            problems.note(line_in(file, fields.header_line), what)
        elif name:
            columns[name] = values
        elif any(value.strip() for value in values.unique() if value):
            what = say("column {place} has values; a name is expected", place=place + 1)
            problems.note(line_in(file, fields.header_line), what)
    return pl.DataFrame(columns)
