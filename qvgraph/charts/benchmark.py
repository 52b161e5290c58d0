"""Regions side by side on a page: a row for each, a column with a scale of its own for each figure.

A band is what networks by chance have, a dot what the region has. That a figure differs is told by
the dot being full, so that nothing rests on colour. Everything is placed in inches.
"""

import io
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from math import ceil
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import polars as pl

from qvgraph.charts.frame import MARGIN, WIDTH, framed, sheet
from qvgraph.charts.style import BLUE, GREY, QUIET, RULE, SMALL, TEXT, house_style, svg_of
from qvgraph.language import decimal, say
from qvgraph.metrics.metric import METRICS
from qvgraph.metrics.regions.benchmark import DRAWS
from qvgraph.metrics.regions.benchmark_told import (
    beside_published,
    called,
    kept_of,
    reading,
    sentences,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Row = Mapping[str, Any]

ACROSS: Final = 7
"""So many figures stand beside each other at most; more go into a further block."""

NAMES: Final = 1.6
"""Inches for the names of the regions."""

HEAD, FOOT = 0.62, 0.42
"""Inches above the rows of a block for the names of figures, and below them for the scale."""

LEAST: Final = 0.05
"""A scale goes over so much of its largest value at least: less is no difference to look at."""

TOLD: Final = 8
"""Of up to so many regions it is told below the picture what differs about each."""

_EDGE: Final = 0.16
"""Inches between the ends of a scale and those of its column."""

_LETTERS, _LETTERS_OF_A_NAME = 16, 20
"""In a line of a figure's name, and of a region's."""

_LETTERS_PER_INCH: Final = 15.5
_DOTS_PER_INCH: Final = 200


class Box(NamedTuple):
    """A column of a block: its left edge and width, the upper and lower edge of its rows."""

    left: float
    wide: float
    top: float
    bottom: float


class Scale(NamedTuple):
    """From which value to which a column goes, and where it stands."""

    low: float
    high: float
    left: float
    wide: float

    def at(self, value: float) -> float:
        """Where a value is, in inches."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + _EDGE + share * (self.wide - 2 * _EDGE)


def bytes_of(
    table: pl.DataFrame, kind: Literal["svg", "png", "pdf"], *, draws: int = DRAWS, synthetic: bool
) -> bytes:
    """The picture of a benchmark as a file's content; the same table gives the same bytes."""
    figure = picture_of(table, draws=draws, synthetic=synthetic)
    if kind == "svg":
        return svg_of(figure)
    stream = io.BytesIO()
    told = {"Software": None} if kind == "png" else {"CreationDate": None, "ModDate": None}
    with house_style():
        figure.savefig(
            stream,
            format=kind,
            dpi=_DOTS_PER_INCH,
            metadata={**told, "Title": figure.get_label()},
        )
    return stream.getvalue()


def picture_of(table: pl.DataFrame, *, draws: int = DRAWS, synthetic: bool) -> "Figure":
    """Draw a `qvgraph.metrics.regions.benchmark` of so many draws in the language in use."""
    with house_style():
        return _draw(table, draws, synthetic=synthetic)


def _draw(table: pl.DataFrame, draws: int, *, synthetic: bool) -> "Figure":
    names = called(table)
    metrics = table["metric"].drop_nulls().unique(maintain_order=True).to_list()
    blocks = _blocks(metrics)
    pitch = min(0.36, max(0.2, 5.0 / (len(names) * len(blocks))))
    tall = HEAD + len(names) * pitch + FOOT
    frame = framed(
        say("What differs between regions beyond {kept}", kept=kept_of(table["null"])),
        _finding(table),
        list(_small_print(table, draws, synthetic=synthetic)),
        rows=1,
        pitch=len(blocks) * tall - FOOT,
        head=1.25,
    )
    figure = sheet(frame)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, frame.height)
    axes.axis("off")
    _key(axes, frame.top + 0.22, silent=table["silent_low"].count() > 0)
    rows = {(row["network"], row["region"], row["metric"]): row for row in table.to_dicts()}
    for number, block in enumerate(blocks):
        top = frame.top - number * tall - HEAD
        lanes = {key: top - (row + 0.5) * pitch for row, key in enumerate(names)}
        _names(axes, names, lanes, pitch)
        wide = (WIDTH - 2 * MARGIN - NAMES) / max(len(blocks[0]), 1)
        for column, metric in enumerate(block):
            there = [
                (at, rows[*key, metric]) for key, at in lanes.items() if (*key, metric) in rows
            ]
            _column(
                axes,
                metric,
                there,
                Box(MARGIN + NAMES + column * wide, wide, top, top - len(names) * pitch),
            )
        for key, at in lanes.items():
            if (withheld := rows.get((*key, None))) is not None:
                _write(axes, MARGIN + NAMES + _EDGE, at, withheld["note"], color=QUIET)
    for line in axes.lines:  # the axes are the whole sheet: what is cut off at it is named in vain
        line.set_clip_on(False)
    return figure


def _blocks(metrics: Sequence[str]) -> list[tuple[str, ...]]:
    """The figures in blocks of about the same number; one without any where nothing is told."""
    blocks = max(1, ceil(len(metrics) / ACROSS))
    return list(batched(metrics, ceil(len(metrics) / blocks))) if metrics else [()]


def _finding(table: pl.DataFrame) -> str:
    """How many regions differ, and in which figures most often."""
    differ = table.drop_nulls("differs")
    regions = table.drop_nulls("metric").select("network", "region").n_unique()
    some = differ.select("network", "region").n_unique()
    if not some:
        return say("Of {n} regions none differs in any figure.", n=regions)
    counts = differ.group_by("metric").len().sort("len", "metric", descending=[True, False])
    most = ", ".join(
        f"{METRICS[metric].label} ({number})" for metric, number in counts.head(3).iter_rows()
    )
    return say(
        "Of {n} regions {some} differ in at least one figure. Most often: {most}.",
        n=regions,
        some=some,
        most=most,
    )


def _small_print(table: pl.DataFrame, draws: int, *, synthetic: bool) -> Iterator[str]:
    if len(called(table)) <= TOLD:
        yield from sentences(table)
    if published := beside_published(table):
        yield published
    if synthetic:
        yield say("Synthetic: organisations and ties are drawn or invented.")
    nulls = table["null"].drop_nulls().unique().to_list()
    main = "kinds" if "kinds" in nulls or not nulls else nulls[0]
    yield reading(main, say("A full dot"), draws)


def _key(axes: "Axes", y: float, *, silent: bool) -> None:
    """The marks once, each with its name beside it."""
    marks = [
        (_band, 0.4, say("networks by chance: nine of ten, mean")),
        (_full, 0.1, say("region that differs")),
        (_hollow, 0.1, say("region that does not")),
    ]
    if silent:
        marks.append((_whisker, 0.4, say("what silent organisations leave open")))
    at = MARGIN
    for draw, wide, text in marks:
        draw(axes, at, at + wide, y)
        _write(axes, at + wide + 0.1, y, text)
        at += wide + 0.4 + len(text) / _LETTERS_PER_INCH


def _names(
    axes: "Axes", names: Mapping[Any, str], lanes: Mapping[Any, float], pitch: float
) -> None:
    """The name of each region, with a fine line above it and below the last."""
    for key, at in lanes.items():
        lines = textwrap.wrap(names[key], _LETTERS_OF_A_NAME, max_lines=2 if pitch > 0.3 else 1,
                              placeholder="…")  # fmt: skip
        _write(axes, MARGIN, at, "\n".join(lines), color=TEXT)
        axes.plot([MARGIN, WIDTH - MARGIN], [at + pitch / 2] * 2, color=RULE, linewidth=0.6)
    last = min(lanes.values()) - pitch / 2
    axes.plot([MARGIN, WIDTH - MARGIN], [last] * 2, color=RULE, linewidth=0.6)


def _column(axes: "Axes", metric: str, rows: Sequence[tuple[float, Row]], box: Box) -> None:
    """One figure of all regions that have it, each at its height."""
    lines = textwrap.wrap(METRICS[metric].label, _LETTERS, max_lines=3, placeholder="…")
    _write(axes, box.left + _EDGE, box.top + 0.06, "\n".join(lines), color=TEXT, va="bottom")
    scale = _scale([row for _, row in rows], box)
    for x, text in _ticks(scale) if scale else ():
        axes.plot([x, x], [box.bottom, box.bottom - 0.04], color=QUIET, linewidth=0.8)
        _write(axes, x, box.bottom - 0.08, text, ha="center", va="top")
    for at, row in rows:
        if scale is None or row["percentile"] is None:  # the table says why
            _write(axes, box.left + _EDGE, at, decimal(None))
        else:
            _marks(axes, scale, at, row)


def _marks(axes: "Axes", scale: Scale, at: float, row: Row) -> None:
    """The figure of one region: the band, what silence leaves open, the dot."""
    _band(axes, scale.at(row["low"]), scale.at(row["high"]), at, scale.at(row["expected"]))
    if row["silent_low"] is not None:
        _whisker(axes, scale.at(row["silent_low"]), scale.at(row["silent_high"]), at)
    x = scale.at(row["value"])
    (_full if row["differs"] else _hollow)(axes, x, x, at)


def _scale(rows: Sequence[Row], box: Box) -> Scale | None:
    """From the lowest to the highest mark of all regions; None where there is none."""
    marks = [
        row[name]
        for row in rows
        if row["percentile"] is not None
        for name in ("value", "low", "high", "expected", "silent_low", "silent_high")
        if row[name] is not None
    ]
    if not marks:
        return None
    low, high = min(marks), max(marks)
    least = LEAST * max(abs(low), abs(high)) or 1.0
    if high - low < least:
        low, high = (low + high - least) / 2, (low + high + least) / 2
    return Scale(low, high, box.left, box.wide)


def _ticks(scale: Scale) -> list[tuple[float, str]]:
    """Where to write two easy values near the ends of a scale, with as few digits as they need."""
    from matplotlib.ticker import MaxNLocator

    values = MaxNLocator(2, steps=[1, 2, 5, 10]).tick_values(scale.low, scale.high)
    margin = 0.02 * (scale.high - scale.low)
    inside = [float(one) for one in values if scale.low - margin <= one <= scale.high + margin]
    ends = dict.fromkeys(inside[:1] + inside[-1:])
    digits = next(n for n in range(12) if all(abs(round(one, n) - one) < 1e-12 for one in ends))
    return [(scale.at(one), decimal(one, digits)) for one in ends]


def _band(axes: "Axes", low: float, high: float, y: float, mean: float | None = None) -> None:
    wide = max(high - low, 0.02)
    axes.plot([low, low + wide], [y, y], color=GREY.most, linewidth=9, solid_capstyle="butt")
    x = (low + high) / 2 if mean is None else mean
    axes.plot([x, x], [y - 0.0625, y + 0.0625], color=GREY.line, linewidth=1.2)


def _whisker(axes: "Axes", low: float, high: float, y: float) -> None:
    axes.plot([low, high], [y, y], color=BLUE.line, linewidth=1.2)
    for end in (low, high):
        axes.plot([end, end], [y - 0.04, y + 0.04], color=BLUE.line, linewidth=1.2)


def _full(axes: "Axes", low: float, high: float, y: float) -> None:
    axes.plot((low + high) / 2, y, "o", color=BLUE.line, markersize=6.5, markeredgecolor="white",
              markeredgewidth=0.5)  # fmt: skip


def _hollow(axes: "Axes", low: float, high: float, y: float) -> None:
    axes.plot((low + high) / 2, y, "o", markersize=5.5, markerfacecolor="white",
              markeredgecolor=TEXT, markeredgewidth=1.1)  # fmt: skip


def _write(
    axes: "Axes",
    x: float,
    y: float,
    text: str,
    *,
    color: str = QUIET,
    ha: str = "left",
    va: str = "center",
) -> None:
    axes.text(
        x, y, text, fontsize=SMALL, color=color, ha=ha, va=va, linespacing=1.15, parse_math=False
    )
