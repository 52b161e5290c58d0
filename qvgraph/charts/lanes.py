"""A row per scenario in one pair of axes, each with a scale of its own height."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.charts.frame import MARGIN, Column, Frame, axes_over_rows, write
from qvgraph.charts.style import BLUE, GREY, QUIET, RULE, SMALL, Ink
from qvgraph.language import decimal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GAP: Final = 0.14
"""Inches between one lane and the next."""

_LINE_OF_TEXT: Final = 0.15
"""Inches from one line of small text to the next."""

_BESIDE: Final = 0.05
"""Inches from the axes to a number at their left."""

_LEADER: Final = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0}


class Scale(NamedTuple):
    """The height that fills a lane, and the values that are marked at its side."""

    top: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """The room of one row: values from 0 to the top of the scale."""

    axes: "Axes"
    row: int
    pitch: float
    scale: Scale

    @property
    def tall(self) -> float:
        """Inches from 0 to the top."""
        return self.pitch - GAP

    def inches(self, value: float) -> float:
        """How far a value stands above 0."""
        return value / self.scale.top * self.tall

    def above(self, inches: float) -> float:
        """Where in the axes a height above 0 is."""
        return self.row + 0.5 - (GAP / 2 + inches) / self.pitch

    def at(self, values: np.ndarray) -> np.ndarray:
        """Where in the axes values are."""
        share = np.asarray(values) / self.scale.top
        return np.asarray(self.row + 0.5 - (GAP / 2 + share * self.tall) / self.pitch)


def scale_up_to(most: float) -> Scale:
    """Round marks for values up to `most`, and a little room above."""
    from matplotlib.ticker import MaxNLocator

    most = most if np.isfinite(most) and most > 0 else 1.0
    marks = MaxNLocator(nbins=3, steps=[1, 2, 5, 10], integer=most >= 1).tick_values(0, most)
    return Scale(1.08 * most, tuple(float(mark) for mark in marks if 0 <= mark <= 1.08 * most))


def lanes(figure: "Figure", frame: Frame, column: Column, scale: Scale) -> list[Lane]:
    """A lane for each row of the frame, all with the same scale at their left."""
    axes = axes_over_rows(figure, frame, column)
    made = [Lane(axes, row, frame.pitch, scale) for row in range(frame.rows)]
    places = [float(lane.at(np.array(mark))) for lane in made for mark in scale.ticks]
    digits = 0 if all(mark == round(mark) for mark in scale.ticks) else 1
    marks = [decimal(mark, digits) for mark in scale.ticks] * len(made)
    for at, mark in zip(places, marks, strict=True):
        # A tick of matplotlib's makes two lines and two texts, of which one is seen.
        axes.text(
            -_BESIDE / column[1],
            at,
            mark,
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center_baseline",
            fontsize=SMALL,
            color=QUIET,
        )
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    floors = [lane.above(0.0) for lane in made]
    axes.hlines(floors, 0, 1, transform=axes.get_yaxis_transform(), color=RULE, linewidth=0.8)
    return made


def label_rows(figure: "Figure", frame: Frame, labels: Mapping[str, str], baseline: str) -> None:
    """Name the scenarios at the left of their rows, each in its ink."""
    for row, (name, label) in enumerate(labels.items()):
        text = "\n".join(textwrap.wrap(label, 23))
        colour = ink_of(name, baseline).line
        write(figure, frame, MARGIN, frame.middle(row), text, color=colour, weight="bold")


def ink_of(scenario: str, baseline: str) -> Ink:
    """Grey for the baseline."""
    return GREY if scenario == baseline else BLUE


def name_ends(lane: Lane, month: int, names: Sequence[tuple[float, str]]) -> None:
    """Name lines and bands at their end, (value, name) each, moved apart where they would touch."""
    room = _LINE_OF_TEXT * (len(names) - 1)
    at = np.inf
    for value, name in sorted(names, reverse=True):
        height = lane.inches(value)
        at = min(height, at - _LINE_OF_TEXT) if at < np.inf else max(height, room)
        lane.axes.annotate(
            name,
            (month, lane.above(height)),
            xytext=(1.035, lane.above(at)),
            textcoords=lane.axes.get_yaxis_transform(),
            va="center",
            fontsize=SMALL,
            color=QUIET,
            annotation_clip=False,
            arrowprops=_LEADER,
        )
