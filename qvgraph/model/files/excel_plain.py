"""A sheet with headings of its own, which is no table of ours: the answers of a survey."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.excel_cells import is_error, letters_of, text_of
from qvgraph.model.files.excel_table import settle_failed
from qvgraph.model.files.reading import Reading
from qvgraph.model.sheets import Sheet, cell_place
from qvgraph.problems import Place


def sheet_as_written(
    place: Place, rows: list[list[Any]], failed: Mapping[str, str], reading: Reading
) -> Sheet | None:
    """Headings in the first row that holds anything, a row of text for each one below them."""
    filled = [(number, cells) for number, row in enumerate(rows, 1) if any(cells := _texts(row))]
    if not filled:
        what = say("nothing found; a line with the names of columns is expected")
        reading.note(place, what)
        return None
    (header, headings), *body = filled
    columns: dict[str, list[str | None]] = {}
    letters: dict[str, str] = {}
    for at, heading in enumerate(headings):
        if heading is None:
            continue
        if heading in columns:
            spot = cell_place(place, f"{letters_of(at)}{header}", heading)
            what = say("column {column} found twice; each is expected once", column=heading)
            reading.note(spot, what)
            continue
        columns[heading] = [cells[at] for _, cells in body]
        letters[heading] = letters_of(at)
    sheet = Sheet(
        "ties",
        place,
        pl.DataFrame(columns, dict.fromkeys(columns, pl.String)),
        [number for number, _ in body],
        counted="cell",
        letters=letters,
    )
    _note_errors(sheet, failed, reading)
    return sheet


def _texts(row: list[Any]) -> list[str | None]:
    texts = (text_of(cell) for cell in row)
    return [text.strip() or None if text else None for text in texts]


def _note_errors(sheet: Sheet, failed: Mapping[str, str], reading: Reading) -> None:
    """Formulas without a result."""
    for column, letter in sheet.letters.items():
        for row, text in enumerate(sheet.text[column]):
            error = failed.get(f"{letter}{sheet.lines[row]}")
            if error is None and text and is_error(text):
                error = text
            if error is not None:
                settle_failed(sheet.place(row, column), error, reading)
