"""What can be wrong between tables: who is named must be there, and be of the right kind."""

from qvgraph.language import say
from qvgraph.model.sheets import Book, near
from qvgraph.model.tables import KINDS
from qvgraph.problems import SHOWN, Problems


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
                if value and value not in known:
                    what = say(
                        "“{value}” found; expected is an id from the table {table}",
                        value=value,
                        table=table,
                    )
                    hint = near(value, known) if len(problems) < SHOWN else ""
                    problems.note(sheet.place(row, column.name), what + hint)


def fail_if_an_organisation_is_its_own_partner(book: Book, problems: Problems) -> None:
    """A tie or a membership joins two organisations."""
    for table, one, other in (
        ("ties", "source", "target"),
        ("memberships", "organisation", "association"),
    ):
        for sheet, row, (first, second) in book.rows(table, one, other):
            if first and first == second:
                what = say(
                    "“{value}” found on both sides; two different organisations are expected",
                    value=first,
                )
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


def fail_if_something_else_than_a_firm_has_levels(book: Book, problems: Problems) -> None:
    """Skills are needed and held by firms."""
    for sheet, row, (organisation,) in book.rows("levels", "organisation"):
        if book.kinds.get(organisation) in KINDS[1:]:
            what = say("“{value}” found; the id of a firm is expected", value=organisation)
            problems.note(sheet.place(row, "organisation"), what)
