"""What is written into a picture of a network: regions above, managers beside their marks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from qvgraph.charts.network.view import View
from qvgraph.charts.placing import Box, place
from qvgraph.charts.style import PLAIN, QUIET, SMALL, TEXT
from qvgraph.language import decimal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NAMED: Final = 60
"""Managers, regions or, with names, organisations up to which each is named in the picture."""

CROWDED: Final = 12
"""Managers above which only the letter of a pseudonym stands beside the mark."""

_LETTER, _BOLD = 0.074, 0.082
"""Widths of letters of the small text, on the safe side."""


def write_headings(axes: "Axes", view: View, unit: float, middle: np.ndarray) -> list[np.ndarray]:
    """The name of each region above it, shortened where its neighbour begins; where they stand."""
    lines: list[np.ndarray] = []
    if len(view.headings) > MOST_NAMED:
        return lines
    for heading in view.headings:
        left, right = (x * unit + middle[0] for x in (heading.left, heading.right))
        room = max(int((right - left + 0.3) / _BOLD), 5)
        number = f" ({decimal(heading.count)})"
        text = heading.name if len(heading.name) <= room else heading.name[: room - 1] + "…"
        if len(text) + len(number) <= room:
            text += number
        top = heading.top * unit + middle[1] + 0.1
        at, half = (left + right) / 2, _BOLD * len(text) / 2
        write(axes, at, top, text, size=SMALL, weight="bold", ha="center")
        lines.append(np.array([[at - half, top], [at + half, top]]))
    return lines


def write_names(
    axes: "Axes", view: View, points: np.ndarray, bounds: Box, lines: Sequence[np.ndarray]
) -> None:
    """Managers by name; in a small network whose names may be read, organisations too.

    `lines` are where other text stands already.
    """
    managers = view.managers
    if len(managers) > MOST_NAMED:
        return
    rows = managers
    if view.named and len(view.labels) <= MOST_NAMED:
        rows = np.concatenate([managers, np.setdiff1d(np.arange(len(points)), managers)])
    texts = [_short(view.labels[row]) for row in rows]
    if len(managers) > CROWDED and not view.named:
        texts = [text.split(" ")[-1] for text in texts]
    bold = np.isin(rows, managers)
    wide = np.where(bold, _BOLD, _LETTER) * [len(text) for text in texts]
    places = place(points[rows], np.column_stack([wide, np.full(len(rows), 0.15)]), lines, bounds)
    for text, strong, width, point, found in zip(
        texts, bold, wide, points[rows], places, strict=True
    ):
        if found.end is not None:
            line = np.array([point, found.end])
            axes.plot(*line.T, color=QUIET, linewidth=0.6, zorder=4.5)
        # Towards its point, because the width is only guessed.
        side, at = "center", found.left + width / 2
        if found.left >= point[0]:
            side, at = "left", found.left
        elif found.left + width <= point[0]:
            side, at = "right", found.left + width
        weight = "bold" if strong else "normal"
        write(axes, at, found.middle, text, size=SMALL, weight=weight, ha=side, halo=True)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def write(
    axes: "Axes",
    x: float,
    y: float,
    text: str,
    *,
    size: float = PLAIN,
    color: str = TEXT,
    weight: str = "normal",
    ha: str = "left",
    va: str = "center",
    halo: bool = False,
) -> None:
    """Text at a place in inches, with a white edge where lines may lie below it."""
    from matplotlib.patheffects import withStroke

    written = axes.text(
        x,
        y,
        text,
        fontsize=size,
        color=color,
        fontweight=weight,
        ha=ha,
        va="center_baseline" if va == "center" else va,
        zorder=5,
        parse_math=False,
    )
    if halo:
        written.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
