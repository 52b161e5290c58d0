"""The chart of `replications.py`: knowledge against rewiring, without and with learning alone."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qvgraph.charts.style import BLUE, GREY, LARGE, QUIET, RULE, SMALL, house_style, save_svg

WIDTH, HEIGHT = 11.0, 6.2
BOTTOM, TALL, WIDE = 1.1, 3.05, 3.7
"""Inches: lower edge, height and width of both panels."""
NOUGHT = 10**-3.6
"""Where p = 0 stands on an axis of logarithms."""
STROKES = (
    (BLUE.line, "o", "-"),
    (GREY.line, "s", "--"),
    ("#D55E00", "^", "-"),
    ("#009E73", "D", (0, (6, 1.5, 1, 1.5))),
)
"""Colour, mark and dash of a panel's lines: Okabe and Ito's; marks and dashes serve in grey."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines by name (mean, low and high end by rewiring), and what the names are."""

    head: str
    detail: str
    names: str
    lines: Mapping[str, np.ndarray]


def draw(
    rewirings: Sequence[float],
    panels: Sequence[Panel],
    findings: Sequence[str],
    replicates: int,
    path: Path,
) -> None:
    """The panels side by side, the findings above, what one must know below."""
    with house_style():
        figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="white")
        figure.set_label("Is the small world best for knowledge? Two published results, replicated")
        write_around(figure, findings, replicates)
        for n, panel in enumerate(panels):
            draw_panel(figure, 0.35 + 5.4 * n, panel, rewirings)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_svg(figure, path)


def write(figure: Figure, x: float, y: float, text: str, **look: Any) -> None:
    """Text at a place in inches, its lower edge at y."""
    figure.text(x / WIDTH, y / HEIGHT, text, va="bottom", parse_math=False, **look)


def write_around(figure: Figure, findings: Sequence[str], replicates: int) -> None:
    """Title, findings, and the small print."""
    write(figure, 0.35, HEIGHT - 0.5, str(figure.get_label()), fontsize=LARGE, weight="bold")
    lines = [line for finding in findings for line in textwrap.wrap(finding, 142)]
    for n, line in enumerate(lines):
        write(figure, 0.35, HEIGHT - 0.82 - 0.18 * n, line, fontsize=SMALL)
    notes = (
        "After the abstracts of Cowan and Jonard 2004 and Cassi and Zirulia 2008; numbers and"
        " rules beyond them are choices, listed in benchmarks/replications.py.",
        f"500 agents with 10 ties each, {replicates} replicates. Shaded: interval of 90 % of the"
        " mean. Where nothing is learnt alone, runs are those at the left.",
    )
    for n, note in enumerate(notes):
        write(figure, 0.35, 0.18 + 0.18 * n, note, fontsize=SMALL, color=QUIET)


def draw_panel(figure: Figure, left: float, panel: Panel, rewirings: Sequence[float]) -> None:
    """Axes with p along the bottom, p = 0 set apart, and a line for each name."""
    write(figure, left, BOTTOM + TALL + 0.3, panel.head, weight="bold")
    write(figure, left, BOTTOM + TALL + 0.11, panel.detail, fontsize=SMALL, color=QUIET)
    box = ((left + 0.3) / WIDTH, BOTTOM / HEIGHT, WIDE / WIDTH, TALL / HEIGHT)
    axes = figure.add_axes(box)
    places = np.array([rewiring or NOUGHT for rewiring in rewirings])
    axes.set_xscale("log")
    axes.set_xlim(NOUGHT / 1.3, 1.0)
    axes.set_xticks(places, [f"{rewiring:g}" for rewiring in rewirings])
    axes.set_xticks([], minor=True)
    axes.set_xlabel("p, probability that a tie is rewired", fontsize=SMALL, color=QUIET)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    names = []
    for (name, found), (color, mark, dash) in zip(panel.lines.items(), STROKES, strict=False):
        mean, low, high = found
        axes.fill_between(places, low, high, color=color, alpha=0.16, linewidth=0)
        axes.plot(places[1:], mean[1:], color=color, linestyle=dash, linewidth=1.8)
        axes.plot(places[:2], mean[:2], color=color, linestyle=(0, (1, 2)), linewidth=1.2)
        axes.plot(places, mean, mark, color=color, markersize=5, clip_on=False, zorder=3)
        names.append((float(mean[-1]), name, color))
    name_ends(axes, names)
    side = left + 0.3 + 1.06 * WIDE
    write(figure, side, BOTTOM + TALL - 0.1, panel.names, fontsize=SMALL, color=QUIET)


def name_ends(axes: Axes, names: Sequence[tuple[float, str, str]]) -> None:
    """Name lines at their right end, (value, name, colour) each, moved apart where they touch."""
    bottom, top = axes.get_ylim()
    needed, at = 0.06 * (top - bottom), np.inf
    for value, name, color in sorted(names, reverse=True):
        at = min(value, at - needed)
        axes.annotate(
            name,
            (1.0, value),
            xytext=(1.06, at),
            textcoords=axes.get_yaxis_transform(),
            va="center",
            fontsize=SMALL,
            color=color,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.6, "shrinkB": 4},
        )
