"""The chart: in which share of the sets each claim holds, and its effects at the defaults."""

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Final

from claims_parts.figures import FIGURES
from claims_parts.report import Finding, Made, Report
from claims_parts.tables import written

from qvgraph.charts.frame import MARGIN, Frame, axes_over_rows, framed, sheet, write
from qvgraph.charts.style import BLUE, QUIET, RULE, SMALL, TEXT, house_style, save_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

VERMILION: Final = "#D55E00"
"""Okabe and Ito's, for claims that are falsified; the label says so too."""
SHARE, EFFECT = (3.7, 1.6), (5.85, 2.1)
"""Left edge and width of both columns, in inches."""
TICKS = (-1, 0, 1, 3, 10, 30)


def draw(report: Report, path: Path) -> None:
    """Write the chart as SVG."""
    with house_style():
        frame = framed(
            "Five claims about qualification networks",
            _finding(report),
            _small_print(report),
            len(report.findings),
        )
        figure = sheet(frame)
        _heads(figure, frame, report)
        for row, one in enumerate(report.findings):
            _name(figure, frame, row, one)
        _shares(axes_over_rows(figure, frame, SHARE), report)
        _effects(figure, frame, axes_over_rows(figure, frame, EFFECT), report)
        save_svg(figure, path)


def colour(finding: Finding) -> str:
    """Of a claim, by its verdict."""
    return VERMILION if finding.falsified else BLUE.line


def _finding(report: Report) -> str:
    names = {
        word: [one.claim.key for one in report.findings if one.falsified is falsified]
        for word, falsified in (("hold", False), ("falsified", True))
    }
    return (
        f"In at least half of {report.size.sets} sets of assumptions hold:"
        f" {', '.join(names['hold']) or 'none'}."
        f" Falsified: {', '.join(names['falsified']) or 'none'}."
    )


def _small_print(report: Report) -> list[str]:
    size = report.size
    return [
        "Modellrechnung, keine Prognose. Synthetic networks. Model, not forecast. A claim holds in"
        " a set when its effect reaches the smallest that counts, declared before the run; it is"
        " falsified when it holds in fewer than half of the sets.",
        f"At the defaults {size.networks} networks × {size.replicates} replicates, lines:"
        f" intervals of 90 % over networks. {size.sets} sets over the ranges of all"
        f" assumptions, {size.set_networks} networks × {size.set_replicates} replicates each."
        f" Seed {report.seed}.",
    ]


def _heads(figure: "Figure", frame: Frame, report: Report) -> None:
    at = frame.top + 0.32
    for x, text in (
        (SHARE[0], f"Holds in … of {report.size.sets} sets"),
        (EFFECT[0], "At the defaults: effect ÷ smallest that counts"),
    ):
        write(figure, frame, x, at, text, size=SMALL, color=QUIET)


def _name(figure: "Figure", frame: Frame, row: int, finding: Finding) -> None:
    middle = frame.middle(row)
    lines = textwrap.wrap(finding.claim.sentence, 38)
    write(figure, frame, MARGIN, middle, finding.claim.key, weight="bold", color=colour(finding))
    write(figure, frame, MARGIN + 0.4, middle, "\n".join(lines))


def _shares(axes: "Axes", report: Report) -> None:
    """A bar for each claim, against one half."""
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.5, 1], ["0", "half", "all"])
    axes.axvline(0.5, color=QUIET, linewidth=1.0, linestyle=(0, (4, 2)), zorder=3)
    for row, one in enumerate(report.findings):
        held, known = one.tally
        axes.barh(row, one.tally.share, height=0.34, color=colour(one))
        word = "falsified" if one.falsified else "not falsified"
        axes.annotate(
            f"{held} of {known}, {word}",
            (0, row),
            xytext=(0, 23),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=colour(one),
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            zorder=4,
        )


def _effects(figure: "Figure", frame: Frame, axes: "Axes", report: Report) -> None:
    """Each effect of the verdict with its interval, and what it is in words."""
    axes.set_xscale("symlog", linthresh=1.0, linscale=0.7)
    axes.set_xlim(-1.3, 40)
    axes.set_xticks(TICKS, [f"{tick}".replace("-", "−") for tick in TICKS])
    axes.set_xticks([], minor=True)
    for x, look in ((0.0, {"color": RULE}), (1.0, {"color": QUIET, "linestyle": (0, (4, 2))})):
        axes.axvline(x, linewidth=1.0, zorder=0, **look)
    for row, finding in enumerate(report.findings):
        many = len(finding.claim.verdict)
        for n, made in enumerate(finding.made[:many]):
            place = row + 0.36 * (n - (many - 1) / 2)
            _effect(axes, place, made, colour(finding))
            height = frame.top - (place + 0.5) * frame.pitch
            write(figure, frame, sum(EFFECT) + 0.15, height, _words(made), size=SMALL)


def _effect(axes: "Axes", place: float, made: Made, ink: str) -> None:
    one, found = made.comparison, made.at_defaults
    if found.value is None or not one.smallest:
        return
    if found.low is not None and found.high is not None:
        ends = (found.low / one.smallest, found.high / one.smallest)
        axes.plot(ends, (place, place), color=ink, linewidth=2.2, solid_capstyle="butt")
    axes.plot(found.value / one.smallest, place, "o", color=ink, markersize=6, markeredgecolor=TEXT)


def _words(made: Made) -> str:
    one = made.comparison
    unit = "" if one.relative else FIGURES[one.figure].unit
    effect = f"{written(one, made.at_defaults.value)} {unit}".strip()
    return f"{one.name}\n{effect}; counts from {written(one, one.smallest)}"
