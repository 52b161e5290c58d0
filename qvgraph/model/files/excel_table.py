"""The table of a sheet: found by its headings, read column by column, each cell with its address.

The header is the row with most headings that a table may have. The table is as wide as its
headings without a gap, and goes down to the last row that has a value below them: empty rows
inside are skipped, and what stands above or beside is left alone.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.excel_cells import (
    Value,
    error_called,
    is_error,
    letters_of,
    number_of,
    text_of,
    texts_of,
)
from qvgraph.model.files.reading import Reading
from qvgraph.model.sheets import Sheet, cell_place
from qvgraph.model.spelling import column_called, in_our_words
from qvgraph.model.tables import KEYS, TABLES
from qvgraph.problems import Place, nearest

Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]

EXAMPLES: Final = ("beispiel-", "example-")
"""Ids that begin so belong to the example rows of a template."""

_LOOKED_AT: Final = 200
"""Rows in which a header is looked for."""

_COVERED: Final = 10_000
"""Cells of a merged one of which nothing more is said."""


@dataclass(frozen=True)
class _Area:
    """Where a table is on its sheet; rows and columns are counted from 0, `end` is behind it."""

    place: Place
    header: int
    start: int
    end: int
    names: tuple[str | None, ...]

    def cell(self, row: int, column: int) -> Place:
        """A cell by its place on the sheet."""
        name = self.names[column - self.start] or ""
        return cell_place(self.place, f"{letters_of(column)}{row + 1}", name)


def sheet_of(
    table: str,
    place: Place,
    rows: list[list[Any]],
    merged: Merged,
    failed: Mapping[str, str],
    reading: Reading,
) -> Sheet | None:
    """Read the table of a sheet; None when there is nothing to check further."""
    area = _area(table, place, rows, reading)
    if area is None:
        return None
    _note_merged(area, len(rows), merged, reading)
    _note_failed(area, failed, reading)
    blank = [""] * (area.end - area.start)
    kept = [
        (number, cells)
        for number, row in enumerate(rows[area.header + 1 :], area.header + 1)
        if (cells := row[area.start : area.end]) != blank and not _is_blank(cells)
    ]
    numbers = [number for number, _ in kept]
    columns: Sequence[Sequence[Value]] = list(zip(*(cells for _, cells in kept), strict=True))
    if not kept:
        columns = [()] * len(blank)
    given = _named(area, columns, numbers, reading)
    return _sheet(table, area, given, numbers, reading)


def _area(table: str, place: Place, rows: list[list[Any]], reading: Reading) -> _Area | None:
    """The headings of a table, or None, and that is a problem."""
    best, found, seen = 0, -1, 0
    for number, row in enumerate(rows):
        if seen >= _LOOKED_AT:
            break
        known = {column_called(table, cell) for cell in row if isinstance(cell, str)} - {None}
        seen += any(cell != "" for cell in row)
        if len(known) > best:
            best, found = len(known), number
    if not best:
        declared = [column.name for column in TABLES[table]]
        what = say(
            "no row with the names of columns found; known are: {known}",
            known=", ".join(declared),
        )
        words = (cell for row in rows[:_LOOKED_AT] for cell in row if isinstance(cell, str))
        hints = (nearest(word, declared) for word in words if 1 < len(word) < 40)
        reading.note(place, what + next(filter(None, hints), ""))
        return None
    row = rows[found]
    known_at = [
        n for n, cell in enumerate(row) if isinstance(cell, str) and column_called(table, cell)
    ]
    start, last = known_at[0], known_at[-1]
    while start > 0 and row[start - 1] != "":
        start -= 1
    while last + 1 < len(row) and row[last + 1] != "":
        last += 1
    names = [(text_of(cell) or "").strip() or None for cell in row[start : last + 1]]
    return _Area(place, found, start, last + 1, tuple(names))


def _is_blank(cells: Sequence[Value]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)


def _note_merged(area: _Area, height: int, merged: Merged, reading: Reading) -> None:
    for (top, left), (bottom, right) in merged:
        if bottom < area.header or top >= height or right < area.start or left >= area.end:
            continue
        column = area.names[max(left, area.start) - area.start] or ""
        spot = f"{letters_of(left)}{top + 1}:{letters_of(right)}{bottom + 1}"
        what = say("merged cells found inside a table; expected is one cell for each value")
        reading.note(cell_place(area.place, spot, column), what)
        inside = [
            (row, column)
            for row in range(max(top, area.header), min(bottom, top + _COVERED) + 1)
            for column in range(max(left, area.start), min(right, area.end - 1) + 1)
        ]
        for row, covered in inside[:_COVERED]:
            if (row, covered) != (top, left):
                reading.leave(area.cell(row, covered))


def _note_failed(area: _Area, failed: Mapping[str, str], reading: Reading) -> None:
    for address, error in failed.items():
        letters = address.rstrip("0123456789")
        row, column = int(address[len(letters) :]) - 1, number_of(letters) - 1
        if row < area.header or not area.start <= column < area.end:
            continue
        settle_failed(area.cell(row, column), error, reading)


def settle_failed(place: Place, error: str, reading: Reading) -> None:
    """A formula that ended with an error or was never computed is all there is to say of a cell."""
    what = say("a formula without a result found; open the workbook in Excel and save it")
    if error:
        what = say("{error} found, the result of a formula; a value is expected",
                   error=error_called(error))  # fmt: skip
    reading.settle(place, what)


def _named(
    area: _Area, columns: Sequence[Sequence[Value]], numbers: Sequence[int], reading: Reading
) -> dict[str, tuple[int, Sequence[Value]]]:
    """The columns by their headings, each with its place on the sheet."""
    given: dict[str, tuple[int, Sequence[Value]]] = {}
    for place, (name, values) in enumerate(zip(area.names, columns, strict=True), area.start):
        if name is None:
            full = [n for n, value in enumerate(values) if value != ""]
            if full:
                what = say("a value found in a column without a name; a name is expected above it")
                reading.note(area.cell(numbers[full[0]], place), what)
        elif name in given:
            what = say("column {column} found twice; each is expected once", column=name)
            reading.note(area.cell(area.header, place), what)
        else:
            given[name] = place, values
    return given


def _sheet(
    table: str,
    area: _Area,
    given: Mapping[str, tuple[int, Sequence[Value]]],
    numbers: Sequence[int],
    reading: Reading,
) -> Sheet | None:
    """The cells as text in our words, without example rows; what is no text is told or noted."""
    texts = {name: texts_of(values) for name, (_, values) in given.items()}
    for name, (place, values) in given.items():
        for n, value in enumerate(values):
            if isinstance(value, str) and value[:1] == "#" and is_error(value):
                settle_failed(area.cell(numbers[n], place), value, reading)
                texts[name][n] = None
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    text, written = in_our_words(table, frame)
    ours = dict(zip(text.columns, given.values(), strict=True))
    typed = {}
    for column in TABLES[table]:
        if column.name in ours and column.word.type in ("whole", "number"):
            place, values = ours[column.name]
            text = _without_dates(text, column.name, area, place, values, numbers, reading)
            typed[column.name] = [type(value) in (int, float) for value in values]
    real = _no_examples(table, text)
    if not real.all():
        starts = ", ".join(EXAMPLES)
        reading.tell(
            say("Example rows are left out (ids that begin with {starts}).", starts=starts)
        )
        if not real.any() and table != "organisations":
            return None
    sheet = Sheet(
        table,
        area.place,
        text.filter(real),
        [number + 1 for number, counts in zip(numbers, real, strict=True) if counts],
        counted="cell",
        decimal_comma=True,
        written=written,
        letters={name: letters_of(place) for name, (place, _) in ours.items()},
        typed=pl.DataFrame(typed, schema=dict.fromkeys(typed, pl.Boolean)).filter(real)
        if typed
        else None,
    )
    _tell_numbers_as_text(sheet, reading)
    return sheet


def _without_dates(
    text: pl.DataFrame,
    name: str,
    area: _Area,
    place: int,
    values: Sequence[Value],
    numbers: Sequence[int],
    reading: Reading,
) -> pl.DataFrame:
    """A column of numbers without its dates and times: each of them is a problem."""
    dates = [
        n
        for n, value in enumerate(values)
        if isinstance(value, datetime.date | datetime.time | datetime.timedelta)
    ]
    for n in dates:
        what = say("the date or time {value} found; a number is expected", value=text[name][n])
        reading.settle(area.cell(numbers[n], place), what)
    if not dates:
        return text
    cells = text[name].to_list()
    for n in dates:
        cells[n] = None
    return text.with_columns(pl.Series(name, cells, dtype=pl.String))


def _no_examples(table: str, text: pl.DataFrame) -> pl.Series:
    """Whether a row is none of a template's examples."""
    real = pl.repeat(True, text.height, dtype=pl.Boolean, eager=True)
    for key in KEYS[table]:
        if key in text.columns:
            ids = text[key].str.strip_chars().str.to_lowercase()
            for start in EXAMPLES:
                real &= ~ids.str.starts_with(start).fill_null(value=False)
    return real


def _tell_numbers_as_text(sheet: Sheet, reading: Reading) -> None:
    """How many numbers are stored as text, and where the first is."""
    if sheet.typed is None:
        return
    found = {
        name: (sheet.values[name].is_not_null() & ~sheet.typed[name]).arg_true()
        for name in sheet.typed.columns
    }
    first = next((name for name, rows in found.items() if len(rows)), None)
    if first is None:
        return
    row = found[first][0]
    reading.tell(
        say(
            "{sheet}: {n} numbers are stored as text and read as German ones are written; the"
            " first is “{value}” in cell {cell}.",
            sheet=sheet.file,
            n=decimal(sum(map(len, found.values()))),
            value=sheet.cells[first][row],
            cell=sheet.place(row, first).spot,
        )
    )
