"""The marks of a picture of a network, and the row of keys that explains them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qvgraph.charts.network.groups import LIGHT, MANAGER, Fill, Grouping, kind_label
from qvgraph.charts.style import GREY, QUIET, SMALL, TEXT
from qvgraph.language import decimal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKS: Final = {"firm": "o", "association": "s", "institution": "D", "manager": "*"}
_LARGER: Final = {"firm": 1.0, "association": 1.1, "institution": 1.05, "manager": 1.0}
_LETTER: Final = 0.068
"""Width of a letter of the small text, on the safe side."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark and what it stands for; without a mark a heading."""

    text: str
    kind: str = ""
    colour: str = ""
    fill: Fill = "full"

    @property
    def wide(self) -> float:
        """Inches with the room behind it."""
        return (0.2 if self.kind else 0.0) + _LETTER * len(self.text) + 0.2


def keys_of(grouping: Grouping, kinds: Sequence[str]) -> tuple[list[Entry], list[Entry]]:
    """What marks mean, and what colours mean, unless the one says the other."""
    by_kind = grouping.by == "kind"
    shapes = [
        Entry(kind_label(kind), kind, MANAGER if kind == "manager" else GREY.line)
        for kind in kinds
        if kind == "manager" or not by_kind
    ]
    of_label = {kind_label(kind): kind for kind in kinds}
    colours = [
        Entry(
            f"{_short(group.label)} ({decimal(group.count)})",
            of_label.get(group.label, "firm") if by_kind else "firm",
            group.colour,
            group.fill,
        )
        for group in grouping.groups
    ]
    return shapes, [Entry(f"{_short(grouping.heading)}:"), *colours] if colours else []


def rows_of(entries: tuple[list[Entry], list[Entry]], width: float) -> list[list[Entry]]:
    """Rows that fit the width; colours begin a new one."""
    rows: list[list[Entry]] = []
    for those in entries:
        left = 0.0
        for entry in those:
            if not rows or left == 0.0 or left + entry.wide > width:
                rows.append([])
                left = 0.0
            rows[-1].append(entry)
            left += entry.wide
    return rows


def draw_keys(axes: "Axes", rows: Sequence[Sequence[Entry]], left: float, top: float) -> None:
    """Draw the rows from a height downwards."""
    for n, row in enumerate(rows):
        at, y = left, top - 0.25 * n
        for entry in row:
            if entry.kind:
                size = 13.0 if entry.kind == "manager" else 6.5
                place = np.array([[at + 0.07, y]])
                draw_marks(axes, place, entry.kind, entry.colour, entry.fill, size)
            axes.text(
                at + (0.2 if entry.kind else 0.0),
                y - 0.01,
                entry.text,
                fontsize=SMALL,
                color=TEXT if entry.kind else QUIET,
                va="center",
                parse_math=False,
            )
            at += entry.wide


def draw_marks(
    axes: "Axes", points: np.ndarray, kind: str, colour: str, fill: Fill, size: float
) -> None:
    """Marks of one look, `size` points wide, each with a thin edge against what lies below."""
    if not len(points):
        return
    size *= _LARGER[kind]
    edge = max(0.3, min(0.6, size / 9))
    hollow = max(0.9, size / 4.5)
    look: dict[str, Any] = {
        "linestyle": "none",
        "marker": MARKS[kind],
        "zorder": 4 if kind == "manager" else 3,
    }
    if fill == "full":
        axes.plot(
            *points.T,
            markersize=size,
            markerfacecolor=colour,
            markeredgecolor=QUIET if colour == LIGHT else "white",
            markeredgewidth=edge,
            **look,
        )
        return
    axes.plot(
        *points.T,
        markersize=size - hollow / 2,
        markerfacecolor="white",
        markeredgecolor=colour,
        markeredgewidth=hollow,
        **look,
    )
    if fill == "dot":
        axes.plot(*points.T, markersize=size / 3, markerfacecolor=colour, markeredgewidth=0, **look)


def _short(text: str) -> str:
    return text if len(text) <= 32 else text[:31] + "…"
