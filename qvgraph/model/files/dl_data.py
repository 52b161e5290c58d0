"""The data of a UCINET file: matrices, halves of matrices, lists of edges, lists of nodes."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from qvgraph.language import decimal, say
from qvgraph.model.files.dl_header import Header, Lines
from qvgraph.model.files.numbered import DIGITS, Numbered, is_no_tie
from qvgraph.model.files.reading import Reading, line_in

_CELLS: Final = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^\s,"\'][^\s,"]*)')

Row = tuple[int, list[str]]


class Data:
    """Rows count first; with two modes columns count on after them."""

    def __init__(
        self, file: str, text: str, header: Header, lines: Lines, reading: Reading
    ) -> None:
        self.graph = Numbered(text, reading)
        self.first_mode: int | None = None
        self._file = file
        self._header = header
        self._reading = reading
        self._rows = deque((number, _cells(line)) for number, line in lines)
        self._numbers: dict[str, dict[str, int]] = {"rows": {}, "columns": {}}
        self._relation: str | None = None
        self._no_ties = 0

    def go_through(self) -> None:
        """Take all data."""
        if self._header.form in ("fullmatrix", "lowerhalf", "upperhalf"):
            self._matrices()
        else:
            self._lists()
        if self._no_ties:
            n = decimal(self._no_ties)
            self._reading.tell(say("Left out: {n} ties of the weight 0.", n=n))

    # ---- nodes

    def _have_nodes(self, rows: int, columns: int) -> None:
        """Nodes with their labels; one list for both sides where there is one mode."""
        two = self._header.two_modes
        self.first_mode = rows if two else None
        self.graph.count = rows + columns if two else rows
        sides = (("rows", rows, 0, "r"), ("columns", columns, rows, "c"))
        for side, count, before, letter in sides[: 1 + two]:
            labels = self._header.labels.get(side, [])
            for place in range(count):
                unnamed = f"{letter}{place + 1}" if two else ""
                label = labels[place] if place < len(labels) else unnamed
                if label:
                    self.graph.labels[before + place + 1] = label
                    self._numbers[side].setdefault(label, before + place + 1)
        if not two:
            self._numbers["columns"] = self._numbers["rows"]

    def _node(self, side: str, text: str, line: int) -> int:
        """The number of a node that is called by number or label; 0 for none, which is noted."""
        known = self._numbers[side]
        two = self.first_mode is not None
        before = (self.first_mode or 0) if side == "columns" else 0
        count = self.graph.count - before if side == "columns" or not two else self.first_mode or 0
        if text in known and (self._header.embedded or not text.isdigit()):
            return known[text]
        number = self.graph.number(text, line_in(self._file, line), most=count)
        return number + before if number else 0

    # ---- matrices

    def _matrices(self) -> None:
        header = self._header
        rows, columns = header.rows, header.columns
        if rows is None or columns is None:
            self._note(header.line, say("the number of nodes is expected, as “n=5”"))
            return
        if header.form != "fullmatrix" and rows != columns:
            self._note(header.line, say("half a matrix has as many rows as columns"))
            return
        matrices = header.numbers.get("nm", 1)
        cells = sum(len(row) for _, row in self._rows)
        if rows > cells + 1 or columns > cells + 1 or matrices > cells + 1:
            what = say(
                "{found} values found; a matrix of {rows} × {columns} is expected",
                found=decimal(cells), rows=decimal(rows), columns=decimal(columns),
            )  # fmt: skip
            self._note(header.line, what)
            return
        if len(self._rows) < rows * matrices and not header.embedded:
            self._rows = deque((line, [cell]) for line, row in self._rows for cell in row)
        for number in range(matrices):
            names = header.labels.get("matrices", [])
            if matrices > 1:
                self._relation = names[number] if number < len(names) else str(number + 1)
            if not self._matrix(rows, columns, first=number == 0):
                return
        if self._rows:
            found, expected = cells, cells - sum(len(row) for _, row in self._rows)
            what = say("{found} values found; {expected} are expected",
                       found=found, expected=expected)  # fmt: skip
            self._note(self._rows[0][0], what)

    def _matrix(self, rows: int, columns: int, *, first: bool) -> bool:
        """Take one matrix; False where its shape is wrong."""
        header = self._header
        if "columns" in header.embedded:
            labels = self._take_row(columns)
            if labels is None:
                return False
            header.labels["columns"] = labels[1]
        taken: list[tuple[int, list[str]]] = []
        for row in range(rows):
            found = self._take_row(self._width(row, columns) + ("rows" in header.embedded))
            if found is None:
                return False
            taken.append(found)
        if "rows" in header.embedded:
            header.labels["rows"] = [cells[0] for _, cells in taken]
            taken = [(line, cells[1:]) for line, cells in taken]
        elif "columns" in header.embedded and not header.two_modes:
            header.labels["rows"] = header.labels["columns"]
        if first:
            self._have_nodes(rows, columns)
        for row, (line, cells) in enumerate(taken):
            for column, cell in zip(self._places(row, columns), cells, strict=True):
                self._cell(row + 1, (self.first_mode or 0) + column + 1, cell, line)
        return True

    def _places(self, row: int, columns: int) -> Iterator[int]:
        """The columns that a row has values for."""
        form = self._header.form
        start = row if form == "upperhalf" else 0
        stop = row + 1 if form == "lowerhalf" else columns
        return (place for place in range(start, stop) if self._header.diagonal or place != row)

    def _width(self, row: int, columns: int) -> int:
        form = self._header.form
        whole = row + 1 if form == "lowerhalf" else columns
        return whole - (row if form == "upperhalf" else 0) - (not self._header.diagonal)

    def _take_row(self, width: int) -> Row | None:
        """The next values; they may go on in further lines."""
        if not width:
            return self._rows[0][0] if self._rows else 0, []
        if not self._rows:
            what = say("the data end too early; {expected} more values are expected",
                       expected=width)  # fmt: skip
            self._reading.note(self._file, what)
            return None
        line, cells = self._rows.popleft()
        while len(cells) < width and self._rows and len(cells) + len(self._rows[0][1]) <= width:
            cells = cells + self._rows.popleft()[1]
        if len(cells) == width:
            return line, cells
        what = say("{found} values found; {expected} are expected",
                   found=len(cells), expected=width)  # fmt: skip
        self._note(line, what)
        return None

    def _cell(self, source: int, target: int, cell: str, line: int) -> None:
        if is_no_tie(cell):
            return
        self._arc(source, target, line, directed=self._header.form == "fullmatrix")
        self.graph.arcs.put("strength", cell)

    # ---- lists

    def _lists(self) -> None:
        header = self._header
        self._learn_embedded_labels()
        rows, columns = header.rows or 0, header.columns or 0
        if not rows or not columns:
            self._note(header.line, say("the number of nodes is expected, as “n=5”"))
            return
        counted = rows + columns if header.two_modes else rows
        if not self.graph.promise(counted, line_in(self._file, header.line)):
            return
        self._have_nodes(rows, columns)
        matrix, row = 1, 0
        self._relation = self._name_of(matrix)
        for line, found in self._rows:
            cells = found or [""]  # nothing but separators
            if cells == ["!"]:
                matrix, row = matrix + 1, 0
                self._relation = self._name_of(matrix)
            elif header.form == "nodelist1b":
                row += 1
                self._counted_list(line, cells, row)
            else:
                self._list(line, cells)

    def _name_of(self, matrix: int) -> str | None:
        if self._header.numbers.get("nm", 1) < 2:
            return None
        names = self._header.labels.get("matrices", [])
        return names[matrix - 1] if matrix <= len(names) else str(matrix)

    def _learn_embedded_labels(self) -> None:
        """Labels of nodes in the order in which data name them."""
        header = self._header
        if not header.embedded:
            return
        edges = header.form.startswith("edge")
        met: dict[str, dict[str, None]] = {"rows": {}, "columns": {}}
        for _, cells in self._rows:
            if cells and cells != ["!"]:
                met["rows"][cells[0]] = None
                met["columns"].update(dict.fromkeys(cells[1:2] if edges else cells[1:]))
        if not header.two_modes:
            both = [name for _, cells in self._rows if cells != ["!"]
                    for name in (cells[:2] if edges else cells)]  # fmt: skip
            met = dict.fromkeys(("rows", "columns"), dict.fromkeys(both))
        for side, key, names in (("rows", "nr", met["rows"]), ("columns", "nc", met["columns"])):
            expected = header.rows if side == "rows" else header.columns
            labels = list(dict.fromkeys((*header.labels.get(side, ()), *names)))
            if expected is not None and len(labels) > expected:
                what = say("{found} labels found; {expected} are expected",
                           found=len(labels), expected=expected)  # fmt: skip
                self._note(header.line, what)
            if expected is None:
                header.numbers[key] = len(labels)
            header.labels[side] = labels[:expected]

    def _list(self, line: int, cells: Sequence[str]) -> None:
        form = self._header.form
        if len(cells) < 2 and form.startswith("edge"):
            what = say("a line with two nodes is expected, and a value where there is one")
            self._note(line, what)
            return
        source = self._node("rows", cells[0], line)
        targets = cells[1:2] if form.startswith("edge") else cells[1:]
        value = cells[2] if form.startswith("edge") and len(cells) > 2 else None
        if value is not None and is_no_tie(value):
            self._no_ties += 1
            return
        for target in targets:
            other = self._node("columns", target, line)
            if source and other:
                self._arc(source, other, line)
                if value is not None:
                    self.graph.arcs.put("strength", value)

    def _counted_list(self, line: int, cells: Sequence[str], row: int) -> None:
        """A row for each node in turn: how many others, then these."""
        count = cells[0]
        if not (count.isascii() and count.isdigit() and len(count) <= DIGITS):
            self._note(line, say("“{value}” found; a whole number is expected", value=count))
            return
        if row > self.graph.count or int(count) != len(cells) - 1:
            what = say("{found} values found; {expected} are expected",
                       found=len(cells) - 1, expected=count)  # fmt: skip
            self._note(line, what)
            return
        for target in cells[1:]:
            if other := self._node("columns", target, line):
                self._arc(row, other, line)

    def _arc(self, source: int, target: int, line: int, *, directed: bool = True) -> None:
        self.graph.arc(source, target, line, directed=directed)
        if self._relation is not None:
            self.graph.arcs.put("relation", self._relation)

    def _note(self, line: int, what: str) -> None:
        self._reading.note(line_in(self._file, line), what)


def _cells(line: str) -> list[str]:
    if '"' in line or "'" in line:
        return [double or single or word for double, single, word in _CELLS.findall(line)]
    return line.replace(",", " ").split()
