"""Cells of a workbook: their addresses, and what they hold as text."""

import datetime
from collections.abc import Sequence
from typing import Final

from qvgraph.language import current

ERRORS: Final = {
    "#BLOCKED!": "#BLOCKIERT!",
    "#CALC!": "#KALK!",
    "#DIV/0!": "#DIV/0!",
    "#FIELD!": "#FELD!",
    "#GETTING_DATA": "#DATEN_ABRUFEN",
    "#N/A": "#NV",
    "#NAME?": "#NAME?",
    "#NULL!": "#NULL!",
    "#NUM!": "#ZAHL!",
    "#REF!": "#BEZUG!",
    "#SPILL!": "#ÜBERLAUF!",
    "#VALUE!": "#WERT!",
}
"""Formula errors and what they are called in a German Excel."""

_EITHER: Final = frozenset((*ERRORS, *ERRORS.values()))

Value = str | float | bool | datetime.date | datetime.time | datetime.timedelta
"""What a cell is read as; an empty text where it is empty."""


def letters_of(column: int) -> str:
    """The letters of a column that is counted from 0."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def number_of(letters: str | bytes) -> int:
    """The number of a column by its letters, counted from 1; 0 for none."""
    number = 0
    for sign in letters.upper().encode() if isinstance(letters, str) else letters.upper():
        number = number * 26 + sign - 64
    return number


def text_of(value: Value) -> str | None:
    """What a cell holds as text: numbers with a point, dates as ISO writes them."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.0f}" if float(value).is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, datetime.timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02}:{seconds % 60:02}"
    return value.isoformat()


def texts_of(values: Sequence[Value]) -> list[str | None]:
    """The cells of a column as text."""
    kinds = set(map(type, values))
    if kinds <= {str}:
        return [value or None for value in values]  # type: ignore[misc]
    return list(map(text_of, values))


def is_error(text: str) -> bool:
    """Whether a text is what a formula ends with that has no result."""
    return text.startswith("#") and text in _EITHER


def error_called(text: str) -> str:
    """The name of an error in the language in use."""
    return ERRORS.get(text, text) if current() == "de" else text
