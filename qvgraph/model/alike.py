"""What is nearly the same: ids that differ only in capitals or blanks, headings nearly like ours.

Most often it was meant to be the same; where it need not be, people are told.
"""

from collections.abc import Iterator

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.sheets import Book, Sheet, near
from qvgraph.model.tables import TABLES
from qvgraph.problems import Problems


def fail_if_ids_differ_only_in_spelling(book: Book, problems: Problems) -> None:
    """Two such rows are a problem if what else is known of them agrees, and otherwise told.

    Rows that contradict each other, or of which nothing is known that could agree, may well be two
    things: people number with `a1` and `A1`, too.
    """
    for sheet in book.sheets.values():
        if "id" not in sheet.text.columns:
            continue
        doubtful = []
        for first, row in _alike(sheet):
            if _agree(sheet, first, row):
                what = say(
                    "“{value}” found, probably the same as “{other}” in {first}; expected is one"
                    " spelling",
                    value=sheet.cells["id"][row],
                    other=sheet.cells["id"][first],
                    first=sheet.place(first, "id"),
                )
                problems.note(sheet.place(row, "id"), what)
            else:
                doubtful.append((first, row))
        if doubtful:
            first, row = doubtful[0]
            problems.tell(
                say(
                    "{place}: {n} ids differ from others only in capitals or blanks and are taken"
                    " for different ones; the first is “{value}” beside “{other}”.",
                    place=sheet.place(row, "id"),
                    n=decimal(len(doubtful)),
                    value=sheet.cells["id"][row],
                    other=sheet.cells["id"][first],
                )
            )


def tell_of_headings_that_are_nearly_ours(book: Book, problems: Problems) -> None:
    """A further column that is called almost like a declared one, which is not there, is told."""
    for sheet in book.sheets.values():
        declared = {column.name: column for column in TABLES[sheet.table]}
        open_ = [column for column in TABLES[sheet.table] if column.name not in sheet.text.columns]
        names = {name: one.name for one in open_ for name in (one.name, one.word.de)}
        for heading in sheet.text.columns:
            if heading not in declared and (hint := near(heading, names)):
                problems.tell(
                    say("{sheet}: “{heading}” is kept as a further column", sheet=sheet.file,
                        heading=heading) + hint
                )  # fmt: skip


def _alike(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Rows with an id that is spelt otherwise in an earlier row, which is the first of the two."""
    ids = sheet.cells["id"]
    plain = ids.str.replace_all(r"\s+", "").str.to_lowercase()
    if plain.n_unique() == ids.n_unique():  # the usual case
        return
    spellings = pl.DataFrame({"plain": plain, "id": ids}).with_row_index("row")
    spellings = spellings.drop_nulls().unique("id", keep="first", maintain_order=True)
    found: dict[str, int] = {}
    for row, name, _ in spellings.filter(pl.col("plain").is_duplicated()).iter_rows():
        if (first := found.setdefault(name, row)) != row:
            yield first, row


def _agree(sheet: Sheet, one: int, other: int) -> bool:
    """Whether all that is known of both rows is equal, and something that tells rows apart is."""
    telling = 0
    for column in TABLES[sheet.table]:
        a, b = sheet.values[column.name][one], sheet.values[column.name][other]
        if column.name == "id" or a is None or b is None:
            continue
        if a != b:
            return False
        telling += column.word.type != "flag" and not column.word.choices
    return telling > 0
