"""A copy of somebody's workbook in which each cell with a problem is coloured and says why."""

import io
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from qvgraph.problems import Problem

_COLOUR: Final = "FFFFC7CE"
_MOST: Final = 5_000
"""Cells that are marked; whoever has more faults mends them column by column."""


def marked(path: Path, problems: Iterable[Problem]) -> bytes | None:
    """The bytes of the copy, everything else as it was; None where it cannot be made."""
    told: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        place = problem.place
        if place is not None and place.file == path.name and place.sheet and place.spot:
            told.setdefault((place.sheet, place.spot.partition(":")[0]), []).append(problem.what)
    try:
        with warnings.catch_warnings():  # of what it cannot keep; this is a copy
            warnings.simplefilter("ignore")
            workbook = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
            for (sheet, spot), texts in list(told.items())[:_MOST]:
                _mark(workbook[sheet], spot, texts)
            data = io.BytesIO()
            workbook.save(data)
    except Exception:  # a workbook that is read here may be too strange there
        return None
    return data.getvalue()


def _mark(sheet: Worksheet, spot: str, texts: list[str]) -> None:
    cell = sheet[spot]
    if isinstance(cell, MergedCell):
        return
    cell.fill = PatternFill("solid", fgColor=_COLOUR)
    before = [cell.comment.text] if cell.comment else []
    cell.comment = Comment("\n".join([*texts, *before]), "qvgraph", width=320, height=120)
