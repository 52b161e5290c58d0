"""Text in aligned columns that fit the screen."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from itertools import accumulate, zip_longest
from typing import Final

from qvgraph.reference.values import NO_BREAK

WIDEST: Final = 100
"""Lines are no longer, however wide the screen."""

NARROWEST: Final = 60
"""Lines are not made shorter, however narrow the screen."""

_GAP: Final = "  "

Rows = Sequence[Sequence[str]]


def screen() -> int:
    """The width to write in."""
    columns = shutil.get_terminal_size((WIDEST, 24)).columns
    return max(NARROWEST, min(WIDEST, columns))


def fitting(rows: Rows, wrapping: Sequence[bool], width: int) -> int:
    """How many columns, from the left, fit without a word being broken; two at least."""
    ends = accumulate(least + len(_GAP) for least in _least(rows, wrapping))
    return max(2, sum(end - len(_GAP) <= width for end in ends))


def widths(rows: Rows, wrapping: Sequence[bool], width: int) -> list[int]:
    """The width of each column; those that may be wrapped share what the others leave.

    Shares are equal, but none is more than its texts need or less than its longest word.
    """
    ends = list(zip(_least(rows, wrapping), _longest(rows), strict=True))
    room = width - len(_GAP) * (len(ends) - 1)

    def shared(part: int) -> list[int]:
        return [min(most, max(part, least)) for least, most in ends]

    return shared(max((n for n in range(1, room + 1) if sum(shared(n)) <= room), default=1))


def written(
    cells: Sequence[str], columns: Sequence[int], right: Sequence[bool] = ()
) -> Iterator[str]:
    """The lines of one row."""
    wrapped = [_wrapped(cell, column) for cell, column in zip(cells, columns, strict=True)]
    sides = (*right, *[False] * (len(columns) - len(right)))
    for parts in zip_longest(*wrapped, fillvalue=""):
        texts = (
            part.rjust(column) if to_the_right else part.ljust(column)
            for part, column, to_the_right in zip(parts, columns, sides, strict=True)
        )
        yield _GAP.join(texts).rstrip()


def _longest(rows: Rows) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _least(rows: Rows, wrapping: Sequence[bool]) -> list[int]:
    """What each column needs at least: its longest text, or word if it may be wrapped."""
    words = (
        [max(map(len, cell.split(" ")), default=0) if wraps else len(cell) for cell in column]
        for column, wraps in zip(zip(*rows, strict=True), wrapping, strict=True)
    )
    return [max(lengths) for lengths in words]


def _wrapped(cell: str, width: int) -> list[str]:
    """Lines of a cell; formulas and what has no-break spaces stay whole, as plain text."""
    lines = textwrap.wrap(cell.replace(" − ", f"{NO_BREAK}−{NO_BREAK}"), width)
    return [line.replace(NO_BREAK, " ") for line in lines] or [""]
