"""Tables as text, the way they were read: every value with its place, its spelling and its type.

What cannot be read is kept as it stands, so that a message can say where it is and what was found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import polars as pl

from qvgraph.declare import Column, ColumnType
from qvgraph.language import say
from qvgraph.model.network import TYPES
from qvgraph.model.tables import TABLES
from qvgraph.problems import Problems, nearest

FLAGS = {
    **dict.fromkeys(("true", "1", "yes", "ja", "wahr"), True),
    **dict.fromkeys(("false", "0", "no", "nein", "falsch"), False),
}
"""How people write true and false; upper and lower case are the same."""

LARGEST_WHOLE = 2**53
POINT = r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$"
COMMA = r"^[+-]?(?:\d*|[1-9]\d{0,2}(?:\.\d{3})+),\d+$"
GROUPED = r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$"
GROUPED_ONCE = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"


@dataclass(frozen=True)
class Sheet:
    """One table as text, with the name of its file and the line of each row.

    `text` has a String column for each column that was given, `lines` a number for each row, and
    `written` says how the headings of columns were spelt where it was not our way. `others` are
    columns beyond the declared ones in types of their own.
    """

    table: str
    file: str
    text: pl.DataFrame
    lines: Sequence[int]
    counted: Literal["line", "row"] = "line"
    decimal_comma: bool = False
    written: Mapping[str, str] = field(default_factory=dict)
    others: pl.DataFrame = field(default_factory=pl.DataFrame)

    def place(self, row: int, column: str) -> str:
        """Where a value stands, for instance ``organisations.csv line 4, column employees``."""
        name = self.written.get(column, column)
        said = {"file": self.file, "number": self.lines[row], "column": name}
        if self.counted == "row":
            return say("{file} row {number}, column {column}", **said)
        return say("{file} line {number}, column {column}", **said)

    @cached_property
    def cells(self) -> pl.DataFrame:
        """The text without surrounding spaces, null where empty, all declared columns present."""
        stripped = self.text.select(pl.all().str.strip_chars().replace("", None))
        nothing = [None] * stripped.height
        return stripped.with_columns(
            pl.Series(column.name, nothing, dtype=pl.String)
            for column in TABLES[self.table]
            if column.name not in stripped.columns
        )

    @cached_property
    def values(self) -> pl.DataFrame:
        """The cells in their declared types, null where they cannot be read; others as given."""
        return self.cells.with_columns(
            *(self._read(self.cells[column.name], column) for column in TABLES[self.table]),
            *self.others.get_columns(),
        )

    @cached_property
    def point(self) -> Literal["decimal", "thousands", "unclear"]:
        """What the point of ``1.200`` means here, judged by the other numbers of the file."""
        if not self.decimal_comma:
            return "decimal"
        numbers = pl.concat(
            self.cells[column.name]
            for column in TABLES[self.table]
            if column.word.type in ("whole", "number")
        )
        points = numbers.str.contains(r"\.") & numbers.str.contains(POINT)
        points &= ~numbers.str.contains(GROUPED)
        commas = numbers.str.contains(COMMA)
        if points.any() == commas.any():
            return "unclear"
        return "thousands" if commas.any() else "decimal"

    def _read(self, cells: pl.Series, column: Column) -> pl.Series:
        match column.word.type:
            case "flag":
                return cells.str.to_lowercase().replace_strict(
                    FLAGS, default=None, return_dtype=pl.Boolean
                )
            case "whole":
                numbers = self._numbers(cells, "whole")
                whole = (numbers == numbers.round()) & (numbers.abs() <= LARGEST_WHOLE)
                return _only(numbers, whole).cast(TYPES["whole"])
            case "number":
                return self._numbers(cells, "number")
            case "text":
                return cells.str.replace_all(r"\s*;\s*", ";") if column.word.many else cells

    def _numbers(self, cells: pl.Series, type_: ColumnType) -> pl.Series:
        if self.decimal_comma:
            thousands = cells.str.contains(COMMA) | cells.str.contains(GROUPED)
            if type_ == "number" and self.point != "thousands":
                once = cells.str.contains(GROUPED_ONCE)
                thousands &= ~once
                if self.point == "unclear":
                    cells = _only(cells, ~once)
            plain = cells.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
            cells = plain.zip_with(thousands.fill_null(value=False), cells)
        numbers = _only(cells, cells.str.contains(POINT)).cast(pl.Float64)
        return _only(numbers, numbers.is_finite())


def sheet_of_frame(table: str, file: str, frame: pl.DataFrame, problems: Problems) -> Sheet:
    """A table that has types already, rows counted from 1; columns of its own keep theirs."""
    declared = {column.name for column in TABLES[table]}
    nested = [
        name for name, type_ in frame.schema.items() if type_.is_nested() or type_ in _NO_TEXT
    ]
    for name in nested:
        where = say("{file}, column {column}", file=file, column=name)
        problems.note(where, say("lists found; one value in each row is expected"))
    frame = frame.drop(nested)
    others = [
        name for name, type_ in frame.schema.items() if name not in declared and type_ != pl.String
    ]
    return Sheet(
        table,
        file,
        frame.select(pl.all().cast(pl.String)),
        range(1, frame.height + 1),
        counted="row",
        others=frame.select(others),
    )


_NO_TEXT = (pl.Binary, pl.Object)


@dataclass(frozen=True)
class Book:
    """All sheets of one network; `unreadable` tables are there and have their problems already."""

    where: str
    sheets: Mapping[str, Sheet]
    unreadable: frozenset[str] = frozenset()

    def columns(self, *types: ColumnType) -> Iterator[tuple[Sheet, Column]]:
        """Each given column of these types, with its sheet."""
        for sheet in self.sheets.values():
            for column in TABLES[sheet.table]:
                if column.word.type in types and column.name in sheet.text.columns:
                    yield sheet, column

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Sheet, int, tuple[Any, ...]]]:
        """The values of some columns, row by row; nothing when the table is not there."""
        if sheet := self.sheets.get(table):
            for row, values in enumerate(sheet.values.select(columns).iter_rows()):
                yield sheet, row, values

    def ids(self, table: str) -> dict[str, None] | None:
        """The ids of a table in their order; None when they could not be read."""
        sheet = self.sheets.get(table)
        if table in self.unreadable or (sheet and "id" not in sheet.text.columns):
            return None
        return dict.fromkeys(id_ for _, _, (id_,) in self.rows(table, "id") if id_)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each organisation."""
        return {id_: kind for _, _, (id_, kind) in self.rows("organisations", "id", "kind")}


def near(name: str | None, known: Iterable[str]) -> str:
    """The nearest known name, whatever its capitals, as `problems.nearest` says it."""
    spelt = {spelling.casefold(): spelling for spelling in known}
    if name and (same := spelt.get(name.casefold())):
        return nearest(same, [same])
    return nearest(name, spelt.values()) if name else ""


def _only(series: pl.Series, keep: pl.Series) -> pl.Series:
    """The values to keep, null elsewhere."""
    nothing = pl.Series(series.name, [None] * len(series), dtype=series.dtype)
    return series.zip_with(keep.fill_null(value=False), nothing)
