"""A matrix of ties in a table: who asks in the rows, who is asked in the columns."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import dropwhile
from pathlib import Path
from typing import Final

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.columns import Rows
from qvgraph.model.files.csv import SEPARATORS, decoded
from qvgraph.model.files.fields import rows_of
from qvgraph.model.files.graph import Graph, book_of, no_graph
from qvgraph.model.files.numbered import is_no_tie
from qvgraph.model.files.outward import lost_but_advice, lost_without_strength
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.network import Network, empty
from qvgraph.model.sheets import COMMA, GROUPED, POINT, Book
from qvgraph.problems import fail

MOST_NODES: Final = 5000
"""Rows of a matrix that is written: 25 million cells."""

_NUMBER: Final = re.compile(f"{POINT}|{COMMA}|{GROUPED}").match

Row = tuple[int, Sequence[str]]
"""The line of a row and its cells."""

Place = Callable[[int, int], str]
"""How a message names the cell of a line (or row) and a column, both from 1."""


def recognises(start: bytes) -> bool:
    """Whether a file begins as a matrix: an empty corner, or the same names at the top and left."""
    text = start.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = list(dropwhile(_is_blank, text.splitlines()))
    if not lines:
        return False
    separator = separator_in(lines[0])
    top, *rows = (cells for line in lines if any(cells := _cells(line, separator)))
    left = {row[0] for row in rows}
    return len(top) > 1 and (not top[0] or (bool(left) and left <= set(top[1:])))


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)]


def _is_blank(line: str) -> bool:
    return not any(_cells(line, separator_in(line)))


def separator_in(line: str) -> str:
    """What separates the cells of a line: what occurs most."""
    return max(SEPARATORS, key=line.count)


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read a matrix with names above and at the left; with semicolons also decimal commas."""
    text = decoded(path, reading)
    if text is not None and not text.strip():
        reading.note(path.name, say("nothing found; a row with names is expected"))
    if text is None or not text.strip():
        return no_graph(path.name)
    separator = separator_in(next(line for line in text.splitlines() if line.strip()))
    rows = ((row.line, row.fields) for row in rows_of(text, separator, path.name, reading))

    def place(line: int, column: int) -> str:
        said = {"file": path.name, "number": line, "column": column}
        return say("{file} line {number}, column {column}", **said)

    graph = graph_of_grid(path.name, rows, reading, place, decimal_comma=separator == ";")
    reading.raise_if_any()
    return book_of(graph, reading, undirected=asked.undirected)


def graph_of_grid(
    where: str,
    rows: Iterable[Row],
    reading: Reading,
    place: Place,
    *,
    decimal_comma: bool = False,
) -> Graph:
    """The graph of a grid of cells, whose first row and column are names.

    Where no name stands on both sides there are two modes. Cells that are empty or 0 are no ties.
    Problems are noted with the place of their cell.
    """
    grid = iter(rows)
    first, header = next(grid, (1, ()))
    top = _names(first, header, reading, place)
    left: dict[str, int] = {}
    arcs = Rows("source", "target")
    for line, cells in grid:
        if not any(cell.strip() for cell in cells):
            continue
        name = cells[0].strip()
        if not name:
            reading.note(place(line, 1), say("nothing found; a name is expected"))
        elif name in left:
            what = say("“{value}” found again; each name is expected once", value=name)
            reading.note(place(line, 1), what)
        else:
            left[name] = line
        _take_row(line, name, cells, top, arcs, reading, place)
    shared = left.keys() & top.keys()
    if shared or not left:
        _note_other_names(first, top, left, reading, place)
    nodes = Rows("id")
    nodes.fixed["id"] = [*left, *(() if shared else top)]
    nodes.lines = [*left.values(), *([first] * (0 if shared else len(top)))]
    return Graph(
        where=where,
        arcs=arcs.frame(),
        arc_lines=arcs.lines,
        nodes=nodes.frame(),
        node_lines=nodes.lines,
        modes=None if shared else [False] * len(left) + [True] * len(top),
        decimal_comma=decimal_comma,
    )


def _names(line: int, header: Sequence[str], reading: Reading, place: Place) -> dict[str, int]:
    """The names above the columns, with the number of their column."""
    names: dict[str, int] = {}
    last = max((n for n, cell in enumerate(header) if cell.strip()), default=0)
    for column, cell in enumerate(header[1 : last + 1], 2):
        name = cell.strip()
        if not name:
            reading.note(place(line, column), say("nothing found; a name is expected"))
        elif name in names:
            what = say("“{value}” found again; each name is expected once", value=name)
            reading.note(place(line, column), what)
        names.setdefault(name, column)
    return names


def _take_row(
    line: int,
    name: str,
    cells: Sequence[str],
    top: dict[str, int],
    arcs: Rows,
    reading: Reading,
    place: Place,
) -> None:
    """Take the cells of one row as arcs."""
    width, last = len(cells), max(top.values(), default=1)  # a name may stand above two columns
    if width < last or any(cell.strip() for cell in cells[last:]):
        what = say("{found} values found; {expected} are expected",
                   found=width - 1, expected=last - 1)  # fmt: skip
        reading.note(place(line, min(width, last)), what)
        return
    for target, column in top.items():
        cell = cells[column - 1].strip()
        if is_no_tie(cell):
            continue
        if not _NUMBER(cell):
            what = say("“{value}” found; a number is expected", value=cell)
            reading.note(place(line, column), what)
            continue
        arcs.fixed["source"].append(name)
        arcs.fixed["target"].append(target)
        arcs.lines.append(line)
        arcs.put("strength", cell)


def _note_other_names(
    first: int, top: dict[str, int], left: dict[str, int], reading: Reading, place: Place
) -> None:
    """Names that stand on one side only are problems."""
    for name, column in top.items():
        if name and name not in left:
            what = say("“{value}” found, which has no row of its own", value=name)
            reading.note(place(first, column), what)
    for name, line in left.items():
        if name not in top:
            what = say("“{value}” found, which has no column of its own", value=name)
            reading.note(place(line, 1), what)


def write(network: Network, path: Path) -> list[str]:
    """Write advice as a matrix of strengths, 0 where there is none."""
    ids = network.organisations["id"].to_list()
    if len(ids) > MOST_NODES:
        what = say("a matrix of {n} organisations is too large; at most {most} are expected",
                   n=decimal(len(ids)), most=decimal(MOST_NODES))  # fmt: skip
        raise fail("", what)
    ties = network.ties if network.ties is not None else empty("ties")
    strengths: dict[str, dict[str, str]] = {}
    texts = ties.select("source", "target", pl.col("strength").fill_null(1.0).cast(pl.String))
    for source, target, strength in texts.iter_rows():
        strengths.setdefault(source, {})[target] = strength
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["", *ids])
        for source in ids:
            row = strengths.get(source, {})
            writer.writerow([source, *(row.get(target, "0") for target in ids)])
    unknown = ties["strength"].null_count()
    return [
        *lost_but_advice(network),
        *lost_without_strength(network),
        *([say("that {n} ties have no strength: they have 1", n=decimal(unknown))] * bool(unknown)),
    ]
