"""Which gaps are left in firms of each size, and how far that is from the baseline."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from qvgraph.charts.chart import Chart, Words
from qvgraph.charts.frame import Column, Frame, axes_over_rows, framed, sheet, write
from qvgraph.charts.lanes import label_rows
from qvgraph.charts.material import Material
from qvgraph.charts.phrases import sureness
from qvgraph.charts.style import BLUE, GREY, QUIET, RULE, SMALL
from qvgraph.language import decimal, percent, say
from qvgraph.study.table import LIKE, Compared, signed, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_AXES: Final[Column] = (2.85, 6.9)
_LANE: Final = 0.165
"""Inches from one size to the next."""

_NAMED: Final = 0.85
"""Inches that a name and a number beside a dot take."""


class Size(NamedTuple):
    """A class of firms: its outcome and its marker, which tells it apart without colour."""

    outcome: str
    marker: str


SIZES: Final = (
    Size("gap_micro", "o"),
    Size("gap_small", "s"),
    Size("gap_medium", "D"),
    Size("gap_large", "^"),
)


def _title(_: Material) -> str:
    return say("Which gaps are left in small and in large firms?")


def _finding(material: Material) -> str:
    """How much less of the need is unmet in the smallest and the largest firms (`comparison`)."""
    known = {
        name: value
        for name in material.labels
        if (value := material.compared(name, "gap_end").value) is not None
    }
    if not known:
        return say("Which gaps are left in the judged month cannot be said.")
    best = min(known, key=lambda name: (known[name], name != material.baseline))
    month, baseline = span(material.facts.judged), material.labels[material.baseline]
    micro, large = (material.compared(best, f"gap_{size}") for size in ("micro", "large"))
    if best == material.baseline:
        return say(
            "In month {month} no scenario leaves smaller gaps than “{baseline}”: {micro} of the"
            " need is unmet in micro firms, {large} in large ones.",
            month=month,
            baseline=baseline,
            micro=percent(micro.value, 1),
            large=percent(large.value, 1),
        )
    return say(
        "In month {month} the gaps are smallest with “{best}”. Against “{baseline}” they change by"
        " {large} points in large firms ({large_sure}) and by {micro} in micro firms"
        " ({micro_sure}).",
        month=month,
        best=material.labels[best],
        baseline=baseline,
        large=_points(large),
        large_sure=sureness(large, 100.0),
        micro=_points(micro),
        micro_sure=sureness(micro, 100.0),
    )


def _points(found: Compared) -> str:
    """A difference in percentage points."""
    return signed(None if found.difference is None else 100 * found.difference, 1, plus=True)


def _draw(material: Material, words: Words) -> "Figure":
    """A dot per scenario and size (`comparison`, `gap_*`), the interval is of the difference."""
    labels = material.labels
    explained = say(
        "Gap: the share of what firms need to know and do not. Micro firms have fewer than 10"
        " employees, small ones fewer than 50, medium ones fewer than 250."
    )
    frame = framed(
        words.title,
        words.finding,
        [*material.small_print(), explained],
        len(labels),
        pitch=max(0.82, min(1.2, 6.0 / len(labels))),
        head=1.45,
    )
    figure = sheet(frame)
    _heads(figure, frame, material)
    label_rows(figure, frame, labels, material.baseline)
    axes = axes_over_rows(figure, frame, _AXES)
    _scale(axes, material)
    for number, size in enumerate(SIZES):
        off = (number - 1.5) * _LANE / frame.pitch
        _draw_size(axes, material, size, [row + off for row in range(len(labels))])
    return figure


CHART: Final = Chart("gaps", _title, _finding, _draw)


def _heads(figure: "Figure", frame: Frame, material: Material) -> None:
    above = frame.top + 0.28
    month = span(material.facts.judged)
    head = say("Share of the need that is unmet in month {month}, by size of firm", month=month)
    detail = say(
        "number: difference to the baseline (short line) in percentage points, bar: its 90%"
        " interval; ≈ no clear difference"
    )
    write(figure, frame, _AXES[0], above, head, weight="bold", va="bottom")
    write(figure, frame, _AXES[0], above - 0.04, detail, size=SMALL, color=QUIET, va="top")


def _scale(axes: "Axes", material: Material) -> None:
    """As wide as the values and their intervals ask for, with room for the names at the right."""
    from matplotlib.ticker import MaxNLocator

    found = [_marks(material, name, size) for name in material.labels for size in SIZES]
    known = [mark for marks in found for mark in marks] or [0.0, 100.0]
    low, high = min(known), max(known)
    room = max(high - low, 2.0)
    low, high = max(0.0, low - 0.05 * room), high + 0.03 * room
    high += _NAMED / (_AXES[1] - _NAMED) * (high - low)
    axes.set_xlim(low, high)
    ticks = [one for one in MaxNLocator(6).tick_values(low, high) if low <= one <= high]
    digits = 0 if all(tick == round(tick) for tick in ticks) else 1
    axes.set_xticks(ticks, [percent(tick / 100, digits) for tick in ticks])
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    for edge in range(1, len(material.labels)):
        axes.axhline(edge - 0.5, color=RULE, linewidth=0.6, zorder=0.5)


def _marks(material: Material, name: str, size: Size) -> list[float]:
    """Where a scenario's dot, the baseline's line and the interval's ends stand, in per cent."""
    found = material.compared(name, size.outcome)
    base = material.compared(material.baseline, size.outcome).value
    marks = [found.value, base]
    if None not in (base, found.low, found.high):
        marks += [base + found.low, base + found.high]  # type: ignore[operator]
    return [100 * mark for mark in marks if mark is not None]


def _draw_size(axes: "Axes", material: Material, size: Size, places: Sequence[float]) -> None:
    """The gaps of one size of firm in all scenarios, each joined with the baseline's, and named.

    `places` are the heights of its lane in each row.
    """
    names = list(material.labels)
    base = material.compared(material.baseline, size.outcome).value
    rows = [
        (at, name, _marks(material, name, size))
        for at, name in zip(places, names, strict=True)
        if material.compared(name, size.outcome).value is not None
    ]
    others = [row for row in rows if row[1] != material.baseline]
    if base is not None and others:
        heights = [at for at, *_ in others]
        line = [100 * base] * len(heights)
        axes.hlines(heights, [marks[0] for *_, marks in others], line, GREY.half, linewidth=0.8)
        axes.plot(line, heights, "|", color=GREY.line, markersize=8, markeredgewidth=1.4)
        for at, _, marks in others:
            axes.plot(marks[2:], [at] * len(marks[2:]), color=BLUE.half, linewidth=3.2)
    for ink, some in ((BLUE, others), (GREY, [row for row in rows if row not in others])):
        values, heights = [marks[0] for *_, marks in some], [at for at, *_ in some]
        axes.plot(values, heights, size.marker, color=ink.line, markersize=6)
    for at, name in zip(places, names, strict=True):
        found = material.compared(name, size.outcome)
        text = percent(found.value, 1) if name == material.baseline else _difference(found)
        right = max(_marks(material, name, size), default=axes.get_xlim()[0])
        _write(axes, right, at, f"{_name(size)} {text}")


def _write(axes: "Axes", x: float, y: float, text: str) -> None:
    axes.annotate(
        text,
        (x, y),
        xytext=(7, 0),
        textcoords="offset points",
        va="center_baseline",
        fontsize=SMALL,
        color=QUIET,
    )


def _difference(found: Compared) -> str:
    if found.value is None or found.difference is None:
        return decimal(None)
    if found.equal:
        return say("equal")
    return (LIKE if found.unclear else "") + _points(found)


def _name(size: Size) -> str:
    return {
        "gap_micro": say("micro"),
        "gap_small": say("small"),
        "gap_medium": say("medium"),
        "gap_large": say("large"),
    }[size.outcome]
