"""Workbooks made for tests, cell by cell, and ways of spoiling them."""

import datetime
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from qvgraph.model.files import read_network
from qvgraph.problems import InputError

Cells = Mapping[str, Any]

FIRMS: Cells = {"A1": "id", "B1": "kind", "A2": "a", "B2": "firm", "A3": "b", "B3": "firm"}


def workbook(path: Path, **sheets: Cells) -> Path:
    """A workbook of sheets, each given by its cells; dates are written as Excel shows them."""
    with xlsxwriter.Workbook(str(path)) as book:
        styles = {
            datetime.date: book.add_format({"num_format": "dd.mm.yyyy"}),
            datetime.datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
            datetime.time: book.add_format({"num_format": "hh:mm"}),
        }
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for place, value in cells.items():
                if isinstance(value, tuple):
                    sheet.write_formula(place, *value)
                elif ":" in place:
                    sheet.merge_range(place, value)
                else:
                    sheet.write(place, value, styles.get(type(value)))
    return path


def told(path: Path) -> list[str]:
    """What is wrong with a workbook."""
    with pytest.raises(InputError) as caught:
        read_network(path)
    return list(map(str, caught.value.problems))


def repacked(path: Path, change: Callable[[bytes], bytes], only: str = "", **more: bytes) -> Path:
    """The same workbook with every part changed, or one only, and more of them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **more}.items():
            archive.writestr(name, data if only not in ("", name) else change(data))
    return path
