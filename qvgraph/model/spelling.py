"""Names as people write them: tables, columns and words in English or German, in any spelling."""

from collections.abc import Iterable, Mapping
from functools import cache

import polars as pl

from qvgraph.declare import Column
from qvgraph.language import current
from qvgraph.model.tables import GERMAN, TABLES

_ALSO = {
    ("organisations", "id"): ("node", "knoten"),
    ("organisations", "name"): ("label", "bezeichnung"),
    ("managers", "id"): ("node", "knoten"),
    ("managers", "name"): ("label", "bezeichnung"),
    ("ties", "source"): ("from", "ego", "quelle"),
    ("ties", "target"): ("to", "alter", "ziel"),
    ("ties", "strength"): ("weight", "value", "gewicht"),
}
"""What other programs call a column, besides our own and the German name."""


def plain(name: str) -> str:
    """A name without what people overlook: capitals, blanks, hyphens and underscores."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


@cache
def _tables() -> Mapping[str, str]:
    return {plain(name): table for table in TABLES for name in (table, *GERMAN[table])}


@cache
def _columns(table: str, *, also: bool) -> Mapping[str, str]:
    """The declared column by each plain spelling; our own names go before those of others."""
    known: dict[str, str] = {}
    for column in TABLES[table]:
        known.setdefault(plain(column.name), column.name)
    for column in TABLES[table]:
        known.setdefault(plain(column.word.de), column.name)
    for column in TABLES[table] if also else ():
        for name in _ALSO.get((table, column.name), ()):
            known.setdefault(name, column.name)
    return known


def table_called(name: str) -> str | None:
    """The table that a sheet or file of this name holds, or None."""
    return _tables().get(plain(name))


def column_called(table: str, name: str, *, also: bool = False) -> str | None:
    """The declared column that this heading means, or None; with `also` other programs' names."""
    return _columns(table, also=also).get(plain(name))


def table_names() -> Iterable[str]:
    """Every name that a table may have, English first, for hints."""
    return dict.fromkeys(name for table in TABLES for name in (table, *GERMAN[table]))


def words_of(column: Column) -> dict[str, str]:
    """What the words of a column are called in the language in use."""
    word = column.word
    return dict(zip(word.choices, word.german if current() == "de" else word.choices, strict=True))


def in_our_words(
    table: str, frame: pl.DataFrame, *, also: bool = False
) -> tuple[pl.DataFrame, dict[str, str]]:
    """A frame of text with declared names for columns and words, and how columns were written.

    Only the first column of several that mean the same is renamed.
    """
    written: dict[str, str] = {}
    for name in frame.columns:
        declared = column_called(table, name, also=also)
        exact = name == declared
        if declared and (exact or declared not in frame.columns) and declared not in written:
            written[declared] = name
    renamed = {name: declared for declared, name in written.items() if name != declared}
    frame = frame.rename(renamed) if renamed else frame
    words = [
        _translated(column) for column in TABLES[table]
        if column.word.choices and column.name in frame.columns
    ]  # fmt: skip
    frame = frame.with_columns(words) if words else frame
    return frame, {declared: name for name, declared in renamed.items()}


def _translated(column: Column) -> pl.Expr:
    """A column of a few words, German ones in our own; capitals as people like them."""
    ours = column.word.choices
    spelt = dict(zip(map(str.lower, (*ours, *column.word.german)), ours * 2, strict=True))
    words = pl.col(column.name).str.strip_chars().str.to_lowercase()
    known = words.replace_strict(spelt, default=None, return_dtype=pl.String)
    return pl.coalesce(known, pl.col(column.name)).alias(column.name)


def called(name: str) -> str:
    """What people call a table or `table.column`, in the language in use."""
    table, _, column = name.partition(".")
    if not column:
        return GERMAN[table][0] if current() == "de" else table
    word = next(one.word for one in TABLES[table] if one.name == column)
    return word.de if current() == "de" else column
