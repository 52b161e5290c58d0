"""A sheet of rows and columns measured in inches, with text around them."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qvgraph.charts.style import LARGE, PLAIN, QUIET, SMALL, TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

Column = tuple[float, float]
"""Left edge and width."""

WIDTH: Final = 11.0
MARGIN: Final = 0.35
_TITLE: Final = 0.62
"""What is saved where the title stands beside the picture, as in a report."""
_LINE: Final = 0.175
_LETTERS_PER_INCH: Final = 13.5
"""Of the small text, on the safe side."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A title, some lines under it, rows of equal height, and small print.

    `pitch` is the distance between rows, `head` the room above the first row without the finding.
    """

    title: str
    finding: Sequence[str]
    print: Sequence[str]
    rows: int
    pitch: float
    head: float = 1.8

    @property
    def bottom(self) -> float:
        """Lower edge of the last row."""
        return 0.85 + _LINE * len(self.print)

    @property
    def top(self) -> float:
        """Upper edge of the first row."""
        return self.bottom + self.rows * self.pitch

    @property
    def height(self) -> float:
        """Of the whole sheet."""
        return self.top + self.head - (0.0 if self.title else _TITLE) + 0.2 * len(self.finding)

    def middle(self, row: int) -> float:
        """Height of the middle of a row."""
        return self.top - (row + 0.5) * self.pitch


def framed(
    title: str,
    finding: str,
    small_print: Sequence[str],
    rows: int,
    *,
    pitch: float | None = None,
    head: float = 1.8,
) -> Frame:
    """Break the texts into lines that fit the sheet.

    Without a `pitch` a few rows are tall, and many still hold three lines of text.
    """
    letters = int((WIDTH - 2 * MARGIN) * _LETTERS_PER_INCH)
    lines = [line for text in small_print for line in textwrap.wrap(text, letters)]
    found = textwrap.wrap(finding, int(letters * SMALL / PLAIN))
    return Frame(title, found, lines, rows, pitch or min(1.5, max(0.72, 6.0 / rows)), head)


def sheet(frame: Frame) -> "Figure":
    """An empty figure with the frame's texts on it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, frame.height), facecolor="white")
    figure.set_label(frame.title)
    at = frame.height - 0.3
    if frame.title:
        write(figure, frame, MARGIN, at, frame.title, size=LARGE, weight="bold", va="top")
    for n, line in enumerate(frame.finding):
        write(figure, frame, MARGIN, at - 0.42 - 0.2 * n, line, va="top")
    for n, line in enumerate(frame.print):
        height = 0.2 + _LINE * (len(frame.print) - 1 - n)
        write(figure, frame, MARGIN, height, line, size=SMALL, color=QUIET, va="bottom")
    return figure


def write(
    figure: "Figure",
    frame: Frame,
    x: float,
    y: float,
    text: str,
    *,
    size: float = PLAIN,
    color: str = TEXT,
    weight: str = "normal",
    ha: str = "left",
    va: str = "center",
) -> "Text":
    """Text at a place given in inches."""
    return figure.text(
        x / WIDTH,
        y / frame.height,
        text,
        fontsize=size,
        color=color,
        fontweight=weight,
        ha=ha,
        va=va,
        linespacing=1.2,
        parse_math=False,
    )


def axes_over_rows(figure: "Figure", frame: Frame, column: Column) -> "Axes":
    """Axes over all rows of a column; row n is at the height n."""
    left, wide = column
    tall = frame.rows * frame.pitch
    axes = figure.add_axes(
        (left / WIDTH, frame.bottom / frame.height, wide / WIDTH, tall / frame.height)
    )
    axes.set_ylim(frame.rows - 0.5, -0.5)
    axes.set_yticks([])
    return axes
