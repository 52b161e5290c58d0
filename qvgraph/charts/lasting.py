"""What lasts: members over time, and the networks that sustain themselves, by scenario."""

import textwrap
from collections.abc import Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qvgraph.charts.frame import (
    MARGIN,
    Column,
    Frame,
    axes_in_row,
    axes_over_rows,
    framed,
    sheet,
    write,
)
from qvgraph.charts.style import BLUE, GREY, QUIET, SMALL, Ink, house_style
from qvgraph.charts.timeline import (
    calendar_ticks,
    draw_bands,
    draw_reference,
    mark_months,
    name_ends,
)
from qvgraph.language import Language, current, decimal, say, use
from qvgraph.study.answer import Facts
from qvgraph.study.compare import Estimate, estimate
from qvgraph.study.outcomes import ALL
from qvgraph.study.table import Tally, span, tallies

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Pilots = Mapping[str, Sequence[tuple[int, int]]]
"""Start month and months of the pilot of each region, by scenario."""

_TIME: Final[Column] = (2.85, 4.3)
_SHARE: Final[Column] = (8.1, 1.2)
_COUNT: Final = 9.5


@dataclass(frozen=True, slots=True)
class Panel:
    """One scenario: quantiles of members per network by month, and how many networks last."""

    name: str
    label: str
    members: Mapping[str, np.ndarray]
    share: Estimate
    tally: Tally
    ink: Ink


def sustained_figure(
    monthly: "pl.DataFrame",
    outcomes: "pl.DataFrame",
    facts: Facts,
    *,
    pilots: Pilots,
    title: str = "",
    finding: str = "",
    calendar: str | None = None,
    language: Language | None = None,
) -> "Figure":
    """One row per scenario: members over time with bands, and the share of networks that last.

    `monthly` and `outcomes` are those of a run, `title` the study's question, `finding` a sentence
    under it, `calendar` the month 0 as "2019-07". Text is in `language`, default the one in use.
    """

    def draw() -> "Figure":
        use(language or current())
        with house_style():
            return _draw(monthly, outcomes, facts, pilots, title, finding, calendar)

    return copy_context().run(draw)


def _draw(
    monthly: "pl.DataFrame",
    outcomes: "pl.DataFrame",
    facts: Facts,
    pilots: Pilots,
    title: str,
    finding: str,
    calendar: str | None,
) -> "Figure":
    panels = _panels(monthly, outcomes, facts)
    title = title or say("What lasts after the pilot?")
    frame = framed(title, finding, _small_print(outcomes, facts), len(panels))
    figure = sheet(frame)
    _head_columns(figure, frame, facts, outcomes["region"].n_unique() - 1)
    reference = next(panel for panel in panels if panel.name == facts.baseline)
    times = []
    for row, panel in enumerate(panels):
        _label(figure, frame, row, panel)
        times.append(axes_in_row(figure, frame, row, _TIME))
        mark_months(times[-1], pilots[panel.name], facts.judged, named=row == 0)
        draw_bands(times[-1], panel.members, panel.ink)
        if panel is not reference:
            draw_reference(times[-1], reference.members)
    _scale(times, panels, calendar)
    _name_lines(times, panels, reference)
    _shares(axes_over_rows(figure, frame, _SHARE), panels, reference)
    return figure


def _panels(monthly: "pl.DataFrame", outcomes: "pl.DataFrame", facts: Facts) -> tuple[Panel, ...]:
    import polars as pl

    networks = outcomes["region"].n_unique() - 1
    counted = tallies(outcomes, "sustained")
    panels = []
    for name, label in facts.labels.items():
        rows = monthly.filter(scenario=name, region=ALL, series="members").sort("month")
        whole = outcomes.filter(scenario=name, region=ALL).sort("draw", "replicate")
        share = whole["sustained"].cast(float).fill_null(np.nan).to_numpy()
        members = {
            level: rows[level].cast(pl.Float64).fill_null(np.nan).to_numpy() / networks
            for level in ("q05", "q25", "q50", "q75", "q95")
        }
        ink = GREY if name == facts.baseline else BLUE
        found = estimate(share, whole["draw"].to_numpy())
        panels.append(Panel(name, label, members, found, counted[name], ink))
    return tuple(panels)


def _small_print(outcomes: "pl.DataFrame", facts: Facts) -> list[str]:
    """What the picture must not be seen without."""
    runs = decimal(outcomes.select("draw", "replicate").n_unique())
    draws = decimal(outcomes["draw"].n_unique())
    kind = say("Synthetic networks. ") if facts.synthetic else ""
    n = say("{runs} runs per scenario on {draws} drawings of the networks.", runs=runs, draws=draws)
    return [kind + say("Model, not forecast. ") + n]


def _head_columns(figure: "Figure", frame: Frame, facts: Facts, networks: int) -> None:
    above = frame.top + 0.62
    detail = say("middle, 5 and 9 of 10 runs")
    if networks > 1:
        detail = say("mean of {n} regions: ", n=decimal(networks)) + detail
    heads = (
        (_TIME[0], say("Members per network"), detail),
        (
            _SHARE[0],
            say("Of 100 networks, sustained\nin month {month}", month=span(facts.judged)),
            say("with interval of 90%"),
        ),
    )
    for left, head, detail in heads:
        write(figure, frame, left, above, head, weight="bold", va="bottom")
        write(figure, frame, left, above - 0.04, detail, size=SMALL, color=QUIET, va="top")


def _label(figure: "Figure", frame: Frame, row: int, panel: Panel) -> None:
    """The scenario's label at the left, x of n at the right."""
    middle = frame.middle(row)
    text = "\n".join(textwrap.wrap(panel.label, 23))
    write(figure, frame, MARGIN, middle, text, color=panel.ink.line, weight="bold")
    count = decimal(None)
    if panel.tally.n:
        count = say("{x} of {n}", x=decimal(panel.tally.sustained), n=decimal(panel.tally.n))
    write(figure, frame, _COUNT, middle, count)


def _scale(times: "Sequence[Axes]", panels: Sequence[Panel], calendar: str | None) -> None:
    """The same scales in all rows; months and years below the last one."""
    most = max(float(np.nanmax(panel.members["q95"])) for panel in panels)
    months = len(panels[0].members["q50"])
    for axes in times:
        axes.set_xlim(0, months)
        axes.set_ylim(0, max(1.0, most) * 1.08)
        axes.locator_params(axis="y", nbins=3, integer=True)
        axes.set_axisbelow(True)
    calendar_ticks(times, months, calendar)


def _name_lines(times: "Sequence[Axes]", panels: Sequence[Panel], reference: Panel) -> None:
    """Name the bands where they are widest, the baseline where it lies farthest off."""

    def last(panel: Panel, level: str) -> float:
        return float(np.nan_to_num(panel.members[level][-1]))

    rows = range(len(panels))
    widest = max(rows, key=lambda row: last(panels[row], "q95") - last(panels[row], "q05"))
    middle, high, top = (last(panels[widest], level) for level in ("q50", "q75", "q95"))
    names = {
        widest: [
            (high + 0.7 * (top - high), say("9 of 10")),
            (middle + 0.6 * (high - middle), say("5 of 10")),
            (middle, say("middle")),
        ]
    }
    others = [row for row in rows if panels[row] is not reference]
    if others:
        base = last(reference, "q50")
        # The row with the names of the bands has the least room.
        distance = {row: abs(last(panels[row], "q50") - base) for row in others}
        farthest = max(others, key=lambda row: (row != widest, distance[row]))
        names.setdefault(farthest, []).append((base, say("baseline")))
    for row, named in names.items():
        name_ends(times[row], len(panels[row].members["q50"]), named)


def _shares(axes: "Axes", panels: Sequence[Panel], reference: Panel) -> None:
    """A dot with its interval per scenario, the baseline's as a thin line through all rows."""
    axes.set_xlim(-4, 104)
    axes.set_xticks([0, 50, 100])
    axes.grid(axis="x", color="#E6E6E6", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    if reference.share.value is not None:
        axes.axvline(100 * reference.share.value, color=GREY.half, linewidth=1.0, zorder=1.5)
    for row, panel in enumerate(panels):
        value, low, high = panel.share[:3]
        if value is None:
            continue
        if low is not None and high is not None:
            low, high = max(0.0, low), min(1.0, high)
            axes.plot([100 * low, 100 * high], [row, row], color=panel.ink.line, linewidth=2.4)
        axes.plot([100 * value], [row], "o", color=panel.ink.line, markersize=8, clip_on=False)
