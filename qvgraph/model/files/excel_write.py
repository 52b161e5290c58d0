"""A network into an Excel workbook, in the language in use; the same network, the same bytes."""

import datetime
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qvgraph.declare import Column
from qvgraph.language import current, decimal, say
from qvgraph.model.network import Network
from qvgraph.model.spelling import column_called, words_of
from qvgraph.model.tables import GERMAN, TABLES
from qvgraph.problems import fail

MOST_ROWS: Final = 1_048_575
"""Rows of a sheet below its header."""

LONGEST: Final = 32_767
"""Signs that a cell holds."""

_WIDEST: Final = 40
_LOOKED_AT: Final = 200
"""Rows that say how wide a column is."""

_EPOCH: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""The date of every workbook: nothing in it depends on the clock."""


class ExactSheet(Worksheet):  # type: ignore[misc]
    """A sheet that keeps all digits of a number: 0.1 + 0.2 has seventeen."""

    def _xml_number_element(self, number: float, attributes: Sequence[Any] = ()) -> None:
        self._xml_start_tag_unencoded("c", attributes)
        self.fh.write(f"<v>{number!r}</v></c>")


def new_workbook(target: BytesIO) -> xlsxwriter.Workbook:
    """A workbook without a date of its own."""
    workbook = xlsxwriter.Workbook(target)
    workbook.set_properties({"created": _EPOCH})
    return workbook


def write(network: Network, path: Path) -> list[str]:
    """Write a sheet for each table; says which texts had to be cut."""
    if path.suffix.lower() == ".xlsm":
        raise fail(path.name, say("a workbook with macros is not written; expected is .xlsx"))
    for table, frame in network.tables.items():
        if frame.height > MOST_ROWS:
            what = say("{n} rows found; a sheet holds {most}",
                       n=decimal(frame.height), most=decimal(MOST_ROWS))  # fmt: skip
            raise fail(table, what)
    data = BytesIO()
    workbook = new_workbook(data)
    cut = sum(_write_sheet(workbook, table, frame) for table, frame in network.tables.items())
    workbook.close()
    path.write_bytes(data.getvalue())
    if not cut:
        return []
    return [
        say("the ends of {n} texts longer than {most} signs", n=decimal(cut), most=decimal(LONGEST))
    ]


def sheet_called(table: str) -> str:
    """What the sheet of a table is called in the language in use."""
    return GERMAN[table][0] if current() == "de" else table.capitalize()


def heading_of(column: Column) -> str:
    """What a column is called in the language in use."""
    return column.word.de if current() == "de" else column.name


def _write_sheet(workbook: xlsxwriter.Workbook, table: str, frame: pl.DataFrame) -> int:
    """Write one table; the number of texts that were cut."""
    sheet = workbook.add_worksheet(sheet_called(table), worksheet_class=ExactSheet)
    sheet.freeze_panes(1, 0)
    bold = workbook.add_format({"bold": True})
    cut = 0
    for place, (heading, values) in enumerate(_columns(table, frame).items()):
        write_text(sheet, 0, place, heading, bold)
        cut += _write_column(sheet, place, values)
        shown = [heading, *map(str, values[:_LOOKED_AT])]
        sheet.set_column(place, place, min(max(map(len, shown)) + 2, _WIDEST))
    return cut


def _columns(table: str, frame: pl.DataFrame) -> Mapping[str, list[Any]]:
    """Headings and values as they are written; columns that hold nothing are left out."""
    declared = {column.name: column for column in TABLES[table]}
    others = [name for name in frame.columns if name not in declared]
    taken = {column_called(table, name) for name in others}
    found = {}
    for name in frame.columns:
        column, values = declared.get(name), frame[name]
        if column is None:
            if values.dtype != pl.Boolean and not values.dtype.is_integer():
                values = values.cast(pl.String)
            found[name] = values.to_list()
        elif column.required or values.null_count() < len(values):
            if column.word.choices:
                values = values.replace(words_of(column))
            found[name if name in taken else heading_of(column)] = values.to_list()
    return found


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Any = None) -> None:
    """Write a text as it is; one that looks like markup would be taken for that."""
    if text.startswith("<r>") and text.endswith("</r>"):
        styles = (style,) if style else ()
        sheet.write_rich_string(row, column, text[:1], style or Format(), text[1:], *styles)
    else:
        sheet.write_string(row, column, text, style)


def _write_column(sheet: Worksheet, place: int, values: list[Any]) -> int:
    cut = 0
    for row, value in enumerate(values, 1):
        if isinstance(value, str):
            cut += len(value) > LONGEST
            write_text(sheet, row, place, value[:LONGEST])
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif value is not None:
            sheet.write_number(row, place, value)
    return cut
