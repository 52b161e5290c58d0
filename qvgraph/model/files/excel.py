"""A network as an Excel workbook: a sheet for each table, wherever on it the table stands."""

from collections.abc import Callable, Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from qvgraph.language import say
from qvgraph.model.files.excel_parts import damaged, look_into
from qvgraph.model.files.excel_plain import sheet_as_written
from qvgraph.model.files.excel_table import sheet_of
from qvgraph.model.files.excel_write import write
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.sheets import Book, Sheet, near
from qvgraph.model.spelling import table_called, table_names
from qvgraph.model.tables import TABLES
from qvgraph.problems import InputError, Place, fail, nearest

__all__ = ["read", "read_as_written", "write"]


Failed = dict[str, dict[str, str]]
"""For each sheet the cells whose formula has no result, and why."""


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read the sheets that are called like a table, in German or English; others are left alone."""
    del asked  # tables say everything themselves
    return _opened(path, lambda workbook, failed: _book(path, workbook, failed, reading))


def read_as_written(path: Path, name: str | None, reading: Reading) -> Sheet | None:
    """One sheet with its own headings, the first unless named: no table of ours, a survey."""

    def found(workbook: CalamineWorkbook, failed: Failed) -> Sheet | None:
        known = [one for one in workbook.sheet_names if one in failed]
        if not known or (name is not None and name not in known):
            what = say("no sheet {sheet} found; the sheets are: {given}",
                       sheet=name or "", given=", ".join(known))  # fmt: skip
            reading.note(path.name, what + nearest(name or "", known))
            return None
        chosen = name or known[0]
        rows = _rows(workbook.get_sheet_by_name(chosen))
        return sheet_as_written(_place(path, chosen), rows, failed[chosen], reading)

    return _opened(path, found)


def _opened[Found](path: Path, use: Callable[[CalamineWorkbook, Failed], Found]) -> Found:
    """What comes of a workbook; raises `InputError` for one that is damaged."""
    try:
        failed = look_into(path)
    except OSError as error:
        what = say("the file cannot be read: {reason}", reason=error.strerror)
        raise fail(path.name, what) from error
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            return use(workbook, failed)
    except (InputError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the library gave up; it is no Exception
            raise
        raise damaged(path) from error


def _book(path: Path, workbook: CalamineWorkbook, failed: Failed, reading: Reading) -> Book:
    sheets: dict[str, Sheet | None] = {}
    names: dict[str, str] = {}
    others: list[str] = []
    for about in workbook.sheets_metadata:
        name, table = about.name, table_called(about.name)
        if table is None or name not in failed or about.typ != SheetTypeEnum.WorkSheet:
            others.append(name)
            continue
        place = _place(path, name)
        if table in names:
            what = say("the same table as sheet {sheet}; it is expected once", sheet=names[table])
            reading.note(place, what)
            continue
        names[table] = name
        grid = workbook.get_sheet_by_name(name)
        if grid.start is None and not failed[name]:
            reading.tell(say("The sheet {sheet} is empty and left alone.", sheet=name))
            continue
        sheets[table] = sheet_of(table, place, _rows(grid), _merged(grid), failed[name], reading)
    if not names:
        _note_no_table(path, others, reading)
        return Book(path.name, {}, frozenset({"organisations"}))
    if others:
        reading.tell(say("Sheets that hold no table are left alone: {names}.",
                         names=", ".join(others)))  # fmt: skip
    readable = {table: sheet for table in TABLES if (sheet := sheets.get(table)) is not None}
    untouched = {table for table, sheet in sheets.items() if sheet is None}
    return Book(path.name, readable, frozenset(untouched))


def _place(path: Path, name: str) -> Place:
    text = say("{file}, sheet {sheet}", file=path.name, sheet=name)
    return Place(text, file=path.name, sheet=name)


def _rows(sheet: CalamineSheet) -> list[list[object]]:
    return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]


def _merged(sheet: CalamineSheet) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
    return sheet.merged_cell_ranges or ()


def _note_no_table(path: Path, names: list[str], reading: Reading) -> None:
    what = say(
        "no sheet with a table found; the sheets are: {given}; a table is called one of: {known}",
        given=", ".join(names),
        known=", ".join(table_names()),
    )
    hints = (near(name, table_names()) for name in names)
    reading.note(path.name, what + next(filter(None, hints), ""))
