"""What can be wrong inside one table: its columns, its cells, and the rows beside each other."""

import re
from collections.abc import Iterable, Iterator

import polars as pl

from qvgraph.declare import FEWEST_EMPLOYEES, SIZES, Column, size_class
from qvgraph.language import say
from qvgraph.model.sheets import GROUPED_ONCE, Book, Sheet, near, places
from qvgraph.model.spelling import words_of
from qvgraph.model.tables import KEYS, KINDS, TABLES
from qvgraph.problems import Problems

MOST = 256
"""Skills of a network, trainings and districts of a region: what the model is tested for."""


def fail_if_there_is_no_firm(book: Book, problems: Problems) -> None:
    """The table of organisations is necessary, and one of its rows is a firm."""
    if "organisations" in book.unreadable:
        return
    sheet = book.sheets.get("organisations")
    if sheet is None:
        problems.note(
            book.where, say("the table organisations is missing; it is the only required table")
        )
    elif sheet.text.is_empty():
        problems.note(sheet.file, say("no row found; at least one firm is expected"))
    elif "kind" in sheet.text.columns and book.kinds["kind"].is_in(KINDS[1:]).all():
        problems.note(sheet.file, say("no firm found; at least one row of kind firm is expected"))


def fail_if_a_required_column_is_missing(book: Book, problems: Problems) -> None:
    """A table has the columns without which its rows mean nothing."""
    for sheet in book.sheets.values():
        required = [column.name for column in TABLES[sheet.table] if column.required]
        lacks(sheet, required, problems)


def lacks(sheet: Sheet, columns: Iterable[str], problems: Problems) -> bool:
    """Whether one of these columns is not there, which is noted."""
    given = sheet.text.columns
    declared = {column.name for column in TABLES[sheet.table]}
    missing = [name for name in columns if name not in given]
    for name in missing:
        what = say(
            "column {column} is missing; the columns found are: {given}",
            column=name,
            given=", ".join(given),
        )
        others = (other for other in given if other not in declared)
        problems.note(sheet.file, what + near(name, others))
    return bool(missing)


def fail_if_a_required_value_is_empty(book: Book, problems: Problems) -> None:
    """A required column has a value in every row."""
    for sheet, column in book.columns("text", "whole", "number", "flag"):
        cells = sheet.cells[column.name]
        if column.required and cells.has_nulls():
            for row in cells.is_null().arg_true():
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
        for row in places((values < least) | (values > most)):
            said = {"value": sheet.cells[column.name][row], "least": f"{least:g}"}
            if most < float("inf"):
                what = say("{value} found; expected is {least} to {most}", most=f"{most:g}", **said)
            else:
                what = say("{value} found; expected is {least} or more", **said)
            problems.note(sheet.place(row, column.name), what)


def fail_if_a_word_is_not_allowed(book: Book, problems: Problems) -> None:
    """A column of a few words holds one of them."""
    for sheet, column in book.columns("text"):
        if column.word.choices:
            cells = sheet.cells[column.name]
            for row in places(~cells.is_in(column.word.choices)):
                problems.note(sheet.place(row, column.name), _another(cells[row], column))


def fail_if_an_id_is_there_twice(book: Book, problems: Problems) -> None:
    """An id names one row of its table."""
    for sheet in book.sheets.values():
        for row, first, key in _repeated(sheet) if len(KEYS[sheet.table]) == 1 else ():
            what = say(
                "“{value}” found again after {first}; each id is expected once",
                value=key[0],
                first=sheet.place(first, "id"),
            )
            problems.note(sheet.place(row, "id"), what)


def fail_if_a_pair_is_there_twice(book: Book, problems: Problems) -> None:
    """A tie, contact, membership or level stands in one row of its table."""
    for sheet in book.sheets.values():
        for row, first, key in _repeated(sheet) if len(KEYS[sheet.table]) > 1 else ():
            what = say(
                "“{one}” and “{other}” found again after {first}; each pair is expected once",
                one=key[0],
                other=key[1],
                first=sheet.place(first, column := KEYS[sheet.table][1]),
            )
            problems.note(sheet.place(row, column), what)


def fail_if_size_contradicts_employees(book: Book, problems: Problems) -> None:
    """The size class of a firm is that of its head count; other organisations have none."""
    right = pl.lit(SIZES[0])
    for name, fewest in zip(SIZES, FEWEST_EMPLOYEES, strict=True):
        right = pl.when(pl.col("employees") >= fewest).then(pl.lit(name)).otherwise(right)
    judged = (pl.col("kind") == "firm") & pl.col("size").is_in(SIZES)
    wrong = judged & (pl.col("employees") >= 0) & (pl.col("size") != right)
    called = words_of(next(one for one in TABLES["organisations"] if one.name == "size"))
    for sheet, row, (size, employees) in book.rows(
        "organisations", "size", "employees", where=wrong
    ):
        what = say(
            "“{value}” found beside {employees} employees; {right} is expected",
            value=called[size],
            employees=employees,
            right=called[size_class(employees)],
        )
        problems.note(sheet.place(row, "size"), what)


def fail_if_something_else_than_a_firm_is_member(book: Book, problems: Problems) -> None:
    """Members of the network are firms."""
    wrong = pl.col("kind").is_in(KINDS[1:]) & pl.col("member")
    for sheet, row, (kind,) in book.rows("organisations", "kind", where=wrong):
        what = say("true found for the kind {kind}; only firms are members", kind=kind)
        problems.note(sheet.place(row, "member"), what)


def fail_if_a_training_needs_more_than_its_seats(book: Book, problems: Problems) -> None:
    """The fewest participants of a training find a seat."""
    wrong = (pl.col("minimum") > pl.col("seats")) & (pl.col("seats") > 0)
    for sheet, row, (minimum, seats) in book.rows("trainings", "minimum", "seats", where=wrong):
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
        if len(several) > 2 or len(set(several)) < len(several) or "" in several:
            what = say(
                "“{value}” found; one skill or two different ones are expected", value=skills
            )
            problems.note(sheet.place(row, "skills"), what)


def fail_if_there_are_too_many_skills(book: Book, problems: Problems) -> None:
    """A catalogue has skills by the dozen; hundreds are another kind of list."""
    new = pl.col("id").is_first_distinct() & pl.col("id").is_not_null()
    rows = [row for _, row, _ in book.rows("skills", "id", where=new)]
    if len(rows) > MOST:
        what = say(
            "{number} skills found; at most {most} are expected", number=len(rows), most=MOST
        )
        problems.note(book.sheets["skills"].place(rows[MOST], "id"), what)


def _unread(sheet: Sheet, column: Column) -> Iterator[tuple[int, str]]:
    """Rows whose cell has text that could not be read as the declared type."""
    cells, values = sheet.cells[column.name], sheet.values[column.name]
    if cells.count() == values.count():
        return
    for row in (cells.is_not_null() & values.is_null()).arg_true():
        yield row, cells[row]


def _repeated(sheet: Sheet) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Rows whose key stands in an earlier row, with that row and the key.

    Equal keys have equal hashes: what is left for Python are the rows that repeat, and perhaps two
    whose hashes happen to be equal.
    """
    keys = sheet.values.select(KEYS[sheet.table])
    if sheet.table == "ties":
        keys = keys.with_columns(pl.col("kind").fill_null("advice"))
    perhaps = keys.hash_rows().is_duplicated()
    if not perhaps.any():
        return
    first: dict[tuple[str, ...], int] = {}
    for row, key in zip(perhaps.arg_true(), keys.filter(perhaps).iter_rows(), strict=True):
        if all(key) and first.setdefault(key, row) != row:
            yield row, first[key], key


def _another(value: str, column: Column) -> str:
    """What to say of a word that is none of the choices."""
    choices = tuple(words_of(column).values())
    if len(choices) == 1:
        return say("“{value}” found; {choice} is expected", value=value, choice=choices[0])
    what = say(
        "“{value}” found; expected is one of: {choices}", value=value, choices=", ".join(choices)
    )
    return what + near(value, choices)
