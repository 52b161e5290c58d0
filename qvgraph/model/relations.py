"""What can be wrong between tables: who is named must be there, and be of the right kind."""

from collections.abc import Iterator

import polars as pl

from qvgraph.language import say
from qvgraph.model.likely import Names
from qvgraph.model.sheets import Book, near
from qvgraph.model.tables import KINDS
from qvgraph.problems import SHOWN, Problems


def fail_if_a_manager_has_the_id_of_an_organisation(book: Book, problems: Problems) -> None:
    """Managers and organisations are nodes of one graph and share their ids' space."""
    organisations = book.ids("organisations")
    if organisations is None:
        return
    same = pl.col("id").is_in(organisations.implode())
    for sheet, row, (manager,) in book.rows("managers", "id", where=same):
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
        names = Names(known)
        for row, value in _unknown(cells, known, many=column.word.many):
            what = say(
                "“{value}” found; expected is an id from the table {table}",
                value=value,
                table=table,
            )
            hint = near(value, names.likely(value)) if len(problems) < SHOWN else ""
            problems.note(sheet.place(row, column.name), what + hint)


def fail_if_an_organisation_is_its_own_partner(book: Book, problems: Problems) -> None:
    """A tie or a membership joins two organisations."""
    for table, one, other in (
        ("ties", "source", "target"),
        ("memberships", "organisation", "association"),
    ):
        same = pl.col(one) == pl.col(other)
        for sheet, row, (value,) in book.rows(table, one, where=same):
            what = say(
                "“{value}” found on both sides; two different organisations are expected",
                value=value,
            )
            problems.note(sheet.place(row, other), what)


def fail_if_a_firm_is_taken_for_an_association(book: Book, problems: Problems) -> None:
    """Organisations belong to associations and institutions."""
    wrong = pl.col("association").is_in(book.of_kind("firm").implode())
    for sheet, row, (association,) in book.rows("memberships", "association", where=wrong):
        what = say(
            "“{value}” found, which is a firm; an association or institution is expected",
            value=association,
        )
        problems.note(sheet.place(row, "association"), what)


def fail_if_something_else_than_a_firm_has_levels(book: Book, problems: Problems) -> None:
    """Skills are needed and held by firms."""
    wrong = pl.col("organisation").is_in(book.of_kind(*KINDS[1:]).implode())
    for sheet, row, (organisation,) in book.rows("levels", "organisation", where=wrong):
        what = say("“{value}” found; the id of a firm is expected", value=organisation)
        problems.note(sheet.place(row, "organisation"), what)


def _unknown(cells: pl.Series, known: pl.Series, *, many: bool) -> Iterator[tuple[int, str]]:
    """Each id that is not known, with its row; cells of `many` hold several."""
    known = known.implode()
    if not many and cells.is_in(known).all():
        return
    alone = pl.DataFrame({"id": cells}).with_row_index("row").drop_nulls()
    if many:
        alone = alone.with_columns(pl.col("id").str.split(";")).explode("id")
        alone = alone.filter(pl.col("id") != "")
    yield from alone.filter(~pl.col("id").is_in(known)).iter_rows()
