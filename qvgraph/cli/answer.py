"""The answer on a screen or in a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table as Grid
from rich.text import Text

from qvgraph.language import say
from qvgraph.study.answer import Answer
from qvgraph.study.table import Cell, Table

_LABEL: Final = 18
_FIGURE: Final = 24
"""Letters that a label gets at least, and that a figure has at most; what is longer is words."""


def show(answer: Answer, console: Console) -> None:
    """Print the sentence, the tables, the remarks; plain text where there is no terminal."""
    # Texts, not markup, throughout: a label may hold square brackets.
    with without_padding(console):
        console.print(Text(answer.sentence, style="bold"))
        robust = answer.robustness
        for table in (*answer.tables, *([robust.table] if robust else [])):
            console.print()
            console.print(Text(table.title, style="bold"))
            _print_whole(_grid(table), console)
        console.print()
        for remark in (*answer.caveats, *answer.remarks, *(robust.remarks if robust else ())):
            console.print(hanging(remark))
        if robust is None:
            console.print(hanging(say("--assumptions ranges tries other assumptions, too.")))


@contextmanager
def without_padding(console: Console) -> Iterator[None]:
    """Grids are padded to the full width; take that off where there is no terminal."""
    if console.is_terminal:
        yield
        return
    with console.capture() as capture:
        yield
    console.file.writelines(line.rstrip() + "\n" for line in capture.get().splitlines())


def hanging(remark: str) -> Grid:
    """A remark whose further lines are indented."""
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_row(Text("·"), Text(remark))
    return grid


def _print_whole(grid: Grid, console: Console) -> None:
    """A table that does not fit is wider than the screen: a digit cut off is a wrong number."""
    needed = Measurement.get(console, console.options.update(width=10_000), grid).minimum
    console.print(grid, width=max(console.width, needed), crop=False)


def _grid(table: Table) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), leading=1)
    headings = (say("scenario"), *table.headings)
    lines = max(heading.count("\n") for heading in headings)
    # Headings stand on the rule; rich would align the cells below in the same way.
    label, *others = ("\n" * (lines - text.count("\n")) + text for text in headings)
    grid.add_column(Text(label), overflow="fold", min_width=_LABEL)
    for n, heading in enumerate(others):
        figures = [line for row in table.rows for line in row.cells[n].text.split("\n")]
        below = [line for row in table.rows for line in _below(row.cells[n])]
        whole = max(map(len, figures)) <= _FIGURE
        grid.add_column(
            Text(heading, justify="right"),
            justify="right",
            no_wrap=whole,
            min_width=max(map(len, (*heading.split("\n"), *figures, *below))) if whole else None,
        )
    for row in table.rows:
        grid.add_row(Text(row.label), *map(_cell, row.cells))
    return grid


def _cell(cell: Cell) -> Text:
    text = Text(cell.text, justify="right")
    for line in _below(cell):
        text.append("\n" + line, style="dim")
    return text


def _below(cell: Cell) -> list[str]:
    # In words, intervals would make most tables wider than 80 columns.
    return [line for line in (cell.distance, "…".join(cell.ends)) if line]
