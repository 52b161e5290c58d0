"""What can be wrong in the tables of a network: one function per failure, run once at the border.

Tables come in as text, the way they were read, so that a message can say where a value stands and
what was found there. `network_of` runs every check over every table before anything is raised.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import polars as pl

from qvgraph.declare import Column, ColumnType
from qvgraph.language import say
from qvgraph.model.network import ONE_REGION, TYPES, Network
from qvgraph.model.tables import KEYS, KINDS, TABLES
from qvgraph.problems import SHOWN, Problems, nearest

FLAGS = {
    **dict.fromkeys(("true", "1", "yes", "ja", "wahr"), True),
    **dict.fromkeys(("false", "0", "no", "nein", "falsch"), False),
}
"""How people write true and false; upper and lower case are the same."""

EMPLOYEES_BELOW = {"micro": 10, "small": 50, "medium": 250}
ONE_POST = ("host", "host_neutrality", "personal_neutrality", "diagnosis")
"""What belongs to the post of a region, and so is equal for all its managers."""

LARGEST_WHOLE = 2**53
POINT = r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$"
COMMA = r"^[+-]?(?:\d*|[1-9]\d{0,2}(?:\.\d{3})+),\d+$"
GROUPED = r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$"
GROUPED_ONCE = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"


@dataclass(frozen=True)
class Sheet:
    """One table as text, with the name of its file and the line of each row.

    `text` has a String column for each column that was given, `lines` a number for each row.
    """

    table: str
    file: str
    text: pl.DataFrame
    lines: Sequence[int]
    counted: Literal["line", "row"] = "line"
    decimal_comma: bool = False

    def place(self, row: int, column: str) -> str:
        """Where a value stands, for instance ``organisations.csv line 4, column employees``."""
        said = {"file": self.file, "number": self.lines[row], "column": column}
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
        """The cells in their declared types, null where they cannot be read; others as text."""
        return self.cells.with_columns(
            self._read(self.cells[column.name], column) for column in TABLES[self.table]
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

    def regions(self, table: str) -> dict[str, str]:
        """The region of each row of a table by its id, in plain spelling."""
        return {id_: _plain(region) for _, _, (id_, region) in self.rows(table, "id", "region")}


def fail_if_there_is_no_firm(book: Book, problems: Problems) -> None:
    """The table of organisations is necessary, and one of its rows is a firm."""
    if "organisations" in book.unreadable:
        return
    sheet = book.sheets.get("organisations")
    if sheet is None:
        problems.note(
            book.where, say("the table organisations is missing; it is the necessary one")
        )
    elif sheet.text.is_empty():
        problems.note(sheet.file, say("no row found; at least one firm is expected"))
    elif "kind" in sheet.text.columns and set(book.kinds.values()) <= {*KINDS[1:], None}:
        problems.note(sheet.file, say("no firm found; at least one row of kind firm is expected"))


def fail_if_a_required_column_is_missing(book: Book, problems: Problems) -> None:
    """A table has the columns without which its rows mean nothing."""
    for sheet in book.sheets.values():
        given = sheet.text.columns
        declared = {column.name for column in TABLES[sheet.table]}
        for column in TABLES[sheet.table]:
            if column.required and column.name not in given:
                message = say(
                    "column {column} is missing; the columns found are: {given}",
                    column=column.name,
                    given=", ".join(given),
                )
                others = (name for name in given if name not in declared)
                problems.note(sheet.file, message + _near(column.name, others))


def fail_if_a_required_value_is_empty(book: Book, problems: Problems) -> None:
    """A required column has a value in every row."""
    for sheet, column in book.columns("text", "whole", "number", "flag"):
        if column.required:
            for row in sheet.cells[column.name].is_null().arg_true():
                where = sheet.place(row, column.name)
                problems.note(where, say("nothing found; a value is expected in every row"))


def fail_if_a_number_cannot_be_read(book: Book, problems: Problems) -> None:
    """A number is written with digits, whole where it counts, neither NaN nor infinite."""
    for sheet, column in book.columns("whole", "number"):
        for row, value in _unread(sheet, column):
            if column.word.type == "whole":
                what = say("“{value}” found; a whole number is expected", value=value)
            elif sheet.decimal_comma and re.match(GROUPED_ONCE, value):
                what = say(
                    "“{value}” found, which can be read in two ways; expected is a number without "
                    "points between thousands, and with a decimal comma",
                    value=value,
                )
            else:
                what = say("“{value}” found; a number is expected", value=value)
            problems.note(sheet.place(row, column.name), what)


def fail_if_a_flag_cannot_be_read(book: Book, problems: Problems) -> None:
    """A flag is true or false."""
    for sheet, column in book.columns("flag"):
        for row, value in _unread(sheet, column):
            what = say(
                "“{value}” found; expected is true or false (also: yes, no, ja, nein, 1, 0)",
                value=value,
            )
            problems.note(sheet.place(row, column.name), what)


def fail_if_a_number_is_out_of_bounds(book: Book, problems: Problems) -> None:
    """A number lies within the bounds of its column."""
    for sheet, column in book.columns("whole", "number"):
        least, most = column.word.least, column.word.most
        values = sheet.values[column.name]
        for row in ((values < least) | (values > most)).arg_true():
            said = {"value": sheet.cells[column.name][row], "least": f"{least:g}"}
            if most < float("inf"):
                what = say("{value} found; expected is {least} to {most}", most=f"{most:g}", **said)
            else:
                what = say("{value} found; expected is {least} or more", **said)
            problems.note(sheet.place(row, column.name), what)


def fail_if_a_word_is_not_allowed(book: Book, problems: Problems) -> None:
    """A column of a few words holds one of them."""
    for sheet, column in book.columns("text"):
        if choices := column.word.choices:
            cells = sheet.cells[column.name]
            for row in (~cells.is_in(choices)).arg_true():
                what = say(
                    "“{value}” found; expected is one of: {choices}",
                    value=cells[row],
                    choices=", ".join(choices),
                )
                where = sheet.place(row, column.name)
                problems.note(where, what + _near(cells[row], choices))


def fail_if_an_id_is_there_twice(book: Book, problems: Problems) -> None:
    """An id names one row of its table."""
    for sheet, row, first, key in _repeated(book):
        if len(key) == 1:
            what = say(
                "“{value}” found again after {first}; each id is expected once",
                value=key[0],
                first=sheet.place(first, "id"),
            )
            problems.note(sheet.place(row, "id"), what)


def fail_if_a_pair_is_there_twice(book: Book, problems: Problems) -> None:
    """A tie, contact, membership or level stands in one row of its table."""
    for sheet, row, first, key in _repeated(book):
        if len(key) > 1:
            what = say(
                "“{one}” and “{other}” found again after {first}; each pair is expected once",
                one=key[0],
                other=key[1],
                first=sheet.place(first, column := KEYS[sheet.table][1]),
            )
            problems.note(sheet.place(row, column), what)


def fail_if_a_manager_has_the_id_of_an_organisation(book: Book, problems: Problems) -> None:
    """Managers and organisations are nodes of one graph and share their ids' space."""
    organisations = book.ids("organisations") or {}
    for sheet, row, (manager,) in book.rows("managers", "id"):
        if manager in organisations:
            what = say(
                "“{value}” found, which is an organisation's id; another id is expected",
                value=manager,
            )
            problems.note(sheet.place(row, "id"), what)


def fail_if_an_id_is_unknown(book: Book, problems: Problems) -> None:
    """What a table names is a row of the table that it refers to."""
    for sheet, column in book.columns("text"):
        table = column.word.refers_to
        if table in ("", "self") or (known := book.ids(table)) is None:
            continue
        cells = sheet.values[column.name]
        if table not in book.sheets and (given := cells.is_not_null().arg_true()).len():
            what = say(
                "“{value}” found, but the table {table} is missing; expected is an id from it",
                value=cells[given[0]],
                table=table,
            )
            problems.note(sheet.place(given[0], column.name), what)
            continue
        for row, cell in enumerate(cells):
            for value in (cell.split(";") if column.word.many else [cell]) if cell else []:
                if value not in known:
                    what = say(
                        "“{value}” found; expected is an id from the table {table}",
                        value=value,
                        table=table,
                    )
                    near = _near(value, known) if len(problems) < SHOWN else ""
                    problems.note(sheet.place(row, column.name), what + near)


def fail_if_an_organisation_is_its_own_partner(book: Book, problems: Problems) -> None:
    """A tie or a membership joins two organisations."""
    for table, one, other in (
        ("ties", "source", "target"),
        ("memberships", "organisation", "association"),
    ):
        for sheet, row, (first, second) in book.rows(table, one, other):
            if first and first == second:
                what = say("“{value}” found on both sides; two are expected", value=first)
                problems.note(sheet.place(row, other), what)


def fail_if_a_firm_is_taken_for_an_association(book: Book, problems: Problems) -> None:
    """Organisations belong to associations and institutions."""
    for sheet, row, (association,) in book.rows("memberships", "association"):
        if book.kinds.get(association) == "firm":
            what = say(
                "“{value}” found, which is a firm; an association or institution is expected",
                value=association,
            )
            problems.note(sheet.place(row, "association"), what)


def fail_if_size_contradicts_employees(book: Book, problems: Problems) -> None:
    """The size class of a firm is that of its head count; other organisations have none."""
    rows = book.rows("organisations", "kind", "size", "employees")
    for sheet, row, (kind, size, employees) in rows:
        if kind == "firm" and employees is not None and size in (*EMPLOYEES_BELOW, "large"):
            right = next((s for s, end in EMPLOYEES_BELOW.items() if employees < end), "large")
            if size != right:
                what = say(
                    "“{value}” found beside {employees} employees; {right} is expected",
                    value=size,
                    employees=employees,
                    right=right,
                )
                problems.note(sheet.place(row, "size"), what)


def fail_if_something_else_than_a_firm_is_member(book: Book, problems: Problems) -> None:
    """Members of the network are firms."""
    for sheet, row, (kind, member) in book.rows("organisations", "kind", "member"):
        if kind in KINDS[1:] and member:
            what = say("true found for the kind {kind}; only firms are members", kind=kind)
            problems.note(sheet.place(row, "member"), what)


def fail_if_something_else_than_a_firm_has_levels(book: Book, problems: Problems) -> None:
    """Skills are needed and held by firms."""
    for sheet, row, (organisation,) in book.rows("levels", "organisation"):
        if book.kinds.get(organisation) in KINDS[1:]:
            what = say("“{value}” found; the id of a firm is expected", value=organisation)
            problems.note(sheet.place(row, "organisation"), what)


def fail_if_a_training_needs_more_than_its_seats(book: Book, problems: Problems) -> None:
    """The fewest participants of a training find a seat."""
    for sheet, row, (minimum, seats) in book.rows("trainings", "minimum", "seats"):
        if minimum is not None and seats is not None and minimum > seats:
            what = say(
                "{value} found; expected is at most the number of seats, {seats}",
                value=minimum,
                seats=seats,
            )
            problems.note(sheet.place(row, "minimum"), what)


def fail_if_a_training_has_more_than_two_skills(book: Book, problems: Problems) -> None:
    """A training conveys one skill or two different ones."""
    for sheet, row, (skills,) in book.rows("trainings", "skills"):
        several = skills.split(";") if skills else []
        if len(several) > 2 or len(set(several)) < len(several):
            what = say("“{value}” found; one skill or two different ones expected", value=skills)
            problems.note(sheet.place(row, "skills"), what)


def fail_if_managers_of_a_region_differ(book: Book, problems: Problems) -> None:
    """Host, neutralities and diagnosis belong to the post: equal for all managers of a region."""
    first: dict[str, tuple[int, tuple[Any, ...]]] = {}
    for sheet, row, (region, *values) in book.rows("managers", "region", *ONE_POST):
        before, expected = first.setdefault(_plain(region), (row, tuple(values)))
        for column, found, right in zip(ONE_POST, values, expected, strict=True):
            if found != right:
                what = say(
                    "“{value}” found, but “{right}” at {first}; equal values are expected within a "
                    "region",
                    value="" if found is None else found,
                    right="" if right is None else right,
                    first=sheet.place(before, column),
                )
                problems.note(sheet.place(row, column), what)


def fail_if_manager_and_organisation_are_of_two_regions(book: Book, problems: Problems) -> None:
    """A person looks after organisations of the post's region, which also has the host."""
    managers, organisations = book.regions("managers"), book.regions("organisations")
    for table, manager, organisation, column in (
        ("organisations", "manager", "id", "manager"),
        ("managers", "id", "host", "host"),
        ("contacts", "manager", "organisation", "organisation"),
    ):
        for sheet, row, (person, partner) in book.rows(table, manager, organisation):
            known = person in managers and partner in organisations
            if known and managers[person] != organisations[partner]:
                what = say(
                    "“{manager}” and “{organisation}” are of two regions; one is expected",
                    manager=person,
                    organisation=partner,
                )
                problems.note(sheet.place(row, column), what)


def fail_if_a_region_has_no_organisation(book: Book, problems: Problems) -> None:
    """A post or a training is in a region of the table of organisations."""
    known: dict[str, str] = {}
    for _, _, (region,) in book.rows("organisations", "region"):
        known.setdefault(_plain(region), region or ONE_REGION)
    for table in ("managers", "trainings"):
        for sheet, row, (region,) in book.rows(table, "region"):
            everywhere = table == "trainings" and region is None
            if known and not everywhere and _plain(region) not in known:
                what = say(
                    "“{value}” found; expected is a region of the organisations: {regions}",
                    value=region or "",
                    regions=", ".join(known.values()),
                )
                problems.note(sheet.place(row, "region"), what + _near(region, known.values()))


def fail_if_regions_differ_only_in_spelling(book: Book, problems: Problems) -> None:
    """One region has one spelling, also in capitals and spaces."""
    places: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for table in ("organisations", "managers", "trainings"):
        for sheet, row, (region,) in book.rows(table, "region"):
            if region is not None:
                places.setdefault(region, sheet.place(row, "region"))
                counts[region] += 1
    usual: dict[str, str] = {}
    for region in sorted(counts, key=lambda spelling: (-counts[spelling], spelling)):
        if (right := usual.setdefault(_plain(region), region)) != region:
            what = say("“{value}” found; “{right}” is expected", value=region, right=right)
            problems.note(places[region], what)


CHECKS: tuple[Callable[[Book, Problems], None], ...] = (
    fail_if_there_is_no_firm,
    fail_if_a_required_column_is_missing,
    fail_if_a_required_value_is_empty,
    fail_if_a_number_cannot_be_read,
    fail_if_a_flag_cannot_be_read,
    fail_if_a_number_is_out_of_bounds,
    fail_if_a_word_is_not_allowed,
    fail_if_an_id_is_there_twice,
    fail_if_a_pair_is_there_twice,
    fail_if_a_manager_has_the_id_of_an_organisation,
    fail_if_an_id_is_unknown,
    fail_if_an_organisation_is_its_own_partner,
    fail_if_a_firm_is_taken_for_an_association,
    fail_if_size_contradicts_employees,
    fail_if_something_else_than_a_firm_is_member,
    fail_if_something_else_than_a_firm_has_levels,
    fail_if_a_training_needs_more_than_its_seats,
    fail_if_a_training_has_more_than_two_skills,
    fail_if_managers_of_a_region_differ,
    fail_if_manager_and_organisation_are_of_two_regions,
    fail_if_a_region_has_no_organisation,
    fail_if_regions_differ_only_in_spelling,
)


def network_of(name: str, book: Book, problems: Problems) -> Network:
    """Run every check and bundle the tables, or raise `InputError` with all problems noted."""
    for check in CHECKS:
        check(book, problems)
    problems.raise_if_any()
    return Network.of(name, {table: sheet.values for table, sheet in book.sheets.items()})


def check_frames(name: str, frames: Mapping[str, pl.DataFrame]) -> Network:
    """Check frames built in Python, rows counted from 1, and bundle them to a network.

    Columns that are not declared keep their type. Raises `InputError` with all problems.
    """
    problems = Problems()
    sheets: dict[str, Sheet] = {}
    for table, frame in frames.items():
        nested = [column for column, type_ in frame.schema.items() if type_.is_nested()]
        for column in nested:
            where = say("{file}, column {column}", file=table, column=column)
            problems.note(where, say("lists found; one value in each row is expected"))
        if table not in TABLES:
            problems.note(table, say("there is no such table") + _near(table, TABLES))
            continue
        text = frame.select(pl.exclude(nested).cast(pl.String))
        sheets[table] = Sheet(table, table, text, range(1, frame.height + 1), counted="row")
    network = network_of(name, Book(name, sheets), problems)
    return network.with_tables(**{t: _with_others(sheets[t], frames[t]) for t in sheets})


def _with_others(sheet: Sheet, frame: pl.DataFrame) -> pl.DataFrame:
    declared = {column.name for column in TABLES[sheet.table]}
    others = [
        name for name, type_ in frame.schema.items() if name not in declared and type_ != pl.String
    ]
    return sheet.values.with_columns(frame.select(others).get_columns())


def _only(series: pl.Series, keep: pl.Series) -> pl.Series:
    """The values to keep, null elsewhere."""
    nothing = pl.Series(series.name, [None] * len(series), dtype=series.dtype)
    return series.zip_with(keep.fill_null(value=False), nothing)


def _unread(sheet: Sheet, column: Column) -> Iterator[tuple[int, str]]:
    """Rows whose cell has text that could not be read as the declared type."""
    cells, values = sheet.cells[column.name], sheet.values[column.name]
    for row in (cells.is_not_null() & values.is_null()).arg_true():
        yield row, cells[row]


def _repeated(book: Book) -> Iterator[tuple[Sheet, int, int, tuple[str, ...]]]:
    """Rows whose key stands in an earlier row of the same table, with that row."""
    for table in book.sheets:
        first: dict[tuple[str, ...], int] = {}
        for sheet, row, names in book.rows(table, *KEYS[table]):
            key = (*names[:2], names[2] or "advice") if table == "ties" else names
            if all(key) and first.setdefault(key, row) != row:
                yield sheet, row, first[key], key


def _plain(region: str | None) -> str:
    """A region's name without what people overlook: capitals and spaces."""
    return "".join((region or ONE_REGION).split()).casefold()


def _near(name: str | None, known: Iterable[str]) -> str:
    """The nearest known name, whatever its capitals, as `problems.nearest` says it."""
    spelt = {spelling.casefold(): spelling for spelling in known}
    if name and (same := spelt.get(name.casefold())):
        return nearest(same, [same])
    return nearest(name, spelt.values()) if name else ""
