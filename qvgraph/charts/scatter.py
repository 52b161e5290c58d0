"""Scenarios as points between two scales, with intervals both ways and their names beside them."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.charts.frame import MARGIN, WIDTH, Column, Frame, write
from qvgraph.charts.lanes import ink_of
from qvgraph.charts.placing import Box, place
from qvgraph.charts.style import QUIET, RULE, SMALL
from qvgraph.language import decimal, say
from qvgraph.study.compare import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AREA: Final[Column] = (1.0, 7.2)
"""Of the axes; names may stand to the right of it."""


class Range(NamedTuple):
    """From where to where a scale goes, and its marks."""

    low: float
    high: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A scenario: both values with their intervals, and whether its marker is filled."""

    name: str
    label: str
    x: Estimate
    y: Estimate
    filled: bool = True

    @property
    def known(self) -> bool:
        """Both values are there."""
        return self.x.value is not None and self.y.value is not None

    @property
    def point(self) -> tuple[float, float]:
        """Both values; only of a known one."""
        assert self.x.value is not None
        assert self.y.value is not None
        return self.x.value, self.y.value


def scaled(found: Estimate, factor: float) -> Estimate:
    """The same in another unit."""
    value, low, high = (None if one is None else factor * one for one in found[:3])
    return Estimate(value, low, high, found.n, found.chance_only)


def missing(spots: Sequence[Spot]) -> list[str]:
    """A line of small print on the scenarios of which a value is missing."""
    names = [say("“{label}”", label=spot.label) for spot in spots if not spot.known]
    if not names:
        return []
    return [say("Without a point, as a value is missing: {names}.", names=", ".join(names))]


def range_of(estimates: Sequence[Estimate], *, zero: bool = False, most: float = np.inf) -> Range:
    """Round marks around values and intervals, from 0 if asked for, up to `most`."""
    from matplotlib.ticker import MaxNLocator

    known = [value for found in estimates for value in found[:3] if value is not None] or [0.0, 1.0]
    low, high = max(0.0, min(known)), min(most, max(known))
    low = 0.0 if zero else low
    room = (high - low) or abs(high) or 1.0
    low, high = max(0.0, low - 0.06 * room), high + 0.06 * room
    marks = MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return Range(low, high, tuple(float(one) for one in marks if low <= one <= min(high, most)))


def scatter_axes(
    figure: "Figure", frame: Frame, x: Range, y: Range, names: tuple[str, str]
) -> "Axes":
    """Axes with both scales and their names."""
    left, wide = AREA
    tall = frame.rows * frame.pitch
    axes = figure.add_axes(
        (left / WIDTH, frame.bottom / frame.height, wide / WIDTH, tall / frame.height)
    )
    axes.set_xlim(x.low, x.high)
    axes.set_ylim(y.low, y.high)
    axes.set_xticks(x.ticks, _numbers(x.ticks))
    axes.set_yticks(y.ticks, _numbers(y.ticks))
    axes.grid(color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    across, up = names
    write(figure, frame, left + wide, frame.bottom - 0.42, across, weight="bold", ha="right")
    write(figure, frame, MARGIN, frame.top + 0.16, up, weight="bold", va="bottom")
    return axes


def draw_spots(
    figure: "Figure",
    frame: Frame,
    axes: "Axes",
    spots: Sequence[Spot],
    baseline: str,
    avoid: Sequence[np.ndarray] = (),
) -> None:
    """Points with intervals and names; names keep off `avoid`, lines of shape (n, 2) in data."""
    known = [spot for spot in spots if spot.known]
    lines = list(avoid)
    for spot in known:
        lines += _interval(axes, spot, baseline)
    for spot in known:
        colour = ink_of(spot.name, baseline).line
        axes.plot(
            *spot.point,
            "s" if spot.name == baseline else "o",
            markersize=8,
            markeredgecolor=colour,
            markeredgewidth=1.6,
            markerfacecolor=colour if spot.filled else "white",
            zorder=3,
            clip_on=False,
        )
    _name_spots(figure, frame, axes, known, lines, baseline)


def _interval(axes: "Axes", spot: Spot, baseline: str) -> list[np.ndarray]:
    """Draw both intervals; where they are, ends in data."""
    x, y = spot.point
    lines = []
    if spot.x.low is not None and spot.x.high is not None:
        lines.append(np.array([[spot.x.low, y], [spot.x.high, y]]))
    if spot.y.low is not None and spot.y.high is not None:
        lines.append(np.array([[x, spot.y.low], [x, spot.y.high]]))
    for line in lines:
        axes.plot(*line.T, color=ink_of(spot.name, baseline).half, linewidth=1.4, zorder=2)
    return lines


def _name_spots(
    figure: "Figure",
    frame: Frame,
    axes: "Axes",
    spots: Sequence[Spot],
    lines: Sequence[np.ndarray],
    baseline: str,
) -> None:
    """Write the labels where there is room, with a thin line to the point where that is far."""
    from matplotlib.lines import Line2D

    if not spots:
        return
    texts = [
        write(
            figure,
            frame,
            0.0,
            0.0,
            "\n".join(textwrap.wrap(spot.label, 24)),
            size=SMALL,
            color=ink_of(spot.name, baseline).line,
            weight="bold" if spot.filled else "normal",
        )
        for spot in spots
    ]
    extents = [text.get_window_extent() for text in texts]
    sizes = np.array([(one.width, one.height) for one in extents]) / figure.dpi + (0.06, 0.05)
    (left, _), top = AREA, frame.top
    bounds = Box(*map(np.asarray, (left + 0.05, frame.bottom + 0.05, WIDTH - MARGIN, top)))
    points = _inches(axes, frame, np.array([spot.point for spot in spots]))
    found = place(points, sizes, [_inches(axes, frame, line) for line in lines], bounds)
    for text, one, point in zip(texts, found, points, strict=True):
        text.set_position(((one.left + 0.03) / WIDTH, one.middle / frame.height))
        if one.end:
            xs, ys = zip(point, one.end, strict=True)
            leader = Line2D(
                [x / WIDTH for x in xs],
                [y / frame.height for y in ys],
                color=QUIET,
                linewidth=0.6,
                transform=figure.transFigure,
            )
            figure.add_artist(leader)


def _inches(axes: "Axes", frame: Frame, data: np.ndarray) -> np.ndarray:
    """Where values of the scales are on the sheet."""
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    left, wide = AREA
    share = (np.asarray(data) - (x0, y0)) / (x1 - x0, y1 - y0)
    return np.asarray((left, frame.bottom) + share * (wide, frame.rows * frame.pitch))


def _numbers(ticks: Sequence[float]) -> list[str]:
    digits = 0 if all(tick == round(tick) for tick in ticks) else 1
    return [decimal(tick, digits) for tick in ticks]
