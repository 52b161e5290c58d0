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
from qvgraph.model.network import TYPES, empty
from qvgraph.model.tables import TABLES
from qvgraph.problems import Place, Problems, nearest

FLAGS = {
    **dict.fromkeys(("true", "1", "yes", "ja", "wahr"), True),
    **dict.fromkeys(("false", "0", "no", "nein", "falsch"), False),
}
"""How people write true and false; upper and lower case are the same."""

LARGEST_WHOLE = 2**53

# Written out, as the digits of other scripts are digits to a pattern and not to a number.
POINT = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
COMMA = r"^[+-]?(?:[0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]+$"
GROUPED = r"^[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+$"
GROUPED_ONCE = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$"


@dataclass(frozen=True)
class Sheet:
    """One table as text, with the name of its file and the line of each row.

    `text` has a String column for each column that was given, `lines` a number for each row, and
    `written` says how the headings of columns were spelt where it was not our way. In a workbook
    `letters` are those of the columns, and `typed` is true where a cell held a number, not text.
    `others` are columns beyond the declared ones in types of their own.
    """

    table: str
    file: str
    text: pl.DataFrame
    lines: Sequence[int]
    counted: Literal["line", "row", "cell"] = "line"
    decimal_comma: bool = False
    written: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    typed: pl.DataFrame | None = None
    others: pl.DataFrame = field(default_factory=pl.DataFrame)

    def place(self, row: int, column: str) -> Place:
        """Where a value stands, for instance ``organisations.csv line 4, column employees``."""
        name = self.written.get(column, column)
        spot = f"{self.letters.get(column, '')}{self.lines[row]}"
        said = {"file": self.file, "number": spot, "column": name}
        if self.counted == "cell":
            return cell_place(self.file, spot, name)
        if self.counted == "row":
            text = say("{file} row {number}, column {column}", **said)
        else:
            text = say("{file} line {number}, column {column}", **said)
        return Place(text, file=self.file, spot=spot, column=name)

    @cached_property
    def cells(self) -> pl.DataFrame:
        """The text without surrounding spaces, null where empty, all declared columns present."""
        stripped = pl.all().str.strip_chars()
        cells = self.text.select(pl.when(stripped != "").then(stripped))
        same = (column for column in self.text.iter_columns() if column.equals(cells[column.name]))
        absent = (pl.lit(None, pl.String).alias(column.name) for column in self._absent)
        # A frame without columns would get a row with them.
        return cells.with_columns(*same, *absent).head(self.text.height)

    @cached_property
    def values(self) -> pl.DataFrame:
        """The cells in their declared types, null where they cannot be read; others as given."""
        cells = self.cells
        # Most columns of most networks hold nothing.
        full = [column for column in TABLES[self.table] if cells[column.name].count()]
        empty = [column for column in TABLES[self.table] if column not in full]
        # One step after the other, as each reads several times what the one before has made.
        if self.decimal_comma:
            cells = cells.with_columns(map(self._with_point, filter(_is_number, full)))
        return (
            cells.lazy()
            .with_columns(map(_parsed, full))
            .with_columns(map(_checked, filter(_is_number, full)))
            .with_columns(pl.lit(None, TYPES[one.word.type]).alias(one.name) for one in empty)
            .with_columns(self.others.get_columns())
            .collect()
        )

    @property
    def _absent(self) -> list[Column]:
        return [column for column in TABLES[self.table] if column.name not in self.text.columns]

    @cached_property
    def point(self) -> Literal["decimal", "thousands", "unclear"]:
        """What the point of ``1.200`` means here, judged by the other numbers of the file."""
        if not self.decimal_comma:
            return "decimal"
        numbers = pl.concat(
            _only(self.cells[column.name], ~self._typed(column.name))
            for column in TABLES[self.table]
            if column.word.type in ("whole", "number")
        )
        points = numbers.str.contains(r"\.") & numbers.str.contains(POINT)
        points &= ~numbers.str.contains(GROUPED)
        commas = numbers.str.contains(COMMA)
        if points.any() == commas.any():
            return "unclear"
        return "thousands" if commas.any() else "decimal"

    def _typed(self, column: str) -> pl.Series:
        """Where the cells of a column held numbers, which have no spelling to be judged."""
        if self.typed is not None and column in self.typed.columns:
            return self.typed[column]
        return pl.repeat(False, self.text.height, dtype=pl.Boolean, eager=True)

    def _with_point(self, column: Column) -> pl.Expr:
        """A column of numbers in which the comma is the decimal sign, written with points."""
        cells = pl.col(column.name)
        spelt = ~pl.lit(self._typed(column.name))
        thousands = (cells.str.contains(COMMA) | cells.str.contains(GROUPED)) & spelt
        unclear = pl.lit(value=False)
        if column.word.type == "number" and self.point != "thousands":
            once = cells.str.contains(GROUPED_ONCE) & spelt
            thousands &= ~once
            if self.point == "unclear":
                unclear = once
        plain = cells.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        return pl.when(thousands).then(plain).when(~unclear).then(cells).alias(column.name)


def _is_number(column: Column) -> bool:
    return column.word.type in ("whole", "number")


def _parsed(column: Column) -> pl.Expr:
    """A column in its type, numbers as any that can be written."""
    cells = pl.col(column.name)
    match column.word.type:
        case "flag":
            return cells.str.to_lowercase().replace_strict(
                FLAGS, default=None, return_dtype=pl.Boolean
            )
        case "text":
            return cells.str.replace_all(r"\s*;\s*", ";") if column.word.many else cells
        case "whole" | "number":
            return pl.when(cells.str.contains(POINT)).then(cells).cast(pl.Float64)


def _checked(column: Column) -> pl.Expr:
    """A column of numbers without those that are none of its type."""
    numbers = pl.col(column.name)
    if column.word.type == "number":
        return pl.when(numbers.is_finite()).then(numbers)
    whole = (numbers == numbers.round()) & (numbers.abs() <= LARGEST_WHOLE)
    return pl.when(whole).then(numbers).cast(TYPES["whole"])


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

    def rows(
        self, table: str, *columns: str, where: pl.Expr | None = None
    ) -> Iterator[tuple[Sheet, int, tuple[Any, ...]]]:
        """The values of some columns, row by row; nothing when the table is not there.

        `where` says which rows: a large table is searched by polars, and only what is found there
        is worth a step in Python.
        """
        if sheet := self.sheets.get(table):
            rows: Sequence[int] | pl.Series = range(sheet.values.height)
            if where is not None:
                rows = places(sheet.values.select(where).to_series())
                if not len(rows):
                    return
            values = sheet.values.select(columns)
            values = values if where is None else values[rows]
            for row, these in zip(rows, values.iter_rows(), strict=True):
                yield sheet, row, these

    def ids(self, table: str) -> pl.Series | None:
        """The ids of a table, each once and in their order; None when they could not be read."""
        if table not in self._ids:
            self._ids[table] = self._read_ids(table)
        return self._ids[table]

    @cached_property
    def _ids(self) -> dict[str, pl.Series | None]:
        return {}

    def _read_ids(self, table: str) -> pl.Series | None:
        sheet = self.sheets.get(table)
        if table in self.unreadable or (sheet and "id" not in sheet.text.columns):
            return None
        if sheet is None:
            return pl.Series("id", [], dtype=pl.String)
        return sheet.values["id"].drop_nulls().unique(maintain_order=True)

    @cached_property
    def kinds(self) -> pl.DataFrame:
        """The kind of each organisation by its id; the last row counts where one is there twice."""
        sheet = self.sheets.get("organisations")
        if sheet is None:
            return empty("organisations").select("id", "kind")
        return sheet.values.select("id", "kind").unique("id", keep="last")

    def of_kind(self, *kinds: str) -> pl.Series:
        """The ids of all organisations of some kinds."""
        return self.kinds.filter(pl.col("kind").is_in(kinds))["id"].drop_nulls()


def cell_place(sheet: str, cell: str, column: str) -> Place:
    """Where a cell of a workbook is; `sheet` says its file, too."""
    text = say("{file}, cell {number}", file=sheet, number=cell)
    if column:
        text = say("{file}, cell {number}, column {column}", file=sheet, number=cell, column=column)
    inside = sheet if isinstance(sheet, Place) else Place(sheet, file=sheet)
    return Place(text, file=inside.file, sheet=inside.sheet, spot=cell, column=column)


def places(mask: pl.Series) -> pl.Series | Sequence[int]:
    """Where a mask is true; in the usual case, nowhere, without another step in polars."""
    return mask.arg_true() if mask.any() else ()


def near(name: str | None, known: Iterable[str]) -> str:
    """The nearest known name, whatever its capitals, as `problems.nearest` says it."""
    spelt = {spelling.casefold(): spelling for spelling in known}
    if name and (same := spelt.get(name.casefold())):
        return nearest(same, [same])
    return nearest(name, spelt.values()) if name else ""


def _only(series: pl.Series, keep: pl.Series) -> pl.Series:
    """The values to keep, null elsewhere."""
    nothing = pl.Series(series.name, [], dtype=series.dtype).clear(len(series))
    return series.zip_with(keep.fill_null(value=False), nothing)
