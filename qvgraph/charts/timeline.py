"""One series over the months of a study: bands, pilot, judged month, calendar."""

import datetime
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from qvgraph.charts.style import GREY, PILOT, QUIET, RULE, SMALL, TEXT, Ink
from qvgraph.language import current, decimal, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Quantiles = Mapping[str, np.ndarray]
"""`q05` to `q95` by month, each of shape (months,)."""

_LINE_OF_TEXT: Final = 0.15
"""Inches from one line of small text to the next."""


_LEADER: Final = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0}


def draw_bands(axes: "Axes", found: Quantiles, ink: Ink) -> None:
    """The middle of the runs, half of them, nine of ten; values stand at the end of a month."""
    months = np.arange(1, len(found["q50"]) + 1)
    for low, high, tint in (("q05", "q95", ink.most), ("q25", "q75", ink.half)):
        axes.fill_between(months, found[low], found[high], color=tint, linewidth=0)
    axes.plot(months, found["q50"], color=ink.line, linewidth=1.8)


def draw_reference(axes: "Axes", found: Quantiles) -> None:
    """The middle of the baseline as a thin line."""
    months = np.arange(1, len(found["q50"]) + 1)
    axes.plot(months, found["q50"], color=GREY.line, linewidth=0.9)


def mark_months(
    axes: "Axes", pilots: Sequence[tuple[int, int]], judged: Sequence[int], *, named: bool
) -> None:
    """Shade the pilot, the darker the more regions are in it, and mark the judged months."""
    from matplotlib.colors import to_rgb

    edges = sorted({edge for start, length in pilots for edge in (start, start + length)})
    tint = np.array(to_rgb(PILOT))
    for left, right in pairwise(edges):
        within = [start <= left < start + length for start, length in pilots]
        share = sum(within) / len(within)
        axes.axvspan(left, right, color=tuple(1 - share * (1 - tint)), linewidth=0, zorder=0)
    for month in sorted(set(judged)):
        axes.axvline(month, color=TEXT, linewidth=1.0, linestyle=(0, (3, 2)))
    if named:
        middle = (max(0, edges[0]) + edges[-1]) / 2
        _above(axes, middle, say("pilot"))
        _above(axes, (min(judged) + max(judged)) / 2, say("judged"))


def calendar_ticks(times: "Sequence[Axes]", months: int, calendar: str | None) -> None:
    """Months with their calendar below the last axes, thin lines through all."""
    step = next(step for step in (6, 12, 24, 36, 48, 60, 120, months) if months / step <= 6)
    ticks = list(range(0, months + 1, step))
    for axes in times:
        axes.set_xticks(ticks, [""] * len(ticks))
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        axes.tick_params(axis="x", length=0)
    times[-1].set_xticks(ticks, [_tick(month, calendar) for month in ticks])
    times[-1].tick_params(axis="x", length=3)
    times[-1].annotate(
        say("month"),
        (0, 0),
        xytext=(-8, -5.5),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=SMALL,
        color=QUIET,
    )


def name_ends(axes: "Axes", month: int, names: Sequence[tuple[float, str]]) -> None:
    """Name lines and bands at their end, (value, name) each, moved apart where they would touch."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    tall = axes.get_position().height * figure.get_size_inches()[1]
    bottom, top = axes.get_ylim()
    needed = _LINE_OF_TEXT / tall * (top - bottom)
    at = np.inf
    for value, name in sorted(names, reverse=True):
        at = min(value, at - needed) if at < np.inf else max(value, needed * (len(names) - 1))
        axes.annotate(
            name,
            (month, value),
            xytext=(1.035, at),
            textcoords=axes.get_yaxis_transform(),
            va="center",
            fontsize=SMALL,
            color=QUIET,
            annotation_clip=False,
            arrowprops=_LEADER,
        )


def _above(axes: "Axes", month: float, text: str) -> None:
    axes.annotate(
        text,
        (month, 1),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, 3),
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
