"""Series over the months of a study in lanes: bands, pilot, judged month, calendar."""

import datetime
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from qvgraph.charts.frame import Column, Frame
from qvgraph.charts.lanes import Lane, lanes, name_ends, scale_up_to
from qvgraph.charts.material import Material, Pilots
from qvgraph.charts.style import GREY, PILOT, QUIET, RULE, SMALL, TEXT, Ink
from qvgraph.language import current, decimal, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Quantiles = Mapping[str, np.ndarray]
"""`q05` to `q95` by month, each of shape (months,)."""

_STEPS: Final = (6, 12, 24, 36, 48, 60, 120)
"""Months between two marks."""


def time_lanes(
    figure: "Figure", frame: Frame, column: Column, material: Material, *, months: int, most: float
) -> list[Lane]:
    """A lane per scenario for values up to `most`, pilot, judged month and calendar marked."""
    made = lanes(figure, frame, column, scale_up_to(most))
    axes = made[0].axes
    axes.set_xlim(0, months)
    _mark_calendar(axes, months, material.calendar)
    _shade_pilots(made, [material.pilots[name] for name in material.labels])
    for month in sorted(set(material.facts.judged)):
        axes.axvline(month, color=TEXT, linewidth=1.0, linestyle=(0, (3, 2)))
    _name_months(axes, months, material.pilots, material)
    return made


def draw_courses(
    figure: "Figure",
    frame: Frame,
    column: Column,
    material: Material,
    courses: Mapping[str, Quantiles],
    inks: Mapping[str, Ink],
) -> None:
    """One series per scenario: the middle of the runs, half of them, nine of ten, and the baseline.

    `courses` and `inks` are by scenario, in the order of the rows.
    """
    found = list(courses.values())
    months = max(len(one["q50"]) for one in found)
    most = max(_most(one["q95"]) for one in found)
    made = time_lanes(figure, frame, column, material, months=months, most=most)
    for lane, (name, course) in zip(made, courses.items(), strict=True):
        _draw_bands(lane, course, inks[name])
        if name != material.baseline:
            at = np.arange(1, len(courses[material.baseline]["q50"]) + 1)
            middle = lane.at(courses[material.baseline]["q50"])
            lane.axes.plot(at, middle, color=GREY.line, linewidth=0.9)
    _name_lines(made, courses, material.baseline)


def _draw_bands(lane: Lane, found: Quantiles, ink: Ink) -> None:
    """Values stand at the end of a month."""
    months = np.arange(1, len(found["q50"]) + 1)
    for low, high, tint in (("q05", "q95", ink.most), ("q25", "q75", ink.half)):
        lane.axes.fill_between(
            months, lane.at(found[low]), lane.at(found[high]), color=tint, linewidth=0
        )
    lane.axes.plot(months, lane.at(found["q50"]), color=ink.line, linewidth=1.8)


def _name_lines(made: Sequence[Lane], courses: Mapping[str, Quantiles], baseline: str) -> None:
    """Name the bands where they are widest, the baseline where it lies farthest off."""
    names = list(courses)

    def last(name: str, level: str) -> float:
        values = courses[name][level]
        return float(np.nan_to_num(values[-1])) if len(values) else 0.0

    widest = max(names, key=lambda name: last(name, "q95") - last(name, "q05"))
    middle, high, top = (last(widest, level) for level in ("q50", "q75", "q95"))
    said = {
        widest: [
            (high + 0.7 * (top - high), say("9 of 10")),
            (middle + 0.6 * (high - middle), say("5 of 10")),
            (middle, say("middle")),
        ]
    }
    others = [name for name in names if name != baseline]
    if others:
        base = last(baseline, "q50")
        # The row with the names of the bands has the least room.
        distance = {name: abs(last(name, "q50") - base) for name in others}
        farthest = max(others, key=lambda name: (name != widest, distance[name]))
        said.setdefault(farthest, []).append((base, say("baseline")))
    for name, ends in said.items():
        name_ends(made[names.index(name)], len(courses[name]["q50"]), ends)


def _most(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.max()) if len(known) else 0.0


def _shade_pilots(made: Sequence[Lane], pilots: Sequence[Sequence[tuple[int, int]]]) -> None:
    """The pilot of each lane, the darker the more regions are in it."""
    from matplotlib.collections import PolyCollection
    from matplotlib.colors import to_rgb

    tint = np.array(to_rgb(PILOT))
    corners, colours = [], []
    for lane, of_lane in zip(made, pilots, strict=True):
        low, high = lane.above(0.0), lane.above(lane.tall)
        edges = sorted({edge for start, length in of_lane for edge in (start, start + length)})
        for left, right in pairwise(edges):
            within = [start <= left < start + length for start, length in of_lane]
            if any(within):
                corners.append([(left, low), (right, low), (right, high), (left, high)])
                colours.append(tuple(1 - sum(within) / len(within) * (1 - tint)))
    shades = PolyCollection(corners, facecolors=colours, linewidths=0, zorder=0)
    made[0].axes.add_collection(shades, autolim=False)


def _name_months(axes: "Axes", months: int, pilots: Pilots, material: Material) -> None:
    """Above the first row: where the pilot is, and the month of judgement."""
    first = pilots[next(iter(material.labels))]
    start = max(0, min(start for start, _ in first))
    end = min(months, max(start + length for start, length in first))
    if end > start:
        _above(axes, (start + end) / 2, say("pilot"))
    judged = material.facts.judged
    _above(axes, (min(judged) + max(judged)) / 2, say("judged"))


def _mark_calendar(axes: "Axes", months: int, calendar: str | None) -> None:
    """Months with their calendar below the last row, thin lines through all."""
    step = next(step for step in (*_STEPS, months) if months / step <= 6)
    ticks = list(range(0, months + 1, step))
    axes.set_xticks(ticks, [_tick(month, calendar) for month in ticks])
    low, high = axes.get_ylim()
    axes.vlines(ticks, low, high, color=RULE, linewidth=0.6, zorder=0.5)
    axes.annotate(
        say("month"),
        (0, 0),
        xycoords="axes fraction",
        xytext=(-8 if calendar is None else -26, -5.5),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=SMALL,
        color=QUIET,
    )


def _above(axes: "Axes", month: float, text: str) -> None:
    axes.annotate(
        text,
        (month, 1),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, 0),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        color=QUIET,
    )


def _tick(month: int, calendar: str | None) -> str:
    """The month of the study over its month of the calendar."""
    if calendar is None:
        return decimal(month)
    from babel.dates import format_date

    year, first = map(int, calendar.split("-"))
    years, rest = divmod(first - 1 + month, 12)
    date = datetime.date(year + years, rest + 1, 1)
    return f"{decimal(month)}\n{format_date(date, 'LLL yyyy', locale=current())}"
