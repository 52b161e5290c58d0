"""What lasts: members over time, and the networks that sustain themselves, by scenario."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from qvgraph.charts.chart import Chart, Words
from qvgraph.charts.frame import Column, Frame, axes_over_rows, framed, sheet, write
from qvgraph.charts.lanes import ink_of, label_rows
from qvgraph.charts.material import Material
from qvgraph.charts.style import GREY, QUIET, SMALL, Ink
from qvgraph.charts.timeline import draw_courses
from qvgraph.language import decimal, say
from qvgraph.study.table import span, tallies

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TIME: Final[Column] = (2.85, 4.3)
_SHARE: Final[Column] = (8.1, 1.2)
_COUNT: Final = 9.5


def _title(material: Material) -> str:
    return material.title or say("What lasts after the pilot?")


def _finding(material: Material) -> str:
    """The sentence with which the answer of the study begins."""
    return material.answer.sentence


def _draw(material: Material, words: Words) -> "Figure":
    """Members over time with bands (`monthly`), share sustained with its interval (`outcomes`)."""
    labels = material.labels
    explained = say("Where no line shows, the interval is shorter than the dot.")
    below = [*material.small_print(named=False), explained]
    frame = framed(words.title, words.finding, below, len(labels))
    figure = sheet(frame)
    inks = {name: ink_of(name, material.baseline) for name in labels}
    _heads(figure, frame, material)
    label_rows(figure, frame, labels, material.baseline)
    courses = {name: material.course(name, "members") for name in labels}
    draw_courses(figure, frame, _TIME, material, courses, inks)
    _shares(axes_over_rows(figure, frame, _SHARE), material, inks)
    _counts(figure, frame, material)
    return figure


CHART: Final = Chart("sustained", _title, _finding, _draw)


def _heads(figure: "Figure", frame: Frame, material: Material) -> None:
    above = frame.top + 0.62
    heads = (
        (_TIME[0], say("Members per network"), of_the_runs(material)),
        (
            _SHARE[0],
            say("Of 100 networks, sustained\nin month {month}", month=span(material.facts.judged)),
            say("with interval of 90%"),
        ),
    )
    for left, head, detail in heads:
        write(figure, frame, left, above, head, weight="bold", va="bottom")
        write(figure, frame, left, above - 0.04, detail, size=SMALL, color=QUIET, va="top")


def of_the_runs(material: Material) -> str:
    """What line and bands of a course are."""
    detail = say("middle, 5 and 9 of 10 runs")
    if material.networks > 1:
        detail = say("mean of {n} regions: ", n=decimal(material.networks)) + detail
    return detail


def _counts(figure: "Figure", frame: Frame, material: Material) -> None:
    """x of n at the right."""
    counted = tallies(material.outcomes, "sustained")
    for row, name in enumerate(material.labels):
        tally = counted[name]
        count = decimal(None)
        if tally.n:
            count = say("{x} of {n}", x=decimal(tally.sustained), n=decimal(tally.n))
        write(figure, frame, _COUNT, frame.middle(row), count)


def _shares(axes: "Axes", material: Material, inks: Mapping[str, Ink]) -> None:
    """A dot with its interval per scenario, the baseline's as a thin line through all rows."""
    axes.set_xlim(-4, 104)
    axes.set_xticks([0, 50, 100])
    axes.grid(axis="x", color="#E6E6E6", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    shares = {name: material.level(name, "sustained") for name in material.labels}
    base = shares[material.baseline].value
    if base is not None:
        axes.axvline(100 * base, color=GREY.half, linewidth=1.0, zorder=1.5)
    for row, (name, found) in enumerate(shares.items()):
        if found.value is None:
            continue
        colour = inks[name].line
        if found.low is not None and found.high is not None:
            ends = [100 * max(0.0, found.low), 100 * min(1.0, found.high)]
            axes.plot(ends, [row, row], color=colour, linewidth=2.4)
        axes.plot([100 * found.value], [row], "o", color=colour, markersize=8, clip_on=False)
